"""Desired against actual: what has to be done on the portal, decided before anything is done.

Matching is by fingerprint with multiplicity: two identical unplated pieces need two records, and
a record serves one piece only. Nothing is ever deleted; what only the portal has is a report.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, NewItem, State, item_key
from ecqs_agent.workbooks.mapping import differences, record_fingerprint, to_form
from ledgers.instrument import Instrument, comparable
from page_objects.screens import InstrumentForm, LedgerRecord

REASONS: Final[Mapping[str, str]] = {
    "unclear": "An earlier attempt has an unknown outcome.",
    "several": "Several records on the portal carry this name and serial number.",
    "booked": "It differs from the portal, but is in a booking that is not finished yet.",
    "gone": "It was filed before and is no longer in the portal's ledger.",
    "coded": "Its 器具编码 belongs to a record with another name or serial number: correct that "
    "one by `ecqs correct`, or take the code out of the row if this is another piece.",
    "named": "It names a ledger record that the portal does not show, or that another row names.",
}


class Verdict(StrEnum):
    """What becomes of one row, with the sign the table shows."""

    ADD = "+"
    CHANGE = "~"
    UNCHANGED = "="
    CONFLICT = "!"
    UNCLEAR = "?"


class Wish(BaseModel):
    """One good row of the workbook: the piece, and its row as Excel counts.

    `record` is the ledger record that a workbook of ours names as this piece, which may carry
    other values than the row by now; `code` is a 器具编码 that stands in the row. `refused` is
    the item that the portal refused and that this row puts right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    instrument: Instrument
    record: str = ""
    code: str = ""
    refused: str = ""


class Step(BaseModel):
    """The decision for one row. `key` is the item under which the journal keeps the wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    row: int
    key: str
    fingerprint: str
    ordinal: int
    form: InstrumentForm
    region_code: str
    record: LedgerRecord | None = None
    changes: dict[str, tuple[str, str]] = {}
    reason: str = ""
    refused: str = ""  # the item of an earlier try that the portal refused, with other values


class Plan(BaseModel):
    """Every row's decision, and the records no row asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    steps: tuple[Step, ...]
    only_on_portal: tuple[LedgerRecord, ...]

    def of(self, *verdicts: Verdict) -> tuple[Step, ...]:
        """Return the steps with one of these verdicts, in the order of the workbook."""
        return tuple(step for step in self.steps if step.verdict in verdicts)

    def counts(self) -> dict[str, int]:
        """Return how many rows have each verdict, and how many records no row asks for."""
        counts = {verdict.name.lower(): len(self.of(verdict)) for verdict in Verdict}
        return {**counts, "only_on_portal": len(self.only_on_portal)}


def make_plan(
    account: str,
    wishes: Sequence[Wish],
    records: Sequence[LedgerRecord],
    *,
    known: Mapping[str, Item],
    under_way: Collection[str] = frozenset(),
) -> Plan:
    """Return what is to be done so that every wish has its own record.

    `under_way` are the uuids of records in a booking that an institute has not finished: what
    it verifies now must not be changed behind its back.

    `known` are the account's items by key; an identity they own stays with them, and an item
    that is unclear is decided by looking, never here.
    """
    numbered = _with_ordinals(account, wishes)
    matching = _Matching(records, known, wished={key for key, *_ in numbered})
    taken = {key: matching.named(wish.record) for key, _, _, wish in numbered}
    for key, *_ in numbered:
        taken[key] = taken[key] or matching.owned(key)
    for key, fingerprint, _, _ in numbered:
        taken[key] = taken[key] or matching.same_piece(fingerprint)
    for key, _, _, wish in numbered:
        taken[key] = taken[key] or matching.corrected_piece(wish)
    steps = tuple(
        _decide(
            wish,
            key,
            fingerprint,
            ordinal,
            record=taken[key],
            item=known.get(key),
            doubt=_doubt(matching, wish) if taken[key] is None else "",
            under_way=under_way,
        )
        for key, fingerprint, ordinal, wish in numbered
    )
    return Plan(account=account, steps=steps, only_on_portal=matching.left_over())


def _with_ordinals(account: str, wishes: Sequence[Wish]) -> list[tuple[str, str, int, Wish]]:
    """Number identical pieces in the order of the workbook: key, fingerprint, ordinal, wish."""
    seen: dict[str, int] = defaultdict(int)
    numbered = []
    for wish in wishes:
        fingerprint = wish.instrument.fingerprint
        ordinal = seen[fingerprint]
        seen[fingerprint] += 1
        key = item_key(account, Errand.ADD, fingerprint, ordinal)
        numbered.append((key, fingerprint, ordinal, wish))
    return numbered


