"""Where records stand in bookings, and which of them are booked together. Pure functions.

What `choosing` lets through is grouped here by what decides who gets a piece (portal-facts 5.3).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, NewItem, ReceiptRecord, State
from ecqs_agent.workbooks.mapping import COMPARED
from ledgers.instrument import comparable
from ledgers.receipt import read_receipt
from page_objects.screens import LedgerRecord
from page_objects.words import WORDS

FINISHED = ("refused", "verified")


class Held(BaseModel):
    """The booking that says most about a record: the open one, else the newest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    booking_uuid: str
    number: str  # "" when the portal's answer did not tell it
    meaning: str  # waiting, accepted, refused, verified; "" for a word nobody has agreed on
    since: datetime  # when this state was read for the first time
    institute: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether the piece is still being handled; an unknown word counts as that."""
        return self.meaning not in FINISHED


class Group(BaseModel):
    """Records to be booked together: one institute is likely to get them all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delivery: str
    region: str
    records: tuple[str, ...]
    institute: str = ""  # who took such pieces before; "" when nothing has been seen yet
    contents: tuple[tuple[str, int], ...] = ()  # names and how many of each
    after: tuple[str, ...] = ()  # earlier bookings in which pieces of this one were refused
    valid_until: dict[str, str] = {}  # what the ledger shows now: the same later is an old date
    prints: dict[str, str] = {}  # of the values booked: others later mean a correction


def holdings(items: Iterable[Item], history: Iterable[ReceiptRecord]) -> dict[str, Held]:
    """Return by record uuid what the bookings say about it.

    `history` are all kept readings, oldest first. A booking of ours counts from its submission,
    also before its receipt was read.
    """
    by_booking: dict[str, dict[str, Held]] = defaultdict(dict)
    for reading in history:
        before = by_booking[reading.booking_uuid]
        by_booking[reading.booking_uuid] = {  # a piece that is gone from it is not held by it
            piece["record_uuid"]: _seen(reading, piece, before=before.get(piece["record_uuid"]))
            for piece in reading.pieces
            if piece["record_uuid"]
        }
    for item in items:
        submitted = item.errand is Errand.BOOK and item.state is State.PROVEN
        if submitted and item.portal_uuid and item.portal_uuid not in by_booking:
            held = Held(
                booking_uuid=item.portal_uuid,
                number=item.portal_number,
                meaning="waiting",
                since=item.changed_at,
            )
            by_booking[item.portal_uuid] = dict.fromkeys(item.wish["records"], held)
    return _most_telling(by_booking.values())


def _seen(reading: ReceiptRecord, piece: Mapping[str, str], *, before: Held | None) -> Held:
    meaning = WORDS.statuses["process"].get(piece["process_state"], "")
    same = before is not None and before.meaning == meaning
    return Held(
        booking_uuid=reading.booking_uuid,
        number=reading.booking_number,
        meaning=meaning,
        # another piece's news makes a new reading, and is no new refusal of this one
        since=before.since if before is not None and same else reading.read_at,
        institute=piece.get("institute", ""),
    )


