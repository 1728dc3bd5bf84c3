"""Every error has a code of its own, a disposition, a template and its Chinese words."""

import pickle
from pathlib import Path

import polib
import pytest

import page_objects
from page_objects import errors
from page_objects.errors import Disposition, PortalError, UnknownOptionError

ROOT = Path(page_objects.__file__).parent
CLASSES = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, PortalError)
]


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in CLASSES}) == len(CLASSES)


def test_the_tree_at_the_top_tells_the_truth() -> None:
    tree = errors.__doc__ or ""
    for kind in CLASSES[1:]:
        (line,) = (line for line in tree.splitlines() if f"{kind.__name__} " in line)
        assert kind.code in line
        assert kind.disposition.value in line


def test_every_template_has_its_chinese() -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(ROOT / "texts.zh_CN.po")}
    assert {kind.template for kind in CLASSES} <= set(catalogue)
    assert all(catalogue.values())


def test_whoever_forgets_a_disposition_stops_the_run() -> None:
    class CarelessError(PortalError):
        """An error nobody thought about."""

    assert CarelessError().disposition is Disposition.STOP_RUN


def test_facts_survive_pickling_and_stand_in_the_message() -> None:
    error = UnknownOptionError(field="器具用途", value="贸易", available=("贸易结算", "医疗卫生"))
    copy = pickle.loads(pickle.dumps(error))
    assert copy.facts == error.facts
    assert str(copy) == "器具用途 does not offer “贸易”. It offers: 贸易结算, 医疗卫生"


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: str(kind.__name__))
def test_missing_facts_break_no_message(kind: type[PortalError]) -> None:
    assert str(kind())
