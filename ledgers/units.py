"""The spellings of units that institutes accept, and the right one for a wrong letter case.

A whitelist, because a units library takes half of the wrong spellings for other units, such as mPa
for MPa or ML for mL (reference-data d).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "mass": ("t", "kg", "g", "mg", "μg"),
    "pressure": ("MPa", "kPa", "Pa", "hPa", "mmHg", "bar", "mbar"),
    "volume flow": ("L/min", "mL/min", "L/h", "L/s", "mL/h", "m³/h", "m3/h", "m³/min", "m3/min"),
    "mass flow": ("kg/min", "kg/h", "t/h", "g/min"),
    "speed": ("km/h", "m/s", "mm/s"),
    "sound": ("dB", "dB(A)", "dB(C)", "dBA", "dBHL"),
    "voltage": ("kV", "V", "mV", "μV"),
    "current": ("kA", "A", "mA", "μA"),
    "power": ("MW", "kW", "W", "kVA", "VA"),
    "energy": ("kWh", "kW·h", "Wh", "kJ", "MJ", "GJ", "imp/kWh"),
    "resistance": ("MΩ", "kΩ", "Ω"),
    "concentration": ("mg/L", "g/L", "mg/m³", "mg/m3", "μg/m³", "μg/m3", "mg/100mL", "ppm", "ppb"),
    "share": ("%", "%LEL", "%FS", "%RH", "‰"),
    "temperature": ("℃", "°C", "K"),
    "length": ("km", "m", "cm", "mm", "μm", "nm"),
    "volume": ("m³", "m3", "L", "mL"),
    "time": ("h", "min", "s", "ms"),
    "frequency": ("GHz", "MHz", "kHz", "Hz"),
    "optical power": ("m⁻¹", "m-1", "1/m", "D"),
    "dose": ("Gy", "mGy", "μGy", "Gy/min", "mGy/h", "Sv", "mSv", "μSv", "μSv/h", "mSv/h"),
    "activity": ("Bq", "kBq", "MBq", "GBq"),
    "angle": ("°", "′", "″"),
    "rate": ("次/min", "r/min", "bpm"),
}
KNOWN: Final = frozenset(unit for units in FAMILIES.values() for unit in units)

CHINESE_NAMES: Final[Mapping[str, str]] = {
    "㎏": "kg",
    "㎎": "mg",
    "毫克": "mg",
    "千克": "kg",
    "公斤": "kg",
    "克": "g",
    "吨": "t",
    "兆帕": "MPa",
    "千帕": "kPa",
    "帕": "Pa",
    "毫米汞柱": "mmHg",
    "分贝": "dB",
    "毫伏": "mV",
    "千伏": "kV",
    "升/分钟": "L/min",
    "升/分": "L/min",
    "千克/分": "kg/min",
    "公里/小时": "km/h",
    "千米/小时": "km/h",
    "毫克/升": "mg/L",
    "立方米/小时": "m3/h",
}

_CANONICAL: Final = str.maketrans(
    {"µ": "μ", "Ω": "Ω", "㎏": "kg", "㎎": "mg", "㎜": "mm", "㎞": "km"}
)
# µ is U+00B5 and the Ω on the left is U+2126: look-alikes that one-to-one tables must name

# A unit stands behind a figure or a closing bracket. Digits belong to it in m3, /100mL and m-1.
_UNIT: Final = (
    r"(?:次/min|(?:[A-Za-zμ\u039cΩω℃°%‰′″³²⁻¹·]|(?<=[A-Za-z³23])/(?:100(?=m[Ll]))?(?=[A-Za-zμ\u039c])|(?<=[Mm])[23](?![\d.])"
    r"|(?<=[Mm])-1(?![\d.A-Za-z]))+(?:\([ACac]\))?)"
)
UNIT: Final = re.compile(_UNIT)
_BEHIND_FIGURE: Final = re.compile(r"(?<=[\d)\]）\uff3d])\s*(" + _UNIT + ")")
_CHINESE: Final = re.compile(
    r"(?<=[\d)\]）\uff3d])\s*(" + "|".join(sorted(CHINESE_NAMES, key=len, reverse=True)) + ")"
)


@dataclass(frozen=True, slots=True)
class UnitSlip:
    """A unit that is not spelt as it should be, and what was probably meant."""

    written: str
    meant: tuple[str, ...]  # one for a certain slip; several or none when it is not clear
    start: int  # where it stands in the text
    end: int

    @property
    def is_certain(self) -> bool:
        """Return whether there is exactly one right spelling."""
        return len(self.meant) == 1


def canonical(text: str) -> str:
    """Return text with look-alike signs of units in one form; its length may change."""
    return text.translate(_CANONICAL)


def units_in(text: str) -> tuple[str, ...]:
    """Return the units of a text as written, in their order, known or not."""
    return tuple(match.group(1) for match in _BEHIND_FIGURE.finditer(text))


@lru_cache(maxsize=4096)
def slips_in(text: str) -> tuple[UnitSlip, ...]:
    """Return the units of a text that nobody would accept as written."""
    return tuple(_slips(text))


def mended(text: str) -> str:
    """Return a text with all certain slips of letter case put right."""
    for slip in sorted(slips_in(text), key=lambda found: -found.start):
        if slip.is_certain:
            text = text[: slip.start] + slip.meant[0] + text[slip.end :]
    return text


@lru_cache(maxsize=1024)
def family_of(unit: str) -> str:
    """Return what a unit measures, or "" when it is not known."""
    return next((name for name, units in FAMILIES.items() if unit in units), "")


def _slips(text: str) -> Iterator[UnitSlip]:
    for match in _BEHIND_FIGURE.finditer(text):
        written = match.group(1)
        if written in KNOWN or canonical(written) in KNOWN:
            continue
        meant = _BY_CASE.get(canonical(written).casefold(), ())
        yield UnitSlip(written, meant, match.start(1), match.end(1))
    for match in _CHINESE.finditer(text):
        meant = (CHINESE_NAMES[match.group(1)],)
        yield UnitSlip(match.group(1), meant, match.start(1), match.end(1))


def _by_case() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for unit in sorted(KNOWN):
        table[unit.casefold()] = (*table.get(unit.casefold(), ()), unit)
    return table


_BY_CASE: Final = _by_case()
