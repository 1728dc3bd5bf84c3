"""A tour of the screens is only a look: what else a page would send is stopped."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from ecqs_agent.drift.tour import tour
from page_objects.contract.difference import Grade
from page_objects.errors import WriteStoppedError
from tests.contract.conftest import SAVES_BY_ITSELF, booked

pytestmark = pytest.mark.browser


def saves(mock: Any) -> list[Any]:
    """Return the requests to save that reached the portal."""
    return [one for one in mock.requests()["requests"] if "saveLedger" in json.dumps(one)]


def test_a_save_ends_the_tour_and_stores_nothing(context: BrowserContext, portal: Any) -> None:
    mock = portal()
    session = booked(mock, context)
    session.leave()
    before = mock.records()
    context.add_init_script(SAVES_BY_ITSELF)
    with pytest.raises(WriteStoppedError) as stopped:
        tour(session, lambda call: call(), {})
    assert stopped.value.facts["requests"] == ("POST saveLedger",)
    assert mock.records() == before
    assert saves(mock) == []
    session.ledger()  # the same page, and nobody says any more that it may only look
    session.bookings()
    assert len(saves(mock)) == 1


def test_a_tour_is_no_hindrance(context: BrowserContext, portal: Any) -> None:
    mock = portal()
    seen = tour(booked(mock, context), lambda call: call(), {})
    assert [one for one in seen.differences if one.grade is Grade.BREAKS] == []
    assert len(seen.screens) == 8
