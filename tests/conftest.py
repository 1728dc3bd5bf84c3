"""Fixtures shared by all browser tests: Chromium, widget engines, the mock portal as a process.

`ECQS_TEST_BROWSER` names the browser's program; without it the headless shell comes first, which
starts fastest. `ECQS_ENGINES=lite,easyui` chooses the widget engines of tests that ask for
`engine`; without it only `lite` runs. One portal process per engine serves the whole session; it
is reset and given its variants for each test that uses it, and it ends with this process because it
watches its standard input.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import BrowserContext, Page
from pydantic import SecretStr

from page_objects.patience import Patience, Wait

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "msedge",
    "microsoft-edge",
)
CHROMIUM_FLAGS = (
    "--no-sandbox",  # containers of the build machines run as root
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ACCOUNTS = {"demo": "Demo+2026", "second": "Second+2026"}


class Portal:
    """A running mock portal and what can be done to it from behind."""

    def __init__(self, process: subprocess.Popen[str], hello: Mapping[str, Any]) -> None:
        self._process = process
        self.url: str = hello["url"]
        self.token: str = hello["token"]
        self.engine: str = hello["engine"]
        self.defaults: Mapping[str, str] = hello["variants"]
        self.variants: Mapping[str, str] = hello["variants"]

    def password(self, account: str) -> str:
        """Return the password of a seeded account."""
        return ACCOUNTS[account]

    def control(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the control side and return its JSON answer."""
        request = Request(
            f"{self.url}/__mock__/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode("utf-8"),
            headers={"X-Mock-Token": self.token, "Content-Type": "application/json"},
        )
        with urlopen(request, timeout=20) as answer:
            text = answer.read().decode("utf-8")
        return json.loads(text) if text else None

    def reset(self) -> None:
        """Put the portal back to its first state."""
        self.control("POST", "reset", {})

    def state(self) -> Any:
        """Return what the portal has stored."""
        return self.control("GET", "state")

    def records(self, account: str = "demo") -> list[dict[str, Any]]:
        """Return the stored ledger records of one account."""
        found: list[dict[str, Any]] = self.state()["accounts"][account]["records"]
        return found

    def bookings(self, account: str = "demo") -> list[dict[str, Any]]:
        """Return the stored bookings of one account."""
        found: list[dict[str, Any]] = self.state()["accounts"][account]["bookings"]
        return found

    def requests(self, since: int = 0) -> Any:
        """Return the requests which the portal has seen."""
        return self.control("GET", f"requests?{urlencode({'since': since})}")

    def fault(self, kind: str, **more: Any) -> None:
        """Let the portal do something wrong."""
        self.control("POST", "fault", {"kind": kind, **more})

    def clear_faults(self) -> None:
        """Disarm every fault and free what is held."""
        self.control("DELETE", "fault")

    def redesign(self, *edits: Mapping[str, str]) -> None:
        """Release pages and scripts in which `new` stands for `old`, until the next reset."""
        self.control("POST", "redesign", {"edits": list(edits)})

    def redesigned(self) -> list[int]:
        """Return how often each edit of the redesign was made so far."""
        return [int(edit["made"]) for edit in self.control("GET", "redesign")["edits"]]

    def log_out(self) -> None:
        """Drop every session with the next request that reaches the portal."""
        self.fault("logout")

    def institute(self, do: str, **more: Any) -> Any:
        """Let the simulated institute act."""
        return self.control("POST", "institute", {"do": do, **more})

    def seed(self, body: Mapping[str, Any]) -> Any:
        """Put records into the portal."""
        return self.control("POST", "seed", body)

    def clock(self, **more: Any) -> Any:
        """Set or advance the portal's clock."""
        return self.control("POST", "clock", more)

    def captcha(self, context: BrowserContext) -> str:
        """Return the answer to the captcha which this browser context was shown."""
        session = next(
            cookie["value"]
            for cookie in context.cookies()
            if cookie["name"] == "JSESSIONID" and cookie["path"].startswith("/casServer")
        )
        answer = self.control("GET", f"captcha?{urlencode({'session': session})}")
        return str(answer["answer"])

    def end(self) -> None:
        """Close the process's input, upon which it ends."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=20)
        if self._process.stdout is not None:
            self._process.stdout.close()


def start(engine: str) -> Portal:
    """Start a portal process and wait for its first line."""
    command = [sys.executable, "-m", "ecqs_agent.mock_portal", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--exit-with-parent", "--engine", engine],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    hello = process.stdout.readline()
    assert hello, f"the mock portal did not start: {command}"
    return Portal(process, json.loads(hello))


class PortalPool:
    """One portal per engine, started when first asked for; its variants are set over and over."""

    def __init__(self) -> None:
        self._portals: dict[str, Portal] = {}
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.close()

    def portal(self, *, engine: str = "lite", **variants: str) -> Portal:
        """Return the portal with these variants, in its first state."""
        if engine not in self._portals:
            self._portals[engine] = start(engine)
            self._ends.callback(self._portals[engine].end)
        portal = self._portals[engine]
        portal.reset()
        portal.variants = portal.control("POST", "variants", {**portal.defaults, **variants})
        return portal


def engines() -> list[str]:
    """Return the widget engines to test on."""
    chosen = os.environ.get("ECQS_ENGINES", "lite")
    return [name.strip() for name in chosen.split(",") if name.strip()]


def easyui_folder() -> Path:
    """Return where the real EasyUI should be installed."""
    given = os.environ.get("ECQS_EASYUI_DIR")
    return Path(given) if given else Path(".easyui", "node_modules", "jquery-easyui").resolve()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once per chosen engine when it asks for `engine`."""
    if "engine" not in metafunc.fixturenames or "engine" in _parametrised(metafunc):
        return
    params = [
        pytest.param(name, marks=[pytest.mark.easyui] if name == "easyui" else [], id=name)
        for name in engines()
    ]
    metafunc.parametrize("engine", params, scope="session")


