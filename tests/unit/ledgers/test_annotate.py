"""Copies with results and verdicts: beside the table, in colour, the original untouched."""

import shutil
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.annotate import RowResult, Tone, write_annotated, write_results
from ledgers.copies import LONGEST_CELL
from ledgers.errors import NotWrittenError
from ledgers.summary import SUMMARY_SHEET
from ledgers.wording import english
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import (
    GAUGE,
    Value,
    grid_of,
    judged,
    write_csv,
    write_xlsx,
)

EXAMPLES = Path(__file__).parents[3] / "examples"
ACCEPTED = RowResult(
    instrument_code="QJ001",
    booking_number="2026112500001",
    process_state="待检定",
    note="本院已受理",
    state="已受理",
)
REFUSED = ACCEPTED.model_copy(update={"process_state": "预约失败", "note": "单位大小写"})


def page_of(path: Path, sheet: str) -> Worksheet:
    page = openpyxl.load_workbook(path)[sheet]
    assert isinstance(page, Worksheet)
    return page


def colour(page: Worksheet, cell: str) -> str:
    return str(page[cell].fill.fgColor.rgb)[-6:]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows: list[dict[str, Value]] = [
        {},
        {**GAUGE, "measuring_range": "(0~1.6) Mpa"},
        {"region": "包头市"},
    ]
    return write_xlsx(tmp_path / "a.xlsx", [["某公司台账"], *grid_of(rows)])


