"""What a report says, before it is a page. Frozen, and built from named fields alone.

Nothing of the portal's raw answers is in here: only what has a field below can come into the page.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.answers.standings import Standing


class Part(BaseModel):
    """A frozen part of the report; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """A text in every language: its English template with facts.

    A fact may be a `Text` again, or a row of them.
    """

    template: str
    facts: Mapping[str, Any] = Field(default_factory=dict)


class Tone(StrEnum):
    """What a colour says. A label in words always stands beside it."""

    DONE = "done"
    WAIT = "wait"
    ACT = "act"
    BAD = "bad"


class Change(Part):
    """One field of the ledger record that was given another value."""

    field: str  # a key of `labels.COLUMNS`
    before: str
    after: str


class Picture(Part):
    """A picture of the filled dialog. `data` is the JPEG in base64, "" when it is not enclosed."""

    name: str
    at: datetime
    sha256: str
    data: str = ""
    width: int = 0
    height: int = 0
    trouble: Text | None = None  # why it is not shown


class Moment(Part):
    """One thing that happened to a piece, with the words of the portal or the institute."""

    at: datetime
    what: Text
    number: str = ""  # the portal's number of it, or the day entered
    act: Text | None = None  # what several of the kind are called
    words: str = ""
    changes: tuple[Change, ...] = ()
    is_new: bool = False  # within the report's period


class PieceReport(Part):
    """One piece: where it stands, what comes next, its values as filed, and its story."""

    number: int  # its place in the report, from 1
    name: str
    serial_number: str
    standing: Standing
    since: datetime
    instrument_code: str = ""
    booking_number: str = ""
    process_state: str = ""
    institute: str = ""
    certificate_number: str = ""
    record_uuid: str = ""
    valid_until: str = ""
    next_step: Text | None = None
    words: str = ""
    values: Mapping[str, str] = Field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    pictures: tuple[Picture, ...] = ()  # oldest first
    is_new: bool = False  # something happened within the report's period


class StepGroup(Part):
    """The pieces that wait for the same act of a person."""

    what: Text
    tone: Tone
    pieces: tuple[PieceReport, ...]
    institute: str = ""
    phones: tuple[str, ...] = ()
    words: str = ""  # where all pieces were told the same


class Count(Part):
    """How many pieces stand so."""

    standing: Standing
    pieces: int


class Month(Part):
    """How many pieces fall due in a month as 2026-11; "" is what is overdue, "later" the rest."""

    month: str
    pieces: int


class Reason(Part):
    """A reason of refusal in the institute's or the portal's words, and how often it came."""

    words: str
    times: int


class Act(Part):
    """How often something was done in the period."""

    what: Text
    times: int


class ReportData(Part):
    """Everything the page says."""

    account: str
    portal: str  # host of the portal
    errand: Text | None  # which run this report is of; None: asked for by a person
    since: datetime | None
    until: datetime
    bookings: int
    steps: tuple[StepGroup, ...]
    acts: tuple[Act, ...]
    states: tuple[Count, ...]
    due: tuple[Month, ...]
    without_date: int  # pieces whose 有效期至 is not known here
    refusals: tuple[Reason, ...]
    pieces: tuple[PieceReport, ...]
