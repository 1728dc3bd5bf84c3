"""Records in a booking that is not finished are not changed."""

from datetime import UTC, datetime

import pytest

from ecqs_agent.bookings.grouping import under_way
from ecqs_agent.journal import Errand, Item, Journal, NewItem, ReceiptRecord
from ecqs_agent.runs.planning import Verdict, make_plan
from ecqs_agent.workbooks.mapping import to_form
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, scale, wishes


def receipt(state: str) -> ReceiptRecord:
    return ReceiptRecord(
        booking_uuid="B1",
        booking_number="2026112500001",
        booking_status="已提交",
        read_at=datetime(2026, 11, 25, tzinfo=UTC),
        text="",
        pieces=[{"record_uuid": "U1", "process_state": state}],
    )


def submitted() -> Item:
    journal = Journal.open("sqlite://")
    item = journal.note(
        NewItem(
            account="demo",
            errand=Errand.BOOK,
            fingerprint="F",
            ordinal=0,
            wish={"records": ["U1"]},
        )
    )
    journal.take(item.key)
    journal.mark_submitting(item.key)
    return journal.mark_proven(item.key, portal_uuid="B1", evidence={})


@pytest.mark.parametrize(
    ("state", "inside"),
    [
        ("待受理", {"U1"}),
        ("待检定", {"U1"}),
        ("a word of next year", {"U1"}),
        ("预约失败", set()),
        ("已检定", set()),
    ],
)
def test_a_piece_is_under_way_until_it_is_refused_or_verified(state: str, inside: set[str]) -> None:
    assert under_way([submitted()], [receipt(state)]) == inside


def test_a_booking_counts_before_its_receipt_was_read() -> None:
    assert under_way([submitted()], []) == {"U1"}


@pytest.mark.parametrize(
    ("inside", "verdict"), [({"U1"}, Verdict.CONFLICT), ({"U2"}, Verdict.CHANGE)]
)
def test_a_record_under_way_is_not_changed(inside: set[str], verdict: Verdict) -> None:
    records = [record_of(to_form(SCALE), "U1")]
    corrected = wishes(scale("938579", model="ACS-15"))
    (step,) = make_plan("demo", corrected, records, known={}, under_way=inside).steps
    assert step.verdict is verdict
    assert bool(step.reason) is (verdict is Verdict.CONFLICT)


def test_a_record_under_way_that_is_as_wished_is_no_conflict() -> None:
    records = [record_of(to_form(SCALE), "U1")]
    (step,) = make_plan("demo", wishes(SCALE), records, known={}, under_way={"U1"}).steps
    assert step.verdict is Verdict.UNCHANGED
