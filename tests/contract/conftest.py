"""A walk over the mock portal in the test's own browser."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.session import Credentials, PortalSession
from ecqs_agent.flows.log_in import log_in
from ecqs_agent.mock_client import MockPortal, read_captcha
from page_objects.patience import Patience, Wait
from tests.flows.conftest import events, heard, open_desk, settings_for

__all__ = ("events", "heard", "open_desk", "settings_for")

# A page that saves without being asked to.
SAVES_BY_ITSELF = """addEventListener("load", () => {
  if (window.Wire && document.querySelector("#ledgerGrid"))
    $.ajax({ type: "POST", url: Wire.url(Services.ledger, "saveLedger", [{}]) });
})"""
BRIEF = {Wait.NAVIGATE: 3.0, Wait.RENDER: 3.0, Wait.ACT: 3.0}  # of screens that never come


@pytest.fixture
def visitor(portal: Any, context: BrowserContext) -> PortalSession:
    """Return the session of somebody who has not logged in."""
    return session_in(context, portal().url)


def session_in(context: BrowserContext, url: str) -> PortalSession:
    """Return a session in this context that waits briefly for what never comes."""
    return PortalSession(Given(context), account="demo", portal=url, patience=Patience(1.0, BRIEF))


def logged_in(portal: Any, context: BrowserContext) -> PortalSession:
    """Return the session of the demo account, logged in within this context."""
    made = session_in(context, portal.url)
    mock = MockPortal(url=portal.url, token=portal.token)
    who = Credentials(username="demo", password=SecretStr(portal.password("demo")))
    log_in(made, who, lambda _, within: read_captcha(mock, within))
    return made


def booked(portal: Any, context: BrowserContext) -> PortalSession:
    """Return such a session of an account that has records and a submitted booking of one."""
    account = {"password": portal.password("demo"), "company": "示例", "generate": 3}
    portal.seed({"accounts": {"demo": account}})
    made = logged_in(portal, context)
    made.bookings()
    submit(portal, made.context, portal.records()[0]["uuid"])
    return made


@pytest.fixture
def with_a_booking(context: BrowserContext) -> Callable[[Any], PortalSession]:
    """Return `booked` in this test's context."""
    return lambda portal: booked(portal, context)


def submit(portal: Any, context: BrowserContext, *records: str) -> None:
    """Submit one booking of these records, as the portal's page would."""
    call = {
        "serviceClassName": "com.itown.inspSystem.reservation.service.ReservationService",
        "methodName": "submitReservation",
        "serviceObject": None,
        "type": None,
        "params": [{"uuid": "", "strongInspUuids": list(records)}],
    }
    cookies = {
        str(one["name"]): str(one["value"])
        for one in context.cookies()
        if one.get("path") == "/InspSystemV11" or one["name"] != "JSESSIONID"
    }
    answer = httpx.post(
        f"{portal.url}/InspSystemV11/jsonClient.action",
        params={"encoding": "true", "jsonValue": json.dumps(call)},
        headers={"X-Requested-With": "XMLHttpRequest"},
        cookies=cookies,
    )
    assert answer.json()["returnValue"]
