"""What a save, a list or a session can meet in mid-run, and what the portal holds afterwards."""

from collections import Counter
from typing import Any

import pytest

from ecqs_agent.events import Event, Kind
from ecqs_agent.runs.run import Run
from tests.flows.conftest import OpenRun
from tests.flows.test_errands import assert_stored
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

pytestmark = pytest.mark.browser

SAVE = {"path": "jsonClient", "method": "saveLedger"}
SHORT = 0.15  # of the usual patience: an answer to a save is waited for 9 s
BEYOND = 12.0  # seconds: later than we wait for an answer
PIECES = (SCALE, UNPLATED, scale("2"))


def asked(mock: Any) -> Counter[str]:
    return Counter(one["method"] for one in mock.requests()["requests"])


def file(run: Run, mock: Any, fault: dict[str, Any]) -> None:
    """File the pieces while the second save meets the fault; all of them must be proven."""
    plan = run.plan(wishes(*PIECES))
    run.apply(plan, limit=1)
    mock.fault(**SAVE, **fault)
    tally = run.apply(run.plan(wishes(*PIECES)))
    assert (tally.left, tally.unclear, tally.mismatched) == (0, 0, 0)
    assert_stored(sorted(mock.records(), key=_place), *sorted(PIECES, key=_key))


def _place(record: dict[str, Any]) -> tuple[str, str]:
    return record["meterIntruName"], record["serialNum"]


def _key(piece: Any) -> tuple[str, str]:
    return piece.name, piece.serial_number


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ({"kind": "delay", "seconds": BEYOND}, 3),  # kept at once, answered too late
        ({"kind": "hang", "seconds": BEYOND}, 3),  # kept at once, never answered
        ({"kind": "slow", "seconds": BEYOND}, 3),  # kept too late, but before we look
        ({"kind": "hang", "commit": "never", "seconds": BEYOND}, 4),
        ({"kind": "status500"}, 4),
        ({"kind": "busy", "status": 503, "seconds": 0}, 4),  # looked for first, like any other
        ({"kind": "reset"}, 4),
        ({"kind": "commit_then_lose"}, 3),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_save_without_an_answer_is_looked_for(
    portal: Any, open_desk: OpenRun, fault: dict[str, Any], sent: int
) -> None:
    mock = portal()
    with open_desk(mock, patience=SHORT, quiet_period=5.0) as run:
        file(run, mock, fault)
    assert asked(mock)["saveLedger"] == sent
    mock.clear_faults()


STEPS = ("getCategoryList", "getClassList", "getRegionChildren", "getLedgerList", "saveLedger")


@pytest.mark.parametrize("step", STEPS)
def test_a_session_that_ends_at_any_step_of_a_filing(
    portal: Any, open_desk: OpenRun, step: str
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(*PIECES))
        mock.fault("logout", path="jsonClient", method=step)
        run.session.leave()  # the pages are opened again: some lists are asked for only then
        tally = run.apply(plan)
        assert (tally.proven, tally.mismatched) == (3, 0)
    assert len(mock.records()) == 3
    assert not mock.control("GET", "fault")["faults"], "the fault has struck"
    assert asked(mock)["saveLedger"] <= 3 + (step == "saveLedger")


BOOKING_STEPS = (
    "getCompanyAppointmentList",
    "getSelectableLedgerList",
    "getIntruInfoByReservationId",
    "saveReservation",
)


@pytest.mark.parametrize("step", [*BOOKING_STEPS, "submitReservation"])
def test_a_session_that_ends_at_any_step_of_a_booking(
    portal: Any, open_desk: OpenRun, step: str
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(*PIECES)))
        groups = run.groups_to_book()
        mock.fault("logout", path="jsonClient", method=step)
        assert run.book(groups).proven == 1
        assert run.groups_to_book() == ()
    assert not mock.control("GET", "fault")["faults"], "the fault has struck"
    assert [bool(one["appointmentId"]) for one in mock.bookings()] == [True]


@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_list_that_fails_once_is_asked_again(portal: Any, open_desk: OpenRun, step: str) -> None:
    mock = portal()
    with open_desk(mock, patience=0.3) as run:
        plan = run.plan(wishes(*PIECES))
        mock.fault("status500", path="jsonClient", method=step)
        run.session.leave()
        tally = run.apply(plan)
        assert (tally.proven, tally.mismatched) == (3, 0)
    assert len(mock.records()) == asked(mock)["saveLedger"] == 3


def test_a_list_that_is_too_busy_is_read_when_the_portal_has_time(
    portal: Any, open_desk: OpenRun, heard: list[Event]
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        mock.fault("busy", method="getLedgerList", status=429, seconds=1, times=2)
        assert run.ledger() == ()
    (told,) = [event for event in heard if event.kind is Kind.WAITING]
    assert told.facts == {"code": "PORTAL-103", "seconds": 1}
