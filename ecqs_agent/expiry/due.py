"""What is due for verification, and until when it must be booked. Pure functions."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.expiry.workdays import is_announced, workdays_before
from ledgers.dates import How, read_date
from ledgers.workbook import Workbook
from page_objects.screens import LedgerRecord

_DATED: Final = frozenset({How.EXACT, How.CONVERTED, How.SERIAL})


class Stage(StrEnum):
    """How urgent a piece is."""

    OVERDUE = "overdue"  # 有效期至 is past: it must not be used (portal-facts 5.3)
    LATE = "late"  # valid, and the last day to book is past
    SOON = "soon"
    BOOKED = "booked"  # valid, and in a booking that an institute has not finished


STAGES: Final[Mapping[Stage, str]] = {
    Stage.OVERDUE: "Overdue",
    Stage.LATE: "Book at once",
    Stage.SOON: "To be booked",
    Stage.BOOKED: "Booked",
}


class Piece(BaseModel):
    """What is needed of a piece here; texts as the portal or the workbook has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str = ""  # "" when it comes from a workbook
    place: str = ""  # the cell, when it comes from a workbook
    instrument_code: str = ""
    name: str = ""
    serial_number: str = ""
    model: str = ""
    place_of_use: str = ""
    institute: str = ""
    valid_until: str = ""
    is_booked: bool = False


class Due(BaseModel):
    """A piece that is due: `days_left` counts to 有效期至, `book_by` is the last day to book."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    piece: Piece
    valid_until: date
    book_by: date
    days_left: int
    stage: Stage


class DueList(BaseModel):
    """The pieces due by a day, soonest first, and what the list does not tell.

    `unannounced` are years whose exchanged working days are not known yet, so that a last day to
    book can be off by some days.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    today: date
    until: date
    lead_time: int
    due: tuple[Due, ...]
    later: int
    undated: int
    unreadable: tuple[Piece, ...]
    unannounced: tuple[int, ...]

    def counts(self) -> dict[str, int]:
        """Return how many pieces are at each stage, later, without a date, or not readable."""
        stages = {stage.value: 0 for stage in Stage}
        for one in self.due:
            stages[one.stage.value] += 1
        rest = {"later": self.later, "undated": self.undated, "unreadable": len(self.unreadable)}
        return {**stages, **rest}


def due_within(
    pieces: Iterable[Piece], within: timedelta, *, today: date, lead_time: int
) -> DueList:
    """Return the pieces whose 有效期至 is past or not later than `within` from today.

    `lead_time` counts working days before 有效期至. It is valid on that day itself.
    """
    until = today + within
    due, unreadable = [], []
    later = undated = 0
    for piece in pieces:
        reading = read_date(piece.valid_until)
        if reading.how is How.ABSENT:
            undated += 1
        elif reading.day is None or reading.how not in _DATED:
            unreadable.append(piece)
        elif reading.day > until:
            later += 1
        else:
            due.append(_due(piece, reading.day, today=today, lead_time=lead_time))
    due.sort(key=lambda one: (one.valid_until, one.piece.account, one.piece.name))
    years = {year for one in due for year in range(one.book_by.year, one.valid_until.year + 1)}
    return DueList(
        today=today,
        until=until,
        lead_time=lead_time,
        due=tuple(due),
        later=later,
        undated=undated,
        unreadable=tuple(unreadable),
        unannounced=tuple(sorted(year for year in years if not is_announced(year))),
    )


def _due(piece: Piece, day: date, *, today: date, lead_time: int) -> Due:
    book_by = workdays_before(day, lead_time)
    return Due(
        piece=piece,
        valid_until=day,
        book_by=book_by,
        days_left=(day - today).days,
        stage=_stage(piece, day, book_by, today),
    )


def _stage(piece: Piece, day: date, book_by: date, today: date) -> Stage:
    if day < today:
        return Stage.OVERDUE
    if piece.is_booked:
        return Stage.BOOKED
    return Stage.LATE if book_by < today else Stage.SOON


def from_records(
    account: str, records: Iterable[LedgerRecord], under_way: Iterable[str]
) -> tuple[Piece, ...]:
    """Return the ledger's records as pieces; `under_way` are the uuids in open bookings."""
    inside = frozenset(under_way)
    fields = set(Piece.model_fields) & set(LedgerRecord.model_fields)
    return tuple(
        Piece(account=account, is_booked=one.uuid in inside, **one.model_dump(include=fields))
        for one in records
    )


def from_workbook(workbook: Workbook) -> tuple[Piece, ...]:
    """Return the rows of a workbook as pieces, as they stand there."""
    fields = ("instrument_code", "name", "serial_number", "model", "place_of_use", "institute")
    return tuple(
        Piece(
            place=row.address("valid_until") or f"{row.number}",
            valid_until=row.text("valid_until"),
            **{field: row.text(field) for field in fields},
        )
        for row in workbook.rows
    )
