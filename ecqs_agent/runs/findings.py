"""Tell an operator what the ledger showed at the end of a run; nothing is mended on its own."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ecqs_agent.events import Events, Kind
from ecqs_agent.flows.confirm import Confirmed
from ecqs_agent.journal import Errand, Item
from ecqs_agent.runs.planning import Plan
from ecqs_agent.workbooks.mapping import record_fingerprint
from page_objects.screens import LedgerRecord
from page_objects.words import WORDS

MOST_NAMED: Final = 20


def tell_findings(confirmed: Confirmed, events: Events) -> None:
    """Tell of rows with other values, rows missing, rows too many, and rows of other people."""
    for item, fields in confirmed.differing:
        if item.errand is Errand.VALIDITY:
            _tell_date(item, events)
            continue
        events.tell(
            Kind.MISMATCH,
            "Row {row}: the portal holds {number} with other values than wished: {fields}. "
            "Look at it on the portal before you go on.",
            row=item.place,
            number=item.portal_number,
            fields="、".join(WORDS.fields[field][0] for field in fields),
        )
    for item in confirmed.missing:
        if item.errand is Errand.VALIDITY:
            _tell_date(item, events)
            continue
        events.tell(
            Kind.MISMATCH,
            "Row {row}: the portal confirmed {number}, but the ledger does not show it.",
            row=item.place,
            number=item.portal_number,
        )
    for item, rows in confirmed.doubled:
        events.tell(
            Kind.MISMATCH,
            "Row {row}: the portal holds this piece more often than it was filed from here: "
            "{number}, and also {others}. Look at them on the portal and delete what is too many; "
            "this program deletes nothing.",
            row=item.place,
            number=item.portal_number,
            others=named(rows),
        )
    if confirmed.strangers:
        events.tell(
            Kind.STRANGERS,
            "{count} records that were not filed from here came into the ledger during this run: "
            "{names}. They were left alone.",
            count=len(confirmed.strangers),
            names=named(confirmed.strangers),
            records=[
                {"name": row.name, "number": row.instrument_code, "uuid": row.uuid}
                for row in confirmed.strangers
            ],
        )


def tell_twins(plan: Plan, events: Events) -> None:
    """Tell which pieces the portal holds more often than the workbook has rows for them.

    A request may have been carried out long after its run had ended, or a person filed it too.
    """
    rows = {step.fingerprint: step for step in plan.steps}
    twins: dict[str, list[LedgerRecord]] = defaultdict(list)
    for record in plan.only_on_portal:
        twins[record_fingerprint(record)].append(record)
    for step in rows.values():
        if extra := twins.get(step.fingerprint):
            events.tell(
                Kind.MISMATCH,
                "Row {row}: the portal holds this piece more often than the workbook: also "
                "{others}. Look at them on the portal; this program deletes nothing.",
                row=step.row,
                others=named(extra),
            )


def _tell_date(item: Item, events: Events) -> None:
    """Tell of a date that the portal confirmed and does not show."""
    events.tell(
        Kind.MISMATCH,
        "{name} {serial} ({number}): the portal confirmed the valid-until date {day}, but the "
        "ledger does not show it. Look at it on the portal before you go on.",
        name=item.wish["name"],
        serial=item.wish["serial_number"],
        number=item.portal_number,
        day=item.wish["valid_until"],
    )


def named(rows: Iterable[LedgerRecord]) -> str:
    """Return names and 器具编码 of the records, of many only the first."""
    every = [f"{row.name} ({row.instrument_code or row.uuid})" for row in rows]
    more = ["…"] if len(every) > MOST_NAMED else []
    return "、".join(every[:MOST_NAMED] + more)


def seen_in(plan: Plan) -> frozenset[str]:
    """Return the uuids of all records that the ledger held when the plan was made."""
    matched = {step.record.uuid for step in plan.steps if step.record is not None}
    return frozenset(matched | {record.uuid for record in plan.only_on_portal})
