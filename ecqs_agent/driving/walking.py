"""Walk the portal's screens without writing anything, and look at each of them.

Pressed are only what opens and leaves a screen: 在线办理, 直接办理, 新增, 选择器具, 预约单详情,
关闭, 返回. A form that was opened is left without being filled.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

from playwright.sync_api import Page
from pydantic import BaseModel, ConfigDict

from ecqs_agent.driving.session import PortalSession
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.errors import PortalDriftError, PortalError, PortalUnavailableError
from page_objects.pages.booking_form import BookingForm
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.ledger import LedgerPage
from page_objects.pages.login import LoginPage
from page_objects.pages.portal_home import PortalHome, SystemPage
from page_objects.pages.portal_page import GridScreen, PortalPage
from page_objects.pages.receipt import ReceiptPage

FOR_LEDGER = frozenset({Place.LEDGER, Place.INSTRUMENT})
FOR_BOOKING = frozenset({Place.BOOKINGS, Place.BOOKING, Place.PICKER})
EVERYWHERE = frozenset(Place) - {Place.LOGIN}
OF_THE_SCREEN = ("PORTAL-2", "PORTAL-3")  # errors that say that a screen is another one


class Walked(BaseModel):
    """What was seen, and why a screen was not."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    seen: tuple[ScreenSeen, ...]
    missed: dict[Place, PortalError]


G = TypeVar("G", bound=GridScreen)


class Window(Protocol):
    """Something that was opened over a screen."""

    def close(self) -> None:
        """Leave it; nothing is kept."""
        ...


Look = Callable[[ScreenSeen, Page], None]
"""Called while a screen is in front, with the tab it is in."""


class Walk:
    """One walk of a session that is logged in."""

    def __init__(
        self, session: PortalSession, places: Collection[Place], look: Look = lambda *_: None
    ) -> None:
        self._session = session
        self._places = frozenset(places)
        self._look = look
        self._seen: dict[Place, ScreenSeen] = {}
        self._missed: dict[Place, PortalError] = {}

    def go(self) -> Walked:
        """Look at every screen that was asked for, and say which could not be reached.

        Raises:
            PortalError: the session ended, or the portal cannot be used now.
        """
        self._front()
        if self._places & {Place.LEDGER, Place.INSTRUMENT}:
            self._ledger()
        if self._places & {Place.BOOKINGS, Place.BOOKING, Place.PICKER, Place.RECEIPT}:
            self._bookings()
        order = [place for place in Place if place in self._seen]
        return Walked(seen=tuple(self._seen[place] for place in order), missed=self._missed)

    def _front(self) -> None:
        if Place.HOME in self._places:
            self._plain(Place.HOME, self._session.home, PortalHome)
        if Place.SYSTEM in self._places:
            self._plain(Place.SYSTEM, lambda: self._session.home().enter_system(), SystemPage)

    def _plain(
        self, place: Place, open_it: Callable[[], PortalPage], kind: type[PortalPage]
    ) -> None:
        """Look at a page that needs no grid, also at one that has changed."""
        with self._reaching(place):
            try:
                page = open_it()
            except PortalDriftError:
                page = self._session.in_front(kind)
            self._note(page.inventory(), page.page)

    def _grid(self, open_it: Callable[[], G], changed: Callable[[], G]) -> G:
        """Look at a screen with a grid; one that has changed is seen, and no way leads on."""
        try:
            screen = open_it()
        except PortalDriftError as error:
            screen = changed()
            with suppress(PortalDriftError):  # nothing like it is in front
                self._note(screen.nearest(), screen.page)
            raise error from None
        self._note(screen.inventory(), screen.page)
        return screen

    def _ledger(self) -> None:
        with self._reaching(Place.LEDGER, Place.INSTRUMENT):
            ledger = self._grid(self._session.ledger, lambda: self._session.in_front(LedgerPage))
            if Place.INSTRUMENT in self._places:
                self._window(Place.INSTRUMENT, ledger, ledger.add)

    def _bookings(self) -> None:
        with self._reaching(Place.BOOKINGS, Place.BOOKING, Place.PICKER, Place.RECEIPT):
            bookings = self._grid(
                self._session.bookings, lambda: self._session.in_front(BookingListPage)
            )
            if Place.RECEIPT in self._places:
                self._receipt(bookings)
            if self._places & {Place.BOOKING, Place.PICKER}:
                self._booking(bookings)

    def _receipt(self, bookings: BookingListPage) -> None:
        with self._reaching(Place.RECEIPT):
            sent = [row for row in bookings.rows() if row.number]
            if not sent:
                return  # nothing has been submitted yet: there is no such screen
            receipt = self._grid(
                lambda: bookings.open_receipt(sent[0].uuid),
                lambda: bookings.neighbour(ReceiptPage),
            )
            receipt.back()
            bookings.wait_ready()

    def _booking(self, bookings: BookingListPage) -> None:
        with self._reaching(Place.BOOKING, Place.PICKER):
            form = self._grid(bookings.new, lambda: bookings.neighbour(BookingForm))
            if Place.PICKER in self._places:
                self._window(Place.PICKER, form, form.picker)
            form.back()
            bookings.wait_ready()

    def _window(self, place: Place, screen: GridScreen, open_it: Callable[[], Window]) -> None:
        """Look at a window; under another title it stands all the same."""
        with self._reaching(place):
            opened, trouble = None, None
            try:
                opened = open_it()
            except PortalDriftError as error:
                trouble = error
            try:
                self._note(screen.window_in_front(place), screen.page)
            except PortalUnavailableError as error:
                raise trouble or error from error
            if opened is None:
                raise PortalDriftError(screen=place.value, missing=str(trouble), seen=())
            opened.close()

    def _note(self, seen: ScreenSeen, page: Page) -> None:
        self._seen[seen.place] = seen
        self._look(seen, page)

    @contextmanager
    def _reaching(self, *places: Place) -> Iterator[None]:
        """Note that these screens were not reached when the way to them has changed."""
        try:
            yield
        except PortalError as error:
            if not error.code.startswith(OF_THE_SCREEN):
                raise
            for place in places:
                if place in self._places and place not in self._seen:
                    self._missed.setdefault(place, error)
            with suppress(PortalError):
                self._session.leave()


def look_at_login(session: PortalSession) -> ScreenSeen:
    """Return what the login page offers; nobody may be logged in.

    Raises:
        PortalError: there is no way to it.
    """
    home = session.home()
    try:
        return home.log_in().inventory()
    except PortalDriftError:
        return session.in_front(LoginPage).inventory()
