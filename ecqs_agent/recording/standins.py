"""What stands for a value in a recording: the same for the same value, of the same shape.

Chinese becomes 某, letters x, digits other digits; punctuation stays. The digits follow from the
value and a key that lives as long as one recording: nobody can go back, nor compare two recordings.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

# A run of Chinese is told only roughly: how long a company's name is may tell which one it is.
_LENGTHS: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
_LONGEST: Final = 200
_SHORTEST_TELLING: Final = 3  # characters; a shorter stand-in may be the value by chance


class StandIns:
    """The stand-ins of one recording."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._known: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many values of which kind were replaced."""
        return {kind: count for kind, count in self._counts.items() if count}

    def count(self, kind: str, number: int = 1) -> None:
        """Note values that were left out altogether."""
        self._counts[kind] += number

    def of(self, text: str, kind: str) -> str:
        """Return what stands for this value."""
        if not any(_sort(one) for one in text):
            return text
        self._counts[kind] += 1
        if text not in self._known:
            self._known[text] = self._made(text)
        return self._known[text]

    def _made(self, text: str) -> str:
        for turn in range(100):
            digits = self._digits(text, turn)
            made = "".join(_run(sort, list(run), digits) for sort, run in groupby(text, _sort))
            if made != text or len(text) < _SHORTEST_TELLING:
                return made[:_LONGEST]
        return "某"

    def _digits(self, text: str, turn: int) -> Iterator[str]:
        """Return digits without end that follow from the value."""
        block = 0
        while True:
            word = f"{turn}:{block}:{text}".encode()
            for byte in hmac.new(self._key, word, hashlib.sha256).digest():
                yield str(byte % 10)
            block += 1


def _sort(one: str) -> str:
    """Return what a character is: a digit, a letter of either case, another letter, or ""."""
    if one.isascii():
        return "9" if one.isdigit() else ("X" if one.isupper() else "x") if one.isalpha() else ""
    return "某" if unicodedata.category(one)[0] in "LNMSC" else ""


def _run(sort: str, run: list[str], digits: Iterator[str]) -> str:
    match sort:
        case "":
            return "".join(run)
        case "9":
            return "".join(next(digits) for _ in run)
        case "某":
            return "某" * next((one for one in _LENGTHS if one >= len(run)), _LENGTHS[-1])
        case _:
            return sort * len(run)