def _most_telling(bookings: Iterable[Mapping[str, Held]]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for pieces in sorted(filter(None, bookings), key=_number):
        for uuid, held in pieces.items():
            if held.is_open or uuid not in found or not found[uuid].is_open:
                found[uuid] = held
    return found


def _number(pieces: Mapping[str, Held]) -> str:
    return next(iter(pieces.values())).number


def under_way(items: Iterable[Item], receipts: Iterable[ReceiptRecord]) -> frozenset[str]:
    """Return the records that an institute has in hand, which must not be changed meanwhile.

    A booking of ours counts from its submission, also before its receipt was read. An unknown
    状态 counts as in hand; a piece that no institute got does not, because correcting its record
    is what helps (portal-facts 5.3).
    """
    read = {receipt.booking_uuid: receipt for receipt in receipts}
    inside = {
        piece["record_uuid"]
        for receipt in read.values()
        for piece in receipt.pieces
        if WORDS.statuses["process"].get(piece["process_state"]) not in FINISHED
        and not is_unallocated(piece, receipt.text)
    }
    for item in items:
        submitted = item.errand is Errand.BOOK and item.state is State.PROVEN
        if submitted and item.portal_uuid not in read:
            inside.update(item.wish["records"])
    return frozenset(inside)


def is_unallocated(piece: Mapping[str, str], text: str) -> bool:
    """Return whether a piece waits without an institute in a receipt that says some were left."""
    waits = WORDS.statuses["process"].get(piece["process_state"]) == "waiting"
    return waits and not piece.get("institute", "") and read_receipt(text).unallocated > 0


def is_refused(process_state: str) -> bool:
    """Return whether this 流程状态 says that the piece was refused; an unknown word does not."""
    return WORDS.statuses["process"].get(process_state) == "refused"


def grouped(
    records: Sequence[LedgerRecord],
    *,
    at_most: int,
    held: Mapping[str, Held] | None = None,
    known: Iterable[LedgerRecord] = (),
) -> tuple[Group, ...]:
    """Return the records in groups of one delivery, one region and one likely institute.

    Who is likely is learnt from the bookings `held` of the records `known`, never guessed: what
    nobody has taken yet stays together (decision 8). No group is larger than `at_most`.
    """
    held = held or {}
    likely = _Likely(known, held)
    together: dict[tuple[str, str, str], list[LedgerRecord]] = defaultdict(list)
    for record in records:
        region = record.region_name or record.region_code
        together[(record.delivery, region, likely.institute(record))].append(record)
    groups = []
    for (_, _, institute), members in together.items():
        for start in range(0, len(members), at_most):
            chunk = members[start : start + at_most]
            groups.append(one_group(chunk, held=held, institute=institute))
    return tuple(groups)


def one_group(
    records: Sequence[LedgerRecord], *, held: Mapping[str, Held], institute: str = ""
) -> Group:
    """Return these records as one booking, whatever they are."""
    regions = dict.fromkeys(record.region_name or record.region_code for record in records)
    return Group(
        delivery="、".join(dict.fromkeys(record.delivery for record in records)),
        region="、".join(regions),
        institute=institute,
        records=tuple(record.uuid for record in records),
        contents=tuple(Counter(record.name for record in records).most_common()),
        after=_refused_in(records, held),
        valid_until={record.uuid: record.valid_until for record in records},
        prints={record.uuid: print_of(record) for record in records},
    )


def print_of(record: LedgerRecord) -> str:
    """Return 12 hex digits that change with any value of the form, not with blanks or width."""
    texts = [comparable(getattr(record, field)) for field in (*COMPARED, "region_code")]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]


class _Likely:
    """Who took pieces of a category in a region, as the receipts tell."""

    def __init__(self, records: Iterable[LedgerRecord], held: Mapping[str, Held]) -> None:
        self._by_category: dict[tuple[str, str], str] = {}
        self._by_region: dict[str, set[str]] = defaultdict(set)
        seen = [(record, held[record.uuid]) for record in records if record.uuid in held]
        for record, booking in sorted(seen, key=lambda pair: pair[1].number):
            if booking.institute:
                self._by_category[(record.region_code, record.category)] = booking.institute
                self._by_region[record.region_code].add(booking.institute)

    def institute(self, record: LedgerRecord) -> str:
        """Return who took the like before, or who took everything else in the region, or ""."""
        seen = self._by_category.get((record.region_code, record.category))
        everybody = self._by_region.get(record.region_code, set())
        return seen or (next(iter(everybody)) if len(everybody) == 1 else "")


def _refused_in(records: Iterable[LedgerRecord], held: Mapping[str, Held]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                held[record.uuid].number
                for record in records
                if record.uuid in held and held[record.uuid].meaning == "refused"
            }
        )
    )


def booking_item(account: str, group: Group, *, attempt: int) -> NewItem:
    """Return the wish for one booking; the same records are the same wish until it was answered."""
    digest = hashlib.sha256("\x1f".join(sorted(group.records)).encode()).hexdigest()
    return NewItem(
        account=account,
        errand=Errand.BOOK,
        fingerprint=digest,
        ordinal=attempt,
        wish={
            "records": list(group.records),
            "name": group.delivery,
            "region": group.region,
            "after": list(group.after),
            "valid_until": group.valid_until,
            "prints": group.prints,
        },
        place="",
    )
