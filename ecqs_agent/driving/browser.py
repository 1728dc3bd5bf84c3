"""Find a browser, start it, and keep it to the portal's own origin.

Order: Edge, Chrome, Chromium on the machine, then Playwright's own. Nothing is downloaded. Where
Chromium's headless shell is installed (Debian: chromium-headless-shell) and no window is wanted, it
comes before Chromium: it starts in half the time.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Playwright,
    StorageState,
    ViewportSize,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from pydantic import BaseModel, ConfigDict

from ecqs_agent.driving.environment import others_see
from ecqs_agent.driving.gate import Gate, shut_gate
from ecqs_agent.errors import NoBrowserError
from page_objects.addresses import Addresses, keep_within

# Keep the browser from talking to anyone but the portal.
QUIET_FLAGS: Final = (
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
# A terminal sends Ctrl-C to every process in front of it. The browser's driver, which is a Node
# program, would end at once and take the browser along; when a run ends is the run's decision.
DEAF_TO_CTRL_C: Final = "--import=data:text/javascript,process.on('SIGINT',()=>0)"
# What the driver holds lives short or for the whole run; a small nursery saves 25 MB.
LEAN: Final = "--max-semi-space-size=2"
# A desktop size: the host carries a third-party adapter for phones (portal-facts 1.1).
VIEWPORT: Final = ViewportSize(width=1360, height=900)

HEADLESS_SHELL: Final = "headless-shell"  # it has no window to show

_WINDOWS: Final = {
    "edge": ("Microsoft/Edge/Application/msedge.exe",),
    "chrome": ("Google/Chrome/Application/chrome.exe",),
    "chromium": ("Chromium/Application/chrome.exe",),
}
_MAC: Final = {
    "edge": ("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",),
    "chrome": ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",),
    "chromium": ("/Applications/Chromium.app/Contents/MacOS/Chromium",),
}
_COMMANDS: Final = {
    "edge": ("msedge", "microsoft-edge", "microsoft-edge-stable"),
    "chrome": ("google-chrome", "google-chrome-stable", "chrome"),
    HEADLESS_SHELL: ("chromium-headless-shell",),
    "chromium": ("chromium", "chromium-browser"),
}


class FoundBrowser(BaseModel):
    """A browser on this machine: its kind and its program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    path: Path


def installed_browsers() -> tuple[FoundBrowser, ...]:
    """Return the browsers on this machine in the order in which they are tried."""
    found = []
    for kind in _COMMANDS:
        path = _locate(kind)
        if path is not None:
            found.append(FoundBrowser(kind=kind, path=path))
    return tuple(found)


def playwright_browser(playwright: Playwright) -> FoundBrowser | None:
    """Return Playwright's own Chromium where it has been installed."""
    path = Path(playwright.chromium.executable_path)
    return FoundBrowser(kind="playwright", path=path) if path.exists() else None


def choose_browser(
    playwright: Playwright, wanted: str = "", *, headed: bool = False
) -> FoundBrowser:
    """Return the browser to use: the one wanted by kind or path, else the first found.

    With `headed`, the first that can show a window.

    Raises:
        NoBrowserError: there is none, or not the one wanted.
    """
    own = playwright_browser(playwright)
    found = installed_browsers() + ((own,) if own else ())
    if wanted and Path(wanted).is_file():
        return FoundBrowser(kind="path", path=Path(wanted))
    found = tuple(one for one in found if not (headed and one.kind == HEADLESS_SHELL))
    matching = [browser for browser in found if wanted in ("", browser.kind)]
    if not matching:
        raise NoBrowserError(
            "No browser was found (wanted: {wanted}; found: {found}). "
            "Install Microsoft Edge or Google Chrome, or name the program in the setting browser; "
            "`ecqs doctor` shows what is seen.",
            wanted=wanted or "Edge, Chrome, Chromium",
            found=[browser.kind for browser in found] or "-",
        )
    return matching[0]


def _locate(kind: str) -> Path | None:
    candidates = [Path(place) for place in _MAC.get(kind, ())] if sys.platform == "darwin" else []
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
        roots.append(os.environ.get("LOCALAPPDATA"))
        candidates = [
            Path(root, place) for root in roots if root for place in _WINDOWS.get(kind, ())
        ]
    commands = [shutil.which(name) for name in _COMMANDS[kind]]
    candidates += [Path(command) for command in commands if command]
    return next((path for path in candidates if path.is_file()), None)


@contextmanager
def launched(wanted: str = "", *, headed: bool = False) -> Iterator[Browser]:
    """Start the browser for the length of the block.

    Raises:
        NoBrowserError: none was found, or it did not start.
    """
    with driving() as playwright:
        chosen = choose_browser(playwright, wanted, headed=headed)
        try:
            browser = playwright.chromium.launch(
                executable_path=chosen.path,
                headless=not headed,
                args=flags(),
                handle_sigint=False,
            )
        except PlaywrightError as error:
            raise NoBrowserError(
                "The browser {path} did not start: {why}. Try another one with the setting "
                "browser, or run `ecqs doctor`.",
                path=str(chosen.path),
                why=error.message.splitlines()[0],
            ) from error
        try:
            yield browser
        finally:
            if browser.is_connected():
                browser.close()


@contextmanager
def driving() -> Iterator[Playwright]:
    """Start the browser's driver, deaf to Ctrl-C; it and its browsers inherit no secret of ours."""
    options = " ".join(filter(None, (os.environ.get("NODE_OPTIONS"), DEAF_TO_CTRL_C, LEAN)))
    with ExitStack() as stack:
        with others_see(NODE_OPTIONS=options):
            playwright = stack.enter_context(sync_playwright())
        yield playwright


def flags() -> list[str]:
    """Return what a browser of this machine is started with."""
    found = list(QUIET_FLAGS)
    if sys.platform == "linux" and os.geteuid() == 0:
        found.append("--no-sandbox")  # Chromium refuses to run as root otherwise
    return found


Told = Callable[[Mapping[str, int]], None]
"""Is told, when a context has ended, how often which foreign origin was asked for in vain."""


def office(gate: Gate, *, by_hand: bool = False) -> dict[str, Any]:
    """Return what a context is opened with: a Chinese office's desktop, behind the gate.

    With `by_hand` a person works in it: the page is as large as its window, and the window fits
    the screen.
    """
    size: dict[str, Any] = {"no_viewport": True} if by_hand else {"viewport": VIEWPORT}
    return {
        **size,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "accept_downloads": False,
        "service_workers": "block",
        "proxy": gate.proxy(),
    }


Watch = Callable[[BrowserContext], AbstractContextManager[None]]
"""Listens to a browser context for the length of a block."""

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Let somebody listen to every portal context that is opened within the block."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


@contextmanager
def portal_context(
    browser: Browser,
    addresses: Addresses,
    *,
    storage: StorageState | None = None,
    by_hand: bool = False,
    told: Told = lambda _: None,
) -> Iterator[BrowserContext]:
    """Open one context that can reach these addresses and nothing else."""
    with shut_gate(addresses) as gate:
        context = browser.new_context(**office(gate, by_hand=by_hand), storage_state=storage)
        keep_within(context, addresses)
        watch = _WATCH.get()
        try:
            with watch(context) if watch else nullcontext():
                yield context
        finally:
            if browser.is_connected():
                context.close()
            if gate.turned_away:
                told(gate.turned_away)
