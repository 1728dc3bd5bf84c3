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

from playwright.sync_api import Error as PlaywrightError

from page_objects.errors import WirePayloadError
from page_objects.looking import must_be_let_write
from page_objects.patience import Patience, Wait
from page_objects.payload import Payload, payload_of
from page_objects.screens import Refused, Unclear
from page_objects.tab import LOGIN_PATH, Tab
from page_objects.widgets.script import translated
from page_objects.words import WORDS

Unknown = Literal["stop", "warn"]
WRAPPER = "ExceptionWrapper"
_REDIRECT = 300
_HELD = {
    "patterns": [
        {"urlPattern": "*", "requestStage": "Request"},
        {"urlPattern": "*", "requestStage": "Response"},
    ]
}


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

    Every request of the tab is held for a moment on its way out, and every answer on its way
    in: a native alert or the next page may take an answer away from everybody who asks later.
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
        self._released = ""  # the browser's name of the request that was let go
        self._error: BaseException | None = None
        self._failed = False
        self._heard: Heard | None = None

    def send(self, click: Callable[[], None]) -> Answer:
        """Click once and return what the server answered.

        Raises:
            WirePayloadError: the request differed; it was stopped and nothing was filed.
            BaseException: whatever `before_release` raised; the request was stopped.
            Exception: in this context one only looks; nothing was clicked.
        """
        must_be_let_write(self._tab.page.context)
        with translated(step="hold the requests", screen=""):
            self._tab.use_fresh_connections()
            wire = self._tab.wire
            wire.on("Fetch.requestPaused", self._on_paused)
            wire.send("Fetch.enable", _HELD)
        try:
            return self._sent(click)
        finally:
            with suppress(PlaywrightError):  # the page may be gone, and what it held with it
                wire.send("Fetch.disable")
            wire.remove_listener("Fetch.requestPaused", self._on_paused)

    def _sent(self, click: Callable[[], None]) -> Answer:
        try:
            click()
            self._tab.wait_until(self._is_decided, self._patience.ms(Wait.LEAVE))
            if self._released:
                self._tab.wait_until(
                    lambda: self._failed or self._heard is not None,
                    self._patience.ms(Wait.SUBMIT),
                )
        except Exception as exc:
            if not self._released:
                raise
            return Unclear(evidence=f"the page was lost after the request left: {exc}")
        if self._error is not None:
            raise self._error
        if not self._released:
            return NothingSent()
        return (
            understood(self._heard)
            if self._heard is not None
            else Unclear(evidence=self._silence())
        )

    def _is_decided(self) -> bool:
        return bool(self._released) or self._error is not None or bool(self._tab.said)

    def _silence(self) -> str:
        return "the connection broke" if self._failed else "no answer came in time"

    # ---- on the way out and on the way in -----------------------------------------------------

    def _on_paused(self, event: dict[str, Any]) -> None:
        if "responseStatusCode" in event or "responseErrorReason" in event:
            self._on_answer(event)
            return
        request = event["request"]
        kind = self._kind(request["method"], request["url"], request.get("postData"))
        if kind == "other":
            self._go_on(event)
        elif self._released or self._error is not None:
            self._stop(event)  # a second save of the same click: the first one is the only one
        else:
            self._decide(event, kind)

    def _kind(self, method: str, url: str, body: str | None) -> Literal["save", "unknown", "other"]:
        if method != "POST" or not _same_site(url, self._tab.page.url):
            return "other"
        payload = payload_of(url, body)
        if payload.only_looks:
            return "other"
        if self._likeness(payload) >= 0.5:  # noqa: PLR2004 - more like it than not
            return "save"
        return "unknown" if payload.is_call else "other"

    def _decide(self, event: dict[str, Any], kind: Literal["save", "unknown"]) -> None:
        request = event["request"]
        try:
            self._judge(payload_of(request["url"], request.get("postData")), kind)
            self._before_release()
        except BaseException as exc:  # noqa: BLE001 - raised again by `send`, outside this callback
            self._error = exc
            self._stop(event)
            return
        self._released = _name_of(event)
        self._go_on(event)

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

    def _on_answer(self, event: dict[str, Any]) -> None:
        is_ours = self._heard is None and _name_of(event) == self._released
        failed = is_ours and "responseErrorReason" in event
        heard = self._read(event) if is_ours and not failed else None
        self._go_on(event)
        if heard is not None:  # only when the page has its answer too: nothing is left held
            self._heard = heard
        self._failed = self._failed or failed

    def _read(self, event: dict[str, Any]) -> "Heard | None":
        headers = {one["name"].lower(): one["value"] for one in event.get("responseHeaders", ())}
        location = headers.get("location", "")
        body = {} if location else self._tell("Fetch.getResponseBody", event)
        text = body.get("body", "")
        if body.get("base64Encoded"):
            text = base64.b64decode(text).decode("utf-8", errors="replace")
        return Heard(event["responseStatusCode"], location, text)

    def _go_on(self, event: dict[str, Any]) -> None:
        self._tell("Fetch.continueRequest", event)

    def _stop(self, event: dict[str, Any]) -> None:
        self._tell("Fetch.failRequest", event, errorReason="BlockedByClient")

    def _tell(self, method: str, event: dict[str, Any], **more: str) -> dict[str, Any]:
        with suppress(PlaywrightError):  # the request may have died meanwhile
            args = {"requestId": event["requestId"], **more}
            answer: dict[str, Any] = self._tab.wire.send(method, args)
            return answer
        return {}


class Heard:
    """An answer as it came over the wire."""

    def __init__(self, status: int, location: str, text: str) -> None:
        self.status = status
        self.location = location
        self.text = text


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
        if any(WORDS.message_means(key, message) for key in ("displaced", "session")):
            return Unclear(evidence=f"the session has ended: {message}")
        return Refused(messages=(message,))
    value = answer.get("returnValue")
    record = value.get("value", value) if isinstance(value, Mapping) else None
    if not isinstance(record, Mapping):
        return Unclear(evidence=f"the answer has no record: {sorted(map(str, answer))}")
    return Saved(record)


def _same_site(url: str, page_url: str) -> bool:
    return urlsplit(url).netloc == urlsplit(page_url).netloc


def _name_of(event: Mapping[str, Any]) -> str:
    """Return what the browser calls a request from its leaving to its answer."""
    return str(event.get("networkId") or event["requestId"])
