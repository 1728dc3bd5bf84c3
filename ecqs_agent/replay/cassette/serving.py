"""Serve a cassette as a portal of its own on this machine, for the browser alone."""

import base64
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from http import HTTPStatus
from threading import Thread
from typing import Any, Final
from urllib.parse import quote

import uvicorn

from ecqs_agent.replay.cassette.asking import asked
from ecqs_agent.replay.cassette.cleaning import forms_of
from ecqs_agent.replay.cassette.deck import Deck, Refusal
from ecqs_agent.replay.cassette.model import PORTAL, Answer
from ecqs_agent.replay.cassette.store import Cassette

HOST: Final = "127.0.0.1"
# What stands for every picture: nothing of a page depends on what is on one.
_DOT: Final = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
_AS_IS: Final = "%/:?#[]@!$&'()*+,;=~"  # of an address that is written as one already
_NOT_RECORDED: Final = "not in the recording"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class _BrokenAnswerError(Exception):
    """The connection broke here when it was recorded."""


class Portal:
    """The ASGI application."""

    def __init__(self, cassette: Cassette, deck: Deck, address: str) -> None:
        self._bodies = cassette.bodies
        self._deck = deck
        self._address = address

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method, query = scope["method"], scope["query_string"].decode("latin-1")
        url = f"{self._address}{scope['raw_path'].decode('latin-1')}" + (
            f"?{query}" if query else ""
        )
        body = (await _whole(receive)).decode("utf-8", errors="replace")
        if method == "HEAD":  # asked by the agent's own connections, and part of no recording
            await _tell(send, 200, "text/plain", b"")
            return
        found = self._deck.answer(asked(method, url, body or None, self._deck.cleaner))
        if isinstance(found, Refusal):
            text = f"{_NOT_RECORDED}: {found.call}"
            await _tell(send, HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", text.encode())
        elif found.unread and _wants_a_page(scope):
            await _tell(send, HTTPStatus.NO_CONTENT, "", b"")  # the tab stays where it is
        elif found.unread:
            while (await receive())["type"] != "http.disconnect":
                pass
        elif found.broken:
            await send({"type": "http.response.start", "status": 200, "headers": _LONG})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            raise _BrokenAnswerError
        else:
            await _tell(
                send, found.status, *self._content(found), location=self._real(found.location)
            )

    def _content(self, answer: Answer) -> tuple[str, bytes]:
        kind = answer.content_type
        if not answer.body:
            return kind, _DOT if kind.startswith("image/") else b""
        body = self._bodies[answer.body]
        if kind.startswith(("text/", "application/")):
            kind = f"{kind}; charset=utf-8"
            body = self._real(body.decode("utf-8", errors="replace")).encode()
        return kind, body

    def _real(self, text: str) -> str:
        """Put the address at which this is served where the portal's was."""
        for form, real in zip(forms_of(PORTAL), forms_of(self._address), strict=True):
            text = text.replace(form, real)
        return text


_LONG: Final = [(b"content-type", b"application/json"), (b"content-length", b"1000")]


@contextmanager
def served(cassette: Cassette, deck: Callable[[str], Deck]) -> Iterator[tuple[str, Deck]]:
    """Serve a cassette for the length of the block; return its address and its deck."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listener:
        listener.bind((HOST, 0))
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        made = deck(address)
        config = uvicorn.Config(
            Portal(cassette, made, address),
            ws="none",
            lifespan="off",
            log_level="critical",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        listener.listen(128)
        thread = Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="cassette", daemon=True
        )
        thread.start()
        try:
            yield address, made
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def _wants_a_page(scope: Message) -> bool:
    """Return whether a tab is to show the answer; until it comes, no question reaches the tab."""
    return dict(scope["headers"]).get(b"sec-fetch-mode") == b"navigate"


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _tell(send: Send, status: int, kind: str, body: bytes, *, location: str = "") -> None:
    headers = [(b"cache-control", b"no-store")]
    if kind:
        headers.append((b"content-type", kind.encode("latin-1")))
    if location:
        headers.append((b"location", quote(location, safe=_AS_IS).encode()))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
