"""Run one mock portal on loopback and say when it is ready."""

import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from ecqs_agent.mock_portal import engines
from ecqs_agent.mock_portal.app import create_app
from ecqs_agent.mock_portal.connections import NotingProtocol
from ecqs_agent.mock_portal.options import ServeOptions
from ecqs_agent.mock_portal.portal import Portal

HOST = "127.0.0.1"


def serve(options: ServeOptions) -> None:
    """Serve until interrupted; print one JSON line on stdout when ready."""
    engines.check(options.engine)
    listener = listen(options.port)
    portal = Portal.open(options)
    server = build(portal, lambda: _announce(options, listener))
    if options.exit_with_parent:
        _end_with_stdin(server)
    try:
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        portal.store.close()
        listener.close()


class _Announcing(uvicorn.Server):
    """A server that calls back when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as usual, then call back."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def build(portal: Portal, ready: Callable[[], None]) -> uvicorn.Server:
    """Return a server for a portal that calls `ready` when it accepts connections."""
    config = uvicorn.Config(
        create_app(portal),
        http=NotingProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    return _Announcing(config, ready)


def listen(port: int) -> socket.socket:
    """Return a loopback socket that listens; raises OSError when the port is taken."""
    # Named TCP, because asyncio sets TCP_NODELAY only then; without it every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # on Windows the option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    listener.listen(128)
    return listener


def _announce(options: ServeOptions, listener: socket.socket) -> None:
    line = {
        "url": f"http://{HOST}:{listener.getsockname()[1]}",
        "token": options.token,
        "engine": options.engine,
        "variants": options.variants.model_dump(),
        "pid": os.getpid(),
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _end_with_stdin(server: uvicorn.Server) -> None:
    def watch() -> None:
        with suppress(OSError, ValueError):
            while sys.stdin.buffer.read(4096):
                pass
        server.should_exit = True

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
