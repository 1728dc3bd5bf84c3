"""The last look: a save request is held, compared, and let go or stopped; then its answer.

Holding costs nothing measurable and is always on. Whatever is not understood after the request
was let go is `Unclear`: only looking at the portal tells whether it was stored.
"""

import base64
import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, Request, Route
from playwright.sync_api import Error as PlaywrightError

from page_objects.errors import WirePayloadError
from page_objects.patience import Patience, Wait
from page_objects.payload import Payload, payload_of
from page_objects.screens import Refused, Unclear
from page_objects.tab import LOGIN_PATH, Tab
from page_objects.widgets.script import translated
from page_objects.words import WORDS

Unknown = Literal["stop", "warn"]
WRAPPER = "ExceptionWrapper"
_REDIRECT = 300
# As many at once as the browser keeps connections to one host.
_DRAIN = """async () => {
  const ours = (one) => new URL(one.href || one.src).origin === location.origin;
  const files = [...document.querySelectorAll("link[rel=stylesheet][href], script[src]")];
  const file = files.find(ours);
  const address = file ? file.href || file.src : location.href.split("#")[0];
  const signal = AbortSignal.timeout(3000);
  const one = () => fetch(address, { method: "HEAD", cache: "no-store", signal });
  await Promise.allSettled([1, 2, 3, 4, 5, 6].map(one));
}"""


