"""See again what was proven by an answer: the row in the grid must carry the wished values.

An answer can be true and the record wrong all the same; a record can vanish. Both are reported,
never mended on their own (durability: reconciliation at the end of every run).
"""

import hashlib
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, Journal
from ecqs_agent.mapping import differences, record_fingerprint
from page_objects.screens import InstrumentForm, LedgerRecord


class Confirmed(BaseModel):
    """What the ledger shows of the items that were proven by an answer alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seen: tuple[Item, ...] = ()
    differing: tuple[tuple[Item, tuple[str, ...]], ...] = ()
    missing: tuple[Item, ...] = ()

    @property
    def mismatches(self) -> int:
        """Return how many items a person has to look at."""
        return len(self.differing) + len(self.missing)


def confirm(account: str, records: Iterable[LedgerRecord], journal: Journal) -> Confirmed:
    """Compare every item that awaits it with its row, and keep what was seen as evidence."""
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
    return Confirmed(seen=tuple(seen), differing=tuple(differing), missing=tuple(missing))


def _odd(item: Item, record: LedgerRecord) -> tuple[str, ...]:
    """Return the fields in which the row differs from the wish.

    A new record's region is part of its fingerprint: a county of the same name elsewhere shows
    there.
    """
    if item.errand is Errand.CHANGE:
        form = InstrumentForm.model_validate(item.wish["form"])
        return tuple(differences(form, record, region_code=item.wish["region_code"]))
    form = InstrumentForm.model_validate(item.wish)
    odd = tuple(differences(form, record, region_code=record.region_code))
    elsewhere = bool(record.region_code) and record_fingerprint(record) != item.fingerprint
    return odd or (("region",) if elsewhere else ())
