"""What every kept reading of a receipt says of each of its pieces. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecqs_agent.answers.standings import Standing, standing_of
from ecqs_agent.journal import ReceiptRecord
from ledgers.instrument import comparable
from ledgers.receipt import Acceptance, Receipt, read_receipt
from ledgers.receipts.matching import match_refusals
from ledgers.receipts.meaning import folded


@dataclass(frozen=True)
class Sighting:
    """One piece in one reading: the grid's row, and the part of the prose that concerns it."""

    at: datetime
    booking_uuid: str
    booking_number: str
    shown: Mapping[str, Any]  # empty when the piece has gone from the booking
    standing: Standing
    words: str = ""
    acceptance: Acceptance | None = None
    is_unallocated: bool = False

    def text(self, field: str) -> str:
        """Return what the grid shows in this field, "" when it shows none."""
        return str(self.shown.get(field) or "")


def sightings(history: Iterable[ReceiptRecord]) -> dict[str, list[Sighting]]:
    """Return every sighting of every piece by its record's uuid, oldest first.

    A piece that an earlier reading of the same booking had and a later one has not is sighted as
    filed: the booking holds it no longer. Pieces without a uuid are told apart by their place.
    """
    found: dict[str, list[Sighting]] = {}
    inside: dict[str, set[str]] = {}
    for record in history:
        seen = {
            str(piece.get("record_uuid") or f"{record.booking_uuid}#{place}"): sighting
            for place, (piece, sighting) in enumerate(
                zip(record.pieces, _sightings_of(record), strict=True)
            )
        }
        for uuid in inside.get(record.booking_uuid, set()) - set(seen):
            found[uuid].append(_gone(record))
        for uuid, sighting in seen.items():
            found.setdefault(uuid, []).append(sighting)
        inside[record.booking_uuid] = set(seen)
    return found


def _gone(record: ReceiptRecord) -> Sighting:
    return Sighting(
        at=record.read_at,
        booking_uuid=record.booking_uuid,
        booking_number=record.booking_number,
        shown={},
        standing=Standing.FILED,
    )


def _sightings_of(record: ReceiptRecord) -> tuple[Sighting, ...]:
    plates = [_plate(piece) for piece in record.pieces]
    receipt = read_receipt(record.text, plates)
    standings = [_standing(piece, record.text) for piece in record.pieces]
    refusals = _refusals(receipt, plates, standings)
    return tuple(
        Sighting(
            at=record.read_at,
            booking_uuid=record.booking_uuid,
            booking_number=record.booking_number,
            shown=piece,
            standing=standing,
            words=refusals[at] or (acceptance.text if acceptance else ""),
            acceptance=acceptance,
            is_unallocated=_is_unallocated(piece, standing, receipt),
        )
        for at, (piece, standing) in enumerate(zip(record.pieces, standings, strict=True))
        for acceptance in (_acceptance(piece, standing, receipt, record.pieces),)
    )


def _plate(piece: Mapping[str, Any]) -> tuple[str, str]:
    return str(piece.get("name") or ""), str(piece.get("serial_number") or "")


def _standing(piece: Mapping[str, Any], text: str) -> Standing:
    state = str(piece.get("process_state") or "")
    if not state and not text.strip():
        return Standing.BOOKED  # neither a word nor a receipt: no answer yet
    return standing_of(state)


def _refusals(
    receipt: Receipt, plates: Sequence[tuple[str, str]], standings: Sequence[Standing]
) -> list[str]:
    """Return the reasons for each piece, "" for most.

    Of identical pieces those get the words that the grid shows as refused; only where it shows
    none, a piece in an unknown state or without an answer may be the one that is meant.
    """
    chosen: list[int] = []
    covered: set[tuple[str, str]] = set()
    for level in (Standing.REFUSED, Standing.UNKNOWN_STATE, Standing.BOOKED):
        places = [
            at
            for at, standing in enumerate(standings)
            if standing is level and folded(plates[at]) not in covered
        ]
        chosen += places
        covered |= {folded(plates[at]) for at in places}
    words = [""] * len(plates)
    about = match_refusals(receipt.refusals, [plates[at] for at in chosen])
    for at, refusals in zip(chosen, about, strict=True):
        words[at] = "\n".join(dict.fromkeys(refusal.reason for refusal in refusals))
    return words


def _acceptance(
    piece: Mapping[str, Any],
    standing: Standing,
    receipt: Receipt,
    pieces: Sequence[Mapping[str, Any]],
) -> Acceptance | None:
    """Return the acceptance by the piece's institute; a cut cell is the beginning of its name."""
    if standing not in (Standing.ACCEPTED, Standing.VERIFIED, Standing.UNKNOWN_STATE):
        return None
    institute = _institute(piece)
    for acceptance in receipt.acceptances:
        if institute and comparable(acceptance.institute).startswith(institute):
            return acceptance
    institutes = {_institute(other) for other in pieces} - {""}
    if len(receipt.acceptances) == 1 and len(institutes) <= 1:
        return receipt.acceptances[0]  # the text may shorten its own name, or leave it out
    return None


def _institute(piece: Mapping[str, Any]) -> str:
    return comparable(str(piece.get("institute") or "")).rstrip("….")


def _is_unallocated(piece: Mapping[str, Any], standing: Standing, receipt: Receipt) -> bool:
    return standing is Standing.BOOKED and not _institute(piece) and receipt.unallocated > 0
