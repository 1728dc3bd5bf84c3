"""The door every portal request passes: log, shield, latency, faults.

Control requests, engine files and page scripts do not pass it.
"""

import asyncio
import json
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs, parse_qsl

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecqs_agent.mock_portal import connections, render
from ecqs_agent.mock_portal.faults import Armed
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.requestlog import Asked
from ecqs_agent.mock_portal.sessions import CAS, PORTAL, SYSTEM

GUARDED = (CAS, PORTAL, SYSTEM)
CLEARANCE = "__jsl_clearance"


class _Held(NamedTuple):
    """An answer that was produced but not sent."""

    messages: list[Message]

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"]) if self.messages else 500


class Gate:
    """ASGI middleware around the portal's pages and services."""

    def __init__(self, app: ASGIApp, portal: Portal) -> None:
        self.app = app
        self.portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or do to it what the armed fault says."""
        if scope["type"] != "http" or not scope["path"].startswith(GUARDED):
            await self.app(scope, receive, send)
            return
        body = await _read(receive)
        asked = self._note(scope, body)
        visit = _Visit(self, scope, body, send, asked)
        await asyncio.sleep(self.portal.options.latency_ms / 1000)
        if self._shielded(scope):
            await visit.reply(render.challenge())
            return
        armed = self.portal.faults.take(asked.path, asked.method)
        await (visit.struck(armed) if armed else visit.carried_out())
        self.portal.faults.answered(asked.path, asked.method, armed)

    def _note(self, scope: Scope, body: bytes) -> Asked:
        asked = self.portal.requests.add(scope["method"], scope["path"], self.portal.clock.now())
        session = self.portal.sessions.app(cookies(scope).get("JSESSIONID"), SYSTEM)
        asked.account = session.grant.account if session else ""
        if scope["path"].endswith("jsonClient.action"):
            _note_call(asked, scope, body)
        return asked

    def _shielded(self, scope: Scope) -> bool:
        return self.portal.variants.shield == "521" and CLEARANCE not in cookies(scope)


class _Visit:
    """One request on its way, and the fates it can meet."""

    def __init__(self, gate: Gate, scope: Scope, body: bytes, send: Send, asked: Asked) -> None:
        self._gate = gate
        self._scope = scope
        self._body = body
        self._send = send
        self._asked = asked

    async def carried_out(self) -> None:
        """Carry the request out and answer at once."""
        await self._pass_on(await self._produce())

    async def reply(self, response: Response) -> None:
        """Answer something of the gate's own."""
        self._asked.status = response.status_code
        await response(self._scope, _replay(self._body), self._send)

    async def struck(self, armed: Armed) -> None:
        """Meet a fault."""
        self._asked.fault = armed.fault.kind
        fates = {
            "status500": self._status500,
            "busy": self._busy,
            "closed": self._closed,
            "reset": self._reset,
            "login_page": self._login_page,
            "logout": self._logout,
            "commit_then_lose": self._commit_then_lose,
            "hang": self._hang,
            "delay": self._late,
            "slow": self._late,
            "out_of_order": self._late,
            "duplicate_row": self._duplicate_row,
            "rename_label": self._rename_label,
        }
        await fates[armed.fault.kind](armed)

    async def _status500(self, _: Armed) -> None:
        await self.reply(HTMLResponse("<h1>Error 500</h1>", status_code=500))

    async def _busy(self, armed: Armed) -> None:
        fault = armed.fault
        asks = {} if fault.seconds is None else {"Retry-After": f"{fault.seconds:.0f}"}
        await self.reply(HTMLResponse("<h1>busy</h1>", status_code=fault.status, headers=asks))

    async def _closed(self, _: Armed) -> None:
        await self.reply(HTMLResponse("<title>提示</title><h1>系统维护中，请稍后再试。</h1>"))

    async def _reset(self, _: Armed) -> None:
        await connections.abort(self._scope)

    async def _login_page(self, _: Armed) -> None:
        await self.reply(render.login_page(self._gate.portal, service="", error=""))

    async def _logout(self, _: Armed) -> None:
        jar = cookies(self._scope)
        self._gate.portal.sessions.drop_cookie(jar.get("JSESSIONID"))
        self._gate.portal.sessions.drop_grant(jar.get("CASTGC"))
        await self.carried_out()

    async def _commit_then_lose(self, _: Armed) -> None:
        await self._produce()
        await connections.abort(self._scope)

    async def _hang(self, armed: Armed) -> None:
        held = await self._produce_around(armed)
        if held:
            self._asked.status = None
        await connections.abort(self._scope)

    async def _late(self, armed: Armed) -> None:
        held = await self._produce_around(armed)
        if held:
            await self._pass_on(held)
        else:
            await connections.abort(self._scope)

    async def _produce_around(self, armed: Armed) -> _Held | None:
        commits = armed.fault.commits
        held = await self._produce() if commits == "first" else None
        await _wait(armed)
        return await self._produce() if commits == "late" else held

    async def _duplicate_row(self, _: Armed) -> None:
        held = await self._produce()
        value = _json_of(held)
        rows = _rows_of(value)
        if rows:
            rows.insert(0, rows[0])
            await self._pass_on(_with_body(held, json.dumps(value).encode()))
            return
        await self._produce()  # a save: kept twice
        await self._pass_on(held)

    async def _rename_label(self, armed: Armed) -> None:
        held = await self._produce()
        text = _body_of(held).decode("utf-8", "replace")
        renamed = text.replace(armed.fault.label, armed.fault.to)
        await self._pass_on(_with_body(held, renamed.encode()))

    async def _produce(self) -> _Held:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._gate.app(self._scope, _replay(self._body), keep)
        held = _Held(messages)
        self._asked.status = held.status
        return held

    async def _pass_on(self, held: _Held) -> None:
        for message in held.messages:
            await self._send(message)


async def _wait(armed: Armed) -> None:
    try:
        await asyncio.wait_for(armed.freed.wait(), armed.fault.wait)
    except TimeoutError:
        return


def cookies(scope: Scope) -> dict[str, str]:
    """Return the cookies of a request; the first of one name wins."""
    jar: SimpleCookie = SimpleCookie()
    jar.load(Headers(scope=scope).get("cookie", ""))
    return {name: morsel.value for name, morsel in jar.items()}


def _note_call(asked: Asked, scope: Scope, body: bytes) -> None:
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    query = parse_qs(scope["query_string"].decode("ascii", "replace"))
    text = form.pop("jsonValue", "") or (query.get("jsonValue") or [""])[0]
    try:
        call = json.loads(text)
        asked.service, asked.method = call["serviceClassName"], call["methodName"]
        asked.params = list(call.get("params") or [])
    except (ValueError, KeyError, TypeError):
        return
    finally:
        asked.form = form


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _body_of(held: _Held) -> bytes:
    return b"".join(bytes(message.get("body", b"")) for message in held.messages[1:])


def _with_body(held: _Held, body: bytes) -> _Held:
    start = dict(held.messages[0])
    kept = [(key, value) for key, value in start["headers"] if key != b"content-length"]
    start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
    return _Held([start, {"type": "http.response.body", "body": body}])


def _json_of(held: _Held) -> object:
    try:
        return json.loads(_body_of(held))
    except ValueError:
        return None


def _rows_of(value: object) -> list[object] | None:
    returned = value.get("returnValue") if isinstance(value, Mapping) else None
    rows = returned.get("value") if isinstance(returned, Mapping) else None
    return rows if isinstance(rows, list) else None
