"""The login at /casServer, as far as the public client shows it (portal-facts 1.3)."""

import secrets
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ecqs_agent.mock_portal import captcha, codec, render, words
from ecqs_agent.mock_portal.entities import Account
from ecqs_agent.mock_portal.portal import LOCK_AFTER, LOCK_SECONDS, Attempts, Portal
from ecqs_agent.mock_portal.sessions import CAS, PORTAL, AppSession, CasSession, Grant

HOME = f"{PORTAL}/shIndex.html"
GRANT_COOKIE = "CASTGC"
SESSION_COOKIE = "JSESSIONID"


def portal_of(request: Request) -> Portal:
    """Return the portal that serves a request."""
    portal: Portal = request.app.state.portal
    return portal


def login_form(request: Request) -> Response:
    """Show the login page, or pass on at once when the single sign-on still holds."""
    portal, service = portal_of(request), _service(request)
    if service is None:
        return HTMLResponse("<h2>未认证授权的服务</h2>", status_code=403)
    cookie = request.cookies.get(GRANT_COOKIE)
    grant = portal.sessions.granted(cookie)
    if grant:
        return _to_service(portal, grant, service)
    says = portal.variants.sessions == "single" and portal.sessions.was_displaced(cookie)
    return _form(request, service, words.DISPLACED if says else "")


async def login_post(request: Request) -> Response:
    """Take the posted login: a ticket on success, the page with its error otherwise."""
    portal, service = portal_of(request), _service(request)
    if service is None:
        return HTMLResponse("<h2>未认证授权的服务</h2>", status_code=403)
    form = {key: str(value) for key, value in (await request.form()).items()}
    session = portal.sessions.cas(request.cookies.get(SESSION_COOKIE))
    account, error = _judge(portal, session, form)
    if account is None:
        return _form(request, service, error)
    displace = portal.variants.sessions != "many"
    return _to_service(portal, portal.sessions.grant(account.name, displace=displace), service)


def captcha_picture(request: Request) -> Response:
    """Draw the captcha and bind it to the session cookie that asked."""
    portal = portal_of(request)
    session = portal.sessions.cas(request.cookies.get(SESSION_COOKIE))
    if not session.captcha or portal.variants.captcha == "renew":
        session.captcha = captcha.new_text(mixed=portal.variants.captcha_case == "exact")
    picture = captcha.picture(session.captcha)
    response = Response(picture, media_type="image/jpeg", headers={"Cache-Control": "no-store"})
    _keep_session(response, session)
    return response


def logout(request: Request) -> Response:
    """End the single sign-on and all sessions below it."""
    portal_of(request).sessions.drop_grant(request.cookies.get(GRANT_COOKIE))
    response = RedirectResponse(HOME, status_code=302)
    response.delete_cookie(GRANT_COOKIE, path=f"{CAS}/")
    return response


def admit(request: Request, context: str) -> AppSession | Response:
    """Return the application's session, or the redirect that a browser has to follow first."""
    portal = portal_of(request)
    ticket = request.query_params.get("ticket")
    if ticket:
        return _redeem(request, ticket, context)
    session = portal.sessions.app(request.cookies.get(SESSION_COOKIE), context)
    return session or _to_login(request)


def _redeem(request: Request, ticket: str, context: str) -> Response:
    session = portal_of(request).sessions.redeem(ticket, context)
    response = RedirectResponse(_without_ticket(request), status_code=302)
    if session:
        response.set_cookie(SESSION_COOKIE, session.id, path=context, httponly=True)
    return response


def _without_ticket(request: Request) -> str:
    parts = urlsplit(str(request.url))
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "ticket"]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _to_login(request: Request) -> Response:
    query = urlencode(
        {"service": str(request.url), "code": "90000", "tacsaccess": "1", "flag": "false"}
    )
    return RedirectResponse(f"{CAS}/login?{query}", status_code=302)


def _service(request: Request) -> str | None:
    """Return where to go after login: here only, None for anywhere else."""
    home = urlunsplit((request.url.scheme, request.url.netloc, HOME, "", ""))
    service = request.query_params.get("service") or home
    parts = urlsplit(service)
    own = parts.scheme == request.url.scheme and parts.netloc == request.url.netloc
    return service if own else None


def _to_service(portal: Portal, grant: Grant, service: str) -> Response:
    ticket = portal.sessions.ticket(grant, service)
    joint = "&" if urlsplit(service).query else "?"
    response = RedirectResponse(f"{service}{joint}ticket={ticket}", status_code=302)
    response.set_cookie(GRANT_COOKIE, grant.id, path=f"{CAS}/", httponly=True)
    return response


def _form(request: Request, service: str, error: str) -> Response:
    portal = portal_of(request)
    session = portal.sessions.cas(request.cookies.get(SESSION_COOKIE))
    execution = f"{secrets.token_hex(16)}_{secrets.token_urlsafe(60)}"
    session.executions.add(execution)
    response = render.login_page(portal, service=service, error=error, execution=execution)
    _keep_session(response, session)
    return response


def _keep_session(response: Response, session: CasSession) -> None:
    response.set_cookie(SESSION_COOKIE, session.id, path=CAS, httponly=True)


def _judge(portal: Portal, session: CasSession, form: dict[str, str]) -> tuple[Account | None, str]:
    if form.get("execution") not in session.executions:
        return None, words.STALE_PAGE
    session.executions.discard(form["execution"])
    typed = form.get("authcode", "")
    right = _same_captcha(portal, session.captcha, typed)
    if portal.variants.captcha == "renew":
        session.captcha = ""
    if not right:
        return None, words.WRONG_CAPTCHA
    return _judge_password(portal, codec.decode_username(form.get("username", "")), form)


def _same_captcha(portal: Portal, held: str, typed: str) -> bool:
    if portal.variants.captcha_case == "any":
        held, typed = held.lower(), typed.lower()
    return bool(held) and held == typed


def _judge_password(portal: Portal, name: str, form: dict[str, str]) -> tuple[Account | None, str]:
    attempts = portal.attempts.setdefault(name, Attempts())
    now = portal.clock.now()
    if attempts.locked_until and now < attempts.locked_until:
        return None, words.LOCKED
    account = portal.store.accounts.get(name)
    if account and _same_password(account, form):
        portal.attempts.pop(name)
        return account, ""
    attempts.count += 1
    if attempts.count >= LOCK_AFTER:
        attempts.count, attempts.locked_until = 0, now + timedelta(seconds=LOCK_SECONDS)
        return None, words.LOCKED
    return None, words.WRONG_PASSWORD


def _same_password(account: Account, form: dict[str, str]) -> bool:
    expected = codec.encode_password(account.password, form.get("authcode", ""))
    return secrets.compare_digest(expected.encode(), form.get("password", "").encode())
