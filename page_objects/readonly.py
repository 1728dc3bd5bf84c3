"""Let nothing but looks leave a browser: whatever may write is stopped, and ends the walk.

A look is a request that asks for a page or a file, or a call whose method says that it only reads
(`getLedgerList`). Everything else is stopped in the browser, before it reaches the network. The
name must be a whole word: `issueCertificate` is no `is...`.

A WebSocket cannot be stopped this way: opening one ends the walk just the same.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route, WebSocket
from playwright.sync_api import Error as PlaywrightError

from page_objects.errors import WriteStoppedError
from page_objects.payload import LOOKS, Payload, payload_of

_EVERYTHING: Final = "**/*"
_ASKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOK: Final = re.compile(rf"(?:{'|'.join(LOOKS)})(?![a-z])")


class ReadOnly:
    """What the browser tried to send that is no look."""

    def __init__(self) -> None:
        self.stopped: list[str] = []

    def check(self) -> None:
        """Make sure that nothing but looks was asked for so far.

        Raises:
            WriteStoppedError: something else was; it was stopped.
        """
        if self.stopped:
            raise WriteStoppedError(requests=tuple(self.stopped))

    def on_route(self, route: Route) -> None:
        """Let a look pass and stop everything else."""
        with suppress(PlaywrightError):  # the page may be gone meanwhile, and its request with it
            if is_look(route.request):
                route.fallback()
            else:
                self.stopped.append(_name_of(route.request))
                route.abort("blockedbyclient")

    def on_page(self, page: Page) -> None:
        """Hear of the WebSockets of a tab."""
        page.on("websocket", self.on_socket)

    def on_socket(self, socket: WebSocket) -> None:
        """Note a WebSocket by its path."""
        self.stopped.append(f"WebSocket {urlsplit(socket.url).path}")


@contextmanager
def read_only(context: BrowserContext) -> Iterator[ReadOnly]:
    """Let nothing but looks leave this browser for the length of the block.

    Raises:
        WriteStoppedError: something else was about to leave, whatever came of it in the page.
    """
    guard = ReadOnly()
    context.route(_EVERYTHING, guard.on_route)
    context.on("page", guard.on_page)
    tabs = list(context.pages)
    for page in tabs:
        guard.on_page(page)
    try:
        yield guard
    except Exception as error:
        if guard.stopped:  # why a step of the walk failed
            raise WriteStoppedError(requests=tuple(guard.stopped)) from error
        raise
    finally:
        context.remove_listener("page", guard.on_page)
        with suppress(PlaywrightError):  # the browser may be gone
            context.unroute(_EVERYTHING, guard.on_route)
        for page in tabs:
            page.remove_listener("websocket", guard.on_socket)
    guard.check()


def is_look(request: Request) -> bool:
    """Return whether a request only asks."""
    payload = payload_of(request.url, _body_of(request))
    if payload.is_call or request.method not in _ASKING:
        return _only_looks(payload)
    return True


def _only_looks(payload: Payload) -> bool:
    methods = payload.under(("methodName",))
    return bool(methods) and all(_LOOK.match(method) for method in methods)


def _body_of(request: Request) -> str:
    body = request.post_data_buffer
    return body.decode("utf-8", errors="replace") if body else ""


def _name_of(request: Request) -> str:
    """Return the method and what it calls; an address's values may be anybody's."""
    methods = payload_of(request.url, _body_of(request)).under(("methodName",))
    return f"{request.method} {', '.join(methods) or urlsplit(request.url).path.partition(';')[0]}"
