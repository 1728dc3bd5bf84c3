"""Three firms and their instruments: rows as they stand in each firm's workbook.

Every firm's first rows have a part of their own in the year; the rest fill the workbook up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import Final

from tests.unit.ledgers.sheets import ECG, GOOD, Value

Row = Mapping[str, Value]

XINCHENG: Final = "内蒙古自治区/呼和浩特市/新城区"
HUIMIN: Final = "内蒙古自治区/呼和浩特市/回民区"
SAIHAN: Final = "内蒙古自治区/呼和浩特市/赛罕区"
NOWHERE: Final = "香港特别行政区"  # the portal knows it, and no institute for it
UNPLATED: Final = "-----"

STEELYARD: Final = {
    "name": "戥子",
    "model": UNPLATED,
    "measuring_range": "----",
    "accuracy_class": UNPLATED,
    "serial_number": UNPLATED,
    "manufacturer": UNPLATED,
    "place_of_use": "药店内",
}
LENS_METER: Final = {
    "name": "焦度计",
    "category": "焦度计",
    "kind": "焦度计",
    "model": "L-4500",
    "measuring_range": "----",
    "accuracy_class": "----",
    "manufacturer": "上海某光学仪器厂",
    "place_of_use": "验光室",
    "purpose": "医疗卫生",
}
REFRACTOMETER: Final = LENS_METER | {
    "name": "验光仪",
    "category": "验光仪器",
    "kind": "验光仪、综合验光仪",
    "model": "RM-1",
    "manufacturer": "苏州某光学公司",
}
TONOMETER: Final = LENS_METER | {
    "name": "眼压计",
    "category": "眼压计",
    "kind": "眼压计",
    "model": "YZ7A",
    "measuring_range": "(0~8) kPa",
    "manufacturer": "苏州某器械公司",
    "place_of_use": "眼科",
    "delivery": "送检",
}
CARDIOGRAPH: Final = ECG | {"manufacturer": "深圳某医疗公司", "place_of_use": "心内科"}


@dataclass(frozen=True)
class Firm:
    """One account with its instruments, and what an operator has to put right in them.

    `mistakes` are what institutes refuse, by serial number, each with the field that is at fault
    and what belongs there. `slips` are rows that no institute gets, with their right region.
    """

    account: str
    company: str
    rows: tuple[Row, ...]
    mistakes: Mapping[str, tuple[str, str]]
    slips: Mapping[str, str]

    @property
    def serials(self) -> tuple[str, ...]:
        """Return the serial numbers as first written, in the order of the workbook."""
        return tuple(str(row["serial_number"]) for row in self.rows)

    @property
    def right_serials(self) -> tuple[str, ...]:
        """Return the serial numbers as they stand on the plates."""
        return tuple(self.right_serial(serial) for serial in self.serials)

    def right_serial(self, serial: str) -> str:
        """Return what belongs where this serial number was written."""
        field, value = self.mistakes.get(serial, ("", ""))
        return value if field == "serial_number" else serial

    def rows_with_right_region(self) -> tuple[Row, ...]:
        """Return the rows when only the slips are put right."""
        return tuple({**row, **self._right_region(row)} for row in self.rows)

    def right_rows(self) -> tuple[Row, ...]:
        """Return the rows as they are when everything is put right."""
        return tuple({**row, **self._right_value(row)} for row in self.rows_with_right_region())

    def _right_region(self, row: Row) -> Row:
        region = self.slips.get(str(row["serial_number"]))
        return {} if region is None else {"region": region}

    def _right_value(self, row: Row) -> Row:
        field, value = self.mistakes.get(str(row["serial_number"]), ("", ""))
        return {field: value} if field else {}


def firms(pieces: int) -> tuple[Firm, Firm, Firm]:
    """Return market, optician and hospital with so many instruments each."""
    return _market(pieces), _optician(pieces), _hospital(pieces)


def _market(pieces: int) -> Firm:
    """A market: scales for one institute, lens meters for another, all in one booking."""
    own = chain(
        [STEELYARD, STEELYARD],
        _numbered(LENS_METER, "F", 2),
        [{"serial_number": "S-0001停用"}],  # the mark stands for what only institutes can know
        _numbered({}, "S"),
    )
    return _firm(
        "market",
        "呼和浩特示例市场有限公司",
        own,
        pieces,
        region=XINCHENG,
        mistakes={
            "S-0001停用": ("serial_number", "S-9001"),
            "S-0002": ("model", "ACS-30A"),
        },
    )


def _optician(pieces: int) -> Firm:
    """An optician whose clerk slipped in the list of regions, twice."""
    slips = ({**row, "region": NOWHERE} for row in _numbered(LENS_METER, "N", 2))
    own = chain(slips, _numbered(LENS_METER, "L", 2), _numbered(REFRACTOMETER, "R"))
    return _firm(
        "optician",
        "呼和浩特示例眼镜有限公司",
        own,
        pieces,
        region=SAIHAN,
        mistakes={"L-0002": ("manufacturer", "上海某光学仪器有限公司")},
        slips={"N-0001": SAIHAN, "N-0002": SAIHAN},
    )


def _hospital(pieces: int) -> Firm:
    """A hospital: what is brought to the institute, and what the institute comes for."""
    own = chain(
        _numbered(TONOMETER, "T", 3),
        [CARDIOGRAPH | {"serial_number": "E-0001停用"}],
        _numbered(CARDIOGRAPH, "E"),
    )
    return _firm(
        "hospital",
        "呼和浩特示例医院",
        own,
        pieces,
        region=HUIMIN,
        mistakes={
            "T-0002": ("measuring_range", "(1~8) kPa"),
            "E-0001停用": ("serial_number", "E-9001"),
        },
    )


def _numbered(row: Row, letter: str, many: int | None = None) -> Iterator[Row]:
    numbers = count(1) if many is None else range(1, many + 1)
    for number in numbers:
        yield {**row, "serial_number": f"{letter}-{number:04}"}


def _firm(
    account: str,
    company: str,
    rows: Iterator[Row],
    pieces: int,
    *,
    region: str,
    mistakes: Mapping[str, tuple[str, str]],
    slips: Mapping[str, str] | None = None,
) -> Firm:
    filled = tuple({**GOOD, "region": region, **row} for row in islice(rows, pieces))
    return Firm(account, company, filled, mistakes, slips or {})
