"""Phone numbers of institutes in free text, as they are written there."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_DASH: Final = "[-—–－‐−]"
_EXTENSION: Final = rf"(?:\s*(?:转|分机(?:号)?|{_DASH})\s*[:：]?\s*\d{{1,5}}(?!\d))?"
_PHONE: Final = re.compile(
    rf"(?<![\d.])(?:"
    rf"[（(]0\d{{2,3}}[）)]\s*\d{{7,8}}{_EXTENSION}"  # (0471)3337062
    rf"|0\d{{2,3}}[{_DASH[1:-1]} ]?\d{{7,8}}{_EXTENSION}"
    rf"|400{_DASH}?\d{{3,4}}{_DASH}?\d{{3,4}}{_EXTENSION}"
    rf"|1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}"
    rf")(?!\d)",
)
# 0471-3337062、3337100: a second number of the same town is written without its code
_MORE: Final = re.compile(r"\s*(?:[、/，,]|或|和)\s*(\d{7,8})(?!\d)")
_LOCAL: Final = re.compile(
    r"(?:电话|座机|热线)\s*(?:号码)?\s*[为是]?\s*[:：]?\s*(\d{7,8})(?!\d)", re.ASCII
)


def phones_in(text: str) -> tuple[str, ...]:
    """Return the phone numbers in `text` as they stand there, each once, in its order."""
    return distinct(number for _, number in placed_phones(text))


def placed_phones(text: str) -> tuple[tuple[int, str], ...]:
    """Return where each phone number begins, and the number."""
    found: list[tuple[int, str]] = []
    for match in _PHONE.finditer(text):
        found.append((match.start(), match[0]))
        end = match.end()
        while more := _MORE.match(text, end):
            found.append((more.start(1), more[1]))
            end = more.end()
    taken = {at for at, _ in found}
    found += [(m.start(1), m[1]) for m in _LOCAL.finditer(text) if m.start(1) not in taken]
    return tuple(sorted(found))


def digits_of(number: str) -> str:
    """Return a phone number's digits alone: 0471-3337100 and 04713337100 are the same."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", number))


def distinct(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers without repetitions and blanks, however they are hyphened."""
    once: dict[str, str] = {}
    for number in numbers:
        if digits := digits_of(number):
            once.setdefault(digits, number.strip())
    return tuple(once.values())
