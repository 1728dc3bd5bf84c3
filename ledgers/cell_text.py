"""Turn what a spreadsheet library hands over into the text a person sees in the cell."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

CellInput = str | float | bool | date | datetime | time | timedelta | None

LARGEST_SAFE_NUMBER: Final = 10**15  # Excel keeps 15 digits (reference-data e)

_CJK_BREAK: Final = re.compile(r"(?<=[\u3400-\u9fff（）、])\s*[\r\n]+\s*(?=[\u3400-\u9fff（）、])")
_CSV_TEXT_FORMULA: Final = re.compile(r'^="([^"]*)"$')  # how exports keep 007 from Excel


class Flaw(Enum):
    """What Excel did to a value before we could read it."""

    LONG_NUMBER = "long number"  # digits beyond the fifteenth are lost
    BECAME_DATE = "became a date"  # something like 3-12 was typed, and Excel made a date of it


def read_cell(value: CellInput, *, holds_date: bool) -> tuple[str, Flaw | None]:
    """Return a cell's text and what is wrong with it; dates come as yyyy-MM-dd.

    `holds_date` tells whether the column is meant to hold dates. Never raises.
    """
    if isinstance(value, str):
        return tidy(value), None
    reader = _READERS.get(type(value))
    return reader(value, holds_date) if reader else ("", None)


def tidy(text: str) -> str:
    """Return text without what nobody sees: outer blanks, control characters, line breaks.

    Nothing that carries meaning changes: width, case, superscripts and hyphens stay as they are.
    """
    if text.isprintable():
        return text.strip()
    flat = _CJK_BREAK.sub("", text)
    return " ".join("".join(map(_visible, flat)).split())


def from_csv(text: str) -> str:
    """Return a CSV field as a cell's text; `="007"` is the text 007."""
    match = _CSV_TEXT_FORMULA.match(text)
    return match.group(1) if match else text


def _visible(character: str) -> str:
    """Return a character, a blank for any kind of space, or nothing for what is not shown."""
    if character.isspace():
        return " "
    match unicodedata.category(character):
        case "Cc" | "Cf":
            return ""
        case "Cs":  # half a character: nothing can store it
            return "\ufffd"
        case _:
            return character


def _number(value: float, _holds_date: bool) -> tuple[str, Flaw | None]:  # noqa: FBT001 - table of readers
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - the test for NaN
        return "", None
    if abs(value) >= LARGEST_SAFE_NUMBER:
        return format(value, ".0f"), Flaw.LONG_NUMBER
    return (str(int(value)) if value == int(value) else format(value, ".15g")), None


def _date(value: date, holds_date: bool) -> tuple[str, Flaw | None]:  # noqa: FBT001 - table of readers
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat(), None if holds_date else Flaw.BECAME_DATE


def _time(value: time | timedelta, _holds_date: bool) -> tuple[str, Flaw | None]:  # noqa: FBT001 - table of readers
    return str(value), Flaw.BECAME_DATE


def _truth(value: bool, _holds_date: bool) -> tuple[str, Flaw | None]:  # noqa: FBT001 - table of readers
    return ("TRUE" if value else "FALSE"), None


_READERS: Final[dict[type, Callable[..., tuple[str, Flaw | None]]]] = {
    float: _number,
    int: _number,
    bool: _truth,
    date: _date,
    datetime: _date,
    time: _time,
    timedelta: _time,
}
