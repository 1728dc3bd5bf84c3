"""What the institute does not like comes back with its reason."""

from collections.abc import Callable

import pytest

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.pytest_plugin.control import MockControl
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm


@pytest.mark.ecqs_writes
def test_a_unit_in_capitals_is_refused_with_its_reason(
    portal_session: PortalSession,
    mock_portal: MockControl,
    instrument_form: InstrumentForm,
    file: Callable[[LedgerPage, InstrumentForm], Accepted],
) -> None:
    wrong = instrument_form.model_copy(update={"measuring_range": "200G-30KG"})
    uuid = file(portal_session.ledger(), wrong).uuid
    form = portal_session.bookings().new()
    form.choose([uuid])
    booked = form.submit([uuid])
    assert isinstance(booked, Accepted)

    mock_portal.institute("answer")
    portal_session.settle()
    receipt = portal_session.bookings().open_receipt(booked.uuid).read()
    assert "请规范填写测量范围" in receipt.text
    assert [piece.process_state for piece in receipt.pieces] == ["预约失败"]
