"""Dates in a value: figures, boxes, Chinese numerals. Nothing incomplete is completed."""

import re
import unicodedata
from datetime import date
from typing import Final

from ledgers.dates import read_date

_FIGURES: Final = re.compile(r"(?<!\d)(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_DIGITS: Final = "〇一二三四五六七八九"
_NUMERALS: Final = re.compile(
    r"([〇一二三四五六七八九]{4})年([〇一二三四五六七八九十]{1,3})月([〇一二三四五六七八九十]{1,3})日"
)
_ZEROS: Final = str.maketrans(dict.fromkeys("零○◯", _DIGITS[0]))


def dates_in(text: str) -> tuple[date, ...]:
    """Return the different days of the calendar in a text, in order."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_ZEROS)
    parts = _FIGURES.findall(plain) or _COMPACT.findall(plain)
    parts += [
        (_year(year), _number(month), _number(day)) for year, month, day in _NUMERALS.findall(plain)
    ]
    days = (read_date("-".join(part)).day for part in parts)
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _year(numerals: str) -> str:
    return "".join(str(_DIGITS.index(numeral)) for numeral in numerals)


def _number(numerals: str) -> str:
    """Return 十二 as 12, 二十 as 20, 〇五 as 05."""
    if "十" not in numerals:
        return _year(numerals)
    tens, _, ones = numerals.partition("十")
    return f"{_year(tens) or '1'}{_year(ones) or '0'}"
