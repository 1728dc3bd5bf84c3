"""Tests as a QA team writes them, as texts: the plugin's tests run them in their own process."""

FIXTURES = """
import pytest
from page_objects.screens import Accepted, InstrumentForm

def filed(ledger, form):
    dialog = ledger.add()
    dialog.fill(form)
    return dialog.submit(form)

@pytest.mark.ecqs_writes
def test_files(ledger_page, instrument_form, mock_portal, portal):
    assert isinstance(filed(ledger_page, instrument_form), Accepted)
    (record,) = mock_portal.stored()["records"]
    assert record["serialNum"] == instrument_form.serial_number
    assert [one["method"] for one in mock_portal.requests()].count("saveLedger") == 1
    assert (portal.is_mock, portal.url, portal.account) == (True, mock_portal.url, "demo")

def test_starts_anew(portal_session, page, context, mock_portal):
    assert mock_portal.stored()["records"] == []
    assert portal_session.context is context
    page.goto("/egov/shIndex.html")
    assert page.get_by_text("退出").first.is_visible()

@pytest.mark.ecqs_variant(words="old")
def test_variant(portal, booking_list_page):
    assert portal.variants["words"] == "old"
    assert booking_list_page.rows() == ()

def test_control(mock_portal):
    assert mock_portal.seed(3) == 3
    assert mock_portal.clock(to="2026-03-02T09:00:00", days=1).startswith("2026-03-03T09:00")
    mock_portal.redesign({"old": "登录", "new": "登入"})
    assert mock_portal.redesigned() == [0]
    mock_portal.fault("status500", times=2)
    assert mock_portal.clear_faults() == 1
    assert mock_portal.variants(open="same")["open"] == "same"
    assert mock_portal.institute("answer") == {"ok": True}

def test_wrong_order(mock_portal):
    mock_portal.fault("earthquake")

def test_unmarked_filing(ledger_page, instrument_form):
    filed(ledger_page, instrument_form)

def test_unmarked_deleting(ledger_page, mock_portal):
    mock_portal.seed(1)
    (record,) = ledger_page.records()
    try:
        ledger_page.delete(record.uuid)
    finally:
        assert len(mock_portal.stored()["records"]) == 1

def test_two_screens(ledger_page, booking_list_page):
    pass

@pytest.mark.ecqs_variant(colour="red")
def test_unknown_variant(portal):
    pass

def test_not_logged_in(page, portal):
    page.goto(portal.url + "/egov/shIndex.html")
    assert page.get_by_text("退出").count() == 0
"""

GIVEN = """
import pytest

def test_reads(portal):
    assert portal.is_mock is IS_MOCK

@pytest.mark.ecqs_writes
def test_writes(portal):
    pass

@pytest.mark.ecqs_variant(words="old")
def test_variant(portal):
    pass

def test_behind(mock_portal):
    pass

def test_logged_in(portal_session):
    pass
"""
