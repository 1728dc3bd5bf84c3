"""Who is logged in: CAS sessions, single sign-on grants, tickets, application sessions.

Cookies as seen on the host (portal-facts 1.5): several `JSESSIONID`, one per application path, in
WebSphere's shape. A grant that is dropped ends every session below it, silently.
"""

import secrets
from dataclasses import dataclass, field

CAS = "/casServer"
PORTAL = "/egov"
SYSTEM = "/InspSystemV11"
CLONE = "1d5mf8c2k"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def new_session_id() -> str:
    """Return an id of the shape seen: four digits, 23 characters, a clone id."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(23))
    return f"0000{body}:{CLONE}"


@dataclass
class Grant:
    """One account's single sign-on."""

    account: str
    id: str = field(default_factory=lambda: f"TGT-{secrets.token_urlsafe(24)}-cas01")
    alive: bool = True
    displaced: bool = False  # by a later login of the same account


@dataclass
class CasSession:
    """What the login page remembers between picture and post."""

    id: str = field(default_factory=new_session_id)
    captcha: str = ""
    executions: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class AppSession:
    """A session of one application, alive as long as its grant."""

    id: str
    context: str
    grant: Grant


class Sessions:
    """Keep all sessions of one portal process; a restart forgets them."""

    def __init__(self) -> None:
        self._cas: dict[str, CasSession] = {}
        self._apps: dict[str, AppSession] = {}
        self._grants: dict[str, Grant] = {}
        self._tickets: dict[str, tuple[Grant, str]] = {}

    def cas(self, cookie: str | None) -> CasSession:
        """Return the login session behind a cookie, a fresh one when there is none."""
        if cookie and cookie in self._cas:
            return self._cas[cookie]
        session = CasSession()
        self._cas[session.id] = session
        return session

    def captcha(self, cookie: str) -> str:
        """Return the captcha's answer for a login session, "" when there is none."""
        session = self._cas.get(cookie)
        return session.captcha if session else ""

    def grant(self, account: str, *, displace: bool) -> Grant:
        """Log an account in; with `displace` its earlier logins end."""
        if displace:
            self._displace(account)
        grant = Grant(account)
        self._grants[grant.id] = grant
        return grant

    def granted(self, cookie: str | None) -> Grant | None:
        """Return the living grant behind a ticket-granting cookie."""
        grant = self._grants.get(cookie or "")
        return grant if grant and grant.alive else None

    def was_displaced(self, cookie: str | None) -> bool:
        """Return whether a later login ended the grant behind a ticket-granting cookie."""
        grant = self._grants.get(cookie or "")
        return grant is not None and grant.displaced

    def _displace(self, account: str) -> None:
        for grant in self._grants.values():
            if grant.account == account and grant.alive:
                grant.alive, grant.displaced = False, True

    def ticket(self, grant: Grant, service: str) -> str:
        """Issue a ticket, good once and for one service."""
        ticket = f"ST-{len(self._tickets) + 1}-{secrets.token_urlsafe(12)}-cas01"
        self._tickets[ticket] = (grant, service)
        return ticket

    def redeem(self, ticket: str, context: str) -> AppSession | None:
        """Turn a ticket into an application session; None when it is used or unknown."""
        grant, service = self._tickets.pop(ticket, (None, ""))
        if grant is None or not grant.alive or context not in service:
            return None
        session = AppSession(new_session_id(), context, grant)
        self._apps[session.id] = session
        return session

    def app(self, cookie: str | None, context: str) -> AppSession | None:
        """Return the living application session behind a cookie."""
        session = self._apps.get(cookie or "")
        if session is None or session.context != context or not session.grant.alive:
            return None
        return session

    def drop_cookie(self, cookie: str | None) -> None:
        """End the grant behind an application's cookie, and so all its sessions."""
        session = self._apps.get(cookie or "")
        if session:
            session.grant.alive = False

    def drop_grant(self, cookie: str | None) -> None:
        """End the grant behind a ticket-granting cookie."""
        grant = self._grants.pop(cookie or "", None)
        if grant:
            grant.alive = False

    def drop_account(self, account: str) -> None:
        """End every login of an account."""
        for grant in self._grants.values():
            if grant.account == account:
                grant.alive = False

    def clear(self) -> None:
        """End everything."""
        for grant in self._grants.values():
            grant.alive = False
        for shelf in (self._cas, self._apps, self._grants, self._tickets):
            shelf.clear()
