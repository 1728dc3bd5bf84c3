"""A mock portal that can be changed while it runs: for tests of whether a change is noticed.

`python -m tests.replay.changing_mock` serves like the mock itself; POST /__change__ with the name
of a change of `changes.CHANGES` makes it, an empty name takes it back. Nothing of this is in the
product.
"""

import json
import sys
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecqs_agent.mock_portal import server
from ecqs_agent.mock_portal.__main__ import main
from ecqs_agent.mock_portal.app import create_app
from ecqs_agent.mock_portal.portal import Portal
from tests.replay.changes import CHANGES, Change


class Changing:
    """Around the mock: take orders for changes, and rewrite what the change says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._made = ExitStack()
        self._change: Change | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == "/__change__":
            await self._ordered(receive, send)
        else:
            await self._app(scope, receive, self._rewriting(scope["path"], send))

    async def _ordered(self, receive: Receive, send: Send) -> None:
        name = json.loads((await receive())["body"])["name"]
        self._made.close()
        self._change = CHANGES[name] if name else None
        if self._change is not None:
            self._made.enter_context(self._change.made())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    def _rewriting(self, path: str, send: Send) -> Send:
        change = self._change
        if change is None or not change.old or change.path not in path:
            return send
        held: list[Message] = []

        async def rewritten(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                body = b"".join(bytes(one.get("body", b"")) for one in held[1:])
                body = body.replace(change.old.encode(), change.new.encode())
                await send(_with_length(held[0], len(body)))
                await send({"type": "http.response.body", "body": body})

        return rewritten


def _with_length(start: Message, length: int) -> Message:
    kept = [(key, value) for key, value in start["headers"] if key.lower() != b"content-length"]
    return {**start, "headers": [*kept, (b"content-length", str(length).encode())]}


def changing_app(portal: Portal) -> Any:
    return Changing(create_app(portal))


if __name__ == "__main__":
    with patch.object(server, "create_app", changing_app):
        sys.exit(main(sys.argv[1:]))
