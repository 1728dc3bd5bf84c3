"""Working days as the State Council announced them, and what is left where it has not yet.

Expected days: the General Office's yearly notices (国务院办公厅关于部分节假日安排的通知).
"""

from datetime import date, timedelta

import pytest

from ecqs_agent.expiry.workdays import is_announced, is_workday, workdays_before, workdays_between

FREE_2026 = [
    *(date(2026, 1, day) for day in (1, 2, 3)),
    *(date(2026, 2, day) for day in range(15, 24)),
    *(date(2026, 4, day) for day in (4, 5, 6)),
    *(date(2026, 5, day) for day in range(1, 6)),
    *(date(2026, 6, day) for day in (19, 20, 21)),
    *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in range(1, 8)),
]
WORKED_2026 = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]
WORKED_2025 = [date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28)]


def test_every_day_of_2026_is_as_announced() -> None:
    for offset in range(365):
        day = date(2026, 1, 1) + timedelta(days=offset)
        usual = day.weekday() < 5 and day not in FREE_2026
        assert is_workday(day) == (usual or day in WORKED_2026), day


def test_weekends_worked_in_lieu_count_as_working_days() -> None:
    assert all(is_workday(day) and day.weekday() >= 5 for day in [*WORKED_2025, *WORKED_2026])


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 10), 0, date(2026, 3, 10)),
        (date(2026, 3, 9), 1, date(2026, 3, 6)),  # Monday: the Friday before
        (date(2026, 10, 8), 1, date(2026, 9, 30)),  # over the long holiday
        (date(2026, 10, 12), 2, date(2026, 10, 9)),  # a Saturday worked in lieu counts
        (date(2026, 3, 2), 30, date(2026, 1, 13)),  # over the Spring Festival
    ],
)
def test_workdays_before(day: date, count: int, expected: date) -> None:
    assert workdays_before(day, count) == expected
    assert workdays_between(expected, day) == count


def test_no_working_days_lie_before_the_first_day() -> None:
    assert workdays_between(date(2026, 3, 10), date(2026, 3, 1)) == 0


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        workdays_before(date(2026, 3, 10), -1)


def test_years_not_announced_keep_weekends_and_statutory_days_and_say_so() -> None:
    assert is_announced(2026)
    assert not is_announced(2040)
    assert not is_workday(date(2040, 10, 1))  # National Day, a Monday
    assert not is_workday(date(2040, 9, 29))  # a Saturday, exchanged by nobody yet
    assert is_workday(date(2040, 10, 9))
    assert not is_workday(date(2099, 10, 1))