class _Matching:
    """Give each record to one wish at most."""

    def __init__(
        self, records: Sequence[LedgerRecord], known: Mapping[str, Item], *, wished: set[str]
    ) -> None:
        self._free = {record.uuid: record for record in records}
        self._owned = {
            item.key: item.portal_uuid
            for item in known.values()
            if item.portal_uuid and item.errand is Errand.ADD and item.key in wished
        }
        owned = set(self._owned.values())
        # A queue and a set, so that thousands of identical pieces cost no more than different ones.
        self._by_fingerprint: dict[str, deque[str]] = defaultdict(deque)
        self._by_plate: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_code = {
            record.instrument_code: record.uuid for record in records if record.instrument_code
        }
        for record in self._free.values():
            self._by_plate[_plate(record.name, record.serial_number)].add(record.uuid)
            if record.uuid not in owned:
                self._by_fingerprint[record_fingerprint(record)].append(record.uuid)

    def named(self, uuid: str) -> LedgerRecord | None:
        """Return the record that a row names, unless another row has it."""
        return self._take(uuid)

    def has_other(self, code: str) -> bool:
        """Return whether a record that no wish took carries this 器具编码."""
        return self._by_code.get(code) in self._free

    def owned(self, key: str) -> LedgerRecord | None:
        """Return the record that the journal knows to be this item's."""
        return self._take(self._owned.get(key))

    def same_piece(self, fingerprint: str) -> LedgerRecord | None:
        """Return the first record of this fingerprint that no other wish owns or took."""
        queue = self._by_fingerprint.get(fingerprint)
        while queue:
            if record := self._take(queue.popleft()):  # a row may have named it already
                return record
        return None

    def corrected_piece(self, wish: Wish) -> LedgerRecord | None:
        """Return the one record with this plate number when only other fields differ.

        A row corrected after a refusal is the same piece: its record is changed, not doubled.
        """
        free = self.same_plate(wish)
        return self._take(next(iter(free))) if len(free) == 1 else None

    def same_plate(self, wish: Wish) -> AbstractSet[str]:
        """Return the free records with this name and serial number; dashes are no number."""
        instrument = wish.instrument
        if not comparable(instrument.serial_number).strip("-"):
            return frozenset()
        return self._by_plate.get(_plate(instrument.name, instrument.serial_number), frozenset())

    def left_over(self) -> tuple[LedgerRecord, ...]:
        """Return the records that no wish took."""
        return tuple(self._free.values())

    def _take(self, uuid: str | None) -> LedgerRecord | None:
        record = self._free.pop(uuid, None) if uuid else None
        if record is not None:
            self._by_plate[_plate(record.name, record.serial_number)].discard(record.uuid)
        return record


def _doubt(matching: _Matching, wish: Wish) -> str:
    """Return why a wish without a record may still mean one, "" when it surely is a new piece."""
    if matching.same_plate(wish):
        return "several"
    return "coded" if matching.has_other(wish.code) else ""


def _plate(name: str, serial_number: str) -> tuple[str, str]:
    return comparable(name), comparable(serial_number)


def _decide(
    wish: Wish,
    key: str,
    fingerprint: str,
    ordinal: int,
    *,
    record: LedgerRecord | None,
    item: Item | None,
    doubt: str,
    under_way: Collection[str],
) -> Step:
    form = to_form(wish.instrument)
    region_code = wish.instrument.region_code
    changes = {} if record is None else differences(form, record, region_code=region_code)
    verdict, reason = _verdict(record, item, changes)
    if verdict is Verdict.ADD and doubt:
        verdict, reason = Verdict.CONFLICT, REASONS[doubt]
    if wish.record and (record is None or record.uuid != wish.record):
        verdict, reason = Verdict.CONFLICT, REASONS["named"]
    if verdict is Verdict.CHANGE and record is not None and record.uuid in under_way:
        verdict, reason = Verdict.CONFLICT, REASONS["booked"]
    return Step(
        verdict=verdict,
        row=wish.row,
        key=key,
        fingerprint=fingerprint,
        ordinal=ordinal,
        form=form,
        region_code=region_code,
        record=record,
        changes=changes,
        reason=reason,
        refused=wish.refused if wish.refused != key else "",
    )


def _verdict(
    record: LedgerRecord | None, item: Item | None, changes: Mapping[str, object]
) -> tuple[Verdict, str]:
    if item is not None and item.state in (State.UNCLEAR, State.SUBMITTING):
        return Verdict.UNCLEAR, REASONS["unclear"]
    if record is not None:
        return (Verdict.CHANGE, "") if changes else (Verdict.UNCHANGED, "")
    if item is not None and item.state is State.PROVEN:
        return Verdict.CONFLICT, REASONS["gone"]
    return Verdict.ADD, ""


def new_item(plan_account: str, step: Step) -> NewItem:
    """Return the wish of a step as the journal keeps it."""
    return NewItem(
        account=plan_account,
        errand=Errand.ADD,
        fingerprint=step.fingerprint,
        ordinal=step.ordinal,
        wish=step.form.model_dump(mode="json"),
        place=f"{step.row}",
    )
