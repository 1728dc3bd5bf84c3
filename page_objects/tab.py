"""One browser tab of the portal: native message boxes, the end of the session, waiting.

What the tab notices on its own (alerts, login pages in answers) is kept here, because no
control of the page tells about it (easyui-contract 0.9).
"""

import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from playwright.sync_api import BrowserContext, CDPSession, Dialog, Frame, Page, Request, Response
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from page_objects.errors import (
    PortalUnavailableError,
    SessionDisplacedError,
    SessionEndedError,
)
from page_objects.widgets.script import may_leave
from page_objects.words import WORDS

LOGIN_PATH: Final = "/casServer/login"
SERVER_ERROR: Final = 500
TOO_MANY: Final = 429
UNAVAILABLE: Final = 503
SHIELD: Final = 521  # the web shield's challenge, which reloads by itself (portal-facts 1.5)
BUSY: Final = frozenset({TOO_MANY, UNAVAILABLE, SHIELD})
# Between two looks at a page that tells nothing: what it draws after its last answer comes soon.
_FIRST_SLICE_MS: Final = 20.0
_SLICE_MS: Final = 100.0
_GLANCE_MS: Final = 3000.0  # for a login page that is there to have its words
_LONGEST: Final = 200  # characters of a message that are told
_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# As many at once as the browser keeps connections to one host.
_DRAIN: Final = """async () => {
  const ours = (one) => new URL(one.href || one.src).origin === location.origin;
  const files = [...document.querySelectorAll("link[rel=stylesheet][href], script[src]")];
  const file = files.find(ours);
  const address = file ? file.href || file.src : location.href.split("#")[0];
  const signal = AbortSignal.timeout(3000);
  const one = () => fetch(address, { method: "HEAD", cache: "no-store", signal });
  await Promise.allSettled([1, 2, 3, 4, 5, 6].map(one));
}"""
_ALONE: WeakSet[BrowserContext] = WeakSet()
_TABS: WeakKeyDictionary[Page, "Tab"] = WeakKeyDictionary()
_WATCHED: WeakSet[BrowserContext] = WeakSet()


class Busy(NamedTuple):
    """A status that says the portal is busy, and how long it asks us to wait."""

    status: int
    retry_after: str


