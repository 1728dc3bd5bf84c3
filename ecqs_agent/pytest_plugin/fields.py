"""A cassette as tests: one for each field, and one that nothing else was shown or left out.

The cassette is played once, by the first of its tests that runs; the others look at what came.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from ecqs_agent.errors import CassetteError, ScenarioError
from ecqs_agent.pytest_plugin.telling import told
from ecqs_agent.pytest_plugin.venue import venue_of
from ecqs_agent.replay.cassette.fields import load_expected
from ecqs_agent.replay.cassette.offline import OfflineVerdict, look_at
from ecqs_agent.replay.cassette.store import EXPECTED, Cassette, read
from ecqs_agent.replay.matching import NOTHING
from ecqs_agent.replay.verdict import Verdict
from ecqs_agent.replay.words import reasons_in, where_in
from ecqs_agent.texts import chosen_language, translator

REST: Final = "everything else"


class Fields(pytest.File):
    """A cassette."""

    cassette: Cassette
    _found: OfflineVerdict | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Read the cassette and its expectation; nothing is played yet."""
        folder = self.path.parent
        try:
            self.cassette = read(folder)
            expected = load_expected(folder / EXPECTED)
        except (CassetteError, ScenarioError) as error:
            raise self.CollectError(told(error)) from None
        for step, fields in expected.items():
            for place in fields:
                yield FieldItem.of(self, step, place)
        yield FieldItem.of(self, REST, "")

    def found(self, browser: Browser, folder: Path) -> OfflineVerdict:
        """Return what came, played at the first call."""
        if self._found is None:
            settings = venue_of(self.config).settings
            with TemporaryDirectory(ignore_cleanup_errors=True) as data:
                self._found = look_at(
                    self.cassette, browser, settings, data=Path(data), folder=folder
                )
        return self._found


class FieldItem(pytest.Function):
    """One field of one step."""

    step: str
    place: str

    @classmethod
    def of(cls, parent: Fields, step: str, place: str) -> "FieldItem":
        """Return the test of a field."""
        name = f"{parent.path.parent.stem}: {step}" + (f", {place}" if place else "")
        item: FieldItem = cls.from_parent(parent, name=name, callobj=_look)
        item.step, item.place = step, place
        if parent.config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(str(parent.path)))
        return item

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the field stands."""
        return self.path.parent / EXPECTED, 0, self.name


def _look(request: pytest.FixtureRequest, browser: Any, output_path: str) -> None:  # noqa: ANN401 - of Playwright
    item: FieldItem = request.node
    parent = item.parent
    if not isinstance(parent, Fields):
        raise TypeError(parent)
    found = parent.found(browser, Path(output_path))
    lines = _rest(found, parent) if item.step == REST else _of_field(found, item)
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def _of_field(found: OfflineVerdict, item: FieldItem) -> list[str]:
    t = translator(chosen_language())
    named = (one for one in found.fields if (one.step, one.place) == (item.step, item.place))
    field = next(named, None)
    if field is None:
        return [f"{t('came')}: {NOTHING}"]
    if field.verdict is Verdict.SAME:
        return []
    return [
        f"{t('expected')}: {field.expected}",
        f"{t('came')}: {field.came}",
        *(_hindrances(found) if field.verdict is Verdict.BLOCKED else ()),
    ]


def _rest(found: OfflineVerdict, parent: Fields) -> list[str]:
    """Return the fields that nobody expects, and the steps that could not be played."""
    expected = load_expected(parent.path.parent / EXPECTED)
    new = [one for one in found.fields if one.place not in expected.get(one.step, {})]
    return [f"{one.step}, {one.place}: {one.came}" for one in new] + _hindrances(found)


def _hindrances(found: OfflineVerdict) -> list[str]:
    t = translator(chosen_language())
    return [
        line
        for step in found.hindered
        for line in (
            where_in(t, number=step.number, verb=step.verb, line=step.line),
            *reasons_in(t, step),
        )
    ]
