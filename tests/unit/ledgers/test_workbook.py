"""Reading: every format, and everything spreadsheets do to values on the way."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from ledgers.columns import COLUMNS, LABELS, field_of
from ledgers.errors import (
    ColumnMissingError,
    DoubledColumnError,
    EmptyWorkbookError,
    FileMissingError,
    HeaderMissingError,
    LedgerError,
    SheetMissingError,
    UnknownColumnError,
)
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import FIELDS, GOOD, Value, grid_of, put, write_csv, write_xlsx


def test_reads_the_cells_with_their_addresses(tmp_path: Path) -> None:
    book = read_workbook(write_xlsx(tmp_path / "a.xlsx", grid_of([{}])))
    row = book.rows[0]
    assert (book.sheet, book.header_row, row.number) == ("台账", 1, 2)
    assert {name: row.text(name) for name in FIELDS} == GOOD
    assert row.cells["serial_number"].letter == "H"
    assert row.address("serial_number") == "H2"


@pytest.mark.parametrize(("row", "column"), [(1, 1), (4, 1), (1, 3), (7, 5)])
def test_leading_blank_rows_and_columns_do_not_shift_addresses(
    tmp_path: Path, row: int, column: int
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]), first_row=row, first_column=column)
    book = read_workbook(path)
    assert book.header_row == row
    assert book.rows[0].address("name") == f"{chr(64 + column)}{row + 1}"
    assert book.rows[0].text("delivery") == "现场检"


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    lines: list[list[Value]] = [["某公司 台账"], ["制表人", "某人"], *grid_of([{}])]
    assert read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).header_row == 3


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    lines = [list(reversed(line)) for line in grid_of([{}])]
    row = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).rows[0]
    assert {name: row.text(name) for name in FIELDS} == GOOD


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("器具项别", "category"),
        ("器具种别", "kind"),
        ("规格型号", "model"),
        ("型号/规格", "model"),
        ("型号/标…", "model"),
        ("制造单位", "manufacturer"),
        ("制造单", "manufacturer"),
        ("购置日期", "purchase_date"),
        ("使用地点", "place_of_use"),
        ("计量器具用途", "purpose"),
        (" 器 具 名 称 *", "name"),
        ("* 器具名称（必填）：", "name"),
        ("数量（台件）", "quantity"),
        ("检定日期", None),
    ],
)
def test_headers_and_their_aliases(header: str, field: str | None) -> None:
    assert field_of(header) == field


def test_no_two_fields_share_a_header_word() -> None:
    words = [word for column in COLUMNS for word in (column.label, *column.aliases)]
    assert len(words) == len(set(words))
    assert all(field_of(column.label) == column.field for column in COLUMNS)


def test_numbers_dates_and_blanks_become_what_a_person_sees(tmp_path: Path) -> None:
    changes: dict[str, Value] = {
        "serial_number": 357753.0,
        "accuracy_class": 1.6,
        "purchase_date": date(2018, 11, 22),
        "quantity": 1,
        "name": "　电子\n计价秤\u200b ",
        "place_of_use": "一楼\r\nA 区",
    }
    row = read_workbook(write_xlsx(tmp_path / "a.xlsx", grid_of([changes]))).rows[0]
    assert row.text("serial_number") == "357753"
    assert row.text("accuracy_class") == "1.6"
    assert row.text("purchase_date") == "2018-11-22"
    assert row.text("quantity") == "1"
    assert row.text("name") == "电子计价秤"
    assert row.text("place_of_use") == "一楼 A 区"


def test_texts_that_look_like_numbers_keep_their_zeros(tmp_path: Path) -> None:
    row = read_workbook(write_xlsx(tmp_path / "a.xlsx", grid_of([{"serial_number": "007"}]))).rows[
        0
    ]
    assert row.text("serial_number") == "007"


def test_a_number_beyond_fifteen_digits_is_reported_as_damaged(tmp_path: Path) -> None:
    lines = grid_of([{"serial_number": 12345678901234567890.0}])
    book = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))
    assert [(p.code, p.cell, p.field) for p in book.problems] == [("L001", "H2", "serial_number")]


def test_a_date_in_a_text_column_is_reported(tmp_path: Path) -> None:
    lines = grid_of([{"measuring_range": date(2024, 3, 12)}])
    book = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))
    assert [(p.code, p.cell) for p in book.problems] == [("L002", "F2")]


def test_empty_rows_are_skipped_and_keep_the_numbers(tmp_path: Path) -> None:
    lines = grid_of([{}, {}])
    lines.insert(2, [None] * len(FIELDS))
    lines.insert(2, ["　"] * len(FIELDS))
    rows = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).rows
    assert [row.number for row in rows] == [2, 5]


def test_rows_that_are_only_numbered_or_preset_are_empty(tmp_path: Path) -> None:
    blank: dict[str, Value] = dict.fromkeys(FIELDS, "")
    preset = {**blank, "instrument_type": "工作计量器具", "quantity": 1}
    lines = grid_of([{"line_number": 1}, {**preset, "line_number": 2}, {**blank, "line_number": 3}])
    assert len(read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).rows) == 1


def test_a_header_repeated_for_printing_is_no_instrument(tmp_path: Path) -> None:
    lines = grid_of([{}, {}])
    lines.insert(2, list(lines[0]))
    assert [row.number for row in read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).rows] == [
        2,
        4,
    ]


def test_merged_cells_count_for_all_their_rows(tmp_path: Path) -> None:
    lines = grid_of([{}, {}, {"category": ""}])
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        put(book, "台账", lines)
        book.worksheets()[0].merge_range(1, 2, 2, 2, "非自动衡器")
    rows = read_workbook(tmp_path / "a.xlsx").rows
    assert [row.text("category") for row in rows] == ["非自动衡器", "非自动衡器", ""]


def test_a_header_of_two_lines_is_read_as_one(tmp_path: Path) -> None:
    top = ["器具名称", "目录", "", "技术参数", "", "", "出厂编号", "", "地点", "", "方式", ""]
    low = ["", "一级目录", "二级目录", "型号规格", "测量范围", "准确度等级", "", "生产厂家"]
    low += ["使用地点行政区划", "安装/使用地点", "器具用途", "送检方式"]
    fields = [field_of(a or b) or "" for a, b in zip(low, top, strict=True)]
    values = [GOOD[name] for name in fields]
    book = read_workbook(write_xlsx(tmp_path / "a.xlsx", [top, low, values]))
    assert book.header_row == 2
    assert book.rows[0].text("name") == "电子计价秤"
    assert book.rows[0].text("measuring_range") == "200g-30kg"


def test_the_region_may_stand_in_three_columns(tmp_path: Path) -> None:
    lines = grid_of([{"province": "内蒙古自治区", "city": "呼和浩特市", "county": "新城区"}])
    at = lines[0].index(LABELS["region"])
    lines = [[value for i, value in enumerate(line) if i != at] for line in lines]
    row = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).rows[0]
    assert row.text("county") == "新城区"


def test_sheets_without_a_table_are_passed_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        put(book, "说明", [["请先阅读"], ["器具名称", "一级目录"]])
        put(book, "台账", grid_of([{}]))
        put(book, "旧台账", grid_of([{}]))
    book_read = read_workbook(tmp_path / "a.xlsx")
    assert book_read.sheet == "台账"
    assert [(p.code, p.facts["others"]) for p in book_read.problems] == [("L003", "旧台账")]
    assert read_workbook(tmp_path / "a.xlsx", sheet="旧台账").problems == ()


def test_hidden_sheets_are_not_chosen_and_hidden_rows_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        put(book, "隐藏", grid_of([{}]))
        put(book, "台账", grid_of([{}, {}, {}]))
        hidden, page = book.worksheets()
        page.set_row(2, None, None, {"hidden": True})
        page.activate()
        page.set_first_sheet()
        hidden.hide()
    read = read_workbook(tmp_path / "a.xlsx")
    assert (read.sheet, len(read.rows)) == ("台账", 3)
    assert [(p.code, p.facts) for p in read.problems] == [("L005", {"count": "1", "first": "3"})]


def test_values_beside_the_table_are_told(tmp_path: Path) -> None:
    lines = grid_of([{}])
    lines[1] += ["", "甲乙"]
    problems = read_workbook(write_xlsx(tmp_path / "a.xlsx", lines)).problems
    assert [(p.code, p.facts) for p in problems] == [("L004", {"column": "S"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_usual_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(str(v) for v in line) for line in grid_of([{}]))
    path = tmp_path / "a.csv"
    path.write_text(text, encoding=encoding, newline="")
    row = read_workbook(path).rows[0]
    assert {name: row.text(name) for name in FIELDS} == GOOD


def test_csv_text_formulas_and_line_breaks_in_quotes(tmp_path: Path) -> None:
    lines = grid_of([{"serial_number": '="007"', "name": "电子\n计价秤"}, {}])
    rows = read_workbook(write_csv(tmp_path / "a.csv", lines)).rows
    assert (rows[0].text("serial_number"), rows[0].text("name")) == ("007", "电子计价秤")
    assert rows[1].number == 3


def test_a_real_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, line in enumerate(
        grid_of([{"serial_number": 357753, "purchase_date": date(2018, 11, 22)}])
    ):
        for column, value in enumerate(line):
            page.write(
                row + 2, column + 1, value, day if isinstance(value, date) else xlwt.XFStyle()
            )
    book.save(str(tmp_path / "a.xls"))
    read = read_workbook(tmp_path / "a.xls")
    assert read.rows[0].address("name") == "B4"
    assert read.rows[0].text("serial_number") == "357753"
    assert read.rows[0].text("purchase_date") == "2018-11-22"


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
    '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def ods_of(lines: Sequence[Sequence[Value]]) -> str:
    """Return the content of an .ods; two blank rows and one blank column lie before the lines."""
    start, end = (
        '<table:table-cell office:value-type="string"><text:p>',
        "</text:p></table:table-cell>",
    )
    cells = ("".join(f"{start}{value}{end}" for value in line) for line in lines)
    rows = "".join(
        f"<table:table-row><table:table-cell/>{line}</table:table-row>" for line in cells
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body>'
        '<office:spreadsheet><table:table table:name="台账">'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'{rows}<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def test_ods(tmp_path: Path) -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ods_of(grid_of([{}])))
    read = read_workbook(tmp_path / "a.ods")
    assert (read.sheet, read.rows[0].address("name")) == ("台账", "B4")
    assert {name: read.rows[0].text(name) for name in FIELDS} == GOOD


def test_a_wrong_sheet_lists_the_sheets(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with pytest.raises(SheetMissingError, match="台账"):
        read_workbook(path, sheet="表二")


def test_an_unknown_column_is_named_with_a_suggestion(tmp_path: Path) -> None:
    lines = grid_of([{}])
    lines[0][4] = "型号规各"
    lines[0].append("检定员")
    with pytest.raises(UnknownColumnError) as caught:
        read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))
    assert "E “型号规各” → 型号规格?" in caught.value.message
    assert "R “检定员”" in caught.value.message


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    lines = [[v for i, v in enumerate(line) if i not in {3, 10}] for line in grid_of([{}])]
    with pytest.raises(ColumnMissingError) as caught:
        read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))
    assert "二级目录, 使用地点行政区划" in caught.value.message


def test_two_columns_of_one_field_are_refused(tmp_path: Path) -> None:
    lines = grid_of([{}])
    lines[0].append("规格型号")
    lines[1].append("x")
    with pytest.raises(DoubledColumnError, match="型号规格"):
        read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([], EmptyWorkbookError),
        ([["一", "二"], ["三"]], HeaderMissingError),
        (grid_of([]), EmptyWorkbookError),
    ],
)
def test_nothing_to_read(tmp_path: Path, lines: list[list[str]], error: type[LedgerError]) -> None:
    with pytest.raises(error):
        read_workbook(write_xlsx(tmp_path / "a.xlsx", lines))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"b\.xlsx"):
        read_workbook(tmp_path / "b.xlsx")
