"""See again what was proven by an answer: the row in the grid must carry the wished values.

An answer can be true and the record wrong all the same; a record can vanish, or stand there twice.
All of it is reported, never mended on its own (durability: reconciliation at the end of every run).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from ecqs_agent.flows.set_validity import carries
from ecqs_agent.journal import Errand, Item, Journal
from ecqs_agent.workbooks.mapping import differences, record_fingerprint
from page_objects.screens import InstrumentForm, LedgerRecord


class Confirmed(BaseModel):
    """What the ledger shows of the items that were proven by an answer alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seen: tuple[Item, ...] = ()
    differing: tuple[tuple[Item, tuple[str, ...]], ...] = ()
    missing: tuple[Item, ...] = ()
    doubled: tuple[tuple[Item, tuple[LedgerRecord, ...]], ...] = ()
    strangers: tuple[LedgerRecord, ...] = ()

    @property
    def mismatches(self) -> int:
        """Return how many items a person has to look at."""
        return len(self.differing) + len(self.missing) + len(self.doubled)


def confirm(
    account: str,
    records: Iterable[LedgerRecord],
    journal: Journal,
    *,
    before: Collection[str] | None = None,
) -> Confirmed:
    """Compare every item that awaits it with its row, and keep what was seen as evidence.

    `doubled` are the items whose piece has more rows than there are items for it, with the rows
    too many. `before` are the uuids the ledger held when the run began; rows that came since and
    that no item owns or may turn out to own are `strangers`: a person filed them.
    """
    rows = {record.uuid: record for record in records}
    waiting = journal.unconfirmed(account)
    changed = {item.portal_uuid for item in waiting if item.errand is Errand.CHANGE}
    seen, differing, missing = [], [], []
    for item in waiting:
        record = rows.get(item.portal_uuid or "")
        if record is None:
            missing.append(item)
            journal.remark(item.key, code="not-seen")
            continue
        odd = () if item.errand is Errand.ADD and record.uuid in changed else _odd(item, record)
        content = record.model_dump_json()
        detail = {
            "row": record.model_dump(),
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
            "differing": list(odd),
        }
        journal.remark(item.key, code="differs" if odd else "seen", detail=detail)
        if odd:
            differing.append((item, odd))
        else:
            seen.append(item)
    crowd = _Crowd(account, rows.values(), journal)
    doubled = crowd.too_many(waiting)
    for item, extra in doubled:
        journal.remark(item.key, code="doubled", detail={"rows": [one.uuid for one in extra]})
    return Confirmed(
        seen=tuple(seen),
        differing=tuple(differing),
        missing=tuple(missing),
        doubled=doubled,
        strangers=() if before is None else crowd.strangers(before, doubled),
    )


class _Crowd:
    """The rows that no item owns, against the items that own no row yet, piece by piece."""

    def __init__(self, account: str, rows: Iterable[LedgerRecord], journal: Journal) -> None:
        owned = journal.owned(account, Errand.ADD)
        items = journal.items(account, errands=(Errand.ADD,))
        self._claims = Counter(item.fingerprint for item in items if item.portal_uuid is None)
        self._free: dict[str, list[LedgerRecord]] = defaultdict(list)
        for row in rows:
            if row.uuid not in owned:
                self._free[record_fingerprint(row)].append(row)

    def too_many(self, items: Sequence[Item]) -> tuple[tuple[Item, tuple[LedgerRecord, ...]], ...]:
        """Return the pieces with more rows than items, each with the rows too many."""
        pieces = {item.fingerprint: item for item in items if item.errand is Errand.ADD}
        extra = {piece: self._free[piece][self._claims[piece] :] for piece in pieces}
        return tuple((pieces[piece], tuple(rows)) for piece, rows in extra.items() if rows)

    def strangers(
        self, before: Collection[str], doubled: Iterable[tuple[Item, tuple[LedgerRecord, ...]]]
    ) -> tuple[LedgerRecord, ...]:
        """Return the rows that came since and that nothing of ours explains."""
        known = {*before, *(row.uuid for _, rows in doubled for row in rows)}
        return tuple(
            row
            for piece, rows in self._free.items()
            for row in rows[self._claims[piece] :]
            if row.uuid not in known
        )


def _odd(item: Item, record: LedgerRecord) -> tuple[str, ...]:
    """Return the fields in which the row differs from the wish.

    A new record's region is part of its fingerprint: a county of the same name elsewhere shows
    there.
    """
    if item.errand is Errand.VALIDITY:
        return () if carries(record, item) else ("valid_until",)
    if item.errand is Errand.CHANGE:
        form = InstrumentForm.model_validate(item.wish["form"])
        return tuple(differences(form, record, region_code=item.wish["region_code"]))
    form = InstrumentForm.model_validate(item.wish)
    odd = tuple(differences(form, record, region_code=record.region_code))
    elsewhere = bool(record.region_code) and record_fingerprint(record) != item.fingerprint
    return odd or (("region",) if elsewhere else ())
