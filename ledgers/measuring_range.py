"""Read how 测量范围 is really written: an interval, a value, several of them, or hyphens.

What is not understood is `Form.OTHER`: somebody should look at it, it is not wrong.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final

from ledgers import units

NO_DATA: Final = "-----"  # what the guide types for a plate without data

# Only for comparison and parsing; what is filed keeps its characters.
_FOLD: Final = str.maketrans(
    {
        "（": "(", "）": ")", "\uff3b": "[", "\uff3d": "]", "～": "~", "〜": "~", "∼": "~",
        "－": "-", "—": "-", "–": "-", "−": "-", "‐": "-", "＋": "+", "\uff0e": ".",
        "，": ",", "；": ";",
        "／": "/", "\uff05": "%", "：": ":", "＝": "=", "\u3000": " ",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)}
    | {chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)}
)  # fmt: skip
_BLANKS: Final = re.compile(r"\s+")
_DASHES: Final = re.compile(r"-{2,}|/")
_NUMBER: Final = r"[+-]?\d+(?:\.\d+)?"
_MARK: Final = r"(?:~|-{1,2}|至)"
_UNIT: Final = units.UNIT.pattern

_BRACKETED: Final = re.compile(rf"\(({_NUMBER}){_MARK}({_NUMBER})\)({_UNIT})?")
_TWO_VALUES: Final = re.compile(rf"({_NUMBER})({_UNIT}){_MARK}({_NUMBER})({_UNIT})")
_ONE_UNIT: Final = re.compile(rf"({_NUMBER}){_MARK}({_NUMBER})({_UNIT})?")
_VALUE: Final = re.compile(rf"(≤|<|小于|不大于|Max=|max=)?({_NUMBER})({_UNIT})?(以下)?")
_DESIGNATOR: Final = re.compile(r"(?:DN|G|R|Q3=)\d.*", re.IGNORECASE)
_BETWEEN_PARTS: Final = re.compile(r"(?<=[A-Za-z%℃³])[/\[(](?=[(\d])|[,;、]")


class Form(Enum):
    """How a range is written."""

    DASHES = "dashes"  # no data on the plate
    BRACKETED = "bracketed"  # (0~1.6) MPa
    TWO_VALUES = "two values"  # 200g-30kg
    ONE_UNIT = "one unit"  # 0-1.6MPa
    VALUE = "value"  # 15kg
    LIMIT = "limit"  # ≤200t
    DESIGNATOR = "designator"  # DN15~DN50
    SEVERAL = "several"  # (0~40)kPa/(0~300)mmHg
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MeasuringRange:
    """What a text says about a range; figures as written, unit "" where there is none."""

    form: Form
    low: Decimal | None = None
    high: Decimal | None = None
    low_unit: str = ""
    high_unit: str = ""
    mark: str = ""  # what stands between the two figures
    parts: tuple["MeasuringRange", ...] = ()

    @property
    def lacks_unit(self) -> bool:
        """Return whether figures stand without any unit."""
        figures = {Form.BRACKETED, Form.TWO_VALUES, Form.ONE_UNIT, Form.VALUE, Form.LIMIT}
        return self.form in figures and not self.high_unit

    @property
    def is_upside_down(self) -> bool:
        """Return whether the lower end is not below the upper one, as far as units are equal."""
        if self.low is None or self.high is None or self.low_unit != self.high_unit:
            return False
        return self.low >= self.high


@lru_cache(maxsize=8192)
def read_range(text: str) -> MeasuringRange:
    """Return what a measuring range says. Never raises; `Form.OTHER` is "look at it"."""
    plain = folded(text)
    if is_dashes(text):
        return MeasuringRange(Form.DASHES)
    if single := _read_single(plain):
        return single
    pieces = [piece.strip("[]") for piece in _BETWEEN_PARTS.split(plain) if piece.strip("[]()")]
    read = [_read_single(piece) or _read_single(f"({piece}") for piece in pieces]
    parts = tuple(part for part in read if part)
    if len(pieces) > 1 and len(parts) == len(pieces):
        return MeasuringRange(Form.SEVERAL, parts=parts)
    return MeasuringRange(Form.OTHER)


def folded(text: str) -> str:
    """Return a text in half-width signs and without blanks, for parsing only."""
    return _BLANKS.sub("", units.canonical(text.translate(_FOLD)))


def is_dashes(text: str) -> bool:
    """Return whether a value says that the plate has no data: `--` and longer, or `/`."""
    return bool(_DASHES.fullmatch(folded(text)))


def _read_single(plain: str) -> MeasuringRange | None:
    if match := _BRACKETED.fullmatch(plain):
        unit = match[3] or ""
        low, high = Decimal(match[1]), Decimal(match[2])
        return MeasuringRange(Form.BRACKETED, low, high, unit, unit, _mark(plain, match))
    if match := _TWO_VALUES.fullmatch(plain):
        low, high = Decimal(match[1]), Decimal(match[3])
        mark = plain[match.end(2) : match.start(3)]
        return MeasuringRange(Form.TWO_VALUES, low, high, match[2], match[4], mark)
    if match := _ONE_UNIT.fullmatch(plain):
        unit = match[3] or ""
        low, high = Decimal(match[1]), Decimal(match[2])
        return MeasuringRange(Form.ONE_UNIT, low, high, unit, unit, _mark(plain, match))
    if match := _VALUE.fullmatch(plain):
        form = Form.LIMIT if match[1] or match[4] else Form.VALUE
        return MeasuringRange(form, high=Decimal(match[2]), high_unit=match[3] or "")
    return MeasuringRange(Form.DESIGNATOR) if _DESIGNATOR.fullmatch(plain) else None


def _mark(plain: str, match: re.Match[str]) -> str:
    return plain[match.end(1) : match.start(2)]
