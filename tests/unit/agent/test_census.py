"""The ledger is asked for single pieces only once it holds something that nobody knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqs_agent.flows.file_record import add_record
from ecqs_agent.journal import Item, Journal, State
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.runs.census import Census
from ecqs_agent.runs.planning import make_plan, new_item
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.screens import LedgerGlance, LedgerRecord, Unclear
from tests.unit.agent.fake_portal import FakeLedger, FakePortal, FreeHold, Reaction
from tests.unit.agent.samples import scale, wishes

PIECES = tuple(scale(f"{number}") for number in range(3))


class CountedLedger(FakeLedger):
    """A ledger that counts how often it is searched, and lets a person work before a click."""

    searches = 0
    glances = 0
    stranger_at_glance = 0
    loads = 0

    def refresh(self) -> None:
        self.loads += 1

    def records(self, *, name: str = "", serial_number: str = "") -> tuple[LedgerRecord, ...]:
        self.searches += 1
        return super().records(name=name, serial_number=serial_number)

    def glance(self) -> LedgerGlance:
        self.glances += 1
        if self.glances == self.stranger_at_glance:
            self._portal.add_by_hand(to_form(PIECES[1]))
        return super().glance()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.open(sqlite_url(tmp_path / "journal.sqlite"))
    yield journal
    journal.close()


def file_all(
    journal: Journal, ledger: CountedLedger, census: Census, pieces: tuple[Instrument, ...] = PIECES
) -> list[Item]:
    plan = make_plan("demo", wishes(*pieces), (), known={})
    keys = [journal.note(new_item("demo", step)).key for step in plan.steps]
    return [
        add_record(
            key,
            ledger=ledger,
            journal=journal,
            hold=FreeHold(),
            unknown_payload="stop",
            census=census,
        )
        for key in keys
    ]


def test_nothing_is_searched_while_the_list_holds_what_is_known(journal: Journal) -> None:
    portal = FakePortal()
    there = portal.add_by_hand(to_form(scale("9")))
    ledger, census = CountedLedger(portal), Census([there])
    items = file_all(journal, ledger, census)
    assert [item.state for item in items] == [State.PROVEN] * 3
    assert (ledger.searches, ledger.glances, portal.clicks) == (0, 3, 3)
    assert census.is_sure


@pytest.mark.parametrize("moment", [1, 2])
def test_a_row_that_nobody_knows_has_every_further_piece_looked_for(
    journal: Journal, moment: int
) -> None:
    """A person files the second piece while the first or the second is in hand."""
    portal = FakePortal()
    ledger, census = CountedLedger(portal), Census([])
    ledger.stranger_at_glance = moment
    items = file_all(journal, ledger, census)
    assert [item.state for item in items] == [State.PROVEN] * 3
    assert portal.clicks == 2, "the second piece was adopted, not filed"
    assert len(portal.records) == 3
    assert ledger.searches == 4 - moment
    assert not census.is_sure


def test_a_row_that_took_the_place_of_another_is_seen(journal: Journal) -> None:
    """The count is as before, but not the rows."""
    portal = FakePortal()
    gone = portal.add_by_hand(to_form(scale("9")))
    census = Census([gone])
    portal.records["X1"] = portal.records.pop(gone).model_copy(update={"uuid": "X1"})
    ledger = CountedLedger(portal)
    file_all(journal, ledger, census)
    assert ledger.searches == 3


def test_an_unclear_outcome_puts_the_list_in_doubt(journal: Journal) -> None:
    portal = FakePortal(reactions=[Reaction(commits=True, answer=Unclear(evidence="?"))])
    ledger, census = CountedLedger(portal), Census([])
    items = file_all(journal, ledger, census)
    assert [item.state for item in items] == [State.UNCLEAR, State.PROVEN, State.PROVEN]
    assert not census.is_sure
    assert ledger.searches == 2


def test_after_a_pause_the_list_is_loaded_again_first(journal: Journal) -> None:
    portal, times = FakePortal(), iter([0.0, 0.9, 0.9, 2.5, 2.5, 2.6, 2.7, 2.8])
    ledger, census = CountedLedger(portal), Census([], clock=lambda: next(times))
    file_all(journal, ledger, census)
    assert (ledger.loads, ledger.searches, portal.clicks) == (1, 0, 3)
