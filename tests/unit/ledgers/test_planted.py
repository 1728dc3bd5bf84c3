"""A workbook of 200 rows with 60 planted mistakes, judged by a table kept apart from the rules.

The rows are what a careful clerk of three firms would write, other pieces than those of the rules'
own tests. The table says which cells are wrong, in the words of the guides' lists of mistakes; no
rule's code decides what is expected, only the cell and the weight.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ledgers.problems import Severity
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import Value, grid_of, judged, write_xlsx

Row = dict[str, Value]
ROWS = 200


class Planted(NamedTuple):
    """One mistake: where, what is written instead, in which field it must be found."""

    row: int
    changes: Row
    field: str
    weight: Severity = Severity.ERROR


KIND_OF_ROW = (
    "scale",
    "pump",
    "gauge",
    "pressure",
    "ecg",
    "speed",
    "xray",
    "cng",
    "steelyard",
    "lens",
)
E, W = Severity.ERROR, Severity.WARNING
BAOTOU = "内蒙古自治区/包头市/昆都仑区"


def good_row(number: int) -> Row:
    """Return a row without a mistake; ten kinds of piece take turns."""
    base: Row = {
        "serial_number": f"SN{number:05d}",
        "manufacturer": f"第{number % 7}仪器厂",
        "region": BAOTOU if number % 3 else "内蒙古自治区/赤峰市/红山区",
        "place_of_use": f"{number % 5}号门市",
        "purchase_date": date(2015 + number % 9, 1 + number % 12, 1 + number % 28),
        "quantity": 1,
    }
    return base | OTHER[KIND_OF_ROW[number % 10]](number)


def _piece(
    name: str, pair: tuple[str, str], plate: tuple[str, str, str], use: tuple[str, str]
) -> Row:
    return {
        "name": name,
        "category": pair[0],
        "kind": pair[1],
        "model": plate[0],
        "measuring_range": plate[1],
        "accuracy_class": plate[2],
        "purpose": use[0],
        "delivery": use[1],
    }


def _scale(number: int) -> Row:
    ranges = ("100g-15kg", "20g-6kg", "400g-60kg", "1kg-300kg", "20kg-3t")
    plate = (f"TCS-{number}", ranges[number // 10 % 5], "Ⅲ级")
    return _piece("电子台秤", ("非自动衡器", "非自动衡器"), plate, ("贸易结算", "现场检"))


def _pump(number: int) -> Row:
    plate = ("CS42D", "(5～50)L/min", "±0.3%")
    pair = ("加油机", "燃油加油机")
    row = _piece("税控燃油加油机", pair, plate, ("贸易结算", "现场检"))
    return {**row, "serial_number": f"20{number}-{'AB'[number % 2]}枪"}


def _gauge(_number: int) -> Row:
    plate = ("Y-100 （0～2.5）MPa", "(0～2.5)MPa", "1.6级")
    pair = ("压力仪表", "指示类压力表、显示类压力表")
    return _piece("一般压力表", pair, plate, ("安全防护", "送检"))


def _pressure(_number: int) -> Row:
    plate = ("XJ11D", "(0~40)kPa/(0~300)mmHg", "±0.5kPa(±3.75mmHg)")
    pair = ("血压计（表）", "无创非自动测量血压计")
    return _piece("台式血压计", pair, plate, ("医疗卫生", "现场检"))


def _ecg(number: int) -> Row:
    plate = (f"SE-{number}", "(0.03～5)mV", "±5%")
    return _piece("数字心电图机", ("心脑电测量仪器", "心电图仪"), plate, ("医疗卫生", "现场检"))


def _speed(_number: int) -> Row:
    plate = ("CSR-IN", "(20～250)km/h", "----")
    return _piece("固定式测速仪", ("机动车测速仪", "机动车测速仪"), plate, ("安全防护", "现场检"))


def _xray(number: int) -> Row:
    pair = ("医用诊断X射线设备", "医用诊断X射线设备")
    row = _piece("数字化摄影系统", pair, (f"RAD{number}", "----", "-----"), ("医疗卫生", "现场检"))
    return {**row, "origin": "进口"}


def _cng(number: int) -> Row:
    plate = ("JQD30", "(2～30)kg/min", "1.0级")
    row = _piece("压缩天然气加气机", ("加气机", "压缩天然气加气机"), plate, ("贸易结算", "现场检"))
    return {**row, "serial_number": f"QJ{number}(西)"}


def _steelyard(_number: int) -> Row:
    plate = ("-----", "----", "-----")
    row = _piece("戥秤", ("非自动衡器", "非自动衡器"), plate, ("贸易结算", "现场检"))
    return {**row, "serial_number": "-----", "manufacturer": "-----"}


def _lens(_number: int) -> Row:
    plate = ("JD-235", "----", "----")
    return _piece("验光镜片箱", ("验光仪器", "验光镜片箱"), plate, ("医疗卫生", "现场检"))


OTHER = {
    "scale": _scale,
    "pump": _pump,
    "gauge": _gauge,
    "pressure": _pressure,
    "ecg": _ecg,
    "speed": _speed,
    "xray": _xray,
    "cng": _cng,
    "steelyard": _steelyard,
    "lens": _lens,
}

# Row n holds piece n; n % 10 says which kind it is (0 scale, 1 pump, 2 gauge, ... 9 lens).
PLANTED = (
    # 1. the range not in the expected shape, unit missing, wrong letter case
    Planted(10, {"measuring_range": "100g-15KG"}, "measuring_range"),
    Planted(20, {"measuring_range": "6kg"}, "measuring_range"),
    Planted(30, {"measuring_range": "20-6000"}, "measuring_range"),
    Planted(40, {"measuring_range": "最大30KG"}, "measuring_range"),
    Planted(50, {"measuring_range": "(0.1~15)kg"}, "measuring_range", W),
    Planted(60, {"measuring_range": "-----"}, "measuring_range"),
    Planted(70, {"measuring_range": ""}, "measuring_range"),
    Planted(80, {"measuring_range": "100克-15千克"}, "measuring_range"),
    Planted(11, {"measuring_range": "(5~50)l/min"}, "measuring_range"),
    Planted(12, {"measuring_range": "(0~2.5)Mpa"}, "measuring_range"),
    Planted(22, {"measuring_range": "0-2.5MPa"}, "measuring_range", W),
    Planted(13, {"measuring_range": "(0~40)KPa"}, "measuring_range"),
    Planted(23, {"accuracy_class": "±0.5Kpa"}, "accuracy_class"),
    Planted(14, {"measuring_range": "(0.03～5)MV"}, "measuring_range"),
    Planted(24, {"measuring_range": "(0.03～5)"}, "measuring_range"),
    Planted(15, {"measuring_range": "(20～250)KM/H"}, "measuring_range"),
    Planted(17, {"measuring_range": "(2～30)Kg/min"}, "measuring_range"),
    # 2. the wave of a gauge's model
    Planted(32, {"model": "Y-100 (0~2.5)MPa"}, "model", W),
    Planted(42, {"model": "Y-100 (0-2.5)MPa"}, "model", W),
    # 3. the two catalogue levels wrong, old or left out
    Planted(90, {"kind": "台秤"}, "kind"),
    Planted(21, {"category": "加气机"}, "category"),
    Planted(31, {"category": ""}, "category"),
    Planted(52, {"kind": ""}, "kind"),
    Planted(27, {"kind": "液化天然气加气机"}, "kind"),
    Planted(25, {"category": "测速设备", "kind": "激光测速仪"}, "kind", W),
    # 4. the region not down to the county, or no place at all
    Planted(100, {"region": "内蒙古自治区/赤峰市"}, "region"),
    Planted(41, {"region": "内蒙古自治区"}, "region"),
    Planted(33, {"region": "新城区"}, "region"),
    Planted(43, {"region": "内蒙古自治区/包头市/昆都伦区"}, "region"),
    Planted(53, {"region": ""}, "region"),
    Planted(34, {"region": "150299"}, "region"),
    Planted(44, {"region": "内蒙古自治区/包头市/包头稀土高新技术产业开发区"}, "region", W),
    # 5. several pieces in one record
    Planted(110, {"quantity": 5}, "quantity"),
    Planted(51, {"quantity": "两台"}, "quantity"),
    Planted(62, {"serial_number": "A00151、A00152、A00153"}, "serial_number"),
    Planted(72, {"serial_number": "000151~000160"}, "serial_number"),
    # 6. model or number empty, damaged, or hyphens on a piece with a plate
    Planted(120, {"model": ""}, "model"),
    Planted(130, {"serial_number": ""}, "serial_number"),
    Planted(63, {"serial_number": "----"}, "serial_number", W),
    Planted(73, {"serial_number": 1234567890123456789.0}, "serial_number"),
    Planted(54, {"serial_number": date(2024, 3, 12)}, "serial_number"),
    Planted(64, {"serial_number": "2.02405E+11"}, "serial_number"),
    Planted(35, {"model": "请按实际填写"}, "model"),
    Planted(83, {"model": "无"}, "model", W),
    # 7. dispensers by the machine
    Planted(61, {"serial_number": "2061"}, "serial_number", W),
    Planted(37, {"serial_number": "QJ37"}, "serial_number", W),
    # 8. purpose, delivery, type and dates
    Planted(140, {"purpose": "生产控制"}, "purpose"),
    Planted(82, {"purpose": "医疗卫生"}, "purpose", W),
    Planted(45, {"delivery": "快递"}, "delivery"),
    Planted(55, {"delivery": "送检"}, "delivery", W),
    Planted(92, {"instrument_type": "企事业最高计量标准器"}, "instrument_type"),
    Planted(102, {"valid_until": date(2027, 3, 1)}, "valid_until"),
    Planted(93, {"purchase_date": "2031-05-01"}, "purchase_date"),
    Planted(103, {"purchase_date": "18.5.8"}, "purchase_date"),
    # 9. outside the institute's ability
    Planted(74, {"name": "多参数监护仪", "kind": "多参数监护仪"}, "kind"),
    # 10. what must not be entered
    Planted(113, {"name": "玻璃体温计", "category": "体温计", "kind": "体温计"}, "name"),
    Planted(150, {"category": "水表", "kind": "水表DN15~DN50", "measuring_range": "DN25"}, "kind"),
    Planted(112, {"name": "标准压力表"}, "name"),
    Planted(160, {"category": "称重传感器", "kind": "称重传感器"}, "kind"),
    # the same piece twice
    Planted(170, {"serial_number": "SN00180", "model": "TCS-180"}, "serial_number"),
)


def planted_rows() -> Iterator[Row]:
    """Yield the 200 rows with their mistakes."""
    changes = {mistake.row: mistake.changes for mistake in PLANTED}
    for number in range(1, ROWS + 1):
        row = good_row(number)
        if number == 180:  # what row 170 repeats
            row = {**good_row(170), "serial_number": "SN00180", "model": "TCS-180"}
        yield row | changes.get(number, {})


def test_sixty_mistakes_in_two_hundred_rows(tmp_path: Path) -> None:
    assert len(PLANTED) == 60
    assert len({mistake.row for mistake in PLANTED}) == 60
    lines = grid_of(list(planted_rows()))
    checked = judged(read_workbook(write_xlsx(tmp_path / "planted.xlsx", lines)))
    found = {
        (problem.row - 1, problem.field): problem.severity
        for problem in reversed(checked.problems)
        if problem.severity is not Severity.HINT
    }
    expected = {(mistake.row, mistake.field): mistake.weight for mistake in PLANTED}
    # the repeated piece is reported where it comes for the second time
    expected[180, "serial_number"] = expected.pop((170, "serial_number"))
    missed = {place: weight for place, weight in expected.items() if found.get(place) != weight}
    assert missed == {}
    guilty = {row for row, _ in expected}
    false_errors = {
        place for place, weight in found.items() if weight is E and place[0] not in guilty
    }
    assert false_errors == set()
    false_warnings = {place for place, weight in found.items() if place[0] not in guilty}
    assert false_warnings == set()
    stopped = {row.row - 1 for row in checked.rows if row.instrument is None}
    assert stopped == {row for (row, _), weight in expected.items() if weight is E}
