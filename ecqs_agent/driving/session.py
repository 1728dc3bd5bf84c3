"""One account's browser session on the portal: log in with a person, reach the screens."""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError
from pydantic import BaseModel, ConfigDict, SecretStr

from ecqs_agent.login.vault import SessionStore
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.ledger import LedgerPage
from page_objects.pages.portal_home import PortalHome, SystemPage
from page_objects.pages.portal_page import PortalPage
from page_objects.patience import Patience
from page_objects.tab import tab_of

_BLANK_MS = 5000
S = TypeVar("S", bound=PortalPage)
_TOUCH = """() => location.protocol.startsWith("http")
  && fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10000) })
    .then(() => true, () => false)"""


class Credentials(BaseModel):
    """A user name and its password; the password never shows itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    username: str
    password: SecretStr


class Browser(Protocol):
    """A browser context, and how to replace it by a fresh one with the same login."""

    @property
    def context(self) -> BrowserContext:
        """Return the context in use."""
        ...

    def renew(self) -> None:
        """Replace it."""
        ...


class PortalSession:
    """The screens of the portal as one account sees them. One context, one browser, one hand."""

    def __init__(
        self,
        browsing: Browser,
        *,
        account: str,
        portal: str,
        patience: Patience,
        store: SessionStore | None = None,
    ) -> None:
        self.account = account
        self._browsing = browsing
        self.portal = portal
        self._patience = patience
        self._store = store
        self._ledger: LedgerPage | None = None
        self._bookings: BookingListPage | None = None

    @property
    def context(self) -> BrowserContext:
        """Return the browser context that has this session."""
        return self._browsing.context

    def freshen(self) -> None:
        """Start the browser anew with the same login, to free what it holds of earlier work.

        Raises:
            NoBrowserError: it did not start again.
        """
        self.leave()
        self._browsing.renew()

    def home(self) -> PortalHome:
        """Return the portal's home page, in the first tab, with every other tab closed."""
        self.leave()
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        return PortalHome(page, base_url=self.portal, patience=self._patience).open()

    def ledger(self) -> LedgerPage:
        """Return the ledger page, opened by the human route unless it is the one in front.

        Raises:
            SessionEndedError: nobody is logged in.
        """
        if self._ledger is None:
            self._ledger = self._enter().open_ledger()
        return self._ledger

    def bookings(self) -> BookingListPage:
        """Return the booking list, opened by the human route unless it is the one in front.

        Raises:
            SessionEndedError: nobody is logged in.
        """
        if self._bookings is None:
            self._bookings = self._enter().open_bookings()
        return self._bookings

    def in_front(self, kind: type[S]) -> S:
        """Return the tab in front as this kind of screen, whether or not it is one."""
        return kind(self.context.pages[-1], base_url=self.portal, patience=self._patience)

    def _enter(self) -> SystemPage:
        """Enter the system by the human route, which shows whether the session is alive.

        Nothing is asked for or written before this look; what it finds is kept.
        """
        system = self.home().enter_system()
        if self._store is not None:
            self._store.see_alive(self.account, self.context.storage_state())
        return system

    def stay_alive(self) -> None:
        """Let the portal know that this session is still wanted, by one read of the page in front.

        Trouble is not told here: whoever uses the session next finds it.
        """
        with suppress(PlaywrightError):
            self.context.pages[-1].evaluate(_TOUCH)

    def yield_to_person(self) -> None:
        """Leave the account to a person who has logged in elsewhere."""
        if self._store is not None:
            self._store.mark_displaced(self.account)

    def settle(self) -> None:
        """Keep the booking list when the portal comes back to it after a save.

        Where the portal goes then is not known (portal-facts 10): if the list is not in front
        soon, and 返回 does not lead to it, the next use enters by the human route again.
        """
        if self._bookings is None or not self._bookings.come_back():
            self.leave()

    def leave(self) -> None:
        """Forget the screens in front: after an error nothing about them is assumed."""
        self._ledger = self._bookings = None
        for page in self.context.pages[1:]:
            if not page.is_closed():
                with suppress(PlaywrightError):  # the browser may be gone
                    page.goto("about:blank", timeout=_BLANK_MS)  # a tab that loads may not close
                    page.close()

    def picture(self) -> bytes:
        """Return a picture of the screen in front, which is never the login page.

        Raises:
            SessionEndedError: the login page is in front; what was typed there is not pictured.
        """
        page = self.context.pages[-1]
        tab_of(page).check_session()
        return page.screenshot(type="png", animations="disabled")

    def keep(self) -> None:
        """Keep the login for the next command."""
        if self._store is not None:
            self._store.save(self.account, self.context.storage_state())

    def forget(self) -> None:
        """Forget a login that has ended."""
        if self._store is not None:
            self._store.forget(self.account)


AskCaptcha = Callable[[bytes, BrowserContext], str]
"""Show a person the captcha picture and return what they read; "" asks for another picture."""


LogIn = Callable[[PortalSession], None]
"""Log the session in, or raise PersonNeededError."""
