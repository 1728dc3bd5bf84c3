"""Instruments for a campaign: their workbook, and what the portal must hold of each afterwards.

Names and codes are written out here, apart from the client's own mapping, so that a mistake there
cannot hide itself. Every sixth piece has no plate: several are alike in every field.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

HEADER = (
    "器具名称", "器具类型", "一级目录", "二级目录", "型号规格", "测量范围", "准确度等级",
    "出厂编号", "生产厂家", "器具产地", "使用地点行政区划", "安装/使用地点", "购置时间",
    "器具数量", "器具用途", "送检方式",
)  # fmt: skip
WIRE = (
    "meterIntruName", "meterType", "meterCategoryName", "meterClassName", "modelSpec",
    "measureRang", "accuracyLevel", "serialNum", "porgaoName", "prodAddrTypeName", "useAddrCode",
    "setupPlace", "purchaseDate", "meterNumber", "instrPurposeName", "inspSendType", "expiryDate",
)  # fmt: skip
COUNTIES = {
    "内蒙古自治区/呼和浩特市/新城区": "150102",
    "内蒙古自治区/呼和浩特市/回民区": "150103",
    "内蒙古自治区/呼和浩特市/赛罕区": "150105",
    "内蒙古自治区/包头市/昆都仑区": "150203",
}
DELIVERY = {"送检": "1", "现场检": "2"}
# name, 一级目录, 二级目录, model, range, accuracy, maker, purpose, delivery
SORTS = (
    ("电子计价秤", "非自动衡器", "非自动衡器", "ACS-30", "200g-30kg", "Ⅲ级", "示例衡器有限公司",
     "贸易结算", "现场检"),
    ("燃油加油机", "加油机", "燃油加油机", "THW6244B2", "(5~45) L/min", "----",
     "示例加油机有限公司", "贸易结算", "现场检"),
    ("血压计", "血压计（表）", "无创非自动测量血压计", "-----", "(0~40) kPa", "±0.5kPa",
     "示例仪器有限公司", "医疗卫生", "现场检"),
    ("压力表", "压力仪表", "指示类压力表、显示类压力表", "Y-100", "(0~1.6) MPa", "1.6",
     "示例仪表有限公司", "安全防护", "送检"),
    ("心电图仪", "心脑电测量仪器", "心电图仪", "ECG-1200", "(0.5~2.0) mV", "----",
     "示例医疗公司", "医疗卫生", "现场检"),
)  # fmt: skip
UNPLATED = (
    "戥子", "非自动衡器", "非自动衡器", "-----", "----", "-----", "-----", "贸易结算", "现场检",
)  # fmt: skip
UNPLATED_EVERY = 6
FIRST_DAY = date(2016, 1, 4)
SCALE_CODES = {"meterCategoryCode": "02", "meterClassCode": "0201"}


class Piece(NamedTuple):
    """One row of the workbook and, by wire name, what the portal must hold of it."""

    row: tuple[object, ...]
    wire: Mapping[str, str]

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what tells pieces apart; those without a plate share it."""
        return identity(self.wire)

    @property
    def is_scale(self) -> bool:
        """Return whether it is of the sort a person adds by hand in a campaign."""
        return self.wire["meterIntruName"] == SORTS[0][0]

    def by_hand(self) -> dict[str, str]:
        """Return the fields with which a person would have filed this scale."""
        origin, purpose = {"prodAddrTypeClass": "1"}, {"instrPurposeCode": "1"}
        known = {name: text for name, text in self.wire.items() if not name.endswith("Name")}
        names = {name: self.wire[name] for name in ("meterIntruName", "porgaoName")}
        return {**known, **names, **SCALE_CODES, **origin, **purpose}


