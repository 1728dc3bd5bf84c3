"""Resolve what is unclear by looking at the portal, after a quiet period (durability).

Adopted are only rows that nobody owns. What two looks did not find goes back to `todo` and may
be sent once more. Nothing is clicked here that commits.
"""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from ecqs_agent.flows.ports import Bookings, Ledger
from ecqs_agent.flows.set_validity import carries
from ecqs_agent.journal import Errand, Item, Journal, State
from ecqs_agent.workbooks.mapping import differences, record_fingerprint
from page_objects.screens import InstrumentForm, LedgerRecord

LOOKS = 2


class Resolved(BaseModel):
    """What looking showed: items found on the portal, and items provably not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    found: tuple[Item, ...] = ()
    absent: tuple[Item, ...] = ()


def quiet_seconds_left(unclear_for: float, *, quiet: float) -> float:
    """Return how long to wait until the portal may be asked about the youngest unclear item."""
    return min(max(quiet - unclear_for, 0.0), quiet)


def reconcile(
    account: str,
    *,
    ledger: Callable[[], Ledger],
    bookings: Callable[[], Bookings],
    journal: Journal,
    quiet: float,
    wait: Callable[[float], None],
) -> Resolved:
    """Look for every unclear item once the quiet period is over, and record what was seen."""
    unclear_for = journal.unclear_for(account)
    if unclear_for is None:
        return Resolved()
    wait(quiet_seconds_left(unclear_for, quiet=quiet))
    found = []
    for look in range(LOOKS):
        waiting = journal.items(account, states=(State.UNCLEAR,))
        if waiting and look:
            wait(min(quiet, 5.0))
        found += _look(account, waiting, ledger=ledger, bookings=bookings, journal=journal)
    absent = [
        journal.put_back(item.key, code="not-found")
        for item in journal.items(account, states=(State.UNCLEAR,))
    ]
    return Resolved(found=tuple(found), absent=tuple(absent))


def _look(
    account: str,
    items: tuple[Item, ...],
    *,
    ledger: Callable[[], Ledger],
    bookings: Callable[[], Bookings],
    journal: Journal,
) -> list[Item]:
    found = []
    filings = [item for item in items if item.errand is not Errand.BOOK]
    if filings:
        found += _look_in_ledger(account, filings, ledger().records(), journal)
    booked = [item for item in items if item.errand is Errand.BOOK]
    if booked:
        found += _look_in_bookings(account, booked, bookings(), journal)
    return found


def _look_in_ledger(
    account: str, items: list[Item], records: tuple[LedgerRecord, ...], journal: Journal
) -> list[Item]:
    owned = set(journal.owned(account, Errand.ADD))
    found = []
    for item in items:
        record = _match(item, records, owned)
        if record is None:
            continue
        owned.add(record.uuid)
        found.append(
            journal.mark_proven(
                item.key,
                portal_uuid=record.uuid,
                portal_number=record.instrument_code,
                evidence={"seen": record.model_dump()},
            )
        )
    return found


def _match(item: Item, records: tuple[LedgerRecord, ...], owned: set[str]) -> LedgerRecord | None:
    if item.errand is Errand.CHANGE:
        return _changed_record(item, records)
    if item.errand is Errand.VALIDITY:
        return _dated_record(item, records)
    unowned = [
        record
        for record in records
        if record.uuid not in owned and record_fingerprint(record) == item.fingerprint
    ]
    form = InstrumentForm.model_validate(item.wish)
    exact = [
        record
        for record in unowned
        if not differences(form, record, region_code=record.region_code)
    ]
    return next(iter(exact or unowned), None)


def _dated_record(item: Item, records: tuple[LedgerRecord, ...]) -> LedgerRecord | None:
    """Return the record when it shows the wished 有效期至.

    Without a date it was provably not set; another date stops the next attempt, which looks first.
    """
    same = (record for record in records if record.uuid == item.wish["uuid"])
    return next((record for record in same if carries(record, item)), None)


def _changed_record(item: Item, records: tuple[LedgerRecord, ...]) -> LedgerRecord | None:
    """Return the record when it carries the wished values: then the change did happen."""
    form = InstrumentForm.model_validate(item.wish["form"])
    for record in records:
        if record.uuid == item.wish["uuid"]:
            same = not differences(form, record, region_code=item.wish["region_code"])
            return record if same else None
    return None


def _look_in_bookings(
    account: str, items: list[Item], bookings: Bookings, journal: Journal
) -> list[Item]:
    """Find the submitted booking that holds exactly the wished pieces and that nobody owns."""
    owned = set(journal.owned(account, Errand.BOOK))
    found = []
    for row in bookings.rows():
        if not row.number or row.uuid in owned:
            continue
        page = bookings.open_receipt(row.uuid)
        pieces = {piece.record_uuid for piece in page.read().pieces}
        page.back()
        bookings.wait_ready()
        item = next((item for item in items if set(item.wish["records"]) == pieces), None)
        if item is not None:
            items.remove(item)
            found.append(
                journal.mark_proven(
                    item.key,
                    portal_uuid=row.uuid,
                    portal_number=row.number,
                    evidence={"seen": row.model_dump()},
                )
            )
    return found
