"""Small web sites on ports of their own, which remember everything that reached them."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Answer(NamedTuple):
    """What a site says at one path."""

    body: str = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = {}


class Asked(NamedTuple):
    """A request as it arrived."""

    verb: str
    path: str
    cookie: str
    body: str


class Site(ThreadingHTTPServer):
    """A web site with the given pages; what it lacks is an empty page."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.pages = dict(pages)
        self.asked: list[Asked] = []
        self.scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def lead(self, path: str, to: str, *, status: int = 302) -> None:
        """Answer at this path with a redirect."""
        self.pages[path] = Answer(status=status, headers={"Location": to})

    def encrypt(self, folder: Path) -> None:
        """Speak https with a certificate nobody vouches for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_own_certificate(folder))
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.scheme = "https"


@contextmanager
def site(
    pages: Mapping[str, Answer] | None = None, *, secure: Path | None = None
) -> Iterator[Site]:
    """Run a site for the length of the block."""
    with Site(pages or {}) as served:
        if secure is not None:
            served.encrypt(secure)
        Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield served
        finally:
            served.shutdown()


class _Visit(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).decode("utf-8")
        cookie = self.headers.get("Cookie", "")
        self.server.asked.append(Asked(self.command, self.path, cookie, body))
        answer = self.server.pages.get(self.path.partition("?")[0], Answer())
        content = answer.body.encode("utf-8")
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_HEAD = do_GET  # noqa: N815 - the names the standard library looks for

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def _own_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
