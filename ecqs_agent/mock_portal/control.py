"""The control API under /__mock__/: how tests and tools steer a mock portal.

Every call needs the token in `X-Mock-Token`. A person may decide receipts on /__mock__/institute.
"""

import functools
import os
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ecqs_agent.mock_portal import institute, render, seeds
from ecqs_agent.mock_portal.cas import portal_of
from ecqs_agent.mock_portal.faults import FaultError
from ecqs_agent.mock_portal.institute import InstituteError
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.redesign import RedesignError
from ecqs_agent.mock_portal.snapshot import snapshot
from ecqs_agent.mock_portal.variants import VariantError

Body = dict[str, object]
Action = Callable[[Portal, Request, Body], object]
MISTAKES = (
    FaultError,
    InstituteError,
    RedesignError,
    VariantError,
    seeds.SeedError,
    ValueError,
)


def routes() -> list[Route]:
    """Return the control routes."""
    table: dict[tuple[str, str], Action] = {
        ("health", "GET"): _health,
        ("reset", "POST"): _reset,
        ("state", "GET"): _state,
        ("requests", "GET"): _requests,
        ("seed", "POST"): _seed,
        ("clock", "GET"): _clock,
        ("clock", "POST"): _set_clock,
        ("fault", "GET"): _faults,
        ("fault", "POST"): _arm,
        ("fault", "DELETE"): _clear,
        ("redesign", "GET"): _redesign,
        ("redesign", "POST"): _set_redesign,
        ("variants", "GET"): _variants,
        ("variants", "POST"): _set_variants,
        ("institute", "POST"): _institute,
        ("captcha", "GET"): _captcha,
    }
    steered = [
        Route(f"/__mock__/{name}", _guarded(action), methods=[verb])
        for (name, verb), action in table.items()
    ]
    by_hand = [
        Route("/__mock__/institute", _institute_page, methods=["GET"]),
        Route("/__mock__/institute/decide", _decide_by_hand, methods=["POST"]),
    ]
    return [*by_hand, *steered]


def _guarded(action: Action) -> Callable[[Request], Awaitable[Response]]:
    @functools.wraps(action)
    async def endpoint(request: Request) -> Response:
        portal = portal_of(request)
        if not _right_token(portal, request.headers.get("X-Mock-Token", "")):
            return JSONResponse({"error": "wrong or missing X-Mock-Token"}, status_code=403)
        try:
            return JSONResponse(action(portal, request, await _body(request)))
        except MISTAKES as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return endpoint


async def _body(request: Request) -> Body:
    body = await request.json() if await request.body() else {}
    if not isinstance(body, dict):
        raise ValueError("the body must be one JSON object")  # noqa: TRY004 - told to the caller
    return body


def _right_token(portal: Portal, given: str) -> bool:
    return secrets.compare_digest(given.encode(), portal.options.token.encode())


def _health(portal: Portal, _request: Request, _body: Body) -> object:
    return {
        "ok": True,
        "pid": os.getpid(),
        "engine": portal.options.engine,
        "variants": portal.variants.model_dump(),
        "accounts": len(portal.store.accounts),
        "records": len(portal.store.records),
        "bookings": len(portal.store.bookings),
    }


def _reset(portal: Portal, _request: Request, _body: Body) -> object:
    portal.reset()
    return {"ok": True}


def _state(portal: Portal, _request: Request, _body: Body) -> object:
    institute.answer_due(portal)
    return snapshot(portal)


def _requests(portal: Portal, request: Request, _body: Body) -> object:
    return {"requests": portal.requests.since(int(request.query_params.get("since", "0")))}


def _seed(portal: Portal, _request: Request, body: Body) -> object:
    seeds.plant(portal.store, seeds.parse(body))
    return {"ok": True, "records": len(portal.store.records)}


def _clock(portal: Portal, _request: Request, _body: Body) -> object:
    return {"now": portal.clock.now().isoformat(), "answer_after": portal.answer_after}


def _set_clock(portal: Portal, request: Request, body: Body) -> object:
    unknown = set(body) - {"set", "advance_seconds", "run", "answer_after"}
    if unknown or not body:
        raise ValueError("clock takes set, advance_seconds, run or answer_after")
    if "set" in body:
        portal.clock.set(datetime.fromisoformat(str(body["set"])))
    if body.get("run"):
        portal.clock.run()
    if "advance_seconds" in body:
        portal.clock.advance(float(str(body["advance_seconds"])))
    if "answer_after" in body:
        portal.answer_after = float(str(body["answer_after"]))
    portal.remember_clock()
    institute.answer_due(portal)
    return _clock(portal, request, body)


def _faults(portal: Portal, _request: Request, _body: Body) -> object:
    return {"faults": portal.faults.listed()}


def _arm(portal: Portal, _request: Request, body: Body) -> object:
    return {"id": portal.faults.arm(body)}


def _clear(portal: Portal, _request: Request, _body: Body) -> object:
    return {"cleared": portal.faults.clear()}


def _redesign(portal: Portal, _request: Request, _body: Body) -> object:
    edits = zip(portal.redesign.edits, portal.redesign.made, strict=True)
    return {"edits": [{**edit.model_dump(), "made": made} for edit, made in edits]}


def _set_redesign(portal: Portal, request: Request, body: Body) -> object:
    edits = body.get("edits")
    if not isinstance(edits, list):
        raise ValueError("redesign takes edits, a list")  # noqa: TRY004 - told to the caller
    portal.redesign.set(edits)
    return _redesign(portal, request, body)


def _variants(portal: Portal, _request: Request, _body: Body) -> object:
    return portal.variants.model_dump()


def _set_variants(portal: Portal, _request: Request, body: Body) -> object:
    portal.variants = portal.variants.replaced(body)
    return portal.variants.model_dump()


def _captcha(portal: Portal, request: Request, _body: Body) -> object:
    return {"answer": portal.sessions.captcha(request.query_params.get("session", ""))}


def _institute(portal: Portal, _request: Request, body: Body) -> object:
    number, serial = str(body.get("booking") or ""), str(body.get("serial") or "")
    match body.get("do"):
        case "answer":
            return _answer(portal, number)
        case "accept":
            return {"decided": institute.decide(portal, number, serial, "")}
        case "refuse":
            reason = str(body.get("reason") or "请按上次检定证书填写")
            return {"decided": institute.decide(portal, number, serial, reason)}
        case "allocate":
            return {"allocated": institute.take_up(portal, number, serial)}
        case "certify":
            result = str(body.get("result") or "合格")
            return {"certified": institute.certify(portal, number, serial, result)}
        case _:
            raise ValueError("institute does answer, accept, refuse, allocate or certify")


def _answer(portal: Portal, number: str) -> object:
    if number:
        institute.answer(portal, institute.booking_by_number(portal, number))
    else:
        institute.answer_all(portal)
    return {"ok": True}


def _institute_page(request: Request) -> Response:
    portal = portal_of(request)
    institute.answer_due(portal)
    bookings = [one for one in portal.store.bookings.values() if one.number]
    return render.page(
        portal,
        "institute.html",
        bookings=sorted(bookings, key=lambda one: one.number, reverse=True),
        token=portal.options.token,
        receipt=institute.receipt_text,
    )


async def _decide_by_hand(request: Request) -> Response:
    portal = portal_of(request)
    form = {key: str(value) for key, value in (await request.form()).items()}
    if not _right_token(portal, form.get("token", "")):
        return JSONResponse({"error": "wrong token"}, status_code=403)
    try:
        _institute(portal, request, dict(form))
    except MISTAKES as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    return RedirectResponse("/__mock__/institute", status_code=303)
