"""Learnt option lists: one file per portal, written whole, used from then on, or ignored."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.catalogue import load_catalogue
from catalog.errors import OptionListsError
from catalog.option_lists import OptionLists
from ecqs_agent.errors import ListsNotKeptError
from ecqs_agent.learning import is_newer, keep, learned, learned_file, lists_of
from ecqs_agent.settings import Settings, load_settings
from ecqs_agent.workbooks.reading import authority, open_workbook

PORTAL = "https://portal.example"
TODAY = date(2026, 3, 4)
SAMPLE = Path("examples/instruments-small.xls").resolve()


def lists(portal: str = PORTAL, day: date = TODAY) -> OptionLists:
    return OptionLists(portal=portal, read_on=day, lists={"水表": ("水表DN15~DN50",)})


def settings(folder: Path, **more: Any) -> Settings:
    return load_settings(**{"data": folder, "portal": PORTAL, **more})


class FakeDialog:
    def __init__(self) -> None:
        self.closed = False

    def category_lists(self) -> dict[str, tuple[str, ...]]:
        return {"水表": ("水表DN15~DN50",)}

    def close(self) -> None:
        self.closed = True


class FakeLedger:
    def __init__(self) -> None:
        self.dialog = FakeDialog()

    def add(self) -> FakeDialog:
        return self.dialog


def test_the_dialog_is_left_after_reading() -> None:
    ledger = FakeLedger()
    assert lists_of(ledger, portal=PORTAL, today=TODAY) == lists()
    assert ledger.dialog.closed


def test_each_portal_has_its_own_lists(tmp_path: Path) -> None:
    mock = "http://127.0.0.1:8123"
    keep(lists(mock), learned_file(tmp_path, mock))
    assert learned(settings(tmp_path), today=TODAY) is None
    assert learned(settings(tmp_path, portal=mock), today=TODAY) == lists(mock)
    assert learned(settings(tmp_path, portal="http://127.0.0.1:8124"), today=TODAY) is None


def test_newer_lists_replace_older_ones_and_leave_nothing_else(tmp_path: Path) -> None:
    path = learned_file(tmp_path, PORTAL)
    keep(lists(day=date(2025, 1, 1)), path)
    keep(lists(), path)
    assert learned(settings(tmp_path), today=TODAY) == lists()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_they_can_be_ignored_even_when_damaged(tmp_path: Path) -> None:
    path = learned_file(tmp_path, PORTAL)
    keep(lists(), path)
    path.write_text('{"portal": ', encoding="utf-8")
    assert learned(settings(tmp_path, learned_lists="ignore"), today=TODAY) is None
    with pytest.raises(OptionListsError, match=r"portal\.example\.json"):
        learned(settings(tmp_path), today=TODAY)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "option-lists").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(ListsNotKeptError, match="option-lists"):
        keep(lists(), learned_file(tmp_path, PORTAL))


def test_lists_from_before_the_catalogue_do_not_count() -> None:
    catalogue = load_catalogue(TODAY)
    in_force = catalogue.edition.in_force
    assert is_newer(lists(day=in_force), catalogue)
    assert not is_newer(lists(day=date.fromordinal(in_force.toordinal() - 1)), catalogue)


def test_rows_are_judged_by_the_lists() -> None:
    kinds = {kind for kind in authority("inner-mongolia", TODAY).catalogue if kind.name}
    assert len(kinds) > 1
    judged = authority("inner-mongolia", TODAY, lists()).catalogue
    assert [kind.name for kind in judged] == ["水表DN15~DN50"]
    usual = open_workbook(SAMPLE, institute="inner-mongolia", today=TODAY)
    asked = {wish.instrument.category for wish in usual.wishes}
    offered = dict.fromkeys(asked, ("只有这一种",))
    refusing = OptionLists(portal=PORTAL, read_on=TODAY, lists=offered)
    desk = open_workbook(SAMPLE, institute="inner-mongolia", today=TODAY, lists=refusing)
    assert usual.wishes
    assert desk.wishes == ()
