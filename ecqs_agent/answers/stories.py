"""Every piece's way from wish to certificate: where it stands, since when, what comes next.

Pure functions over the journal's items and every kept reading of the receipts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.next_steps import NextStep, next_step
from ecqs_agent.answers.sightings import Sighting, sightings
from ecqs_agent.answers.standings import Standing
from ecqs_agent.journal import Errand, Item, ReceiptRecord, State
from ecqs_agent.report.moments import Moment, current_booking, moments_of, since
from page_objects.screens import LedgerRecord

__all__ = ["Change", "Moment", "NextStep", "PieceStory", "happened", "stories"]


class PieceStory(BaseModel):
    """One piece: what it is, where it stands, what is to be done, and how it came there.

    `since` is when the standing began; `phones` belong to the next step; `words` are the
    institute's or the portal's. `moments` are oldest first, the last one is the standing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    record_uuid: str  # "" while the portal has no record of it
    item_key: str  # "" when a person filed it by hand
    instrument_code: str
    name: str
    serial_number: str
    model: str
    place_of_use: str
    region: str
    delivery: str
    booking_number: str
    institute: str
    certificate_number: str
    result: str
    standing: Standing
    process_state: str
    since: datetime
    next_step: NextStep
    phones: tuple[str, ...]
    words: str
    moments: tuple[Moment, ...]
    booked_before: tuple[str, ...]