def test_results_stand_at_the_right_of_the_table(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    write_results(source, tmp_path / "out" / "b.xlsx", {3: ACCEPTED, 4: REFUSED, 5: RowResult()})
    page = page_of(tmp_path / "out" / "b.xlsx", "台账")
    headers = [cell.value for cell in page[2]][17:]
    assert headers == ["器具编码", "预约编号", "流程状态", "机构答复", "办理情况", "建议"]
    assert [cell.value for cell in page[3]][17:21] == [
        "QJ001",
        "2026112500001",
        "待检定",
        "本院已受理",
    ]
    assert [colour(page, f"R{row}") for row in (3, 4, 5)] == [
        Tone.GOOD.value,
        Tone.BAD.value,
        Tone.BAD.value,
    ]
    assert page["A3"].value == "电子计价秤"
    assert source.read_bytes() == before


def test_a_second_run_fills_the_same_columns(source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    write_results(source, first, {3: ACCEPTED, 4: ACCEPTED})
    write_results(first, second, {3: REFUSED, 4: RowResult(state="未申报")})
    page = page_of(second, "台账")
    assert page.max_column == page_of(first, "台账").max_column
    assert [page[f"{letter}3"].value for letter in "RTU"] == ["QJ001", "预约失败", "单位大小写"]
    assert page["R4"].value == "QJ001"  # a code that is known is not wiped out
    assert read_workbook(second).rows[0].text("instrument_code") == "QJ001"


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-----", "@x", "=cmd|'/c calc'!A1", "\x00\x07a"])
def test_texts_stay_texts(tmp_path: Path, text: str) -> None:
    path = write_csv(tmp_path / "a.csv", grid_of([{"manufacturer": text}]))
    note = ACCEPTED.model_copy(update={"note": text})
    write_results(path, tmp_path / "b.xlsx", {2: note})
    page = page_of(tmp_path / "b.xlsx", "CSV")
    for cell in (page["I2"], page["U2"]):
        assert (cell.data_type, cell.value) == ("s", text.strip("\x00\x07"))


def test_a_very_long_answer_is_cut_to_what_excel_takes(source: Path, tmp_path: Path) -> None:
    long = ACCEPTED.model_copy(update={"note": "长" * 40_000})
    write_results(source, tmp_path / "b.xlsx", {3: long})
    assert len(str(page_of(tmp_path / "b.xlsx", "台账")["U3"].value)) == LONGEST_CELL


def test_an_old_workbook_becomes_a_new_one_with_the_same_addresses(tmp_path: Path) -> None:
    source = EXAMPLES / "instruments-small.xls"
    write_results(source, tmp_path / "b.xlsx", {2: ACCEPTED})
    before, after = read_workbook(source), read_workbook(tmp_path / "b.xlsx")
    assert [row.texts for row in before.rows] == [row.texts[:15] for row in after.rows]
    page = page_of(tmp_path / "b.xlsx", "台账")
    assert page["P2"].value == "QJ001"
    assert page["J2"].is_date
    assert page["A1"].font.bold


def test_the_looks_of_a_workbook_are_kept(tmp_path: Path) -> None:
    write_results(EXAMPLES / "instruments.xlsx", tmp_path / "b.xlsx", {3: ACCEPTED})
    before = page_of(EXAMPLES / "instruments.xlsx", "强检台账")
    after = page_of(tmp_path / "b.xlsx", "强检台账")
    assert after.freeze_panes == before.freeze_panes
    assert after.column_dimensions["L"].width == before.column_dimensions["L"].width
    assert [str(area) for area in after.merged_cells.ranges] == ["A1:S1"]
    assert (after["H3"].font.name, after["N3"].value) == (
        before["H3"].font.name,
        before["N3"].value,
    )


def test_verdicts_colours_comments_and_summary(source: Path, tmp_path: Path) -> None:
    checked = judged(read_workbook(source))
    write_annotated(source, tmp_path / "b.xlsx", checked)
    page = page_of(tmp_path / "b.xlsx", "台账")
    assert [cell.value for cell in page[2]][17:] == ["状态", "代码", "原因", "建议"]
    assert [page[f"R{row}"].value for row in (3, 4, 5)] == ["可申报", "需改正", "需改正"]
    assert page["S4"].value == "L401"
    assert page["F4"].comment is not None
    assert "(0~1.6) MPa" in page["F4"].comment.text
    assert colour(page, "F4") == colour(page, "R4") == "F4B183"
    assert page["F3"].comment is None
    summary = page_of(tmp_path / "b.xlsx", SUMMARY_SHEET)
    texts = [str(cell.value) for row in summary.iter_rows() for cell in row if cell.value]
    assert any("共 3 行" in text for text in texts)
    assert {"L303", "L401"} <= set(texts)


def test_an_annotated_copy_can_be_checked_and_annotated_again(source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    checked = judged(read_workbook(source))
    write_annotated(source, first, checked)
    again = judged(read_workbook(first))
    assert again.problems == checked.problems
    write_annotated(first, second, again, translate=english)
    assert page_of(second, "台账").max_column == page_of(first, "台账").max_column
    assert page_of(second, "台账")["R3"].value == "fine"
    assert openpyxl.load_workbook(second).sheetnames == ["台账", SUMMARY_SHEET]


def test_values_of_formulas_are_kept_in_the_copy(tmp_path: Path) -> None:
    lines = grid_of([{}])
    path = write_xlsx(tmp_path / "a.xlsx", lines)
    book = openpyxl.load_workbook(path)
    book["台账"]["E2"] = '="ACS-"&30'
    book.save(path)  # without a cached value: nothing is there to be read
    shutil.copy(path, tmp_path / "c.xlsx")
    write_annotated(path, tmp_path / "b.xlsx", judged(read_workbook(path)))
    assert page_of(tmp_path / "b.xlsx", "台账")["E2"].value is None
    assert [p.code for p in judged(read_workbook(path)).problems] == ["L202"]


def test_the_original_is_never_written(source: Path, tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match="original"):
        write_results(source, source, {})
    link = tmp_path / "link.xlsx"
    link.hardlink_to(source)
    with pytest.raises(NotWrittenError, match="original"):
        write_results(source, link, {})


def test_the_result_is_an_excel_workbook(source: Path, tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match="xlsx"):
        write_results(source, tmp_path / "b.xls", {})


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "no"), "open in another program"),
        (OSError(28, "No space left"), "space"),
    ],
)
def test_what_cannot_be_written_leaves_nothing_behind(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def refuse(_self: object, _name: object) -> None:
        raise error

    monkeypatch.setattr("openpyxl.workbook.Workbook.save", refuse)
    (tmp_path / "out").mkdir()
    with pytest.raises(NotWrittenError, match=reason):
        write_results(source, tmp_path / "out" / "b.xlsx", {3: ACCEPTED})
    assert list((tmp_path / "out").iterdir()) == []


def test_merged_cells_in_the_way_are_taken_apart(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["标题"], *grid_of([{"purchase_date": date(2018, 1, 2)}])]
    )
    book = openpyxl.load_workbook(path)
    book["台账"].merge_cells("A1:Z1")
    book["台账"].merge_cells("R3:T3")
    book.save(path)
    write_results(path, tmp_path / "b.xlsx", {3: ACCEPTED})
    page = page_of(tmp_path / "b.xlsx", "台账")
    assert (page["R2"].value, page["R3"].value) == ("器具编码", "QJ001")
    assert (page["S3"].value, page["T3"].value) == ("2026112500001", "待检定")


