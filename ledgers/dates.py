"""Read a date as Chinese clerks write it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Final

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_USUAL: Final = re.compile(
    r"(\d{4})\s*[-/.\uff0e。年、]\s*(\d{1,2})\s*[-/.\uff0e。月、]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?)?"
)
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})\s*年?")
_SERIAL: Final = re.compile(r"\d{5}")
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_EARLIEST_SERIAL: Final = 18264  # 1950-01-01
_LATEST_SERIAL: Final = 73050  # 2099-12-31


class How(Enum):
    """How a date was written."""

    ABSENT = "absent"
    EXACT = "exact"  # yyyy-MM-dd, as it is filed
    CONVERTED = "converted"  # another form, yet only one reading
    SERIAL = "serial"  # Excel's day number, a date cell formatted as a number
    WITHOUT_DAY = "without day"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text says about a day; `day` is set unless it is absent or unreadable."""

    how: How
    day: date | None = None


@lru_cache(maxsize=8192)
def read_date(text: str) -> DateReading:
    """Return the day a text means. Two-digit years and day-first forms are not guessed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or not plain.strip("-/ "):
        return DateReading(How.ABSENT)
    if match := _ISO.fullmatch(plain):
        return _reading(How.EXACT, *match.groups())
    if match := _USUAL.fullmatch(plain) or _DIGITS.fullmatch(plain):
        return _reading(How.CONVERTED, *match.groups())
    if _SERIAL.fullmatch(plain) and _EARLIEST_SERIAL <= int(plain) <= _LATEST_SERIAL:
        return DateReading(How.SERIAL, _EXCEL_DAY_ZERO + timedelta(days=int(plain)))
    if match := _MONTH.fullmatch(plain):
        return _reading(How.WITHOUT_DAY, match[1] or match[3], match[2] or "1", "1")
    return DateReading(How.UNREADABLE)


def _reading(how: How, year: str, month: str, day: str) -> DateReading:
    try:
        return DateReading(how, date(int(year), int(month), int(day)))
    except ValueError:
        return DateReading(How.UNREADABLE)
