"""The year's verdict notices what it is there to notice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.certificates import Sample
from tests.year import verdict
from tests.year.firms import firms

FIRM = firms(8)[0]
WRONG = [at for at, serial in enumerate(FIRM.serials) if serial in FIRM.mistakes]
ENDS = "2027-02-24"
State = dict[str, Any]


def record(at: int, **more: str) -> dict[str, Any]:
    row = FIRM.right_rows()[at]
    shown = {
        wire: row[field]
        for field, wire in (
            ("name", "meterIntruName"),
            ("category", "meterCategoryName"),
            ("kind", "meterClassName"),
            ("model", "modelSpec"),
            ("measuring_range", "measureRang"),
            ("serial_number", "serialNum"),
            ("manufacturer", "porgaoName"),
            ("place_of_use", "setupPlace"),
        )
    }
    return {"uuid": f"U{at}", **shown, "certificateNo": f"C{at}", "expiryDate": ENDS, **more}


def booking(number: str, serials: Mapping[int, str], *refused: int) -> dict[str, Any]:
    pieces = [
        {
            "strongInspUuid": f"U{at}",
            "serialNum": serial,
            "state": "预约失败" if at in refused else "已检定",
        }
        for at, serial in serials.items()
    ]
    return {"appointmentId": number, "pieces": pieces}


FIRST = booking("1", dict(enumerate(FIRM.serials)), *WRONG)
AGAIN = booking("2", {at: FIRM.right_serials[at] for at in WRONG})
RECORDS = [record(at) for at in range(8)]
SAVES = [f"U{at}" for at in (*range(8), *WRONG)]
ISSUED = {
    f"U{at}": Sample(
        certificate_number=f"C{at}",
        name="",
        serial_number="",
        model="",
        manufacturer="",
        valid_until=date.fromisoformat(ENDS),
    )
    for at in range(8)
}


def complaints(
    *,
    records: Sequence[State] = RECORDS,
    bookings: Sequence[State] = (FIRST, AGAIN),
    saves: Sequence[str] = SAVES,
) -> list[str]:
    """Return which parts of the verdict fail for this end of a year."""
    asked = [{"method": "saveLedger", "fault": "", "params": [{"uuid": one}]} for one in saves]
    world: Any = SimpleNamespace(
        state=lambda _: {"records": records, "bookings": bookings},
        mock=SimpleNamespace(ask=lambda _: {"requests": asked}),
    )
    institutes: Any = SimpleNamespace(issued=ISSUED)
    expected = [FIRM.serials, [FIRM.right_serials[at] for at in WRONG]]
    parts: dict[str, Callable[[], None]] = {
        "ledger": lambda: verdict.ledger_is_right(world, FIRM),
        "certificates": lambda: verdict.every_piece_is_certified(world, FIRM, institutes),
        "corrections": lambda: verdict.each_refusal_was_corrected_once(world, FIRM),
        "bookings": lambda: verdict.bookings_are(world, FIRM, expected),
    }
    return [name for name, part in parts.items() if _fails(part)]


def _fails(part: Callable[[], None]) -> bool:
    try:
        part()
    except AssertionError:
        return True
    return False


def test_a_sound_year_has_no_complaints() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"expiryDate": "2027-03-24"}, "certificates"),
        ({"expiryDate": ""}, "certificates"),
        ({"certificateNo": ""}, "certificates"),
        ({"modelSpec": "X"}, "ledger"),
    ],
)
def test_a_wrong_record_is_noticed(changed: dict[str, str], part: str) -> None:
    assert complaints(records=[record(0, **changed), *RECORDS[1:]]) == [part]


def test_a_record_too_many_is_noticed() -> None:
    assert "ledger" in complaints(records=[*RECORDS, record(0, uuid="U99")])


def test_a_change_too_many_or_too_few_is_noticed() -> None:
    assert complaints(saves=[*SAVES, SAVES[-1]]) == ["corrections"]
    assert complaints(saves=SAVES[:-1]) == ["corrections"]


def test_a_booking_too_many_too_few_or_not_submitted_is_noticed() -> None:
    assert complaints(bookings=[FIRST, AGAIN, {**AGAIN, "appointmentId": "3"}]) == ["bookings"]
    assert complaints(bookings=[FIRST]) == ["bookings"]
    assert complaints(bookings=[FIRST, {**AGAIN, "appointmentId": ""}]) == ["bookings"]


def test_a_piece_in_two_open_bookings_is_noticed() -> None:
    both = [
        {**one, "pieces": [{**piece, "state": "待检定"} for piece in one["pieces"]]}
        for one in (FIRST, AGAIN)
    ]
    assert "bookings" in complaints(bookings=both)
