"""Each change of the portal is told by name, and nothing is written through it."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser

from ecqs_agent.bookings.choosing import Wanted
from ecqs_agent.drift.approval import approve_screens
from ecqs_agent.drift.watch import differing
from ecqs_agent.driving.session import PortalSession
from ecqs_agent.driving.walking import EVERYWHERE, FOR_BOOKING, FOR_LEDGER, Walk, look_at_login
from ecqs_agent.errors import AgentError, ExitCode, ScreensChangedError
from ecqs_agent.remedies import KNOWN_ERRORS, exit_code_of
from ecqs_agent.runs.run import Run
from page_objects.contract.compare import differences
from page_objects.contract.difference import Difference, Grade, Kind
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.errors import PortalError
from tests.contract.conftest import booked
from tests.contract.drifts import AT_THE_LOGIN, DRIFTS, ELSEWHERE, Drift
from tests.flows.conftest import OpenRun
from tests.unit.agent.samples import SCALE, wishes

named = pytest.mark.parametrize("drift", DRIFTS, ids=lambda one: one.name.replace(" ", "-"))
TODAY = date(2026, 11, 26)
RECORD = {"accounts": {"demo": {"password": "Demo+2026", "company": "示例", "generate": 1}}}
Approved = dict[Place, ScreenSeen]
_APPROVED: Approved = {}


@pytest.fixture
def approved(portal: Any, browser: Browser) -> Approved:
    """Return the screens of the portal as it is."""
    if not _APPROVED:
        mock = portal()
        with closing(browser.new_context()) as context:  # what it keeps of pages is its own
            walked = Walk(booked(mock, context), EVERYWHERE).go()
        _APPROVED.update({screen.place: screen for screen in walked.seen})
    return _APPROVED


def told(drift: Drift, found: tuple[Difference, ...]) -> list[Difference]:
    """Return the differences that name this change."""
    return [
        one
        for one in found
        if (one.place, one.kind, one.sort, one.what, one.grade)
        == (drift.place, drift.kind, drift.sort, drift.what, drift.grade)
    ]


@pytest.mark.parametrize("drift", ELSEWHERE, ids=lambda one: one.name.replace(" ", "-"))
def test_a_change_elsewhere_is_told_too(
    portal: Any,
    approved: Approved,
    with_a_booking: Callable[[Any], PortalSession],
    drift: Drift,
) -> None:
    mock = portal()
    session = with_a_booking(mock)
    mock.redesign(*drift.as_edits())
    walked = Walk(session, {drift.place}).go()
    assert all(mock.redesigned())
    (screen,) = (screen for screen in walked.seen if screen.place is drift.place)
    difference = told(drift, differences(screen, approved[drift.place]))[0]
    assert (difference.candidate.word if difference.candidate else "") == drift.candidate


@pytest.mark.parametrize("drift", AT_THE_LOGIN, ids=lambda one: one.name.replace(" ", "-"))
def test_a_change_of_the_login_is_told(portal: Any, visitor: PortalSession, drift: Drift) -> None:
    mock = portal()
    assert differences(look_at_login(visitor)) == ()
    mock.redesign(*drift.as_edits())
    (difference,) = told(drift, differences(look_at_login(visitor)))
    assert (difference.candidate.word if difference.candidate else "") == drift.candidate


@named
def test_a_change_is_told_by_name_and_nothing_is_written_through_it(
    portal: Any, approved: Approved, settings_for: Any, open_desk: OpenRun, drift: Drift
) -> None:
    mock = portal()
    mock.seed(RECORD)
    approve_screens(settings_for(mock), approved.values(), today=TODAY)
    records, bookings = mock.records(), mock.bookings()
    mock.redesign(*drift.as_edits())
    with open_desk(mock, patience=0.1) as run:
        places = FOR_LEDGER if drift.place in FOR_LEDGER else FOR_BOOKING
        walked = Walk(run.session, places).go()
        found = tuple(differing(walked, approved))
        with pytest.raises(KNOWN_ERRORS) as stopped:
            write(run, drift.place)
        assert isinstance(stopped.value, AgentError | PortalError)
        assert exit_code_of(stopped.value) is ExitCode.PORTAL
        if drift.place in FOR_LEDGER:
            assert run.poll().bookings == 0  # reading receipts goes on
    assert all(mock.redesigned())
    assert (mock.records(), mock.bookings()) == (records, bookings)
    (difference,) = told(drift, found)
    assert (difference.candidate.word if difference.candidate else "") == drift.candidate
    if drift.kind is not Kind.NOW_REQUIRED:  # which of the known fields are is not known
        assert told(drift, tuple(differing(walked, {})))  # nobody has approved anything yet
    others = [one for one in found if one.place is drift.place]
    assert {one.what for one in others} <= {drift.what, drift.candidate}


def write(run: Run, place: Place) -> None:
    """File a record or book one, whatever comes by this screen."""
    if place in FOR_LEDGER:
        run.apply(run.plan(wishes(SCALE)))
    else:
        records = run.ledger()
        named = Wanted(named=frozenset(record.uuid for record in records))
        run.book(run.groups_to_book(named))


@pytest.mark.parametrize("drift", DRIFTS[:1] + DRIFTS[3:4], ids=lambda one: one.grade.value)
def test_a_person_can_approve_what_changed_and_not_what_breaks(
    portal: Any, settings_for: Any, open_desk: OpenRun, drift: Drift
) -> None:
    mock = portal()
    mock.redesign(*drift.as_edits())
    with open_desk(mock) as run:
        walked = Walk(run.session, FOR_LEDGER).go()
        approve_screens(settings_for(mock), walked.seen, today=TODAY)
        plan = run.plan(wishes(SCALE))
        if drift.grade is Grade.BREAKS:
            with pytest.raises(ScreensChangedError, match="出厂编号"):
                run.apply(plan)
        else:
            assert run.apply(plan).proven == 1
