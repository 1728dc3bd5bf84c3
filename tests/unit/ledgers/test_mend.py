"""Mends: what is certain is put right and listed, what is doubtful stays as it is."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from catalog.catalogue import load_catalogue
from catalog.institutes import load_institute
from catalog.regions import load_regions
from ledgers.checks.registry import all_rules
from ledgers.mend import _ANSWERS, BLANKS, MENDS_SHEET, Mend, mend, write_mended
from ledgers.workbook import Workbook, read_workbook
from tests.unit.ledgers.sheets import (
    ECG,
    GAUGE,
    TODAY,
    Value,
    grid_of,
    judged,
    wide,
    write_csv,
    write_xlsx,
)


def mended(workbook: Workbook) -> tuple[Workbook, tuple[Mend, ...]]:
    return mend(
        workbook,
        catalogue=load_catalogue(),
        regions=load_regions(),
        institute=load_institute(),
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("changes", "field", "after"),
    [
        ({"measuring_range": "200g-30KG"}, "measuring_range", "200g-30kg"),
        ({"measuring_range": "200克-30公斤"}, "measuring_range", "200g-30kg"),
        ({**GAUGE, "model": "(0~1.6) Mpa"}, "model", "(0～1.6) MPa"),
        ({**GAUGE, "accuracy_class": "±0.5KPa"}, "accuracy_class", "±0.5kPa"),
        ({**GAUGE, "kind": "压力表"}, "kind", "指示类压力表、显示类压力表"),
        ({**ECG, "category": "心电测量仪器"}, "category", "心脑电测量仪器"),
        ({"model": wide("ACS-30").replace(wide("-"), "-")}, "model", "ACS-30"),
        ({"manufacturer": "无"}, "manufacturer", "-----"),
        ({"accuracy_class": "/"}, "accuracy_class", "-----"),
        ({"region": "呼和浩特新城"}, "region", "内蒙古自治区/呼和浩特市/新城区"),
        ({"purchase_date": "2018年11月2日"}, "purchase_date", "2018-11-02"),
        ({"delivery": "现场检定"}, "delivery", "现场检"),
        ({"purpose": "用于贸易结算"}, "purpose", "贸易结算"),
    ],
)
def test_what_is_certain_is_mended(
    tmp_path: Path, changes: dict[str, Value], field: str, after: str
) -> None:
    workbook = read_workbook(write_csv(tmp_path / "a.csv", grid_of([changes])))
    better, mends = mended(workbook)
    assert better.rows[0].text(field) == after
    assert {made.field for made in mends} == {field}
    assert mends[0].before == changes[field]
    assert judged(better).ok
    assert mended(better)[1] == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"measuring_range": "15kg"},
        {"measuring_range": "0.2-30kg"},
        {"quantity": "3"},
        {"region": "新城区"},
        {"kind": "电子秤"},
        {"valid_until": "2027-01-01"},
        {"purchase_date": "2018年11月"},
        {"serial_number": "938579、938580"},
        {"model": ""},
    ],
)
def test_what_is_doubtful_is_left_alone(tmp_path: Path, changes: dict[str, Value]) -> None:
    workbook = read_workbook(write_csv(tmp_path / "a.csv", grid_of([changes])))
    better, mends = mended(workbook)
    assert mends == ()
    assert better == workbook


def test_the_copy_has_the_mends_and_a_sheet_that_lists_them(tmp_path: Path) -> None:
    rows: list[dict[str, Value]] = [
        {"measuring_range": "200g-30KG", "name": "电子计价秤　"},
        {"purchase_date": "2018/11/2", "serial_number": "=1+1"},
    ]
    source = write_xlsx(tmp_path / "a.xlsx", grid_of(rows))
    before = source.read_bytes()
    better, mends = mended(read_workbook(source))
    made = write_mended(source, tmp_path / "b.xlsx", better, mends)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    page = book["台账"]
    assert (page["A2"].value, page["F2"].value) == ("电子计价秤", "200g-30kg")
    assert page["M3"].value == datetime(2018, 11, 2)  # noqa: DTZ001 - Excel knows no time zone
    assert (page["H3"].value, page["H3"].data_type) == ("=1+1", "s")
    assert [m.code for m in made] == [BLANKS, "L401", "L506"]
    listed = [[cell.value for cell in row] for row in book[MENDS_SHEET].iter_rows()]
    assert listed[0] == ["单元格", "修改前", "修改后", "代码", "原因"]
    assert listed[2][:4] == ["F2", "200g-30KG", "200g-30kg", "L401"]
    assert source.read_bytes() == before
    assert judged(read_workbook(tmp_path / "b.xlsx")).problems == ()


def test_every_mend_belongs_to_a_rule() -> None:
    assert set(_ANSWERS) <= {rule.code for rule in all_rules()}


def test_rows_are_found_across_gaps_and_in_three_region_columns(tmp_path: Path) -> None:
    parts: dict[str, Value] = {
        "region": "",
        "province": "内蒙古",
        "city": "包头",
        "county": "昆都仑",
    }
    lines = grid_of([parts, {**parts, "serial_number": "2", "measuring_range": "20g-6KG"}])
    lines.insert(2, [""] * 17)
    path = write_xlsx(tmp_path / "a.xlsx", lines)
    better, mends = mended(read_workbook(path))
    path_text = "内蒙古自治区/包头市/昆都仑区"
    assert {made.cell: made.after for made in mends} == {
        "K2": path_text,
        "F4": "20g-6kg",
        "K4": path_text,
    }
    write_mended(path, tmp_path / "b.xlsx", better, mends)
    again = judged(read_workbook(tmp_path / "b.xlsx"))
    assert again.ok
    write_mended(tmp_path / "b.xlsx", tmp_path / "c.xlsx", read_workbook(tmp_path / "b.xlsx"), ())
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames == ["台账", MENDS_SHEET]
