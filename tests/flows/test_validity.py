"""有效期至 in a real browser on the mock portal: set once, guarded on the wire, read back."""

from datetime import date
from typing import Any

import pytest

from ecqs_agent.events import Event, Kind
from ecqs_agent.expiry.statements import Statement
from ecqs_agent.expiry.validity import Finding, ValidityPlan, plan_validity
from ecqs_agent.journal import Errand, State
from ecqs_agent.runs.run import Run
from ledgers.instrument import Instrument
from tests.flows.conftest import OpenRun
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

pytestmark = pytest.mark.browser

TODAY = date(2026, 3, 20)
ENDS = date(2027, 3, 4)


def said(piece: Instrument, day: date = ENDS) -> Statement:
    return Statement(
        place=f"{piece.serial_number}.pdf",
        name=piece.name,
        serial_number=piece.serial_number,
        model=piece.model,
        certificate_number=f"JL-{piece.serial_number}",
        verified_on=date(2026, 3, 5),
        valid_until=day,
    )


def planned(run: Run, *statements: Statement) -> ValidityPlan:
    records = run.ledger()
    known = run.journal.items(run.account, errands=(Errand.VALIDITY,))
    return plan_validity(run.account, statements, records, known=known, today=TODAY, longest=5)


def dates(mock: Any) -> dict[str, str]:
    return {record["serialNum"]: record["expiryDate"] for record in mock.records()}


def test_dates_are_set_once_and_nothing_else_changes(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    second = scale("938580")
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, second, UNPLATED)))
        before = {record["uuid"]: dict(record) for record in mock.records()}
        plan = planned(run, said(SCALE), said(second, date(2027, 2, 28)))
        tally = run.set_validity(plan)
        assert (tally.proven, tally.mismatched) == (2, 0)
        items = run.journal.items("demo", errands=(Errand.VALIDITY,))
        assert [[code for *_, code in run.journal.events(item.key)][-1] for item in items] == [
            "seen",
            "seen",
        ]
    assert dates(mock) == {"938579": "2027-03-04", "938580": "2027-02-28", "-----": ""}
    for record in mock.records():
        assert {**record, "expiryDate": ""} == before[record["uuid"]]


def test_a_second_time_does_nothing(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        run.set_validity(planned(run, said(SCALE)))
    stored = mock.records()
    with open_desk(mock) as run:
        again = planned(run, said(SCALE))
        assert [entry.finding for entry in again.entries] == [Finding.SAME]
        other = planned(run, said(SCALE, date(2027, 9, 4)))
        assert [entry.finding for entry in other.entries] == [Finding.CONFLICT]
        assert run.set_validity(other).proven == 0
        assert run.plan(wishes(SCALE)).counts()["unchanged"] == 1
        corrected = scale("938579", model="ACS-15")
        assert run.apply(run.plan(wishes(corrected))).proven == 1
    assert mock.records() == [{**stored[0], "modelSpec": "ACS-15"}]


def test_a_save_that_is_committed_and_not_answered_is_found(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        plan = planned(run, said(SCALE))
        mock.fault("commit_then_lose", method="saveLedger", times=1)
        assert run.set_validity(plan).proven == 1
        (item,) = run.journal.items("demo", errands=(Errand.VALIDITY,))
        assert "unclear" in [code for *_, code in run.journal.events(item.key)]
    assert dates(mock) == {"938579": "2027-03-04"}


def test_a_save_that_is_reset_before_it_arrives_is_sent_once_more(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        plan = planned(run, said(SCALE))
        mock.fault("reset", method="saveLedger", times=1)
        assert run.set_validity(plan).proven == 1
    assert dates(mock) == {"938579": "2027-03-04"}


def test_a_date_that_came_since_the_confirmation_is_never_overwritten(
    portal: Any, open_desk: OpenRun, heard: list[Event]
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        ours = planned(run, said(SCALE))
        theirs = planned(run, said(SCALE, date(2026, 12, 31)))
        run.set_validity(theirs)
        assert run.journal.items("demo", errands=(Errand.VALIDITY,))[0].state is State.PROVEN
    with open_desk(mock, journal="sqlite://") as run:  # another computer
        assert run.set_validity(ours).rejected == 1
    assert dates(mock) == {"938579": "2026-12-31"}
    told = [event for event in heard if event.kind is Kind.ITEM_REJECTED]
    assert "2026-12-31" in str(told[0].facts["words"])


def test_a_record_that_is_locked_in_a_booking_is_refused_in_the_portals_words(
    portal: Any, open_desk: OpenRun, heard: list[Event]
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        run.book(run.groups_to_book())
        mock.institute("answer")
        tally = run.set_validity(planned(run, said(SCALE)))
    assert tally.refused + tally.rejected == 1
    assert dates(mock) == {"938579": ""}
    told = [event for event in heard if event.kind in {Kind.ITEM_REFUSED, Kind.ITEM_REJECTED}]
    assert "不可修改" in str(told[0].facts["words"])


@pytest.mark.parametrize(
    "variants",
    [
        {"region": "chained"},
        {"words": "old", "dialog_note": "old"},
        {"messages": "alert"},
        {"codes": "late"},
        {"cells": "truncated"},
        {"open": "frame"},
    ],
    ids=str,
)
def test_every_variant_of_the_portal(
    variants: dict[str, str], portal: Any, open_desk: OpenRun
) -> None:
    mock = portal(**variants)
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        before = mock.records()
        assert run.set_validity(planned(run, said(SCALE))).proven == 1
    assert mock.records() == [{**before[0], "expiryDate": "2027-03-04"}]
