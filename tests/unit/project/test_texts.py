"""Operators read Chinese: every text has a translation, and it keeps its facts."""

import string
from importlib.resources import files

import polib
import pytest

from ecqs_agent.remedies import REMEDIES
from ecqs_agent.settings import Language
from ecqs_agent.texts import CATALOGUES, chosen_language, translator
from page_objects import errors as portal_errors
from tools.operator_texts import operator_texts, untranslated


def catalogue_entries() -> list[polib.POEntry]:
    entries: list[polib.POEntry] = []
    for package, name in CATALOGUES:
        text = files(package).joinpath(name).read_text(encoding="utf-8")
        entries += list(polib.pofile(text))
    return entries


def facts_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_text_has_its_chinese() -> None:
    assert untranslated() == []


def test_the_scan_sees_texts_where_they_are_spoken() -> None:
    texts = operator_texts()
    assert "Rows in the workbook: {rows}; stopped by the check: {errors}." in texts
    assert "Instrument code" in texts
    assert "The ledger holds {count} records." in texts


@pytest.mark.parametrize("entry", catalogue_entries(), ids=lambda entry: entry.msgid[:40])
def test_a_translation_keeps_the_facts(entry: polib.POEntry) -> None:
    assert facts_of(entry.msgstr) == facts_of(entry.msgid)


def test_no_text_is_translated_in_two_ways() -> None:
    seen: dict[str, str] = {}
    for entry in catalogue_entries():
        assert seen.setdefault(entry.msgid, entry.msgstr) == entry.msgstr, entry.msgid


def test_facts_are_filled_in_and_missing_ones_do_not_fail() -> None:
    chinese = translator(Language.ZH)
    assert chinese("row {row}", row=7) == "第 7 行"
    assert translator(Language.EN)("row {row}", row=7) == "row 7"
    assert chinese("{account} is logged in at {portal}.", account="a") == "a 已登录 {portal}。"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "en", "demo"], Language.EN),
        (["--lang=en"], Language.EN),
        (["--lang", "zh"], Language.ZH),
        (["demo"], Language.ZH),
    ],
)
def test_the_language_is_chosen_before_anything_speaks(
    arguments: list[str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ECQS_LANG", raising=False)
    assert chosen_language(arguments) is language


def test_every_portal_error_says_what_to_do() -> None:
    codes = {
        kind.code
        for kind in vars(portal_errors).values()
        if isinstance(kind, type) and issubclass(kind, portal_errors.PortalError)
    }
    assert codes - {"PORTAL-000"} == set(REMEDIES)
