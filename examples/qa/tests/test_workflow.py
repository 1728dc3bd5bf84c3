"""The way of two instruments: into the ledger, into one booking, to the receipt."""

from collections.abc import Callable

import pytest

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.pytest_plugin.control import MockControl
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm


@pytest.mark.ecqs_writes
def test_two_instruments_are_booked_and_accepted(
    portal_session: PortalSession,
    mock_portal: MockControl,
    two_scales: tuple[InstrumentForm, InstrumentForm],
    file: Callable[[LedgerPage, InstrumentForm], Accepted],
) -> None:
    ledger = portal_session.ledger()
    uuids = [file(ledger, scale).uuid for scale in two_scales]
    assert [one.serial_number for one in ledger.records()] == ["QA-2", "QA-1"]

    form = portal_session.bookings().new()
    assert form.choose(uuids) == len(uuids)
    booked = form.submit(uuids)
    assert isinstance(booked, Accepted)
    assert booked.number

    mock_portal.institute("answer", booking=booked.number)
    portal_session.settle()
    receipt = portal_session.bookings().open_receipt(booked.uuid).read()
    assert {piece.process_state for piece in receipt.pieces} == {"待检定"}


def test_an_empty_ledger_says_so(ledger_page: LedgerPage) -> None:
    assert ledger_page.records() == ()
