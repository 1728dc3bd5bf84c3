"""The open connections, so that a fault can cut one without an answer.

ASGI has no way to say "drop it"; the server's protocol class notes each transport by its peer's
address instead.
"""

import asyncio

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.Transport] = {}


class ConnectionCut(Exception):  # noqa: N818 - used where there is no real connection
    """Tell an in-process client that its connection was cut."""


class NotingProtocol(H11Protocol):
    """HTTP as usual, with the transport noted."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note the transport."""
        super().connection_made(transport)
        _open[transport.get_extra_info("peername")[:2]] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        _open.pop(self.transport.get_extra_info("peername")[:2], None)
        super().connection_lost(exc)


async def abort(scope: Scope) -> None:
    """Cut the connection of a request: the client gets a reset, never an answer."""
    client = scope.get("client")
    transport = _open.get((client[0], client[1])) if client else None
    if transport is None:
        raise ConnectionCut
    transport.abort()
    await asyncio.sleep(0)  # lets the server notice, so that it does not miss the answer
