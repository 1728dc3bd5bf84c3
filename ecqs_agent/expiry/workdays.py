"""Working days in mainland China, offline: weekends, public holidays, and the days worked in lieu.

The State Council announces each year's exchanged days only in the autumn before. For years it
has not announced, or that the installed `holidays` library does not know yet, the statutory
holidays still count (the lunar ones are computed) and the exchanged days are missing: the
result can be off by a few days, and `is_announced` says so.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Return whether offices work on this day, a Saturday worked in lieu included."""
    return _calendar().is_working_day(day)


def workdays_before(day: date, count: int) -> date:
    """Return the last day from which `count` working days are left before `day`.

    `day` itself does not count; with a count of 0 it is returned as it is.

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError("working days are counted from 0")
    while count:
        day -= _DAY
        count -= is_workday(day)
    return day


def workdays_between(first: date, end: date) -> int:
    """Return how many working days lie from `first` up to, not including, `end`; 0 if none do."""
    days = range(max((end - first).days, 0))
    return sum(is_workday(first + timedelta(days=offset)) for offset in days)


@lru_cache(maxsize=64)
def is_announced(year: int) -> bool:
    """Return whether the exchanged working days of this year are known.

    Every year's announcement since 2001 exchanges weekends for working days, so a year without
    any has not been announced yet.
    """
    known = holidays.country_holidays("CN", years=year)
    return any(day.year == year for day in known.weekend_workdays)


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
