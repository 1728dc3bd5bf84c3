"""The gate lets nobody through, except to a proxy that this machine needs for the portal."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from ecqs_agent.driving.gate import Gate, asked_for, shut_gate
from page_objects.addresses import Addresses

PORTAL = "https://psp.e-cqs.cn"


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        (b"CONNECT psp.e-cqs.cn:443 HTTP/1.1\r\n", "https://psp.e-cqs.cn"),
        (b"CONNECT psp.e-cqs.cn:8443 HTTP/1.1\r\n", "https://psp.e-cqs.cn:8443"),
        (b"GET http://a.example/x?ticket=1 HTTP/1.1\r\n", "http://a.example"),
        (b"POST http://a.example:8080/ HTTP/1.1\r\n", "http://a.example:8080"),
        (b"GET / HTTP/1.1\r\n", ""),
        (b"\xff\x00 nonsense", ""),
        (b"", ""),
    ],
)
def test_who_is_asked_for(line: bytes, origin: str) -> None:
    assert asked_for(line) == origin


def say(gate: Gate, words: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", gate.server_address[1]), 5) as visitor:
        visitor.sendall(words)
        visitor.shutdown(socket.SHUT_WR)
        with visitor.makefile("rb") as answer:
            return answer.read()


def test_outsiders_are_turned_away_and_counted() -> None:
    with shut_gate(Addresses.of(PORTAL)) as gate:
        for _ in range(2):
            assert say(gate, b"CONNECT a.example:443 HTTP/1.1\r\n\r\n") == b""
        assert say(gate, b"GET / HTTP/1.1\r\n\r\n") == b""
        assert gate.turned_away == {"https://a.example": 2}


def test_the_portal_alone_is_not_sent_to_the_gate() -> None:
    with shut_gate(Addresses.of(PORTAL, more=("http://127.0.0.1:81",))) as gate:
        told = gate.proxy()
    ours = {PORTAL, "wss://psp.e-cqs.cn", "http://127.0.0.1:81", "ws://127.0.0.1:81"}
    assert set(str(told.get("bypass")).split(",")) == ours


class Beyond(StreamRequestHandler):
    """A proxy that says what it heard, in capitals."""

    def handle(self) -> None:
        head = b""
        while (line := self.rfile.readline()).strip():
            head += line
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + head + self.rfile.read().upper())


@contextmanager
def a_proxy() -> Iterator[str]:
    with ThreadingTCPServer(("127.0.0.1", 0), Beyond) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["http://", ""])  # a variable may lack it
def test_a_proxy_this_machine_needs_gets_the_portals_connections_alone(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr("ecqs_agent.driving.gate.proxy_bypass", lambda _: False)
    with a_proxy() as way:
        monkeypatch.setattr(
            "ecqs_agent.driving.gate.getproxies", lambda: {"https": f"{scheme}{way}"}
        )
        with shut_gate(Addresses.of(PORTAL)) as gate:
            assert "psp.e-cqs.cn" not in str(gate.proxy().get("bypass")).replace("wss://", "")
            heard = say(gate, b"CONNECT psp.e-cqs.cn:443 HTTP/1.1\r\nHost: x\r\n\r\nhello")
            assert heard.endswith(b"CONNECT psp.e-cqs.cn:443 HTTP/1.1\r\nHost: x\r\nHELLO")
            assert say(gate, b"CONNECT psp.e-cqs.cn:444 HTTP/1.1\r\n\r\n") == b""
            assert gate.turned_away == {"https://psp.e-cqs.cn:444": 1}
