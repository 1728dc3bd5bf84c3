"""The browser's only way out to anybody but the portal, and it is shut.

The browser is told to use a proxy for every address except the portal's own origins. The proxy is
this gate: it lets nobody through, and notes who was asked for. Redirects, pop-ups, WebSockets and
workers end here like everything else, before a cookie or a form leaves the machine. The requests
to the portal itself never come by (decision 10).

Where this machine reaches the portal through a proxy of its own, the gate hands the portal's
encrypted connections on to that one.
"""

import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from playwright.sync_api import ProxySettings

from page_objects.addresses import Addresses, origin_of

_LONGEST_LINE: Final = 65_536
_PATIENCE: Final = 30.0  # seconds until a request line has come, or the proxy has answered
_CHUNK: Final = 65_536


class Gate(ThreadingTCPServer):
    """A proxy on this machine that opens to the portal at most, and to nobody else."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, addresses: Addresses, *, upstream: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.addresses = addresses
        self.upstream = upstream
        self._turned_away: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def turned_away(self) -> Mapping[str, int]:
        """Return how often which origin was asked for in vain."""
        with self._lock:
            return dict(self._turned_away)

    def turn_away(self, origin: str) -> None:
        """Note one that was asked for in vain."""
        with self._lock:
            self._turned_away[origin] += 1

    def proxy(self) -> ProxySettings:
        """Return what a browser context is told, so that the portal alone is not sent here."""
        direct = [one for one in self.addresses.all if not self.hands_on(one)]
        sockets = [one.replace("http", "ws", 1) for one in direct]
        port = self.server_address[1]
        return {"server": f"http://127.0.0.1:{port}", "bypass": ",".join((*direct, *sockets))}

    def hands_on(self, origin: str) -> bool:
        """Return whether this is an origin of ours that the machine's own proxy leads to."""
        return (
            bool(self.upstream)
            and origin in self.addresses.all
            and origin.startswith("https://")
            and not proxy_bypass(urlsplit(origin).hostname or "")
        )


@contextmanager
def shut_gate(addresses: Addresses) -> Iterator[Gate]:
    """Keep a gate for the length of the block."""
    with Gate(addresses, upstream=getproxies().get("https", "")) as gate:
        Thread(target=gate.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield gate
        finally:
            gate.shutdown()


class _Visitor(StreamRequestHandler):
    """One connection of the browser."""

    server: Gate
    timeout = _PATIENCE

    def handle(self) -> None:
        with suppress(OSError):  # the browser went away, or the machine's proxy is not there
            line = self.rfile.readline(_LONGEST_LINE)
            origin = asked_for(line)
            if not origin:
                return
            if line.startswith(b"CONNECT ") and self.server.hands_on(origin):
                self._hand_on(line)
            else:
                self.server.turn_away(origin)

    def _hand_on(self, line: bytes) -> None:
        way = urlsplit(f"//{self.server.upstream.rpartition('//')[2]}")
        with socket.create_connection((way.hostname or "", way.port or 80), _PATIENCE) as beyond:
            beyond.sendall(line)
            while (header := self.rfile.readline(_LONGEST_LINE)).strip():
                beyond.sendall(header)
            beyond.sendall(b"\r\n")
            for end in (beyond, self.connection):
                end.settimeout(None)
            Thread(target=_pour, args=(self.rfile.read1, beyond), daemon=True).start()
            _pour(beyond.recv, self.connection)


def asked_for(line: bytes) -> str:
    """Return the origin that the first line of a request to a proxy asks for, "" if none."""
    verb, _, rest = line.decode("latin-1").partition(" ")
    target = rest.partition(" ")[0]
    return origin_of(f"https://{target}" if verb == "CONNECT" else target)


def _pour(read: Callable[[int], bytes], target: socket.socket) -> None:
    """Hand on what comes until one side ends."""
    with suppress(OSError):
        while data := read(_CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
