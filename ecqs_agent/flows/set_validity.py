"""Set 有效期至 of one record, once: what is saved never changes (portal-facts 3.2, field 17).

So the record is looked at twice before the click, in the ledger and in its dialog, and anything
that is not as it was when a person confirmed it leaves the item rejected, with nothing sent.
"""

from ecqs_agent.flows.file_record import Keep, commit, keep_nothing
from ecqs_agent.flows.ports import Hold, Ledger, UnknownPayload
from ecqs_agent.journal import Item, Journal
from ledgers.dates import read_date
from ledgers.instrument import comparable
from page_objects.errors import RecordNotFoundError
from page_objects.screens import InstrumentForm, LedgerRecord
from page_objects.words import WORDS

NOT_AS_CONFIRMED = "not-as-confirmed"
_IDENTITY = ("name", "serial_number")


def set_validity(
    key: str,
    *,
    ledger: Ledger,
    journal: Journal,
    hold: Hold,
    unknown_payload: UnknownPayload,
    keep: Keep = keep_nothing,
) -> Item:
    """Fill one field of the item's record and save it; a date that is there already proves it."""
    item = journal.item(key)
    there = _record(ledger, item)
    if there is not None and not _differs(item, there) and carries(there, item):
        return journal.mark_proven(
            key,
            portal_uuid=there.uuid,
            portal_number=there.instrument_code,
            evidence={"found": there.model_dump()},
        )
    item = journal.take(key)
    if words := _missing(item) if there is None else _objection(item, there):
        return journal.mark_rejected(key, code=NOT_AS_CONFIRMED, words=words)
    dialog = ledger.edit(item.wish["uuid"])
    shown = dialog.read()
    if words := _objection(item, shown):
        dialog.close()
        return journal.mark_rejected(key, code=NOT_AS_CONFIRMED, words=words)
    form = shown.model_copy(update={"valid_until": item.wish["valid_until"]})
    dialog.fill(form)
    return commit(
        key,
        lambda release: dialog.submit(
            form, before_release=release, unknown_payload=unknown_payload
        ),
        journal=journal,
        hold=hold,
        uuid=item.wish["uuid"],
        proof=keep(key, form, dialog),
    )


def carries(record: LedgerRecord, item: Item) -> bool:
    """Return whether the ledger shows the very date that the item wishes."""
    day = read_date(record.valid_until).day
    return day is not None and day.isoformat() == item.wish["valid_until"]


def _record(ledger: Ledger, item: Item) -> LedgerRecord | None:
    """Return the item's record as the ledger shows it now."""
    serial = str(item.wish["serial_number"])
    plate = "" if not comparable(serial).strip("-/") else serial
    rows = ledger.records(name=item.wish["name"], serial_number=plate)
    return next((row for row in rows if row.uuid == item.wish["uuid"]), None)


def _objection(item: Item, shown: LedgerRecord | InstrumentForm) -> str:
    """Return what speaks against filling the date in, as label and value; "" when nothing does."""
    return _differs(item, shown) or _labelled("valid_until", shown.valid_until.strip())


def _differs(item: Item, shown: LedgerRecord | InstrumentForm) -> str:
    odd = (
        _labelled(field, getattr(shown, field) or "-")
        for field in _IDENTITY
        if comparable(getattr(shown, field)) != comparable(item.wish[field])
    )
    return "；".join(odd)


def _labelled(field: str, value: str) -> str:
    return f"{WORDS.fields[field][0]}：{value}" if value else ""


def _missing(item: Item) -> str:
    what = item.wish["instrument_code"] or item.wish["name"]
    return str(RecordNotFoundError(what=what, screen="强检器具台账维护"))
