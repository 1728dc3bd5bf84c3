"""What one pass over the bookings costs the portal."""

import json
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.flows.conftest import OpenRun

pytestmark = pytest.mark.browser

BOOKING = "com.itown.inspSystem.reservation.service.ReservationService"
BOOKINGS = 12  # more than a page of the list


def book_each(mock: Any, context: BrowserContext) -> None:
    """Submit one booking per record, as the portal's page would."""
    for record in mock.records():
        call = {
            "serviceClassName": BOOKING,
            "methodName": "submitReservation",
            "serviceObject": None,
            "type": None,
            "params": [{"uuid": "", "strongInspUuids": [record["uuid"]]}],
        }
        answer = context.request.post(
            f"{mock.url}/InspSystemV11/jsonClient.action",
            params={"encoding": "true", "jsonValue": json.dumps(call)},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert answer.json()["returnValue"]


def asked(mock: Any, since: int) -> Counter[str]:
    """Return how often each page and method was asked for after a request."""
    seen = mock.requests(since)["requests"]
    return Counter(one["method"] or one["path"].rpartition("/")[2] for one in seen)


def last_request(mock: Any) -> int:
    return max((int(one["n"]) for one in mock.requests()["requests"]), default=0)


def test_unchanged_bookings_cost_the_list_alone(
    portal: Any, open_desk: OpenRun, context: BrowserContext
) -> None:
    mock = portal()
    seed = {"password": mock.password("demo"), "company": "示例", "generate": BOOKINGS}
    mock.seed({"accounts": {"demo": seed}})
    with open_desk(mock) as run:
        book_each(mock, context)
        assert run.poll().read == BOOKINGS

        before = last_request(mock)
        seen = run.poll()
        assert (seen.bookings, seen.read, seen.changed) == (BOOKINGS, 0, ())
        quiet = asked(mock, before)
        assert "receipt.jsp" not in quiet
        assert "getIntruInfoByReservationId" not in quiet
        assert sum(quiet.values()) <= 2  # the two pages of the list

        mock.institute("answer", booking=mock.bookings()[3]["appointmentId"])
        before = last_request(mock)
        seen = run.poll()
        assert [one.booking_number for one in seen.changed] == [mock.bookings()[3]["appointmentId"]]
        assert asked(mock, before)["getIntruInfoByReservationId"] == seen.read == 1
        assert run.poll(everything=True).read == BOOKINGS
