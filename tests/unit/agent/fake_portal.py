"""A portal in memory that speaks the flows' ports: for the laws, in milliseconds.

It is scripted per click: what it does with the record, and what it answers.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from ecqs_agent.flows.ports import UnknownPayload
from page_objects.errors import PortalError, WirePayloadError
from page_objects.screens import (
    Accepted,
    BookingPiece,
    BookingRow,
    InstrumentForm,
    LedgerGlance,
    LedgerRecord,
    Outcome,
    ReceiptPiece,
    ReceiptScreen,
    Refused,
    Unclear,
)

REGION_CODE = "150105"


def record_of(form: InstrumentForm, uuid: str) -> LedgerRecord:
    values = form.model_dump(exclude={"region"})
    return LedgerRecord(uuid=uuid, region_code=REGION_CODE, region_name=form.region[-1], **values)


@dataclass
class Reaction:
    """What one click brings: is it committed, and what is answered or raised."""

    commits: bool = True
    answer: Outcome | PortalError | type[BaseException] | None = None
    fails_before: PortalError | None = None


LOST = Reaction(commits=True, answer=Unclear(evidence="no answer"))
NEVER_ARRIVED = Reaction(commits=False, answer=Unclear(evidence="no answer"))


@dataclass
class FakePortal:
    """The portal's state, and the reactions still to come (then it simply works)."""

    records: dict[str, LedgerRecord] = field(default_factory=dict)
    bookings: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    reactions: list[Reaction] = field(default_factory=list)
    clicks: int = 0
    opened: int = 0

    def add_by_hand(self, form: InstrumentForm) -> str:
        uuid = f"U{len(self.records) + 1}"
        self.records[uuid] = record_of(form, uuid)
        return uuid

    def react(self, commit: Callable[[], Accepted]) -> Outcome:
        """Play the next reaction to one click."""
        self.clicks += 1
        reaction = self.reactions.pop(0) if self.reactions else Reaction()
        accepted = commit() if reaction.commits else None
        match reaction.answer:
            case None:
                return accepted or Refused(messages=("保存失败",))
            case PortalError():
                raise reaction.answer
            case type():
                raise reaction.answer
            case outcome:
                return outcome


class FakeDialog:
    def __init__(self, portal: FakePortal, uuid: str = "") -> None:
        self._portal = portal
        self._uuid = uuid
        self._form: InstrumentForm | None = None
        portal.opened += 1

    def read(self) -> InstrumentForm:
        record = self._portal.records[self._uuid]
        shared = set(InstrumentForm.model_fields) & set(LedgerRecord.model_fields)
        values = record.model_dump(include=shared)
        return InstrumentForm(**values, region=("内蒙古自治区", record.region_name))

    def fill(self, form: InstrumentForm) -> bool:
        if self._portal.reactions and (error := self._portal.reactions[0].fails_before):
            self._portal.reactions.pop(0)
            raise error
        self._form = form
        return True

    def submit(
        self,
        expect: InstrumentForm,
        *,
        before_release: Callable[[], None],
        unknown_payload: UnknownPayload,
    ) -> Outcome:
        del unknown_payload
        if self._form != expect:
            raise WirePayloadError(fields="all")
        before_release()

        def commit() -> Accepted:
            uuid = self._uuid or f"U{len(self._portal.records) + 1}"
            self._portal.records[uuid] = record_of(expect, uuid)
            return Accepted(uuid=uuid, code=f"C{uuid}", answer={"uuid": uuid})

        return self._portal.react(commit)

    def picture(self) -> bytes:
        return b"JPEG"

    def close(self) -> None:
        self._form = None


