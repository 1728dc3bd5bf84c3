"""The steps a scenario can take, in the portal's own verbs; one class per verb.

A step is written `verb: arguments`, beside it what it shall show (`expect`), what of it is kept
under a name (`bind`), and for which rows of a table it is repeated (`each`).
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from ecqs_agent.replay.parts import Expect, Fields, Name, Part, RecordRef

Screen = Literal[
    "home",
    "login",
    "system",
    "ledger",
    "new",
    "change",
    "copy",
    "lists",
    "bookings",
    "booking",
    "picker",
    "receipt",
]


class AnyStep(Part):
    """What every step may say."""

    verb: ClassVar[str] = ""
    writes: ClassVar[bool] = False  # files, changes or deletes something on the portal
    mock_only: ClassVar[bool] = False

    note: str = Field(default="", description="What this step is for; shown in the verdict")
    each: Name | None = Field(default=None, description="Repeat for each row of this table: ${row}")
    expect: Expect = Field(default_factory=dict, description="What it shall show")
    bind: Mapping[Name, str] = Field(
        default_factory=dict, description="name: place in what it showed, such as records.0.uuid"
    )

    @property
    def needs_mock(self) -> bool:
        """Return whether this step can be taken on a mock alone."""
        return self.mock_only

    @property
    def arguments(self) -> Part:
        """Return what stands behind the verb."""
        given: Part = getattr(self, self.verb)
        return given


class LogInArgs(Part):
    """Who logs in, and what is typed wrong on purpose (on a mock alone: accounts lock)."""

    account: str = "demo"
    mistake: Literal["password", "captcha", "empty_captcha", "unknown_name"] | None = None


class LogIn(AnyStep):
    """Log in from the front page."""

    verb: ClassVar[str] = "log_in"
    log_in: LogInArgs

    @property
    def needs_mock(self) -> bool:
        """Return whether something is typed wrong on purpose."""
        return self.log_in.mistake is not None


class Nothing(Part):
    """No arguments."""


class LogOut(AnyStep):
    """Press 退出."""

    verb: ClassVar[str] = "log_out"
    log_out: Nothing


class Leave(AnyStep):
    """Forget the screen in front: the next step enters by the human route again."""

    verb: ClassVar[str] = "leave"
    leave: Nothing


class LookArgs(Part):
    """Which screen; `record` and `booking` say whose."""

    at: Screen
    record: RecordRef | None = None
    booking: str = ""


class Look(AnyStep):
    """Read a screen's words: title, buttons, columns, fields with what they offer, lines."""

    verb: ClassVar[str] = "look"
    look: LookArgs


class QueryArgs(Part):
    """What is typed into the ledger's filters; nothing asks for the whole ledger."""

    name: str = ""
    serial_number: str = ""


class Query(AnyStep):
    """Read the ledger's records."""

    verb: ClassVar[str] = "query"
    query: QueryArgs


class InstrumentArgs(Part):
    """An instrument of `data` (or ${row}), with some fields otherwise."""

    of: str | Fields = ""
    fields: Fields = Field(default=Fields(), alias="with")


class Fill(AnyStep):
    """Fill the dialog for a new record twice, read it back, and file nothing."""

    verb: ClassVar[str] = "fill"
    fill: InstrumentArgs


class Add(AnyStep):
    """File a new record."""

    verb: ClassVar[str] = "add"
    writes: ClassVar[bool] = True
    add: InstrumentArgs


class ChangeArgs(Part):
    """Which record, and the fields that become otherwise."""

    record: RecordRef
    fields: Fields = Field(default=Fields(), alias="with")


class Change(AnyStep):
    """Change a record."""

    verb: ClassVar[str] = "change"
    writes: ClassVar[bool] = True
    change: ChangeArgs


class Copy(AnyStep):
    """File a copy of a record, with some fields otherwise."""

    verb: ClassVar[str] = "copy"
    writes: ClassVar[bool] = True
    copy_: ChangeArgs = Field(alias="copy")

    @property
    def arguments(self) -> Part:
        """Return what stands behind the verb."""
        return self.copy_


class DeleteArgs(Part):
    """Which record."""

    record: RecordRef


class Delete(AnyStep):
    """Delete a record."""

    verb: ClassVar[str] = "delete"
    writes: ClassVar[bool] = True
    delete: DeleteArgs


class PiecesArgs(Part):
    """The ledger records of a booking; ${name} may stand for a whole list."""

    pieces: tuple[RecordRef, ...] | str


