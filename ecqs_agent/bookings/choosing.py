"""Which records are booked now, and why the others are not. Pure functions.

A record is booked once. It is booked again when the institute refused it and it was corrected
afterwards, or when it was verified and is due again (portal-facts 5.3); never by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.bookings.grouping import Held, print_of
from ecqs_agent.journal import Errand, Item, State
from ecqs_agent.runs.planning import REASONS as PLAN_REASONS
from ecqs_agent.runs.planning import Plan, Step, Verdict
from ledgers.instrument import comparable
from ledgers.piece_list import ListedPiece
from page_objects.screens import LedgerRecord

LEAD: Final = timedelta(days=60)  # a piece valid for longer is not due, unless asked otherwise
SHORTEST_VALIDITY: Final = timedelta(days=80)  # no certificate we know ends sooner


class Reason(StrEnum):
    """Why a piece is left out."""

    IN_BOOKING = "in-booking"
    REFUSED = "refused"
    VALID = "valid"
    DATE_MISSING = "date-missing"
    UNCLEAR = "unclear"
    NOT_OURS = "not-ours"
    NOT_FILED = "not-filed"
    SEVERAL = "several"
    DIFFERS = "differs"
    STOPPED = "stopped"


REASONS: Final[Mapping[Reason, str]] = {
    Reason.IN_BOOKING: "already in booking {number}",
    Reason.REFUSED: "refused in booking {number} and not corrected since",
    Reason.VALID: "verified and valid until {day}",
    Reason.DATE_MISSING: "verified in booking {number}; enter its valid-until date first",
    Reason.UNCLEAR: "an earlier attempt is unclear: run `ecqs reconcile`",
    Reason.NOT_OURS: "filed by hand: name it with --list, or choose by --due-within",
    Reason.NOT_FILED: "not in the portal's ledger: run `ecqs apply` first",
    Reason.SEVERAL: "several records carry this name and serial number: give the instrument code",
    Reason.DIFFERS: "the workbook differs from the ledger: run `ecqs apply` first",
    Reason.STOPPED: "stopped by the check: correct the row first",
}
URGENT: Final = frozenset({Reason.REFUSED, Reason.UNCLEAR, Reason.DATE_MISSING})  # for a person


class LeftOut(BaseModel):
    """A piece that is not booked now, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    serial_number: str
    reason: Reason
    uuid: str = ""
    facts: dict[str, str] = {}
    place: str = ""  # row of the workbook, or line of the list


class Wanted(BaseModel):
    """What the operator asked for: records named one by one, and a day by which they end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    named: frozenset[str] | None = None  # None: nothing was named
    due_by: date | None = None


class Choice(BaseModel):
    """Records to book, and the pieces left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: tuple[LedgerRecord, ...]
    left_out: tuple[LeftOut, ...]

    def counts(self) -> dict[Reason, int]:
        """Return how many pieces are left out for each reason that occurs."""
        return dict(Counter(piece.reason for piece in self.left_out))


class Situation(BaseModel):
    """What bookings are decided by: the ledger, the journal's items, what holds each record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: tuple[LedgerRecord, ...]
    items: tuple[Item, ...]
    held: Mapping[str, Held]

    def choose(self, wanted: Wanted, *, today: date) -> Choice:
        """Return what is to be booked now, in the ledger's order, and why the rest is not."""
        return choose(self.records, items=self.items, held=self.held, wanted=wanted, today=today)


def choose(
    records: Sequence[LedgerRecord],
    *,
    items: Iterable[Item],
    held: Mapping[str, Held],
    wanted: Wanted,
    today: date,
) -> Choice:
    """Return what is to be booked of the ledger, and why the rest is not."""
    chooser = _Chooser(tuple(items), held, wanted, today)
    chosen, left_out = [], []
    for record in records:
        if wanted.named is not None and record.uuid not in wanted.named:
            continue
        verdict = chooser.why_not(record)
        if verdict is None:
            chosen.append(record)
        else:
            left_out.append(_left_out(record, *verdict))
    return Choice(records=tuple(chosen), left_out=tuple(left_out))


Why = tuple[Reason, dict[str, str]]