class Saved:
    """The server's JSON answer to a save: the stored record as it came."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record


class NothingSent:
    """The click sent no request that saves anything."""


Answer = Saved | Refused | Unclear | NothingSent


class SaveGuard:
    """Hold the one save request of one click, judge it, and read its answer.

    `likeness` says how much of what is meant a request carries, from 0 to 1; `differing` names
    the fields that differ. `before_release` runs once, just before the request is let go.
    """

    def __init__(
        self,
        tab: Tab,
        *,
        likeness: Callable[[Payload], float],
        differing: Callable[[Payload], Collection[str]],
        before_release: Callable[[], None],
        unknown: Unknown = "stop",
        patience: Patience,
    ) -> None:
        self._tab = tab
        self._likeness = likeness
        self._differing = differing
        self._before_release = before_release
        self._unknown = unknown
        self._patience = patience
        self._released: Request | None = None
        self._error: BaseException | None = None
        self._failed = False

    def send(self, click: Callable[[], None]) -> Answer:
        """Click once and return what the server answered.

        Raises:
            WirePayloadError: the request differed; it was stopped and nothing was filed.
            BaseException: whatever `before_release` raised; the request was stopped.
        """
        page = self._tab.page
        tap = AnswerTap(page, self._is_released)
        try:
            self._drain()
            page.route("**/*", self._on_route)
            page.on("requestfailed", self._on_failed)
            tap.open()
            return self._sent(click, tap)
        finally:
            tap.close()
            with suppress(PlaywrightError):  # the page may be gone; its routes went with it
                page.remove_listener("requestfailed", self._on_failed)
                page.unroute("**/*", self._on_route)
                page.set_extra_http_headers({})

    def _drain(self) -> None:
        """Close the browser's idle connections, so that the save travels on a fresh one.

        Chromium sends a request again, a POST too, when a connection that was used before breaks
        before an answer came: a record would be filed twice by one click. On a fresh connection
        it does not.
        """
        with translated(step="close idle connections", screen=""):
            self._tab.page.set_extra_http_headers({"Connection": "close"})
            self._tab.page.evaluate(_DRAIN)

    def _sent(self, click: Callable[[], None], tap: "AnswerTap") -> Answer:
        try:
            click()
            self._tab.wait_until(self._is_decided, self._patience.ms(Wait.LEAVE))
            if self._released is not None:
                self._tab.wait_until(
                    lambda: self._failed or tap.heard is not None,
                    self._patience.ms(Wait.SUBMIT),
                )
        except Exception as exc:
            if self._released is None:
                raise
            return Unclear(evidence=f"the page was lost after the request left: {exc}")
        if self._error is not None:
            raise self._error
        if self._released is None:
            return NothingSent()
        return understood(tap.heard) if tap.heard is not None else Unclear(evidence=self._silence())

    def _is_decided(self) -> bool:
        return self._released is not None or self._error is not None or bool(self._tab.said)

    def _is_released(self, method: str, url: str) -> bool:
        released = self._released
        return released is not None and (method, url) == (released.method, released.url)

    def _silence(self) -> str:
        return "the connection broke" if self._failed else "no answer came in time"

    # ---- the request ----------------------------------------------------------------------

    def _on_route(self, route: Route) -> None:
        request = route.request
        kind = self._kind(request)
        if kind == "other":
            route.fallback()
        elif self._released is not None or self._error is not None:
            route.abort()  # a second save of the same click: the first one is the only one
        else:
            self._decide(route, kind)

    def _kind(self, request: Request) -> Literal["save", "unknown", "other"]:
        if request.method != "POST" or not _same_site(request.url, self._tab.page.url):
            return "other"
        payload = payload_of(request.url, request.post_data)
        if payload.only_looks:
            return "other"
        if self._likeness(payload) >= 0.5:  # noqa: PLR2004 - more like it than not
            return "save"
        return "unknown" if payload.is_call else "other"

    def _decide(self, route: Route, kind: Literal["save", "unknown"]) -> None:
        try:
            self._judge(payload_of(route.request.url, route.request.post_data), kind)
            self._before_release()
        except BaseException as exc:  # noqa: BLE001 - raised again by `send`, outside this callback
            self._error = exc
            route.abort()
            return
        self._released = route.request
        route.continue_()

    def _judge(self, payload: Payload, kind: Literal["save", "unknown"]) -> None:
        if kind == "unknown":
            if self._unknown == "stop":
                raise WirePayloadError(
                    "The request about to be sent has an unknown shape. It was stopped; "
                    "nothing was filed.",
                    fields=(),
                    method=payload.method,
                )
            return
        fields = tuple(self._differing(payload))
        if fields:
            raise WirePayloadError(fields=fields)

    def _on_failed(self, request: Request) -> None:
        if request == self._released:
            self._failed = True


class Heard:
    """An answer as it came over the wire."""

    def __init__(self, status: int, location: str, text: str) -> None:
        self.status = status
        self.location = location
        self.text = text


class AnswerTap:
    """Read the answer to the released request before the page itself sees it.

    A native alert or the next page may take the answer away from everybody who asks later, so
    the browser is told to hold answers for the moment it takes to read the one that matters.
    """

    def __init__(self, page: Page, is_ours: Callable[[str, str], bool]) -> None:
        self.heard: Heard | None = None
        self._page = page
        self._is_ours = is_ours
        self._session: CDPSession | None = None

    def open(self) -> None:
        """Begin to hold answers."""
        self._session = self._page.context.new_cdp_session(self._page)
        self._session.on("Fetch.requestPaused", self._on_answer)
        self._session.send(
            "Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Response"}]}
        )

    def close(self) -> None:
        """Let everything go and listen no more.

        Holding ends before the session does: a tab whose answers are still held when its session
        is taken away never finishes closing.
        """
        session, self._session = self._session, None
        if session is not None:
            with suppress(PlaywrightError):  # the page may be gone
                session.send("Fetch.disable")
                session.detach()

    def _on_answer(self, event: dict[str, Any]) -> None:
        request = event["request"]
        is_ours = self.heard is None and self._is_ours(request["method"], request["url"])
        heard = self._read(event) if is_ours else None
        self._send("Fetch.continueRequest", event)
        if heard is not None:  # only when the page has its answer too: nothing is left held
            self.heard = heard

    def _read(self, event: dict[str, Any]) -> Heard | None:
        status = event.get("responseStatusCode", 0)
        if not status:  # the request failed; there is no answer to read
            return None
        headers = {one["name"].lower(): one["value"] for one in event.get("responseHeaders", ())}
        location = headers.get("location", "")
        body = {} if location else self._send("Fetch.getResponseBody", event)
        text = body.get("body", "")
        if body.get("base64Encoded"):
            text = base64.b64decode(text).decode("utf-8", errors="replace")
        return Heard(status, location, text)

    def _send(self, method: str, event: dict[str, Any]) -> dict[str, Any]:
        if self._session is None:
            return {}
        with suppress(PlaywrightError):  # the request may have died meanwhile
            answer: dict[str, Any] = self._session.send(method, {"requestId": event["requestId"]})
            return answer
        return {}


def understood(heard: Heard) -> Answer:
    """Return what an answer to a save means; anything strange is Unclear."""
    if LOGIN_PATH in heard.location:
        return Unclear(evidence="the session has ended: the portal answered with its login page")
    if heard.status >= _REDIRECT:
        return Unclear(evidence=f"the portal answered with status {heard.status}")
    try:
        answer = json.loads(heard.text)
    except ValueError:
        return Unclear(evidence="the answer is a page, not data: probably the login page")
    return meaning(answer)


def meaning(answer: object) -> Answer:
    """Return what a JSON answer means (portal-facts 8.3)."""
    if not isinstance(answer, Mapping):
        return Unclear(evidence="the answer is not an object")
    if WRAPPER in str(answer.get("__className", "")):
        message = str(answer.get("message") or "ExceptionWrapper")
        if WORDS.message_means("session", message):
            return Unclear(evidence=f"the session has ended: {message}")
        return Refused(messages=(message,))
    value = answer.get("returnValue")
    record = value.get("value", value) if isinstance(value, Mapping) else None
    if not isinstance(record, Mapping):
        return Unclear(evidence=f"the answer has no record: {sorted(map(str, answer))}")
    return Saved(record)


def _same_site(url: str, page_url: str) -> bool:
    return urlsplit(url).netloc == urlsplit(page_url).netloc
