"""Every refusal of an account: which piece, in whose words, with which values. Pure functions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.sightings import Sighting, sightings
from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import PieceStory
from ecqs_agent.journal import Errand, Item, ReceiptRecord, State
from page_objects.screens import InstrumentForm, LedgerRecord


class Refused(BaseModel):
    """One refusal. `form` are the values that were refused; None when only the portal has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: str  # uuid of the ledger record, "" when the portal refused to make one
    item_key: str  # of the item that was refused or that filed the record, "" by hand
    name: str
    serial_number: str
    words: str
    at: datetime
    institute: str  # "" for a refusal by the portal
    booking_number: str
    instrument_code: str
    form: InstrumentForm | None


def open_refusals(
    told: Iterable[PieceStory],
    items: Iterable[Item],
    *,
    superseded: Iterable[str] = (),
    records: Iterable[LedgerRecord] = (),
) -> tuple[Refused, ...]:
    """Return what waits for a correction now, oldest first: by institutes, and by the portal.

    `superseded` are keys of refused items in whose place another one was filed.
    """
    items = tuple(items)
    forms = _Forms(items, records)
    found = [
        Refused(
            record=story.record_uuid,
            item_key=story.item_key,
            name=story.name,
            serial_number=story.serial_number,
            words=story.words,
            at=story.since,
            institute=story.institute,
            booking_number=story.booking_number,
            instrument_code=story.instrument_code,
            form=forms.now(story.record_uuid),
        )
        for story in told
        if story.standing is Standing.REFUSED
    ]
    closed = set(superseded)
    found += [_by_portal(item) for item in items if _is_refused(item) and item.key not in closed]
    return tuple(sorted(found, key=lambda refused: refused.at))


def all_refusals(
    items: Iterable[Item], history: Iterable[ReceiptRecord]
) -> tuple[tuple[Refused, ...], tuple[Refused, ...]]:
    """Return every refusal by an institute, and every piece one accepted, each booking once.

    Each has the values that the record had then, as far as this program knows them.
    """
    forms = _Forms(tuple(items), ())
    refused, accepted = [], []
    for uuid, seen in sightings(history).items():
        for sighting in _first_of_each(seen):
            if sighting.standing is Standing.REFUSED:
                refused.append(_at_the_time(uuid, sighting, forms))
            elif sighting.standing in (Standing.ACCEPTED, Standing.VERIFIED):
                accepted.append(_at_the_time(uuid, sighting, forms))
    return tuple(refused), tuple(accepted)


def _first_of_each(seen: Iterable[Sighting]) -> Iterable[Sighting]:
    firsts: dict[tuple[str, Standing], Sighting] = {}
    for sighting in seen:
        firsts.setdefault((sighting.booking_uuid, sighting.standing), sighting)
    return firsts.values()


def _at_the_time(uuid: str, sighting: Sighting, forms: "_Forms") -> Refused:
    return Refused(
        record=uuid,
        item_key=forms.owner(uuid),
        name=sighting.text("name"),
        serial_number=sighting.text("serial_number"),
        words=sighting.words,
        at=sighting.at,
        institute=sighting.text("institute"),
        booking_number=sighting.booking_number,
        instrument_code=sighting.text("instrument_code"),
        form=forms.at(uuid, sighting.at),
    )


def _is_refused(item: Item) -> bool:
    filing = item.errand in (Errand.ADD, Errand.CHANGE)
    return filing and item.state in (State.REFUSED, State.REJECTED)


def _by_portal(item: Item) -> Refused:
    form = _form_of(item)
    return Refused(
        record=str(item.wish.get("uuid") or ""),
        item_key=item.key,
        name=form.name,
        serial_number=form.serial_number,
        words=item.words,
        at=item.changed_at,
        institute="",
        booking_number="",
        instrument_code=item.portal_number,
        form=form,
    )


class _Forms:
    """The values of each record, now and at an earlier time."""

    def __init__(self, items: tuple[Item, ...], records: Iterable[LedgerRecord]) -> None:
        proven = [item for item in items if item.state is State.PROVEN]
        self._adds = {i.portal_uuid: i for i in proven if i.errand is Errand.ADD}
        self._changes = {i.wish["uuid"]: i for i in proven if i.errand is Errand.CHANGE}
        self._records = {record.uuid: record for record in records}

    def owner(self, uuid: str) -> str:
        """Return the key of the item that filed a record, "" when a person did."""
        return self._adds[uuid].key if uuid in self._adds else ""

    def now(self, uuid: str) -> InstrumentForm | None:
        """Return the values a record has, the portal's own where they were read."""
        if uuid in self._records:
            return form_of_record(self._records[uuid])
        item = self._changes.get(uuid) or self._adds.get(uuid)
        return _form_of(item) if item else None

    def at(self, uuid: str, when: datetime) -> InstrumentForm | None:
        """Return the values a record had at a time; None when they are not known any more."""
        change, add = self._changes.get(uuid), self._adds.get(uuid)
        if change is not None and change.changed_at <= when:
            return _form_of(change)
        return _form_of(add) if add else None


def _form_of(item: Item) -> InstrumentForm:
    wish: Mapping[str, Any] = item.wish
    return InstrumentForm.model_validate(wish.get("form", wish))


def form_of_record(record: LedgerRecord) -> InstrumentForm:
    """Return a record of the ledger as the form would show it; the region by its code alone."""
    shared = set(InstrumentForm.model_fields) - {"region", "valid_until"}
    values = {name: getattr(record, name) for name in shared}
    return InstrumentForm(region=(record.region_code or record.region_name,), **values)
