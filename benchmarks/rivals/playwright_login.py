"""Browser and login for the ways that use Playwright; no time is taken here."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.rivals.task import Task, browser_flags, browser_path
from ecqs_agent.driving.browser import VIEWPORT


@contextmanager
def ledger_page(task: Task) -> Iterator[Page]:
    """Start a browser, log in, and give the ledger page."""
    with browser_of() as browser, logged_in(browser, task) as page:
        page.wait_for_load_state("networkidle")
        yield page


@contextmanager
def browser_of() -> Iterator[Browser]:
    """Start the browser that every way uses."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), headless=True, args=browser_flags()
        )
        yield browser
        browser.close()


@contextmanager
def logged_in(browser: Browser, task: Task) -> Iterator[Page]:
    """Log in, in a context of its own, and give the ledger page."""
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    with page.expect_response("**/captcha.jpg*"):
        page.goto(task.ledger)
    cookies = {cookie.get("name"): cookie.get("value") for cookie in context.cookies(page.url)}
    page.locator("#username").fill(task.account)
    page.locator("#password").fill(task.password)
    page.locator("#authcode").fill(task.captcha(str(cookies["JSESSIONID"])))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("新增", exact=True)).to_be_visible()
    yield page
    context.close()
