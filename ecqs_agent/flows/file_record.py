"""Carry one ledger wish across the point of no return, and record the answer.

New records go through 新增, corrected ones through 修改 of the same record: never a second 新增.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ecqs_agent.errors import JournalError
from ecqs_agent.flows.ports import Dialog, Hold, Ledger, UnknownPayload
from ecqs_agent.journal import Errand, Item, Journal, State
from ecqs_agent.runs.census import Census
from ecqs_agent.runs.faultpoints import FaultPoint, reach
from ecqs_agent.workbooks.mapping import record_fingerprint
from ledgers.instrument import comparable
from page_objects.screens import (
    Accepted,
    InstrumentForm,
    LedgerRecord,
    Outcome,
    Refused,
    Unclear,
)

Keep = Callable[[str, InstrumentForm, Dialog], Mapping[str, object]]
"""Keep proof of what the filled dialog holds, just before it is sent; the journal's detail."""


def keep_nothing(key: str, form: InstrumentForm, dialog: Dialog) -> Mapping[str, object]:
    """Keep no proof besides the portal's answer."""
    del key, form, dialog
    return {}


def add_record(
    key: str,
    *,
    ledger: Ledger,
    journal: Journal,
    hold: Hold,
    unknown_payload: UnknownPayload,
    keep: Keep = keep_nothing,
    census: Census | None = None,
) -> Item:
    """File a new record for the item, once; one that a person filed meanwhile is adopted.

    The plan may be hours old when its last row is reached. Just before each click the list is
    glanced at: while it holds what the `census` knows and nothing else, nobody filed anything.
    Once it does not, or without a census, the portal is asked for each piece.
    """
    census = census or Census()
    item = journal.item(key)
    form = InstrumentForm.model_validate(item.wish)
    if not census.is_sure and (there := _adopted(item, form, ledger, journal)) is not None:
        return there
    if census.is_sure and census.is_old:  # a pause lay between: what came meanwhile is news
        ledger.refresh()
        census.loaded()
    journal.take(key)
    dialog = ledger.add()
    dialog.fill(form)
    if census.is_sure and not census.agrees(ledger.glance()):
        dialog.close()
        journal.put_back(key, code="ledger-changed")
        if (there := _adopted(item, form, ledger, journal)) is not None:
            return there
        journal.take(key)
        dialog = ledger.add()
        dialog.fill(form)
    filed = _send(
        key,
        form,
        dialog,
        journal=journal,
        hold=hold,
        unknown_payload=unknown_payload,
        keep=keep,
    )
    if filed.state is State.PROVEN and filed.portal_uuid:
        census.filed(filed.portal_uuid)
    elif filed.state is not State.REFUSED:
        census.doubt()
    return filed


def _adopted(item: Item, form: InstrumentForm, ledger: Ledger, journal: Journal) -> Item | None:
    """Return the item, proven by a row that somebody else filed; None when there is none."""
    there = _filed_meanwhile(item, form, ledger=ledger, journal=journal)
    if there is None:
        return None
    return journal.mark_proven(
        item.key,
        portal_uuid=there.uuid,
        portal_number=there.instrument_code,
        evidence={"found": there.model_dump()},
    )


def _filed_meanwhile(
    item: Item, form: InstrumentForm, *, ledger: Ledger, journal: Journal
) -> LedgerRecord | None:
    """Return a row of this very piece that no item owns or may turn out to own, or None."""
    plate = "" if not comparable(form.serial_number).strip("-/") else form.serial_number
    rows = ledger.records(name=form.name, serial_number=plate)
    same = [row for row in rows if record_fingerprint(row) == item.fingerprint]
    if not same:
        return None
    owned = journal.owned(item.account, Errand.ADD)
    free = [row for row in same if row.uuid not in owned]
    unclear = journal.items(item.account, errands=(Errand.ADD,), states=(State.UNCLEAR,))
    claimed = sum(other.fingerprint == item.fingerprint for other in unclear)
    return free[0] if len(free) > claimed else None


def change_record(
    key: str,
    *,
    ledger: Ledger,
    journal: Journal,
    hold: Hold,
    unknown_payload: UnknownPayload,
    keep: Keep = keep_nothing,
) -> Item:
    """Bring the item's own record to the wished values, once."""
    item = journal.take(key)
    form = InstrumentForm.model_validate(item.wish["form"])
    dialog = ledger.edit(item.wish["uuid"])
    dialog.fill(form)
    return _send(
        key,
        form,
        dialog,
        journal=journal,
        hold=hold,
        unknown_payload=unknown_payload,
        keep=keep,
        uuid=item.wish["uuid"],
    )


def _send(
    key: str,
    form: InstrumentForm,
    dialog: Dialog,
    *,
    journal: Journal,
    hold: Hold,
    unknown_payload: UnknownPayload,
    keep: Keep,
    uuid: str = "",
) -> Item:
    proof = keep(key, form, dialog)
    return commit(
        key,
        lambda release: dialog.submit(
            form, before_release=release, unknown_payload=unknown_payload
        ),
        journal=journal,
        hold=hold,
        uuid=uuid,
        proof=proof,
    )


def commit(
    key: str,
    submit: Callable[[Callable[[], None]], Outcome],
    *,
    journal: Journal,
    hold: Hold,
    uuid: str = "",
    proof: Mapping[str, object] | None = None,
) -> Item:
    """Cross the point of no return: intent on disk, one click, the answer on disk.

    `submit` is given what has to run just before the request leaves; `proof` is kept with the
    intent.
    """

    def release() -> None:
        hold.check()
        reach(FaultPoint.AT_RELEASE)

    hold.check()
    reach(FaultPoint.BEFORE_INTENT)
    # on disk before the click: a crash from here on is "unclear"
    journal.mark_submitting(key, evidence=proof)
    reach(FaultPoint.AFTER_INTENT)
    outcome = submit(release)
    reach(FaultPoint.AFTER_CLICK)
    try:
        item = record_outcome(key, outcome, journal=journal, uuid=uuid)
    except JournalError:
        hold.check()  # taken over while the request was under way: that is the reason then
        raise
    reach(FaultPoint.AFTER_CONFIRMATION)
    return item


def record_outcome(key: str, outcome: Outcome, *, journal: Journal, uuid: str = "") -> Item:
    """Write the portal's answer down; without an identity in it, only looking can prove it."""
    match outcome:
        case Accepted(uuid=given) if given or uuid:
            return journal.mark_proven(
                key,
                portal_uuid=given or uuid,
                portal_number=outcome.number or outcome.code,
                evidence=_evidence(outcome.answer, outcome.message),
            )
        case Accepted():
            return journal.mark_unclear(key, "The answer says yes and names no record.")
        case Refused(messages=messages):
            return journal.mark_refused(key, messages)
        case Unclear(evidence=evidence):
            return journal.mark_unclear(key, evidence)


def _evidence(answer: Mapping[str, object], message: str) -> dict[str, Any]:
    return {"answer": dict(answer), "message": message}
