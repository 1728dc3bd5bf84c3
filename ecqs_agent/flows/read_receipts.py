"""Read the receipts of bookings that may have changed and keep each one that did.

Read-only on the portal. The list is asked for first and costs little; a booking is opened only
when its row differs from the last reading, or when it is unfinished and was not read for long:
certificates come without a sign in the list (portal-facts 5.1, 6.2).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.standings import FINISHED, standing_of
from ecqs_agent.flows.ports import Bookings
from ecqs_agent.journal import Journal, ReceiptRecord
from ecqs_agent.journal.store import utc_now
from page_objects.screens import BookingRow

RECEIPT_AGE: Final = timedelta(hours=12)


class Poll(BaseModel):
    """What one pass saw: bookings in the list, receipts opened, and those that changed.

    `missing` are the numbers of unfinished bookings that the list shows no longer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bookings: int
    read: int
    changed: tuple[ReceiptRecord, ...]
    missing: tuple[str, ...] = ()


def read_receipts(
    account: str,
    *,
    bookings: Bookings,
    journal: Journal,
    older_than: timedelta = RECEIPT_AGE,
    everything: bool = False,
    now: Callable[[], datetime] = utc_now,
) -> Poll:
    """Read the receipt of every submitted booking in which something can have changed.

    Unfinished bookings are read again when they were last seen before `older_than`; `everything`
    reads all. Drafts have no receipt.
    """
    rows = bookings.rows()
    submitted = [row for row in rows if row.number]
    known = {receipt.booking_uuid: receipt for receipt in journal.receipts(account)}
    seen = journal.last_seen(account)
    limit = now() - older_than
    due = [
        row
        for row in submitted
        if everything or may_have_changed(row, known.get(row.uuid), seen.get(row.uuid), limit=limit)
    ]
    changed = []
    for row in due:
        receipt = _read(bookings, row, now=now)
        if journal.keep_receipt(account, receipt):
            changed.append(receipt)
    finished = {uuid for uuid, receipt in known.items() if is_finished(receipt)}
    unread = {row.uuid for row in submitted} - {row.uuid for row in due}
    journal.see_again(account, finished & unread, now())
    return Poll(
        bookings=len(rows),
        read=len(due),
        changed=tuple(changed),
        missing=tuple(_missing(known, submitted)),
    )


def may_have_changed(
    row: BookingRow, known: ReceiptRecord | None, seen: datetime | None, *, limit: datetime
) -> bool:
    """Return whether this row's receipt is worth opening: it was last `seen` before `limit`?"""
    if known is None or seen is None:
        return True
    if row.status != known.booking_status or _differs(row.piece_count, len(known.pieces)):
        return True
    return not is_finished(known) and seen <= limit


def is_finished(receipt: ReceiptRecord) -> bool:
    """Return whether every piece was verified or refused; an unknown word is neither."""
    states = [standing_of(str(piece.get("process_state") or "")) for piece in receipt.pieces]
    return bool(states) and FINISHED.issuperset(states)


def _differs(shown: str, count: int) -> bool:
    return shown.strip().isdecimal() and int(shown) != count


def _missing(known: Mapping[str, ReceiptRecord], submitted: Iterable[BookingRow]) -> Iterable[str]:
    there = {row.uuid for row in submitted}
    return (
        receipt.booking_number
        for uuid, receipt in known.items()
        if uuid not in there and not is_finished(receipt)
    )


def _read(bookings: Bookings, row: BookingRow, *, now: Callable[[], datetime]) -> ReceiptRecord:
    page = bookings.open_receipt(row.uuid)
    screen = page.read()
    page.back()
    bookings.wait_ready()
    return ReceiptRecord(
        booking_uuid=row.uuid,
        booking_number=row.number,
        booking_status=row.status,
        read_at=now(),
        text=screen.text,
        pieces=[piece.model_dump() for piece in screen.pieces],
    )
