"""Which records to book, and together with which others. Pure functions.

A record is booked once: what stands in a submitted booking is left out, unless the institute
refused it there and the record was corrected afterwards (portal-facts 5.3).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, NewItem, ReceiptRecord, State
from page_objects.screens import LedgerRecord
from page_objects.words import WORDS

FINISHED = ("refused", "verified")


class Group(BaseModel):
    """Records to be booked together: one institute is likely to get them all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delivery: str
    region: str
    records: tuple[str, ...]


class Booked(BaseModel):
    """What the submitted bookings say: records under way, and refusals with their time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    open: frozenset[str]
    refused: Mapping[str, datetime]


def booked(receipts: Iterable[ReceiptRecord]) -> Booked:
    """Return which records are in a booking that still counts, and which were refused."""
    under_way, refused = set(), {}
    for receipt in receipts:
        for piece in receipt.pieces:
            uuid = piece["record_uuid"]
            if is_refused(piece["process_state"]):
                refused[uuid] = receipt.read_at
            else:
                under_way.add(uuid)
    return Booked(open=frozenset(under_way), refused=refused)


def under_way(items: Iterable[Item], receipts: Iterable[ReceiptRecord]) -> frozenset[str]:
    """Return the records in a booking that is not finished.

    A booking of ours counts from its submission, also before its receipt was read. An unknown
    状态 counts as not finished.
    """
    read = {receipt.booking_uuid: receipt for receipt in receipts}
    inside = {
        piece["record_uuid"]
        for receipt in read.values()
        for piece in receipt.pieces
        if WORDS.statuses["process"].get(piece["process_state"]) not in FINISHED
    }
    for item in items:
        submitted = item.errand is Errand.BOOK and item.state is State.PROVEN
        if submitted and item.portal_uuid not in read:
            inside.update(item.wish["records"])
    return frozenset(inside)


def is_refused(process_state: str) -> bool:
    """Return whether this 流程状态 says that the piece was refused; an unknown word does not."""
    return WORDS.statuses["process"].get(process_state) == "refused"


def to_be_booked(
    records: Sequence[LedgerRecord],
    *,
    items: Iterable[Item],
    seen: Booked,
) -> tuple[LedgerRecord, ...]:
    """Return our own proven records that no booking holds."""
    ours = {item.portal_uuid for item in items if item.errand is Errand.ADD and item.portal_uuid}
    corrected = {
        item.wish["uuid"]: item.changed_at
        for item in items
        if item.errand is Errand.CHANGE and item.state is State.PROVEN
    }
    return tuple(
        record
        for record in records
        if record.uuid in ours
        and record.uuid not in seen.open
        and _may_go_again(record.uuid, seen.refused, corrected)
    )


def _may_go_again(
    uuid: str, refused: Mapping[str, datetime], corrected: Mapping[str, datetime]
) -> bool:
    if uuid not in refused:
        return True
    return uuid in corrected and corrected[uuid] > refused[uuid]


def grouped(records: Iterable[LedgerRecord], *, at_most: int) -> tuple[Group, ...]:
    """Return the records in groups of one delivery and one region, none larger than `at_most`."""
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in records:
        region = record.region_name or record.region_code
        together[(record.delivery, region)].append(record.uuid)
    groups = []
    for (delivery, region), uuids in together.items():
        for start in range(0, len(uuids), at_most):
            chunk = tuple(uuids[start : start + at_most])
            groups.append(Group(delivery=delivery, region=region, records=chunk))
    return tuple(groups)


def booking_item(account: str, group: Group, *, attempt: int) -> NewItem:
    """Return the wish for one booking; the same records are the same wish until it was answered."""
    digest = hashlib.sha256("\x1f".join(sorted(group.records)).encode()).hexdigest()
    return NewItem(
        account=account,
        errand=Errand.BOOK,
        fingerprint=digest,
        ordinal=attempt,
        wish={"records": list(group.records), "name": group.delivery, "region": group.region},
        place="",
    )
