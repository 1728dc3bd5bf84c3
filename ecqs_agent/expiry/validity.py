"""Whose 有效期至 may be set, and to what: a decision for every source, none of them a guess.

The portal takes a value once and never changes it (portal-facts 3.2, field 17). So a date is set
only where one source and one record belong together beyond doubt; the rest is for a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from ecqs_agent.expiry.statements import Flaw, Statement
from ecqs_agent.expiry.validity_match import Match, Matching, Reason
from ecqs_agent.journal import Errand, Item, NewItem, State
from ledgers.certificates.labels import FAILED
from ledgers.dates import read_date
from ledgers.instrument import comparable
from page_objects.screens import LedgerRecord


class Finding(StrEnum):
    """What becomes of one source, with the sign the table shows."""

    SET = "+"
    SAME = "="
    CONFLICT = "!"
    DOUBT = "?"


class Entry(BaseModel):
    """The decision for one source; `record` is the one it was matched with, if any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: Finding
    statement: Statement
    record: LedgerRecord | None = None
    reason: Reason | None = None
    seen: str = ""


class ValidityPlan(BaseModel):
    """Every source's decision, in the order of the sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    entries: tuple[Entry, ...]

    def of(self, *findings: Finding) -> tuple[Entry, ...]:
        """Return the entries with one of these findings."""
        return tuple(entry for entry in self.entries if entry.finding in findings)

    def counts(self) -> dict[str, int]:
        """Return how many sources have each finding."""
        return {finding.name.lower(): len(self.of(finding)) for finding in Finding}

    def items(self) -> tuple[NewItem, ...]:
        """Return the wishes for what is to be set, one per record."""
        return tuple(_item(self.account, entry) for entry in self.of(Finding.SET))


def plan_validity(
    account: str,
    statements: Sequence[Statement],
    records: Sequence[LedgerRecord],
    *,
    known: Iterable[Item],
    today: date,
    longest: int,
) -> ValidityPlan:
    """Decide for every source. `known` are the account's items of this errand.

    `longest` is the number of years after the verification from which a date is doubted.
    """
    items = {item.fingerprint: item for item in known if item.errand is Errand.VALIDITY}
    matching = Matching(records)
    entries = [
        _judge(one, matching.find(one), items=items, today=today, longest=longest)
        for one in statements
    ]
    passed = _without_failed(entries)
    return ValidityPlan(account=account, entries=tuple(_one_source_each(passed)))


def _judge(
    statement: Statement,
    match: Match,
    *,
    items: Mapping[str, Item],
    today: date,
    longest: int,
) -> Entry:
    finding, reason, seen = _verdict(statement, match, items, today=today, longest=longest)
    return Entry(
        finding=finding, statement=statement, record=match.record, reason=reason, seen=seen
    )


def _verdict(
    statement: Statement,
    match: Match,
    items: Mapping[str, Item],
    *,
    today: date,
    longest: int,
) -> tuple[Finding, Reason | None, str]:
    day, record = statement.valid_until, match.record
    if statement.flaw is not None or day is None:
        return Finding.DOUBT, Reason.SOURCE, ""
    if record is None or match.reason is Reason.OTHER_SERIAL:
        return Finding.DOUBT, match.reason, match.seen
    if record.valid_until.strip():  # what is there already needs no further doubt
        if read_date(record.valid_until).day == day:
            return Finding.SAME, None, ""
        return Finding.CONFLICT, Reason.OTHER_DATE, record.valid_until
    if match.reason is not None:
        return Finding.DOUBT, match.reason, match.seen
    return _against(record, items.get(record.uuid)) or _plausible(
        statement, day, today=today, longest=longest
    )


def _against(record: LedgerRecord, item: Item | None) -> tuple[Finding, Reason | None, str] | None:
    """Return what a record without a date and an earlier attempt say against setting one."""
    if FAILED.search(record.result):
        return Finding.DOUBT, Reason.LEDGER_FAILED, record.result
    if item is not None and item.state in (State.UNCLEAR, State.SUBMITTING):
        return Finding.DOUBT, Reason.UNCLEAR, ""
    if item is not None and item.state is State.PROVEN:
        return Finding.CONFLICT, Reason.GONE, ""
    return None


def _plausible(
    statement: Statement, day: date, *, today: date, longest: int
) -> tuple[Finding, Reason | None, str]:
    verified = statement.verified_on
    if verified is not None and verified > today:
        return Finding.DOUBT, Reason.FUTURE, verified.isoformat()
    if verified is not None and day <= verified:
        return Finding.DOUBT, Reason.BACKWARDS, verified.isoformat()
    if day < today:
        return Finding.DOUBT, Reason.PAST, ""
    begin = verified or today
    if (day.year - longest, day.month, day.day) > (begin.year, begin.month, begin.day):
        return Finding.DOUBT, Reason.TOO_FAR, str(longest)
    return Finding.SET, None, ""


def _without_failed(entries: Sequence[Entry]) -> list[Entry]:
    """Doubt every date of a piece that, by another source, has not passed since."""
    failed: dict[str, list[Statement]] = defaultdict(list)
    for one in entries:
        if one.statement.flaw is Flaw.FAILED and one.record is not None:
            failed[one.record.uuid].append(one.statement)
    return [_doubted(one, failed[one.record.uuid]) if one.record else one for one in entries]


def _doubted(entry: Entry, notices: Sequence[Statement]) -> Entry:
    passed_on = entry.statement.verified_on
    since = [
        notice.place
        for notice in notices
        if passed_on is None or notice.verified_on is None or notice.verified_on >= passed_on
    ]
    if entry.finding is not Finding.SET or not since:
        return entry
    return entry.model_copy(
        update={
            "finding": Finding.DOUBT,
            "reason": Reason.FAILED_TOO,
            "seen": "、".join(since),
        }
    )


def _one_source_each(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Let a record be set by one source only: a second like it is left out, another is a doubt."""
    together: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if one.finding is Finding.SET and one.record is not None:
            together[one.record.uuid].append(one)
    for one in entries:
        group = together[one.record.uuid] if one.record and one.finding is Finding.SET else [one]
        if len(group) == 1 or (one is group[0] and _agree(group)):
            yield one
            continue
        others = "、".join(
            f"{other.statement.place} {other.statement.valid_until}"
            for other in group
            if other is not one
        )
        if _agree(group):
            seen = group[0].statement.place
            yield one.model_copy(
                update={"finding": Finding.SAME, "reason": Reason.TWICE, "seen": seen}
            )
        else:
            yield one.model_copy(
                update={"finding": Finding.DOUBT, "reason": Reason.SEVERAL_SOURCES, "seen": others}
            )


def _agree(group: Sequence[Entry]) -> bool:
    """Return whether these are copies of one source: the same date from the same certificate."""
    said = {
        (one.statement.valid_until, comparable(one.statement.certificate_number)) for one in group
    }
    rows = [one for one in group if not one.statement.certificate_number]
    return len(said) == 1 and not rows


def _item(account: str, entry: Entry) -> NewItem:
    statement, record = entry.statement, entry.record
    if record is None or statement.valid_until is None:
        raise AssertionError("what is to be set has a record and a date")
    verified = statement.verified_on
    return NewItem(
        account=account,
        errand=Errand.VALIDITY,
        fingerprint=record.uuid,
        ordinal=0,
        wish={
            "uuid": record.uuid,
            "valid_until": statement.valid_until.isoformat(),
            "name": record.name,
            "serial_number": record.serial_number,
            "instrument_code": record.instrument_code,
            "source": {
                "place": statement.place,
                "certificate_number": statement.certificate_number,
                "verified_on": verified.isoformat() if verified else "",
            },
        },
        place=statement.place[:300],
    )
