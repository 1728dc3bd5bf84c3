"""Bookings, drafts and receipts."""

from typing import ClassVar

from ecqs_agent.replay.parts import Part, RecordRef
from ecqs_agent.replay.verbs.steps import AnyStep, Nothing


class PiecesArgs(Part):
    """The ledger records of a booking; ${name} may stand for a whole list."""

    pieces: tuple[RecordRef, ...] | str


class Book(AnyStep):
    """Submit a booking of these records."""

    verb: ClassVar[str] = "book"
    writes: ClassVar[bool] = True
    book: PiecesArgs


class Draft(AnyStep):
    """Keep a booking of these records as a draft."""

    verb: ClassVar[str] = "draft"
    writes: ClassVar[bool] = True
    draft: PiecesArgs


class EditDraftArgs(Part):
    """Which draft, what comes in and goes out, and whether it is submitted then."""

    booking: str
    add: tuple[RecordRef, ...] = ()
    remove: tuple[RecordRef, ...] = ()
    submit: bool = False


class EditDraft(AnyStep):
    """Open a draft, change its pieces, and keep or submit it."""

    verb: ClassVar[str] = "edit_draft"
    writes: ClassVar[bool] = True
    edit_draft: EditDraftArgs


class BookingArgs(Part):
    """A booking: its 预约编号, or for a draft its bound uuid."""

    booking: str


class DeleteBooking(AnyStep):
    """Delete a booking."""

    verb: ClassVar[str] = "delete_booking"
    writes: ClassVar[bool] = True
    delete_booking: BookingArgs


class Bookings(AnyStep):
    """Read the list of bookings."""

    verb: ClassVar[str] = "bookings"
    bookings: Nothing


class ReadReceipt(AnyStep):
    """Read the receipt of a booking: the institute's words and every piece's state."""

    verb: ClassVar[str] = "read_receipt"
    read_receipt: BookingArgs
