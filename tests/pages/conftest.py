"""Ways into the mock portal, and one instrument as the guide files it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from ecqs_agent.pytest_plugin.example import INSTRUMENT
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.ledger import LedgerPage
from page_objects.pages.portal_home import PortalHome, SystemPage
from page_objects.patience import Patience
from page_objects.screens import InstrumentForm

SCALE = INSTRUMENT


@pytest.fixture
def scale() -> InstrumentForm:
    return SCALE


@pytest.fixture
def enter(logged_in_page: Callable[..., Page], patience: Patience) -> Callable[..., SystemPage]:
    """Return a function that logs in and goes to the system's page."""

    def system(portal: Any, account: str = "demo") -> SystemPage:
        page = logged_in_page(portal, account)
        return PortalHome(page, base_url=portal.url, patience=patience).open().enter_system()

    return system


@pytest.fixture
def ledger_of(enter: Callable[..., SystemPage]) -> Callable[..., LedgerPage]:
    return lambda portal: enter(portal).open_ledger()


@pytest.fixture
def bookings_of(enter: Callable[..., SystemPage]) -> Callable[..., BookingListPage]:
    return lambda portal: enter(portal).open_bookings()


@pytest.fixture
def generate() -> Callable[[Any, int], None]:
    """Return a function that puts generated records into the first account."""

    def planted(portal: Any, count: int) -> None:
        account = {"password": portal.password("demo"), "company": "示例", "generate": count}
        portal.seed({"accounts": {"demo": account}})

    return planted