class Book(AnyStep):
    """Submit a booking of these records."""

    verb: ClassVar[str] = "book"
    writes: ClassVar[bool] = True
    book: PiecesArgs


class Draft(AnyStep):
    """Keep a booking of these records as a draft."""

    verb: ClassVar[str] = "draft"
    writes: ClassVar[bool] = True
    draft: PiecesArgs


class EditDraftArgs(Part):
    """Which draft, what comes in and goes out, and whether it is submitted then."""

    booking: str
    add: tuple[RecordRef, ...] = ()
    remove: tuple[RecordRef, ...] = ()
    submit: bool = False


class EditDraft(AnyStep):
    """Open a draft, change its pieces, and keep or submit it."""

    verb: ClassVar[str] = "edit_draft"
    writes: ClassVar[bool] = True
    edit_draft: EditDraftArgs


class BookingArgs(Part):
    """A booking: its 预约编号, or for a draft its bound uuid."""

    booking: str


class DeleteBooking(AnyStep):
    """Delete a booking."""

    verb: ClassVar[str] = "delete_booking"
    writes: ClassVar[bool] = True
    delete_booking: BookingArgs


class Bookings(AnyStep):
    """Read the list of bookings."""

    verb: ClassVar[str] = "bookings"
    bookings: Nothing


class ReadReceipt(AnyStep):
    """Read the receipt of a booking: the institute's words and every piece's state."""

    verb: ClassVar[str] = "read_receipt"
    read_receipt: BookingArgs


class OnTheMock(AnyStep):
    """A step behind the portal's back, by the mock's control side."""

    mock_only: ClassVar[bool] = True


class InstituteArgs(Part):
    """What the institute does; without a serial number to every piece."""

    do: Literal["answer", "accept", "refuse", "allocate", "certify"]
    booking: str = ""
    serial: str = ""
    reason: str = ""
    result: str = ""


class Institute(OnTheMock):
    """Let the institute act."""

    verb: ClassVar[str] = "institute"
    institute: InstituteArgs


class ClockArgs(Part):
    """Move the clock: days, hours, minutes ahead, or to a moment."""

    days: float = 0
    hours: float = 0
    minutes: float = 0
    to: str = ""


class Clock(OnTheMock):
    """Set or advance the portal's clock."""

    verb: ClassVar[str] = "clock"
    clock: ClockArgs


class FaultArgs(Part):
    """A fault of the mock (docs: `ecqs_agent.mock_portal.faults`)."""

    kind: str
    path: str = ""
    method: str = ""
    times: int = 1
    seconds: float | None = None
    commit: str | None = None
    status: int | None = None
    label: str = ""
    to: str = ""


class Fault(OnTheMock):
    """Arm a fault."""

    verb: ClassVar[str] = "fault"
    fault: FaultArgs


class ClearFaults(OnTheMock):
    """Disarm every fault and free what is held."""

    verb: ClassVar[str] = "clear_faults"
    clear_faults: Nothing


class Variant(OnTheMock):
    """Change variants of the mock in the middle of a scenario: `variant: {words: old}`."""

    verb: ClassVar[str] = "variant"
    variant: Mapping[str, str]

    @property
    def arguments(self) -> Part:
        """Return the variants, which are no model of their own."""
        return Nothing()


class PlantArgs(Part):
    """Put so many generated scales into the ledger of an account."""

    count: int = Field(ge=1, le=10_000)
    account: str = "demo"


class Plant(OnTheMock):
    """Put records into the mock's ledger at once."""

    verb: ClassVar[str] = "plant"
    plant: PlantArgs


class StoredArgs(Part):
    """Whose."""

    account: str = "demo"


class Stored(OnTheMock):
    """Read what the mock has stored: the truth behind the screens."""

    verb: ClassVar[str] = "stored"
    stored: StoredArgs


class Requests(OnTheMock):
    """Count what the mock was asked since the last such step, by the service's method."""

    verb: ClassVar[str] = "requests"
    requests: Nothing


def verb_of(value: Any) -> str:  # noqa: ANN401 - what a file holds
    """Return the verb of a step as written, "" when there is none or more than one."""
    if isinstance(value, AnyStep):
        return value.verb
    found = [name for name in VERBS if isinstance(value, Mapping) and name in value]
    return found[0] if len(found) == 1 else ""


def _kinds(kind: type[AnyStep]) -> list[type[AnyStep]]:
    return [kind, *(one for child in kind.__subclasses__() for one in _kinds(child))]


VERBS: tuple[str, ...] = tuple(kind.verb for kind in _kinds(AnyStep) if kind.verb)