def test_values_are_kept_where_the_looks_cannot_be(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise KeyError("xl/styles.xml")

    with monkeypatch.context() as patch:
        patch.setattr(openpyxl, "load_workbook", refuse)
        write_results(source, tmp_path / "b.xlsx", {3: ACCEPTED})
    again = read_workbook(tmp_path / "b.xlsx")
    before = read_workbook(source)
    assert [row.texts[:17] for row in again.rows] == [row.texts for row in before.rows]
    assert again.rows[0].text("instrument_code") == "QJ001"


def test_every_kind_of_value_survives_a_rebuilt_copy(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("台账")
    rows = grid_of([{"accuracy_class": 1.6, "quantity": 1, "purchase_date": date(2018, 1, 2)}])
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    clock = xlwt.easyxf(num_format_str="hh:mm:ss")
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            page.write(row + 1, column, value, day if isinstance(value, date) else xlwt.XFStyle())
    page.write_merge(0, 0, 0, 16, "标题")
    page.write(4, 0, datetime(2018, 1, 2, 3, 4, 5), clock)  # noqa: DTZ001 - as Excel has it
    page.write(5, 0, time(3, 4, 5), clock)
    page.write(6, 0, True)  # noqa: FBT003 - the value itself
    book.save(str(tmp_path / "a.xls"))
    write_results(tmp_path / "a.xls", tmp_path / "b.xlsx", {3: ACCEPTED})
    copy = page_of(tmp_path / "b.xlsx", "台账")
    assert (copy["G3"].value, copy["N3"].value) == (1.6, 1)
    assert copy["M3"].value == datetime(2018, 1, 2)  # noqa: DTZ001 - as Excel has it
    assert (copy["A5"].value is not None, copy["A7"].value) == (True, True)
    assert [str(area) for area in copy.merged_cells.ranges] == ["A1:Q1"]


def test_what_concerns_the_sheet_stands_in_the_summary(tmp_path: Path) -> None:
    lines = grid_of([{}])
    lines[1] += ["", "旁注"]
    path = write_xlsx(tmp_path / "a.xlsx", lines)
    write_annotated(path, tmp_path / "b.xlsx", judged(read_workbook(path)))
    texts = [str(cell.value) for cell in page_of(tmp_path / "b.xlsx", SUMMARY_SHEET)["A"]]
    assert any(text.startswith("L004") for text in texts)


def test_problems_inside_merged_cells_do_not_break_the_copy(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{"region": "包头市"}, {"serial_number": "1"}]))
    book = openpyxl.load_workbook(path)
    book["台账"].merge_cells("K2:K3")
    book.save(path)
    checked = judged(read_workbook(path))
    assert [row.instrument for row in checked.rows] == [None, None]
    write_annotated(path, tmp_path / "b.xlsx", checked)
    assert page_of(tmp_path / "b.xlsx", "台账")["K2"].comment is not None
