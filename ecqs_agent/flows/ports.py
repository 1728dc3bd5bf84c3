"""What the flows need of pages and lease, so that they are tested without a browser."""

from collections.abc import Callable, Collection
from typing import Literal, Protocol

from page_objects.screens import (
    BookingPiece,
    BookingRow,
    InstrumentForm,
    LedgerGlance,
    LedgerRecord,
    Outcome,
    ReceiptScreen,
)

UnknownPayload = Literal["stop", "warn"]


class Dialog(Protocol):
    """The ledger dialog."""

    def read(self) -> InstrumentForm:
        """Return what it holds."""
        ...

    def fill(self, form: InstrumentForm) -> bool:
        """Fill the fields that differ, and verify all of them."""
        ...

    def submit(
        self,
        expect: InstrumentForm,
        *,
        before_release: Callable[[], None],
        unknown_payload: UnknownPayload,
    ) -> Outcome:
        """Click once and report the answer."""
        ...

    def picture(self) -> bytes:
        """Return a small JPEG of the dialog."""
        ...

    def close(self) -> None:
        """Close without saving."""
        ...


class Ledger(Protocol):
    """The ledger page."""

    def add(self) -> Dialog:
        """Open the dialog for a new record."""
        ...

    def edit(self, uuid: str) -> Dialog:
        """Open the dialog of this record."""
        ...

    def records(self, *, name: str = "", serial_number: str = "") -> tuple[LedgerRecord, ...]:
        """Return the records that match the filters."""
        ...

    def refresh(self) -> None:
        """Have the list loaded again."""
        ...

    def glance(self) -> LedgerGlance:
        """Return the size of the whole ledger and its first rows, at no cost."""
        ...


class Receipt(Protocol):
    """The receipt page."""

    def read(self) -> ReceiptScreen:
        """Return what it shows."""
        ...

    def back(self) -> object:
        """Go back to the list."""
        ...


class Booking(Protocol):
    """The booking form."""

    def pieces(self) -> tuple[BookingPiece, ...]:
        """Return the pieces in it."""
        ...

    def choose(self, uuids: Collection[str]) -> int:
        """Put these ledger records into it."""
        ...

    def remove(self, uuids: Collection[str]) -> None:
        """Take these pieces out of it."""
        ...

    def save_draft(self, expect: Collection[str]) -> Outcome:
        """Save it as a draft."""
        ...

    def submit(
        self,
        expect: Collection[str],
        *,
        before_release: Callable[[], None],
        unknown_payload: UnknownPayload,
    ) -> Outcome:
        """Submit it: one click."""
        ...

    def back(self) -> object:
        """Go back to the list."""
        ...


class Bookings(Protocol):
    """The booking list."""

    def wait_ready(self) -> "Bookings":
        """Wait until the list is in front again, and return it."""
        ...

    def rows(self) -> tuple[BookingRow, ...]:
        """Return every booking."""
        ...

    def new(self) -> Booking:
        """Open an empty booking form."""
        ...

    def edit(self, uuid: str) -> Booking:
        """Open a draft."""
        ...

    def delete(self, uuid: str) -> object:
        """Delete a draft and see that it is gone."""
        ...

    def open_receipt(self, uuid: str) -> Receipt:
        """Open the receipt of a booking."""
        ...


class Hold(Protocol):
    """The account's lease."""

    def check(self) -> None:
        """Raise when it is no longer ours."""
        ...


class Session(Protocol):
    """One account's session: its screens, and how to let go of them."""

    account: str

    def ledger(self) -> Ledger:
        """Return the ledger page."""
        ...

    def bookings(self) -> Bookings:
        """Return the booking list."""
        ...

    def settle(self) -> None:
        """After a save: keep the booking list if the portal shows it, else forget the screens."""
        ...

    def leave(self) -> None:
        """Forget the screens in front."""
        ...

    def freshen(self) -> None:
        """Free what the browser holds of earlier work; the screens are forgotten."""
        ...

    def stay_alive(self) -> None:
        """Keep the login alive by a look that changes nothing."""
        ...

    def forget(self) -> None:
        """Forget a login that has ended."""
        ...
