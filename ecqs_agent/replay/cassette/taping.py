"""Listen to a browser and keep what it was answered, clean from the first moment on.

The requests go their usual way. An answer that is data or a page is held for a moment on its way
in, as the wire guard does it: a message box or the next page would take it away from everybody who
asks later. Pictures are never kept (one of them is the captcha), neither are cookies or headers.
"""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, Request, Response
from playwright.sync_api import Error as PlaywrightError

from ecqs_agent import __version__
from ecqs_agent.replay.cassette.asking import LOGIN_SIDE, asked, kind_of
from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.model import Answer, Aside, Exchange, Track
from ecqs_agent.replay.cassette.own import own_name
from page_objects.addresses import Addresses, origin_of

PICTURES: Final = frozenset({"image", "font", "media"})
REDIRECTS: Final = range(300, 400)
_WITHDRAWN: Final = (
    "net::ERR_ABORTED",
    "net::ERR_BLOCKED_BY_CLIENT",
)  # by the page, not the portal
_HELD: Final = {
    "patterns": [
        {"urlPattern": "*", "requestStage": "Response", "resourceType": kind}
        for kind in ("XHR", "Fetch", "Document")
    ]
}
_CHARSET: Final = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_ENDINGS: Final = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "application/javascript": "js",
    "application/x-javascript": "js",
    "application/json": "json",
}


class Taper:
    """What is kept of one run: `entries` in the order of asking, `bodies` by name."""

    def __init__(self, addresses: Addresses, cleaner: Cleaner) -> None:
        self.bodies: dict[str, bytes] = {}
        self._addresses = addresses
        self._cleaner = cleaner
        self._entries: list[Exchange | Aside | Request] = []
        self._lost: list[str] = []
        self._held: dict[tuple[str, str, str], list[bytes]] = defaultdict(list)

    @property
    def has_heard(self) -> bool:
        """Return whether anything was asked for so far."""
        return bool(self._entries)

    @contextmanager
    def listening(self, context: BrowserContext) -> Iterator[None]:
        """Listen to a browser for the length of the block."""
        wires: list[CDPSession] = []
        heard: tuple[tuple[Any, Any], ...] = (
            ("request", self._on_request),
            ("requestfinished", self._on_finished),
            ("requestfailed", self._on_failed),
            ("page", partial(self._on_page, wires)),
        )
        for event, hear in heard:
            context.on(event, hear)
        for page in context.pages:
            self._on_page(wires, page)
        try:
            yield
        finally:
            for event, hear in heard:
                context.remove_listener(event, hear)
            for wire in wires:
                with suppress(PlaywrightError):  # its tab may be closed
                    wire.detach()

    def step_aside(self, one: Aside) -> None:
        """Note what a step behind the portal's back did."""
        self._entries.append(one.model_copy(update={"seen": self._cleaner.value(one.seen)}))

    def track(self, *, today: date, account: str, engine: str, is_mock: bool) -> Track:
        """Return what was heard; what had no answer yet is there as one that nobody read."""
        for one in [entry for entry in self._entries if isinstance(entry, Request)]:
            self._put(one, Answer(unread=True))
        return Track(
            agent=__version__,
            engine=engine,
            from_the_mock=is_mock,
            today=today,
            account=account,
            entries=tuple(one for one in self._entries if isinstance(one, Exchange | Aside)),
            lost=tuple(dict.fromkeys(self._lost)),
        )

    # ---- what is heard ---------------------------------------------------------------------

    def _on_page(self, wires: list[CDPSession], page: Page) -> None:
        with suppress(PlaywrightError):  # it may be closed again already
            wire = page.context.new_cdp_session(page)
            wire.on("Fetch.requestPaused", partial(self._on_held, wire))
            wire.send("Fetch.enable", _HELD)
            wires.append(wire)

    def _on_held(self, wire: CDPSession, event: dict[str, Any]) -> None:
        name = {"requestId": event["requestId"]}
        with suppress(PlaywrightError):  # a redirect has no body; the request may have died
            if event.get("responseStatusCode", 0) not in REDIRECTS:
                body = wire.send("Fetch.getResponseBody", name)
                raw = str(body["body"])
                content = base64.b64decode(raw) if body["base64Encoded"] else raw.encode()
                asked_for = event["request"]
                name_of = (asked_for["method"], asked_for["url"], asked_for.get("postData", ""))
                self._held[name_of].append(content)
        with suppress(PlaywrightError):
            wire.send("Fetch.continueRequest", name)

    def _on_request(self, request: Request) -> None:
        is_ours = origin_of(request.url) and self._addresses.admit(request.url)
        if request.method != "HEAD" and is_ours:
            self._entries.append(request)

    def _on_finished(self, request: Request) -> None:
        if request in self._entries:
            try:
                response = request.response()
                answer = None if response is None else self._answer(request, response)
            except (PlaywrightError, ValueError, RecursionError):
                answer = None  # the page has gone and its answer with it, or nobody can read it
            self._put(request, answer)

    def _on_failed(self, request: Request) -> None:
        if request in self._entries:
            withdrawn = (request.failure or "").startswith(_WITHDRAWN)
            self._put(request, Answer(unread=withdrawn, broken=not withdrawn))

    def _put(self, request: Request, answer: Answer | None) -> None:
        at = self._entries.index(request)
        name = asked(request.method, request.url, _body(request), self._cleaner)
        if answer is None:
            del self._entries[at]
            self._lost.append(name.call)
            return
        kind = kind_of(request.method, request.url, _body(request), request.resource_type)
        self._entries[at] = Exchange(kind=kind, asked=name, answer=answer)

    def _answer(self, request: Request, response: Response) -> Answer:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status in REDIRECTS:
            location = self._cleaner.text(response.headers.get("location", ""))
            return Answer(status=response.status, location=location)
        if request.resource_type in PICTURES or kind.startswith("image/"):
            return Answer(status=response.status, content_type=kind)
        charset = response.headers.get("content-type", "").lower().partition("charset=")[2]
        text = _text(self._body_of(request, response), charset.strip(" \"'"))
        body = self._clean(request, kind, text).encode()
        return Answer(status=response.status, content_type=kind, body=self._kept(kind, body))

    def _body_of(self, request: Request, response: Response) -> bytes:
        """Return an answer as it was held, or as the browser still has it."""
        held = self._held.get((request.method, request.url, _body(request) or ""))
        return held.pop(0) if held else response.body()

    def _clean(self, request: Request, kind: str, text: str) -> str:
        path = urlsplit(request.url).path
        if kind == "text/html":
            return self._cleaner.page(text, is_login=LOGIN_SIDE in path)
        is_file = path.lower().endswith((".js", ".css"))
        if is_file and _ENDINGS.get(kind) in ("js", "css"):
            return self._cleaner.script(text)
        return self._cleaner.data(text)

    def _kept(self, kind: str, body: bytes) -> str:
        if not body:
            return ""
        if named := own_name(body):
            return named
        name = f"{hashlib.sha256(body).hexdigest()[:16]}.{_ENDINGS.get(kind, 'txt')}"
        self.bodies[name] = body
        return name


def _text(body: bytes, charset: str) -> str:
    """Return the text of an answer by the charset that it names itself, else as UTF-8.

    Raises:
        ValueError: it is no text.
    """
    named = charset or next(iter(_CHARSET.findall(body[:2000])), b"").decode("ascii")
    try:
        return body.decode(named or "utf-8")
    except LookupError:
        return body.decode("utf-8")


def _body(request: Request) -> str | None:
    return (request.post_data_buffer or b"").decode("utf-8", errors="replace") or None
