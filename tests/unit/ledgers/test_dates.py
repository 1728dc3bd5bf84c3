"""Dates as clerks write them."""

from datetime import date

import pytest

from ledgers.dates import How, read_date
from tests.unit.ledgers.sheets import wide

DAY = date(2018, 11, 2)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("2018-11-02", How.EXACT),
        ("2018/11/2", How.CONVERTED),
        ("2018.11.02", How.CONVERTED),
        ("2018年11月2日", How.CONVERTED),
        ("2018 年 11 月 2 日", How.CONVERTED),
        ("20181102", How.CONVERTED),
        ("2018-11-02 00:00:00", How.CONVERTED),
        ("2018-11-02T08:30", How.CONVERTED),
        (wide("2018-11-02"), How.EXACT),
        ("43406", How.SERIAL),
    ],
)
def test_one_reading(text: str, how: How) -> None:
    reading = read_date(text)
    assert reading.day == DAY
    assert reading.how is how


@pytest.mark.parametrize("text", ["", "  ", "-----", "/", "--"])
def test_absent(text: str) -> None:
    assert read_date(text).how is How.ABSENT


@pytest.mark.parametrize(
    "text",
    ["18/11/2", "11/02/2018", "2018-13-01", "2018-02-30", "去年", "0", "99999", "2018-11-02-03"],
)
def test_not_guessed(text: str) -> None:
    assert read_date(text).how is How.UNREADABLE
    assert read_date(text).day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年11月", date(2018, 11, 1)),
        ("2018-11", date(2018, 11, 1)),
        ("2018年", date(2018, 1, 1)),
    ],
)
def test_without_a_day(text: str, day: date) -> None:
    assert (read_date(text).how, read_date(text).day) == (How.WITHOUT_DAY, day)