class Verdict(NamedTuple):
    """How the portal's state compares with the workbook; the codes are 器具编码."""

    rows: int
    records: int
    duplicates: int
    lost: int
    wrong: int
    codes: int
    remarks: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is doubled, lost or wrong and every record has its own code."""
        bad = self.duplicates or self.lost or self.wrong
        return not bad and self.codes == self.records == self.rows


def identity(fields: Mapping[str, str]) -> tuple[str, str, str]:
    """Return name, plate number and place."""
    return fields["meterIntruName"], fields["serialNum"], fields["setupPlace"]


def pieces(count: int, seed: int) -> list[Piece]:
    """Return so many pieces; the same seed gives the same pieces."""
    dice = random.Random(seed)
    return [_piece(number, dice) for number in range(1, count + 1)]


def _piece(number: int, dice: random.Random) -> Piece:
    unplated = number % UNPLATED_EVERY == 0
    name, category, kind, model, span, accuracy, maker, purpose, delivery = (
        UNPLATED if unplated else SORTS[number % len(SORTS)]
    )
    county = "内蒙古自治区/呼和浩特市/新城区" if unplated else dice.choice(list(COUNTIES))
    place = "示例药店内" if unplated else f"示例{dice.randrange(40)}号店"
    bought = FIRST_DAY if unplated else FIRST_DAY + timedelta(days=dice.randrange(2500))
    serial = "-----" if unplated else f"{dice.choice('ABK0')}{number:05d}"
    row = (
        name, "工作计量器具", category, kind, model, span, accuracy, serial, maker, "国产",
        county, place, bought, 1, purpose, delivery,
    )  # fmt: skip
    values = (
        name, "1", category, kind, model, span, accuracy, serial, maker, "国产",
        COUNTIES[county], place, bought.isoformat(), "1", purpose, DELIVERY[delivery], "",
    )  # fmt: skip
    return Piece(row, dict(zip(WIRE, values, strict=True)))


def write_workbook(path: Path, chosen: Iterable[Piece]) -> None:
    """Write the pieces as an operator's workbook."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADER)
    for line, piece in enumerate(chosen, start=1):
        for column, value in enumerate(piece.row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write(line, column, value)
    book.close()


def compare(wanted: Sequence[Piece], records: Sequence[Mapping[str, str]]) -> Verdict:
    """Compare every record with the workbook, field by field."""
    expected: dict[tuple[str, str, str], list[Mapping[str, str]]] = defaultdict(list)
    for piece in wanted:
        expected[piece.identity].append(piece.wire)
    held: dict[tuple[str, str, str], list[Mapping[str, str]]] = defaultdict(list)
    for record in records:
        held[identity(record)].append(record)
    tally: Counter[str] = Counter()
    remarks: list[str] = []
    for key in {**expected, **held}:
        _compare_alike(key, expected[key], held[key], tally, remarks)
    codes = {record["strongInspCode"] for record in records if record["strongInspCode"]}
    return Verdict(
        rows=len(wanted),
        records=len(records),
        duplicates=tally["duplicate"],
        lost=tally["lost"],
        wrong=tally["wrong"],
        codes=len(codes),
        remarks=tuple(remarks),
    )


def _compare_alike(
    key: tuple[str, str, str],
    expected: Sequence[Mapping[str, str]],
    held: Sequence[Mapping[str, str]],
    tally: Counter[str],
    remarks: list[str],
) -> None:
    """Compare records of one identity; those of one identity are alike in every field."""
    if not expected:
        tally["wrong"] += len(held)
        remarks.append(f"{key}: nobody asked for it")
        return
    if len(held) != len(expected):
        tally["duplicate"] += max(0, len(held) - len(expected))
        tally["lost"] += max(0, len(expected) - len(held))
        remarks.append(f"{key}: {len(expected)} wanted, {len(held)} held")
    for record in held:
        odd = [f"{name}={record[name]!r}" for name in WIRE if record[name] != expected[0][name]]
        if odd:
            tally["wrong"] += 1
            remarks.append(f"{key}: {', '.join(odd)}")
