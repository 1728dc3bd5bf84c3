"""What an operator is told of rows too many and of other people's rows."""

from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.flows.confirm import Confirmed
from ecqs_agent.runs.findings import MOST_NAMED, named, seen_in, tell_findings, tell_twins
from ecqs_agent.runs.planning import make_plan
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes


def row(piece: Instrument, uuid: str) -> LedgerRecord:
    record = record_of(to_form(piece), uuid)
    return record.model_copy(update={"instrument_code": f"C{uuid}"})


def test_a_piece_with_more_rows_than_the_workbook_has_is_told_with_the_plan() -> None:
    heard: list[Event] = []
    records = [row(SCALE, "u1"), row(SCALE, "u2"), row(UNPLATED, "u3"), row(scale("7"), "u4")]
    plan = make_plan("demo", wishes(SCALE, UNPLATED), records, known={})
    tell_twins(plan, Events(heard.append))
    (event,) = heard
    assert event.kind is Kind.MISMATCH
    assert (event.facts["row"], event.facts["others"]) == (3, f"{SCALE.name} (Cu2)")
    assert seen_in(plan) == {"u1", "u2", "u3", "u4"}


def test_as_many_rows_as_pieces_are_nothing_to_tell() -> None:
    heard: list[Event] = []
    records = [row(UNPLATED, "u1"), row(UNPLATED, "u2"), row(scale("7"), "u3")]
    plan = make_plan("demo", wishes(UNPLATED, UNPLATED, SCALE), records, known={})
    tell_twins(plan, Events(heard.append))
    assert heard == []


def test_of_many_strangers_the_first_are_named_and_all_are_counted() -> None:
    heard: list[Event] = []
    rows = tuple(row(scale(f"{number}"), f"u{number}") for number in range(MOST_NAMED + 5))
    tell_findings(Confirmed(strangers=rows), Events(heard.append))
    (event,) = heard
    assert event.kind is Kind.STRANGERS
    assert event.facts["count"] == len(event.facts["records"]) == MOST_NAMED + 5
    assert event.facts["names"].count("、") == MOST_NAMED
    assert event.facts["names"].endswith("…")


def test_a_record_without_a_code_is_named_by_its_uuid() -> None:
    assert named([record_of(to_form(SCALE), "u9")]) == f"{SCALE.name} (u9)"
