"""Read the receipts of open bookings and keep each one that changed. Read-only on the portal."""

from pydantic import BaseModel, ConfigDict

from ecqs_agent.flows.ports import Bookings
from ecqs_agent.journal import Journal, ReceiptRecord
from ecqs_agent.journal.store import utc_now
from page_objects.screens import BookingRow


class Poll(BaseModel):
    """What one pass saw: bookings looked at, and the receipts that changed since the last pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bookings: int
    read: int
    changed: tuple[ReceiptRecord, ...]


def read_receipts(account: str, *, bookings: Bookings, journal: Journal) -> Poll:
    """Read the receipt of every submitted booking; drafts have none."""
    rows = bookings.rows()
    submitted = [row for row in rows if row.number]
    changed = []
    for row in submitted:
        receipt = _read(bookings, row)
        if journal.keep_receipt(account, receipt):
            changed.append(receipt)
    return Poll(bookings=len(rows), read=len(submitted), changed=tuple(changed))


def _read(bookings: Bookings, row: BookingRow) -> ReceiptRecord:
    page = bookings.open_receipt(row.uuid)
    screen = page.read()
    page.back()
    bookings.wait_ready()
    return ReceiptRecord(
        booking_uuid=row.uuid,
        booking_number=row.number,
        booking_status=row.status,
        read_at=utc_now(),
        text=screen.text,
        pieces=[piece.model_dump() for piece in screen.pieces],
    )
