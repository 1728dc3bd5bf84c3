"""Which receipts one pass opens, and what it keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from ecqs_agent.flows.read_receipts import Poll, is_finished, may_have_changed, read_receipts
from ecqs_agent.journal import Journal
from page_objects.screens import BookingRow, ReceiptPiece, ReceiptScreen
from tests.unit.agent.fake_portal import FakeBookings, FakePortal
from tests.unit.agent.tellings import day, piece, reading

AGE = timedelta(hours=12)


@dataclass
class Page:
    """One booking on the portal."""

    status: str = "已反馈"
    states: list[str] = field(default_factory=lambda: ["待检定"])
    text: str = ""

    def read(self) -> ReceiptScreen:
        pieces = tuple(
            ReceiptPiece(record_uuid=f"U{at}", process_state=state)
            for at, state in enumerate(self.states)
        )
        return ReceiptScreen(text=self.text, pieces=pieces)

    def back(self) -> None:
        return None


class Desk(FakeBookings):
    """A booking list that remembers which receipts were opened."""

    def __init__(self) -> None:
        super().__init__(FakePortal())
        self.pages: dict[str, Page] = {}
        self.opened: list[str] = []

    def wait_ready(self) -> "Desk":
        return self

    def rows(self) -> tuple[BookingRow, ...]:
        return tuple(
            BookingRow(
                uuid=uuid,
                number="" if page.status == "暂存" else f"20261102{uuid}",
                piece_count=f"{len(page.states)}",
                status=page.status,
            )
            for uuid, page in self.pages.items()
        )

    def open_receipt(self, uuid: str) -> Page:  # type: ignore[override]
        self.opened.append(uuid)
        return self.pages[uuid]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def look(desk: Desk) -> Callable[..., Poll]:
    journal = Journal.open("sqlite://")

    def once(at: datetime, *, everything: bool = False) -> Poll:
        desk.opened.clear()
        return read_receipts(
            "demo",
            bookings=desk,
            journal=journal,
            older_than=AGE,
            everything=everything,
            now=lambda: at,
        )

    return once


def test_a_booking_is_opened_when_new_or_changed_or_old(
    desk: Desk, look: Callable[..., Poll]
) -> None:
    start = day(2)
    desk.pages = {"1": Page(), "2": Page("已提交", ["待受理"]), "3": Page("暂存")}
    assert look(start).read == 2
    assert (look(start + AGE / 2).read, desk.opened) == (0, [])
    desk.pages["2"].status = "已反馈"
    desk.pages["2"].states = ["预约失败"]
    seen = look(start + AGE / 2)
    assert (desk.opened, [one.booking_uuid for one in seen.changed]) == (["2"], ["2"])
    assert (seen.bookings, seen.read) == (3, 1)
    look(start + AGE)
    assert desk.opened == ["1"]  # the other one is finished
    assert look(start + AGE * 3 / 2).read == 0  # read again without a change counts as seen
    assert look(start + AGE * 3 / 2, everything=True).read == 2


def test_a_certificate_is_found_although_the_list_does_not_show_it(
    desk: Desk, look: Callable[..., Poll]
) -> None:
    desk.pages = {"1": Page()}
    look(day(2))
    desk.pages["1"].states = ["已检定"]
    assert look(day(2) + AGE / 2).changed == ()
    assert len(look(day(2) + AGE).changed) == 1
    assert look(day(9)).read == 0


def test_a_finished_booking_counts_as_seen_when_the_list_is_read(desk: Desk) -> None:
    journal = Journal.open("sqlite://")
    desk.pages = {"1": Page(states=["已检定"]), "2": Page()}
    for at in (day(2), day(2) + AGE / 2):
        read_receipts("demo", bookings=desk, journal=journal, older_than=AGE, now=lambda: at)  # noqa: B023
    assert journal.last_seen("demo") == {"1": day(2) + AGE / 2, "2": day(2)}


def test_an_unfinished_booking_that_left_the_list_is_named(
    desk: Desk, look: Callable[..., Poll]
) -> None:
    desk.pages = {"1": Page(), "2": Page(states=["已检定"])}
    assert look(day(2)).missing == ()
    desk.pages = {}
    assert look(day(3)).missing == ("202611021",)


@pytest.mark.parametrize(
    ("states", "finished"),
    [
        (["已检定", "预约失败"], True),
        (["已检定", "待检定"], False),
        (["已检定", "a word of next year"], False),
        ([""], False),
        ([], False),
    ],
)
def test_finished_is_what_nobody_waits_for(states: list[str], *, finished: bool) -> None:
    pieces = [piece(f"U{at}", state) for at, state in enumerate(states)]
    assert is_finished(reading(*pieces, on=2)) is finished


@pytest.mark.parametrize(
    ("shown", "changed"), [("2", True), ("1", False), ("", False), ("多条", False)]
)
def test_another_number_of_pieces_is_a_change(shown: str, *, changed: bool) -> None:
    known = reading(piece("U1", "已检定"), on=2)
    row = BookingRow(uuid="B", number="1", piece_count=shown, status=known.booking_status)
    assert may_have_changed(row, known, day(2), limit=day(9)) is changed
