"""预约单记录查询: the list of bookings."""

from page_objects.contract.seen import Place
from page_objects.errors import ActionRefusedError, PortalError
from page_objects.pages.booking_form import BookingForm
from page_objects.pages.ledger import delete_row
from page_objects.pages.portal_page import GridScreen
from page_objects.pages.receipt import ReceiptPage
from page_objects.patience import Wait
from page_objects.payload import as_moment, as_text
from page_objects.screens import BookingRow
from page_objects.widgets.dialog import refusal
from page_objects.widgets.grid import GridPage
from page_objects.words import WORDS


class BookingListPage(GridScreen):
    """The bookings of this account."""

    screen = "预约单记录查询"
    place = Place.BOOKINGS
    grid_columns = WORDS.bookings.columns

    def rows(self) -> tuple[BookingRow, ...]:
        """Return every booking, newest state: the list is asked for again first."""
        with self._on_screen("read the bookings"):
            self._grid().after_button(WORDS.buttons["query"])
            return tuple(
                _row(page, at) for page in self._grid().pages() for at in range(len(page.rows))
            )

    def come_back(self) -> bool:
        """Return to this list from a form that was saved; say whether it is in front.

        The portal may move on by itself or stay on the form; it is given a moment, then 返回 is
        pressed. False means that neither led here, whatever the reason.
        """
        form = BookingForm(**self._same_place())
        where: list[GridScreen] = []

        def somewhere() -> bool:
            where.extend(screen for screen in (self, form) if screen._look())  # noqa: SLF001 - same family
            return bool(where)

        try:
            self._tab.wait_until(somewhere, self._patience.ms(Wait.MESSAGE))
            if where[:1] == [form]:
                form.back()
            if where:
                self.wait_ready()
        except PortalError:
            return False
        return bool(where)

    def new(self) -> BookingForm:
        """Open an empty booking form."""
        with self._on_screen("open a new booking"):
            self._button(WORDS.buttons["add"]).click()
        return BookingForm(**self._same_place()).wait_ready()

    def edit(self, uuid: str) -> BookingForm:
        """Open the form of a booking that can still be changed."""
        form = BookingForm(**self._same_place())
        self._follow("edit", uuid, form)
        return form

    def open_receipt(self, uuid: str) -> ReceiptPage:
        """Open 预约单详情 of one booking."""
        receipt = ReceiptPage(**self._same_place())
        self._follow("details", uuid, receipt)
        return receipt

    def delete(self, uuid: str) -> str:
        """Delete a booking and see that it is gone; return what the portal said."""
        action = WORDS.buttons["delete"][0]
        with self._on_screen("delete a booking"):
            self._grid().select(uuid)
            message = delete_row(self, action=action)
            if uuid in {row.uuid for row in self.rows()}:
                raise ActionRefusedError(action=action, message="")
        return message

    def _follow(self, act: str, uuid: str, screen: GridScreen) -> None:
        """Select a row, press a button, and wait for the screen or for a message instead."""
        with self._on_screen(WORDS.buttons[act][0]):
            self._grid().select(uuid)
            self._tab.take_said()
            self._button(WORDS.buttons[act]).click()
            messages: list[str] = []

            def came() -> bool:
                messages.extend(self._heard())
                return bool(messages) or screen._look()  # noqa: SLF001 - same family

            self._tab.wait_until(came, self._patience.ms(Wait.NAVIGATE))
            if messages:
                self._messager().take()
                raise refusal(WORDS.buttons[act][0], messages[0])
        screen.wait_ready()

    def _heard(self) -> tuple[str, ...]:
        if self._found is None or self._found.is_detached():
            return tuple(self._tab.said)
        return self._messager().heard()


def _row(page: GridPage, at: int) -> BookingRow:
    row, cells = page.rows[at], page.cells[at]
    cell = {
        key: cells.get(page.field_of(words), "") for key, words in WORDS.bookings.columns.items()
    }
    number = as_text(row.get("appointmentId")) or cell["number"]
    booked_at = as_moment(row.get("applicationDate")) or cell["booked_at"]
    return BookingRow(
        uuid=as_text(row.get("uuid")),
        number=number,
        piece_count=as_text(row.get("meterTotal")) or cell["piece_count"],
        booked_at=booked_at,
        status=cell["status"],
    )
