"""A portal that is busy or closed says so, and is not taken for one that has changed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from page_objects.errors import PortalBusyError, PortalClosedError
from page_objects.pages.portal_home import HOME_PATH, PortalHome, SystemPage
from page_objects.patience import Patience, Wait

pytestmark = pytest.mark.browser
SOON = Patience(overrides={Wait.NAVIGATE: 2, Wait.LOOKUP: 4, Wait.RENDER: 4})


def home(page: Page, site: Any) -> PortalHome:
    return PortalHome(page, base_url=site.url, patience=SOON)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_front_page_tells_how_long_it_asks_for(portal: Any, page: Page, status: int) -> None:
    site = portal()
    site.fault("busy", path=HOME_PATH, status=status, seconds=17)
    with pytest.raises(PortalBusyError) as busy:
        home(page, site).open()
    assert (busy.value.facts["status"], busy.value.facts["retry_after"]) == (status, "17")


def test_a_shield_that_lets_nobody_in_is_no_drift(portal: Any, page: Page) -> None:
    site = portal()
    site.fault("busy", path=HOME_PATH, status=521)
    with pytest.raises(PortalBusyError) as busy:
        home(page, site).open()
    assert busy.value.facts["status"] == 521


def test_a_shield_that_opens_is_passed(portal: Any, page: Page, patience: Patience) -> None:
    site = portal(shield="521")
    PortalHome(page, base_url=site.url, patience=patience).open()


def test_a_page_that_says_it_is_closed_is_believed(portal: Any, page: Page) -> None:
    site = portal()
    site.fault("closed", path=HOME_PATH)
    with pytest.raises(PortalClosedError) as closed:
        home(page, site).open()
    assert "系统维护" in closed.value.facts["message"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_list_that_is_too_busy_says_so(
    portal: Any, ledger_of: Callable[..., Any], status: int
) -> None:
    site = portal()
    ledger = ledger_of(site)
    site.fault("busy", method="getLedgerList", status=status, seconds=4, times=9)
    with pytest.raises(PortalBusyError) as busy:
        ledger.records()
    assert busy.value.facts["retry_after"] == "4"


def test_a_notice_in_the_tab_that_was_opened_is_believed(
    portal: Any, enter: Callable[..., SystemPage]
) -> None:
    site = portal(open="tab")
    system = enter(site)
    site.fault("closed", path="ledgerManage.jsp")
    with pytest.raises(PortalClosedError, match="系统维护"):
        system.open_ledger()
