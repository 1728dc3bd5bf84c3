"""Local receivers that answer as the services do: chat robots over HTTP, mail over SMTP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HTML = "<html><body><h1>403 Forbidden</h1>nginx</body></html>"


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Robot:
    """A service on this machine. It answers what is laid out, the last answer for ever."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def says(self, *answers: Any, status: int = 200) -> None:
        """Lay out the next answers: JSON, or a text as it is."""
        self.answers = [
            (status, answer if isinstance(answer, str) else json.dumps(answer))
            for answer in answers
        ]

    def next_answer(self) -> tuple[int, str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def robot() -> Iterator[Robot]:
    """Run a service until the block ends."""
    service = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            service.received.append(Received(self.path, dict(self.headers), content))
            status, body = service.next_answer()
            if status == 0:  # hang up without a word
                self.close_connection = True
                return
            sent = body.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


class Mailbox:
    """What a mail server does with what it is given."""

    refuses: ClassVar[dict[str, str]] = {
        "gone@example.com": "550 5.1.1 No such user",
        "later@example.com": "450 4.2.0 Greylisted",
    }

    def __init__(self) -> None:
        self.port = 0
        self.envelopes: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


class OnAFreePort(Controller):
    """A controller that finds out which port it was given."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # the library's own


@contextmanager
def mail_server_here(**options: Any) -> Iterator[Mailbox]:
    """Run a mail server that lets `clerk` with password `right-password` in."""

    def let_in(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        right = data.password == b"right-password" and data.login == b"clerk"
        return AuthResult(success=right, handled=right)

    box = Mailbox()
    controller = OnAFreePort(
        box,
        hostname="127.0.0.1",
        port=0,
        authenticator=let_in,
        auth_require_tls=False,
        **options,
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()
