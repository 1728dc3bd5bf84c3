"""Make the edits of a redesign in every page and script on its way out."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.redesign import Redesign

TEXTS = ("text/html", "text/javascript", "application/javascript")


class Redesigned:
    """ASGI middleware that makes the edits on the way out."""

    def __init__(self, app: ASGIApp, portal: Portal) -> None:
        self.app = app
        self.portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one answer out, edited where an edit is meant for it."""
        redesign = self.portal.redesign
        if scope["type"] != "http" or not redesign.concerns(scope["path"]):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Editing(redesign, scope["path"], send))


class _Editing:
    """The way out of one answer: held until it is whole if it is a text, else passed on."""

    def __init__(self, redesign: Redesign, path: str, send: Send) -> None:
        self._redesign = redesign
        self._path = path
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith(TEXTS):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._redesign.of(self._path, self._body.decode("utf-8")).encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        del headers["etag"]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
