"""A walk over the mock portal in the test's own browser."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.browsing import Given
from ecqs_agent.flows.log_in import log_in
from ecqs_agent.mock_client import MockPortal, read_captcha
from ecqs_agent.session import Credentials, PortalSession
from page_objects.patience import Patience, Wait

BRIEF = {Wait.NAVIGATE: 3.0, Wait.RENDER: 3.0, Wait.ACT: 3.0}  # of screens that never come


@pytest.fixture
def session_of(context: BrowserContext) -> Callable[[Any], PortalSession]:
    """Return a function that logs the demo account in and returns its session."""

    def session(portal: Any) -> PortalSession:
        made = PortalSession(
            Given(context), account="demo", portal=portal.url, patience=Patience(1.0, BRIEF)
        )
        mock = MockPortal(url=portal.url, token=portal.token)
        password = SecretStr(portal.password("demo"))
        log_in(
            made,
            Credentials(username="demo", password=password),
            lambda _, within: read_captcha(mock, within),
        )
        return made

    return session


@pytest.fixture
def with_a_booking(session_of: Callable[[Any], PortalSession]) -> Callable[[Any], PortalSession]:
    """Return `session_of` for an account that has a record and a submitted booking of it."""

    def session(portal: Any) -> PortalSession:
        account = {"password": portal.password("demo"), "company": "示例", "generate": 3}
        portal.seed({"accounts": {"demo": account}})
        made = session_of(portal)
        made.bookings()
        submit(portal, made.context, portal.records()[0]["uuid"])
        return made

    return session


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
