"""What a tab is told counts from its first moment, before anybody looks at it."""

import pytest
from playwright.sync_api import Page, Route

from page_objects.tab import tab_of

pytestmark = pytest.mark.browser

ADDRESS = "http://portal.test/"
ASKS_AT_ONCE = "<script>fetch('/list').finally(() => { window.isAsked = true })</script>"


def answer(route: Route) -> None:
    if route.request.url.endswith("/list"):
        route.fulfill(status=500, body="")
    else:
        route.fulfill(content_type="text/html", body=ASKS_AT_ONCE)


def test_a_list_that_fails_before_its_tab_is_looked_at_is_known(page: Page) -> None:
    page.context.route(f"{ADDRESS}**", answer)
    assert not tab_of(page).a_list_failed
    with page.context.expect_page() as opened:
        page.evaluate(f"window.open('{ADDRESS}ledger')")
    opened.value.wait_for_function("window.isAsked")
    assert tab_of(opened.value).a_list_failed
