"""The addresses a tab may show: the portal's own, its login's, and those a setting adds.

An origin is scheme, host and port. It is all that is ever said of an address elsewhere: the rest
of it may carry a ticket.
"""

from collections.abc import Iterable
from typing import Final, Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, Request
from playwright.sync_api import Error as PlaywrightError
from pydantic import BaseModel, ConfigDict

from page_objects.errors import (
    CertificateError,
    ForeignAddressError,
    LoginPlaceError,
    PlainHttpError,
    PortalError,
)

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_AS_PAGES: Final = {"ws": "http", "wss": "https"}  # a WebSocket belongs to the pages' origin
_BAD_CERTIFICATE: Final = "net::ERR_CERT_"  # Chromium's words; Playwright has no class for it


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, "" for what has no host, as about:blank."""
    parts = urlsplit(url)
    scheme = _AS_PAGES.get(parts.scheme, parts.scheme)
    try:
        port = parts.port
    except ValueError:
        return ""
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{host}" + ("" if port in (None, DEFAULT_PORTS[scheme]) else f":{port}")


def place_of(url: str) -> str:
    """Return an address as people may be told it: no question mark, and nothing behind it.

    What stands there may be a ticket, and so may a path parameter (`;jsessionid=…`).
    """
    parts = urlsplit(url)
    return f"{origin_of(url)}{parts.path.partition(';')[0]}" if origin_of(url) else url[:40]


class Addresses(BaseModel):
    """The origins a run may talk to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    portal: str
    login: str
    more: tuple[str, ...] = ()

    @classmethod
    def of(cls, portal: str, *, login: str = "", more: tuple[str, ...] = ()) -> Self:
        """Return the origins of these addresses; without `login` it is the portal's own."""
        return cls(
            portal=origin_of(portal),
            login=origin_of(login or portal),
            more=tuple(origin_of(one) for one in more),
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Return every origin once, the portal's first."""
        return tuple(dict.fromkeys((self.portal, self.login, *self.more)))

    def admit(self, url: str) -> bool:
        """Return whether an address is one of ours, or none of the network's at all."""
        return origin_of(url) in ("", *self.all)

    def objection(self, url: str) -> PortalError:
        """Return the error for a tab that was led to an address which is not ours."""
        seen = origin_of(url)
        plain = seen.replace("http://", "https://", 1)
        if seen.startswith("http://") and urlsplit(plain).hostname in self._encrypted_hosts():
            return PlainHttpError(seen=seen, expected=self.portal)
        return ForeignAddressError(seen=seen, expected=self.portal)

    def must_be_login(self, url: str) -> None:
        """Make sure that this is where a password may be typed.

        Raises:
            LoginPlaceError: the login form stands on another origin.
        """
        if origin_of(url) != self.login:
            raise LoginPlaceError(seen=origin_of(url) or url[:40], expected=self.login)

    def _encrypted_hosts(self) -> set[str | None]:
        return {urlsplit(one).hostname for one in self.all if one.startswith("https://")}


class Border:
    """What the tabs of one browser context tried to show that is not ours."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._trouble: PortalError | None = None

    def check(self, tabs: Iterable[Page]) -> None:
        """Make sure that no tab was led elsewhere, whether it got there or was held back.

        Raises:
            PortalError: the child that says what happened; every one of them stops the run.
        """
        if self._trouble is not None:
            raise self._trouble
        for page in tabs:
            if not self.addresses.admit(page.url):
                raise self.addresses.objection(page.url)

    def on_failed(self, request: Request) -> None:
        """Remember the first page of a tab that failed because it is not the portal's."""
        if self._trouble is not None or not _is_of_a_tab(request):
            return
        if not self.addresses.admit(request.url):
            self._trouble = self.addresses.objection(request.url)
        elif (request.failure or "").startswith(_BAD_CERTIFICATE):
            self._trouble = CertificateError(
                address=origin_of(request.url), why=request.failure or ""
            )


_BORDERS: WeakKeyDictionary[BrowserContext, Border] = WeakKeyDictionary()


def keep_within(context: BrowserContext, addresses: Addresses) -> Border:
    """Let only these addresses count as the portal's in this context from now on."""
    if context in _BORDERS:
        context.remove_listener("requestfailed", _BORDERS[context].on_failed)
    border = _BORDERS[context] = Border(addresses)
    context.on("requestfailed", border.on_failed)
    return border


def border_of(context: BrowserContext, portal: str) -> Border:
    """Return the context's border; where none was drawn it is the portal's own origin."""
    return _BORDERS.get(context) or keep_within(context, Addresses.of(portal))


def _is_of_a_tab(request: Request) -> bool:
    """Return whether a whole tab was to show this, not a frame or a part of a page."""
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:  # the first request of a new tab has no frame yet
        return True