def _parametrised(metafunc: pytest.Metafunc) -> set[str]:
    marks = metafunc.definition.iter_markers("parametrize")
    return {name.strip() for mark in marks for name in str(mark.args[0]).split(",")}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Stand in for pytest-base-url's fixture, whose shape this pytest warns about."""
    return ""


@pytest.fixture(scope="session", autouse=True)
def _verify_url() -> None:
    """Stand in for pytest-base-url's fixture, for the same reason."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of this machine when there is one."""
    wanted = os.environ.get("ECQS_TEST_BROWSER")
    names = (wanted,) if wanted else BROWSERS
    found = next((path for name in names if (path := shutil.which(name))), None)
    more: dict[str, Any] = {"args": list(CHROMIUM_FLAGS)}
    if found and not browser_type_launch_args.get("channel"):
        more["executable_path"] = found
    return {**browser_type_launch_args, **more}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Behave as a desktop browser of a Chinese office."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(scope="session")
def patience() -> Patience:
    """Waits of a test: long enough for a busy machine, short enough to fail soon."""
    short = {Wait.ACT: 5, Wait.RENDER: 10, Wait.NAVIGATE: 15, Wait.LOOKUP: 10, Wait.LEAVE: 2}
    return Patience(overrides={**short, Wait.SAVE: 5, Wait.SUBMIT: 5, Wait.MESSAGE: 2})


@pytest.fixture(scope="session")
def portal_pool() -> Iterator[PortalPool]:
    """Keep one mock portal per engine until the session ends."""
    with PortalPool() as pool:
        yield pool


@pytest.fixture
def portal(portal_pool: PortalPool) -> Any:
    """Return a factory: `portal(open="same", engine="lite")` is a portal in its first state."""
    return portal_pool.portal


def log_in(page: Page, portal: Portal, patience: Patience, account: str = "demo") -> None:
    """Log in as a person would; the captcha's answer comes from the mock's control side."""
    from page_objects.pages.portal_home import PortalHome
    from page_objects.screens import LoggedIn

    home = PortalHome(page, base_url=portal.url, patience=patience).open()
    login = home.log_in()
    login.fill(account, SecretStr(portal.password(account)), portal.captcha(page.context))
    assert isinstance(login.submit(), LoggedIn)


@pytest.fixture
def logged_in_page(page: Page, patience: Patience) -> Any:
    """Return a function that logs this test's page in to a portal and returns the page."""

    def enter(portal: Portal, account: str = "demo") -> Page:
        log_in(page, portal, patience, account)
        return page

    return enter


@pytest.fixture
def log_in_by(patience: Patience) -> Any:
    """Return a function that logs a given page in to a given portal."""
    return lambda page, portal, account="demo": log_in(page, portal, patience, account)