class Change(BaseModel):
    """What two pollings saw differently of one piece; `before` is None for a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: PieceStory | None
    after: PieceStory


_TOLD: Final = (
    "standing",
    "process_state",
    "booking_number",
    "institute",
    "certificate_number",
    "result",
    "next_step",
    "words",
)


@dataclass
class _Case:
    """Everything known of one piece."""

    uuid: str = ""
    add: Item | None = None
    changes: list[Item] = field(default_factory=list)
    validity: list[Item] = field(default_factory=list)
    bookings: list[Item] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    record: LedgerRecord | None = None


def stories(
    account: str,
    *,
    items: Iterable[Item],
    history: Sequence[ReceiptRecord],
    records: Iterable[LedgerRecord] = (),
) -> tuple[PieceStory, ...]:
    """Return the story of every piece that the journal or a receipt knows, oldest item first.

    `history` is `journal.receipt_history`, oldest first. `records` only fill in what the portal
    knows better; a record that neither an item nor a receipt names is nobody's story.
    """
    cases = _cases([item for item in items if item.account == account], sightings(history))
    known = {record.uuid: record for record in records}
    numbers = {reading.booking_uuid: reading.booking_number for reading in history}
    told = []
    for case in cases:
        case.record = known.get(case.uuid)
        moments = moments_of(
            case.add,
            changes=case.changes,
            bookings=case.bookings,
            sightings=case.sightings,
            numbers=numbers,
        )
        if moments:
            told.append(_story(account, case, moments))
    return tuple(told)


def happened(before: Iterable[PieceStory], after: Iterable[PieceStory]) -> tuple[Change, ...]:
    """Return what became different between two tellings, piece by piece, in the later order."""
    known = {name: story for story in before for name in _names(story)}
    changes = []
    for story in after:
        old = next((known[name] for name in _names(story) if name in known), None)
        if old is None or any(getattr(old, name) != getattr(story, name) for name in _TOLD):
            changes.append(Change(before=old, after=story))
    return tuple(changes)


def _names(story: PieceStory) -> tuple[str, ...]:
    """Return under which names a piece is known; an adopted one gets a second name later."""
    names = (story.record_uuid, story.item_key)
    return tuple(filter(None, names)) or (f"{story.booking_number}/{story.name}",)


def _cases(items: Sequence[Item], seen: Mapping[str, list[Sighting]]) -> list[_Case]:
    cases: dict[str, _Case] = {}
    by_record: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        match item.errand:
            case Errand.ADD:
                name = item.portal_uuid or f"item {item.key}"
                cases[name] = _Case(uuid=item.portal_uuid or "", add=item)
            case Errand.BOOK:
                for uuid in item.wish.get("records", ()):
                    by_record[uuid].append(item)
            case _:
                by_record[item.portal_uuid or item.wish.get("uuid") or ""].append(item)
    for uuid in (*by_record, *seen):
        if uuid and uuid not in cases:
            cases[uuid] = _Case(uuid="" if "#" in uuid else uuid)
    for uuid, case in cases.items():
        own = by_record.get(uuid, [])
        case.bookings = [item for item in own if item.errand is Errand.BOOK]
        case.changes = [item for item in own if item.errand is Errand.CHANGE]
        case.validity = [item for item in own if item.errand is Errand.VALIDITY]
        case.sightings = list(seen.get(uuid, ()))
    return list(cases.values())


def _story(account: str, case: _Case, moments: tuple[Moment, ...]) -> PieceStory:
    current = moments[-1]
    booking = current_booking(moments)
    last = case.sightings[-1] if case.sightings else None
    sighting = next(
        (one for one in reversed(case.sightings) if booking and one.booking_number == booking),
        None,
    )
    facts = _facts(case, sighting or last)
    step, phones = next_step(
        current.standing,
        sighting,
        delivery=facts["delivery"],
        has_expiry=_has_expiry(case, since(moments)),
    )
    if any(item.state in (State.UNCLEAR, State.SUBMITTING) for item in case.validity):
        step, phones = NextStep.RECONCILE, ()
    numbers = dict.fromkeys(moment.booking_number for moment in moments)
    return PieceStory(
        account=account,
        record_uuid=case.uuid,
        item_key=case.add.key if case.add else "",
        booking_number=booking,
        standing=current.standing,
        process_state=current.process_state,
        since=since(moments),
        next_step=step,
        phones=phones,
        words=current.words,
        moments=moments,
        booked_before=tuple(number for number in numbers if number and number != booking),
        **facts,
        **_outcome(case, sighting, current.standing),
    )


def _facts(case: _Case, sighting: Sighting | None) -> dict[str, str]:
    """Return what the piece is: the portal's record first, then our wish, then the receipt."""
    form = _form(case)
    record = case.record.model_dump() if case.record else {}
    shown = sighting.shown if sighting else {}
    number = case.add.portal_number if case.add else ""
    facts = {
        name: str(record.get(name) or form.get(name) or shown.get(name) or "")
        for name in ("name", "serial_number", "model", "place_of_use", "delivery")
    }
    facts["instrument_code"] = str(
        record.get("instrument_code") or number or shown.get("instrument_code") or ""
    )
    region = "/".join(form.get("region") or ())
    facts["region"] = region or str(record.get("region_name") or record.get("region_code") or "")
    return facts


def _form(case: _Case) -> Mapping[str, Any]:
    corrected = [item for item in case.changes if item.state is State.PROVEN]
    if corrected:
        newest = max(corrected, key=lambda item: item.changed_at)
        return dict(newest.wish.get("form") or {})
    return case.add.wish if case.add else {}


def _outcome(case: _Case, sighting: Sighting | None, standing: Standing) -> dict[str, str]:
    """Return institute, certificate and result: of the booking that counts, else the record's."""
    record = case.record
    last = case.sightings[-1].text("institute") if case.sightings else ""
    own = {
        name: sighting.text(name) if sighting else "" for name in ("certificate_number", "result")
    }
    if record and (sighting is None or standing is Standing.VERIFIED):
        own = {name: own[name] or getattr(record, name) for name in own}
    institute = sighting.text("institute") if sighting else last
    return {"institute": institute or (record.institute if record else ""), **own}


def _has_expiry(case: _Case, verified: datetime) -> bool:
    entered = any(
        item.state is State.PROVEN and item.changed_at >= verified for item in case.validity
    )
    return entered or bool(case.record and case.record.valid_until)
