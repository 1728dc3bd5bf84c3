"""What became of every row, in the words of the portal and the institute. Pure functions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Item, ReceiptRecord, State
from ecqs_agent.mapping import comparable
from ledgers.receipt import Receipt, read_receipt
from page_objects.words import WORDS


class Standing(StrEnum):
    """Where a row stands, as a clerk would say it."""

    NOT_FILED = "not-filed"  # the check stopped it
    WAITING = "waiting"  # good, and not sent yet
    FILED = "filed"  # in the ledger, not booked
    BOOKED = "booked"  # booked, no answer yet
    ACCEPTED = "accepted"
    REFUSED = "refused"  # by the institute
    PORTAL_REFUSED = "portal-refused"  # by the portal, on saving
    UNCLEAR = "unclear"
    VERIFIED = "verified"
    UNKNOWN_STATE = "unknown-state"  # the portal shows a word nobody has agreed on


class RowStanding(BaseModel):
    """One row's standing, with the portal's identities and the institute's words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    standing: Standing
    instrument_code: str = ""
    booking_number: str = ""
    process_state: str = ""
    words: str = ""


_MEANINGS: Mapping[str, Standing] = {
    "waiting": Standing.BOOKED,
    "accepted": Standing.ACCEPTED,
    "refused": Standing.REFUSED,
    "verified": Standing.VERIFIED,
}

_BEFORE_BOOKING: Mapping[State, Standing] = {
    State.TODO: Standing.WAITING,
    State.DOING: Standing.WAITING,
    State.SUBMITTING: Standing.UNCLEAR,
    State.UNCLEAR: Standing.UNCLEAR,
    State.PROVEN: Standing.FILED,
    State.REFUSED: Standing.PORTAL_REFUSED,
    State.REJECTED: Standing.PORTAL_REFUSED,
}


def stand(
    rows: Mapping[int, str | None],
    *,
    items: Mapping[str, Item],
    receipts: Iterable[ReceiptRecord],
) -> tuple[RowStanding, ...]:
    """Return where each row stands. `rows` maps a row to its item's key, None when not good."""
    pieces = _pieces_by_record(receipts)
    return tuple(_row(row, items.get(key or ""), key, pieces) for row, key in rows.items())


def _row(
    row: int,
    item: Item | None,
    key: str | None,
    pieces: Mapping[str, tuple[ReceiptRecord, Mapping[str, Any]]],
) -> RowStanding:
    if key is None:
        return RowStanding(row=row, standing=Standing.NOT_FILED)
    if item is None:
        return RowStanding(row=row, standing=Standing.WAITING)
    if item.portal_uuid in pieces:
        return _answered(row, item, *pieces[item.portal_uuid])
    return RowStanding(
        row=row,
        standing=_BEFORE_BOOKING[item.state],
        instrument_code=item.portal_number,
        words=item.words,
    )


def _answered(
    row: int, item: Item, receipt: ReceiptRecord, piece: Mapping[str, Any]
) -> RowStanding:
    word = piece["process_state"]
    meaning = WORDS.statuses["process"].get(word)
    return RowStanding(
        row=row,
        standing=_MEANINGS.get(meaning or "", Standing.UNKNOWN_STATE),
        instrument_code=item.portal_number or piece["instrument_code"],
        booking_number=receipt.booking_number,
        process_state=word,
        words=words_for(piece, _parsed(receipt)),
    )


def _pieces_by_record(
    receipts: Iterable[ReceiptRecord],
) -> dict[str, tuple[ReceiptRecord, Mapping[str, Any]]]:
    """Return the newest receipt and piece of each ledger record; later bookings win."""
    found = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.booking_number):
        for piece in receipt.pieces:
            found[piece["record_uuid"]] = (receipt, piece)
    return found


def _parsed(receipt: ReceiptRecord) -> Receipt:
    return read_receipt(receipt.text)


def words_for(piece: Mapping[str, Any], receipt: Receipt) -> str:
    """Return the institute's words that concern this piece: its refusal, else the acceptance."""
    for refusal in receipt.refusals:
        if _is_about(refusal.name, refusal.serial_number, piece):
            return refusal.reason
    for acceptance in receipt.acceptances:
        if comparable(acceptance.institute).startswith(comparable(piece["institute"]).rstrip("…")):
            return acceptance.text
    return ""


def _is_about(name: str, serial_number: str, piece: Mapping[str, Any]) -> bool:
    same_name = comparable(name) == comparable(piece["name"])
    return same_name and comparable(serial_number) == comparable(piece["serial_number"])