class FakeLedger:
    def __init__(self, portal: FakePortal) -> None:
        self._portal = portal

    def add(self) -> FakeDialog:
        return FakeDialog(self._portal)

    def edit(self, uuid: str) -> FakeDialog:
        return FakeDialog(self._portal, uuid)

    def records(self, *, name: str = "", serial_number: str = "") -> tuple[LedgerRecord, ...]:
        return tuple(
            record
            for record in self._portal.records.values()
            if name in record.name and serial_number in record.serial_number
        )

    def refresh(self) -> None:
        return None

    def glance(self) -> LedgerGlance:
        uuids = tuple(self._portal.records)
        return LedgerGlance(total=len(uuids), uuids=uuids[-10:])


class FakeBooking:
    def __init__(self, portal: FakePortal, uuid: str = "") -> None:
        self._portal = portal
        self._uuid = uuid
        self._pieces: tuple[str, ...] = portal.bookings[uuid][1] if uuid else ()

    def pieces(self) -> tuple[BookingPiece, ...]:
        return tuple(BookingPiece(uuid=uuid) for uuid in self._pieces)

    def choose(self, uuids: Collection[str]) -> int:
        before = len(self._pieces)
        self._pieces = tuple(dict.fromkeys((*self._pieces, *uuids)))
        return len(self._pieces) - before

    def remove(self, uuids: Collection[str]) -> None:
        self._pieces = tuple(uuid for uuid in self._pieces if uuid not in set(uuids))

    def save_draft(self, expect: Collection[str]) -> Outcome:
        uuid = self._uuid or f"B{len(self._portal.bookings) + 1}"
        self._portal.bookings[uuid] = ("", tuple(expect))
        return Accepted(uuid=uuid)

    def submit(
        self,
        expect: Collection[str],
        *,
        before_release: Callable[[], None],
        unknown_payload: UnknownPayload,
    ) -> Outcome:
        del unknown_payload
        before_release()

        def commit() -> Accepted:
            number = f"20261125{len(self._portal.bookings):05d}"
            self._portal.bookings[self._uuid] = (number, tuple(expect))
            return Accepted(uuid=self._uuid, number=number)

        return self._portal.react(commit)

    def back(self) -> None:
        return None


class FakeReceipt:
    def __init__(self, pieces: tuple[str, ...]) -> None:
        self._pieces = pieces

    def read(self) -> ReceiptScreen:
        pieces = tuple(
            ReceiptPiece(record_uuid=uuid, process_state="待受理") for uuid in self._pieces
        )
        return ReceiptScreen(text="", pieces=pieces)

    def back(self) -> None:
        return None


class FakeBookings:
    def __init__(self, portal: FakePortal) -> None:
        self._portal = portal

    def wait_ready(self) -> "FakeBookings":
        return self

    def rows(self) -> tuple[BookingRow, ...]:
        return tuple(
            BookingRow(uuid=uuid, number=number, status="已提交" if number else "暂存")
            for uuid, (number, _) in self._portal.bookings.items()
        )

    def new(self) -> FakeBooking:
        return FakeBooking(self._portal)

    def edit(self, uuid: str) -> FakeBooking:
        return FakeBooking(self._portal, uuid)

    def delete(self, uuid: str) -> None:
        del self._portal.bookings[uuid]

    def open_receipt(self, uuid: str) -> FakeReceipt:
        return FakeReceipt(self._portal.bookings[uuid][1])


class FakeSession:
    """What the runner needs of a session."""

    def __init__(self, portal: FakePortal, account: str = "demo") -> None:
        self.account = account
        self._portal = portal
        self.left = 0
        self.freshened = 0
        self.touched = 0

    def ledger(self) -> FakeLedger:
        return FakeLedger(self._portal)

    def bookings(self) -> FakeBookings:
        return FakeBookings(self._portal)

    def settle(self) -> None:
        """Keep what is in front."""

    def leave(self) -> None:
        self.left += 1

    def freshen(self) -> None:
        self.freshened += 1

    def stay_alive(self) -> None:
        self.touched += 1

    def forget(self) -> None:
        return None


class FreeHold:
    """A lease that is always ours."""

    def check(self) -> None:
        return None