class Tab:
    """What one tab has been told, and how to wait in it for something to become true."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.says_yes = False
        self.status = 200
        self.a_list_failed = False  # since the tab last went anywhere
        self._lost = ""
        self._lost_by: Response | None = None
        self._busy: Busy | None = None  # what a list was answered since the tab went anywhere
        self.asked_to_wait = ""  # by the page in front
        self._wire: CDPSession | None = None
        page.on("dialog", self._on_dialog)
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_failed)
        page.on("framenavigated", self._on_navigated)

    @property
    def wire(self) -> CDPSession:
        """Return the tab's session of the browser's DevTools protocol, opened once."""
        if self._wire is None:
            self._wire = self.page.context.new_cdp_session(self.page)
        return self._wire

    def press(self, x: float, y: float) -> None:
        """Press and release the left button at this point of the tab, as the browser's own input.

        Playwright's mouse waits a frame of animation for the pointer to arrive; this does not.
        """
        event = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.wire.send("Input.dispatchMouseEvent", {"type": "mousePressed", "buttons": 1, **event})
        self.wire.send("Input.dispatchMouseEvent", {"type": "mouseReleased", **event})
        may_leave(self.page)

    def use_fresh_connections(self) -> None:
        """From now on no connection of this browser carries a second request.

        Chromium sends a request again, a POST too, when a connection that was used before breaks
        before an answer came: a record would be filed twice by one click. On a fresh connection
        it does not. Connections that are idle now are closed.
        """
        if self.page.context in _ALONE:
            return
        self.page.context.set_extra_http_headers({"Connection": "close"})
        self.page.evaluate(_DRAIN)
        _ALONE.add(self.page.context)

    @property
    def busy(self) -> Busy | None:
        """Return that the portal has no time for the page in front or for one of its lists."""
        if self.status in BUSY:
            return Busy(self.status, self.asked_to_wait)
        return self._busy

    def take_said(self) -> list[str]:
        """Return the texts of the native boxes since the last call."""
        said, self.said = self.said, []
        return said

    def check_session(self) -> None:
        """Make sure that no answer and no frame showed the login page.

        Raises:
            SessionDisplacedError: that page says that somebody logged in elsewhere.
            SessionEndedError: it says nothing of the kind.
        """
        for frame in () if self.page.is_closed() else self.page.frames:
            if LOGIN_PATH in frame.url:
                raise _ended("login page", _words_of(frame))
        if self._lost:
            raise _ended(self._lost, _words_in(self._lost_by))

    def wait_until(self, done: Callable[[], bool], ms: float) -> bool:
        """Wait for `done` while the browser's events are served; say whether it came true.

        A page that is on its way elsewhere cannot be asked: that is "not yet", and an error
        only when it lasts.
        """
        end = time.monotonic() + ms / 1000
        slice_ms = _FIRST_SLICE_MS
        while True:
            trouble: Exception | None = None
            try:
                if done():
                    return True
            except (PlaywrightError, PortalUnavailableError) as exc:
                trouble = exc
            left = (end - time.monotonic()) * 1000
            if left > 0:
                came = self._serve(min(left, slice_ms))
                slice_ms = _FIRST_SLICE_MS if came else min(2 * slice_ms, _SLICE_MS)
            elif trouble is not None:
                raise PortalUnavailableError(step="wait for the page") from trouble
            else:
                return False

    def _serve(self, ms: float) -> bool:
        """Serve the browser's events until an answer has come; return whether one has."""
        with suppress(PlaywrightTimeoutError):
            self.page.context.wait_for_event("requestfinished", timeout=ms)
            return True
        return False

    def _on_dialog(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        with suppress(PlaywrightError):  # the page may be gone before its box is answered
            if dialog.type in ("alert", "beforeunload") or self.says_yes:
                dialog.accept()
            else:
                dialog.dismiss()

    def _on_response(self, response: Response) -> None:
        request = response.request
        if request.resource_type == "document":
            with suppress(PlaywrightError):  # a first navigation has no frame yet
                if request.frame == self.page.main_frame:
                    self.status = response.status
                    self.asked_to_wait = response.headers.get("retry-after", "")
        elif request.resource_type in ("xhr", "fetch"):
            if lost := login_in_answer(response):
                self._lost, self._lost_by = lost, response
            if response.status in BUSY:
                self._busy = Busy(response.status, response.headers.get("retry-after", ""))
            failed = response.status >= SERVER_ERROR or response.status == TOO_MANY
            self.a_list_failed = self.a_list_failed or failed

    def _on_failed(self, request: Request) -> None:
        if request.resource_type in ("xhr", "fetch"):
            self.a_list_failed = True

    def _on_navigated(self, frame: Frame) -> None:
        self.a_list_failed, self._busy = False, None
        if frame.parent_frame is None and LOGIN_PATH not in frame.url:
            self._lost, self._lost_by = "", None


def _ended(evidence: str, words: Iterable[str]) -> SessionDisplacedError | SessionEndedError:
    """Return what the end of a session means, by the words of the page that came instead."""
    for line in words:
        if WORDS.message_means("displaced", line):
            return SessionDisplacedError(evidence=line.strip()[:_LONGEST])
    return SessionEndedError(evidence=evidence)


def _words_of(frame: Frame) -> list[str]:
    """Return the lines a login page shows; it may still be on its way."""
    with suppress(PlaywrightError):
        frame.wait_for_load_state("domcontentloaded", timeout=_GLANCE_MS)
        return frame.locator("body").inner_text(timeout=_GLANCE_MS).splitlines()
    return []


def _words_in(response: Response | None) -> list[str]:
    """Return the words of an answer, whose redirect led to a login page."""
    if response is None:
        return []
    with suppress(PlaywrightError):  # a redirect has no body; the next answer has it
        return _TAGS.sub("\n", response.text()).splitlines()
    return []


def login_in_answer(response: Response) -> str:
    """Return why an ajax answer is a login page, or "" when it is not.

    A page where data was asked for can only be the login (easyui-contract 12.8).
    """
    if LOGIN_PATH in response.url or LOGIN_PATH in response.headers.get("location", ""):
        return "an answer was redirected to the login page"
    wants_data = "json" in response.request.headers.get("accept", "")
    is_call = "jsonClient.action" in response.url
    is_page = "text/html" in response.headers.get("content-type", "")
    ok = response.status == 200  # noqa: PLR2004 - HTTP's own number; errors may well be pages
    return (
        "a page came where data was asked for" if is_page and ok and (wants_data or is_call) else ""
    )


def tab_of(page: Page) -> Tab:
    """Return the tab of this page; the same object for the same page."""
    if page.is_closed():
        raise PortalUnavailableError(step="look at a tab that was closed")
    if page not in _TABS:
        _TABS[page] = Tab(page)
    if page.context not in _WATCHED:
        _WATCHED.add(page.context)
        page.context.on("page", _attend)
    return _TABS[page]


def _attend(page: Page) -> None:
    """Listen to a tab that the portal opens from its first moment on.

    Its lists are asked for at once; a failure heard by nobody would make the portal seem to offer
    nothing, and a good row be rejected.
    """
    with suppress(PlaywrightError, PortalUnavailableError):  # closed again before we heard of it
        tab_of(page)
