"""Write real spreadsheet files for the tests, with a good row to change."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from catalog.catalogue import load_catalogue
from catalog.institutes import load_institute
from catalog.regions import load_regions
from ledgers.checks import Checked, CheckedRow, check
from ledgers.columns import LABELS
from ledgers.workbook import Workbook, read_workbook

TODAY = date(2026, 11, 25)
Value = str | int | float | date | None

# One row in which nothing at all is to be found.
GOOD: Mapping[str, Value] = {
    "name": "电子计价秤",
    "instrument_type": "工作计量器具",
    "category": "非自动衡器",
    "kind": "非自动衡器",
    "model": "ACS-30",
    "measuring_range": "200g-30kg",
    "accuracy_class": "Ⅲ级",
    "serial_number": "938579",
    "manufacturer": "永康市华鹰衡器有限公司",
    "origin": "国产",
    "region": "内蒙古自治区/呼和浩特市/新城区",
    "place_of_use": "店铺内",
    "purchase_date": "2018-11-22",
    "quantity": "1",
    "purpose": "贸易结算",
    "delivery": "现场检",
    "valid_until": "",
}
FIELDS = tuple(GOOD)
GAUGE = {
    "name": "压力表",
    "category": "压力仪表",
    "kind": "指示类压力表、显示类压力表",
    "model": "(0～1.6) MPa",
    "measuring_range": "(0~1.6) MPa",
    "accuracy_class": "1.6",
    "purpose": "安全防护",
    "delivery": "送检",
}
PUMP = {
    "name": "燃油加油机",
    "category": "加油机",
    "kind": "燃油加油机",
    "model": "THW6244B2",
    "measuring_range": "(5~45) L/min",
    "accuracy_class": "----",
    "serial_number": "189583P 东枪",
}
ECG = {
    "name": "心电图仪",
    "category": "心脑电测量仪器",
    "kind": "心电图仪",
    "model": "ECG-1200",
    "measuring_range": "(0.5~2.0) mV",
    "accuracy_class": "----",
    "purpose": "医疗卫生",
}


def grid_of(rows: Sequence[Mapping[str, Value]]) -> list[list[Value]]:
    """Return a header in the portal's words and one line per row, each based on the good one."""
    fields = list(dict.fromkeys([*FIELDS, *(name for row in rows for name in row)]))
    lines = [[{**GOOD, **row}.get(name, "") for name in fields] for row in rows]
    return [[LABELS[name] for name in fields], *lines]


def write_csv(path: Path, lines: Sequence[Sequence[Value]], *, encoding: str = "utf-8") -> Path:
    """Write lines as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def write_xlsx(
    path: Path,
    lines: Sequence[Sequence[Value]],
    *,
    first_row: int = 1,
    first_column: int = 1,
    sheet: str = "台账",
) -> Path:
    """Write lines as an .xlsx whose upper left value stands where it is told, counted from 1."""
    with xlsxwriter.Workbook(str(path)) as book:
        put(book, sheet, lines, first_row=first_row, first_column=first_column)
    return path


def put(
    book: xlsxwriter.Workbook,
    sheet: str,
    lines: Sequence[Sequence[Value]],
    *,
    first_row: int = 1,
    first_column: int = 1,
) -> None:
    """Add a sheet with lines: strings as strings, numbers as numbers, dates as dates."""
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, line in enumerate(lines, first_row - 1):
        for column, value in enumerate(line, first_column - 1):
            if isinstance(value, date):
                page.write_datetime(row, column, value, day)
            elif isinstance(value, int | float):
                page.write_number(row, column, value)
            elif value:
                page.write_string(row, column, value)


def judged(workbook: Workbook) -> Checked:
    """Check a workbook with the data that come with the program."""
    return check(
        workbook,
        catalogue=load_catalogue(),
        regions=load_regions(),
        institute=load_institute(),
        today=TODAY,
    )


def check_rows(folder: Path, *rows: Mapping[str, Value]) -> Checked:
    """Write rows as CSV, read them, and check them."""
    return judged(read_workbook(write_csv(folder / "ledger.csv", grid_of(rows))))


def check_one(folder: Path, **changes: Value) -> CheckedRow:
    """Check the good row with some fields changed."""
    return check_rows(folder, changes).rows[0]


def wide(text: str) -> str:
    """Return a text in full-width signs, as a Chinese input method leaves it."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def codes(row: CheckedRow) -> list[str]:
    """Return the codes of a row's problems."""
    return [problem.code for problem in row.problems]