class _Chooser:
    """Judges one record after the other."""

    def __init__(
        self, items: tuple[Item, ...], held: Mapping[str, Held], wanted: Wanted, today: date
    ) -> None:
        self._held = held
        self._wanted = wanted
        self._today = today
        self._by = wanted.due_by or today + LEAD
        self._ours = {
            item.portal_uuid for item in items if item.errand is Errand.ADD and item.portal_uuid
        }
        self._changes = {item.wish["uuid"]: item for item in items if _is_change(item)}
        self._unclear = {uuid for item in items for uuid in _unclear_records(item)}
        self._booked = {
            item.portal_uuid: item.wish
            for item in items
            if item.errand is Errand.BOOK and item.portal_uuid
        }

    def why_not(self, record: LedgerRecord) -> Why | None:
        """Return why a record is left out, or None when it is booked."""
        held = self._held.get(record.uuid)
        if record.uuid in self._unclear:
            return Reason.UNCLEAR, {}
        if held is not None and held.is_open:
            return Reason.IN_BOOKING, {"number": held.number or held.booking_uuid}
        if held is not None and held.meaning == "verified":
            return self._not_due_again(record, held)
        if held is not None and not self._is_corrected(record, held):
            return Reason.REFUSED, {"number": held.number}
        return self._not_due(record)

    def _not_due_again(self, record: LedgerRecord, held: Held) -> Why | None:
        """Judge a piece that a booking has verified: it goes again only when that was asked."""
        ends, booked_on = day_of(record.valid_until), day_of(held.number[:8])
        is_long_ago = booked_on is not None and booked_on + SHORTEST_VALIDITY < self._today
        if ends is None or self._is_old_date(record, held, ends):
            if self._wanted.named is not None and is_long_ago:
                return None  # a date is written once on the portal: a person knows better
            return Reason.DATE_MISSING, {"number": held.number}
        was_asked = self._wanted.due_by is not None or self._wanted.named is not None
        if was_asked and ends <= self._by:
            return None
        return Reason.VALID, {"day": record.valid_until}

    def _not_due(self, record: LedgerRecord) -> Why | None:
        """Judge a piece that no booking holds or that was corrected."""
        ends = day_of(record.valid_until)
        if ends is not None and ends > self._by:
            return Reason.VALID, {"day": record.valid_until}
        is_due = self._wanted.due_by is not None and ends is not None
        if record.uuid in self._ours or self._wanted.named is not None or is_due:
            return None
        return Reason.NOT_OURS, {}

    def _is_old_date(self, record: LedgerRecord, held: Held, ends: date) -> bool:
        """Return whether 有效期至 is still the one from before the verification in `held`."""
        when_booked = self._booked.get(held.booking_uuid, {}).get("valid_until")
        if when_booked is not None:
            return bool(when_booked.get(record.uuid) == record.valid_until)
        booked_on = day_of(held.number[:8])
        return booked_on is not None and ends < booked_on + SHORTEST_VALIDITY

    def _is_corrected(self, record: LedgerRecord, held: Held) -> bool:
        """Return whether a refused record was changed since, by us or by hand."""
        change = self._changes.get(record.uuid)
        if change is not None and change.changed_at > held.since:
            return True
        print_then = self._booked.get(held.booking_uuid, {}).get("prints", {}).get(record.uuid)
        if print_then is not None and print_then != print_of(record):
            return True
        is_ours = record.uuid in self._ours
        return not is_ours and self._wanted.named is not None  # then only the operator can know


def _is_change(item: Item) -> bool:
    return item.errand is Errand.CHANGE and item.state is State.PROVEN


def _unclear_records(item: Item) -> Iterable[str]:
    if item.state not in (State.UNCLEAR, State.SUBMITTING):
        return ()
    if item.errand is Errand.BOOK:
        return tuple(item.wish["records"])
    uuid = item.portal_uuid or item.wish.get("uuid")
    return (str(uuid),) if uuid else ()


def _left_out(record: LedgerRecord, reason: Reason, facts: dict[str, str]) -> LeftOut:
    return LeftOut(
        name=record.name,
        serial_number=record.serial_number,
        reason=reason,
        uuid=record.uuid,
        facts=facts,
    )


def day_of(text: str) -> date | None:
    """Return the day a text of the portal begins with, such as 2027-01-31; None for no day."""
    compact = text.strip().replace("-", "")[:8]
    try:
        return datetime.strptime(compact, "%Y%m%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None


def find_planned(plan: Plan, stopped: Iterable[int]) -> tuple[frozenset[str], tuple[LeftOut, ...]]:
    """Return the uuids of a workbook's records, and the rows that cannot be booked as they are.

    `stopped` are the rows that the check keeps from being filed.
    """
    named = {
        step.record.uuid
        for step in plan.of(Verdict.UNCHANGED, Verdict.CONFLICT)
        if step.record is not None  # a conflict with a record is one that a booking holds
    }
    left_out = [
        LeftOut(
            name=step.form.name,
            serial_number=step.form.serial_number,
            reason=_reason_of(step),
            uuid=step.record.uuid if step.record else "",
            place=str(step.row),
        )
        for step in plan.steps
        if step.record is None or step.record.uuid not in named
    ]
    left_out += [
        LeftOut(name="", serial_number="", reason=Reason.STOPPED, place=str(row)) for row in stopped
    ]
    return frozenset(named), tuple(left_out)


def _reason_of(step: Step) -> Reason:
    match step.verdict:
        case Verdict.CHANGE:
            return Reason.DIFFERS
        case Verdict.UNCLEAR:
            return Reason.UNCLEAR
        case Verdict.CONFLICT if step.reason == PLAN_REASONS["several"]:
            return Reason.SEVERAL
        case _:
            return Reason.NOT_FILED


def find_listed(
    listed: Iterable[ListedPiece], records: Iterable[LedgerRecord]
) -> tuple[frozenset[str], tuple[LeftOut, ...]]:
    """Return the uuids a list names, and the lines that name no record or several."""
    by_code: dict[str, list[str]] = {}
    by_plate: dict[tuple[str, str], list[str]] = {}
    for record in records:
        plate = (comparable(record.name), comparable(record.serial_number))
        by_code.setdefault(record.instrument_code, []).append(record.uuid)
        by_plate.setdefault(plate, []).append(record.uuid)
        by_plate.setdefault(("", plate[1]), []).append(record.uuid)
    named: set[str] = set()
    unknown = []
    for piece in listed:
        plate = (comparable(piece.name), comparable(piece.serial_number))
        found = by_code.get(piece.code) if piece.code else by_plate.get(plate)
        if piece.code and not found:  # one word alone may be a code or a serial number
            found = by_plate.get(("", comparable(piece.code)))
        if found and len(found) == 1:
            named.update(found)
            continue
        unknown.append(
            LeftOut(
                name=piece.name,
                serial_number=piece.serial_number or piece.code,
                reason=Reason.SEVERAL if found else Reason.NOT_FILED,
                place=str(piece.line),
            )
        )
    return frozenset(named), tuple(unknown)
