"""What became of every row, in the words of the portal and the institute. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, ReceiptRecord, State
from ledgers.instrument import comparable
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


@dataclass(frozen=True)
class Piece:
    """One piece of a booking, with the receipt's prose as meaning."""

    booking_number: str
    shown: Mapping[str, Any]
    receipt: Receipt


class RowIdentity(BaseModel):
    """Under which names a row is known: its item's key, and its record where one was matched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str | None = None  # None: the check stopped the row
    uuid: str | None = None


def stand(
    rows: Mapping[int, RowIdentity],
    *,
    items: Iterable[Item],
    receipts: Iterable[ReceiptRecord],
) -> tuple[RowStanding, ...]:
    """Return where each row stands, from the journal and the newest receipts."""
    pieces = _pieces_by_record(receipts)
    adds = [item for item in items if item.errand is Errand.ADD]
    by_key = {item.key: item for item in adds}
    by_uuid = {item.portal_uuid: item for item in adds if item.portal_uuid}
    standings = []
    for row, identity in rows.items():
        owner = by_uuid.get(identity.uuid) if identity.uuid else None
        item = owner or by_key.get(identity.key or "")
        standings.append(_row(row, item, pieces, is_good=identity.key is not None))
    return tuple(standings)


def _row(row: int, item: Item | None, pieces: Mapping[str, Piece], *, is_good: bool) -> RowStanding:
    if not is_good:
        return RowStanding(row=row, standing=Standing.NOT_FILED)
    if item is None:
        return RowStanding(row=row, standing=Standing.WAITING)
    piece = pieces.get(item.portal_uuid or "")
    if piece is not None:
        return _answered(row, item, piece)
    return RowStanding(
        row=row,
        standing=_BEFORE_BOOKING[item.state],
        instrument_code=item.portal_number,
        words=item.words,
    )


def _answered(row: int, item: Item, piece: Piece) -> RowStanding:
    word = piece.shown["process_state"]
    meaning = WORDS.statuses["process"].get(word, "")
    return RowStanding(
        row=row,
        standing=_MEANINGS.get(meaning, Standing.UNKNOWN_STATE),
        instrument_code=item.portal_number or piece.shown["instrument_code"],
        booking_number=piece.booking_number,
        process_state=word,
        words=words_for(piece.shown, piece.receipt),
    )


def _pieces_by_record(receipts: Iterable[ReceiptRecord]) -> dict[str, Piece]:
    """Return the newest piece of each ledger record; later bookings win."""
    found = {}
    for record in sorted(receipts, key=lambda receipt: receipt.booking_number):
        names = [(piece["name"], piece["serial_number"]) for piece in record.pieces]
        receipt = read_receipt(record.text, names)
        for piece in record.pieces:
            found[piece["record_uuid"]] = Piece(record.booking_number, piece, receipt)
    return found


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
