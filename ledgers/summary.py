"""The summary sheet of an annotated copy: how many rows are fine, and what is wrong most often."""

from collections import Counter
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook as ExcelBook
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.checks import Checked
from ledgers.copies import lines_needed, print_on_width, set_text
from ledgers.problems import Problem, Severity, Translate
from ledgers.wording import speak

SUMMARY_SHEET: Final = "检查汇总"
_COLUMN_WIDTHS: Final = {"A": 12, "B": 10, "C": 10, "D": 60, "E": 60}
_LINE_HEIGHT: Final = 16
_TITLE_FONT: Final = Font(bold=True, size=14)
_HEADER_FONT: Final = Font(bold=True, color="FFFFFF")
_HEADER_FILL: Final = PatternFill("solid", fgColor="305496")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="center")
_CENTRED: Final = Alignment(horizontal="center", vertical="center")
_SIDE: Final = Side(style="thin", color="BFBFBF")
_FRAME: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FILLS: Final = {
    Severity.ERROR: PatternFill("solid", fgColor="F4B183"),
    Severity.WARNING: PatternFill("solid", fgColor="FFE699"),
    Severity.HINT: PatternFill("solid", fgColor="DDEBF7"),
}
SEVERITY_WORDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.HINT: "hint",
}
_HEADERS: Final = ("Code", "Weight", "Times", "First example", "What to do")


def write_summary(book: ExcelBook, checked: Checked, sheet: str, translate: Translate) -> None:
    """Add the summary sheet behind all others, replacing one of an earlier run."""
    if SUMMARY_SHEET in book.sheetnames:
        del book[SUMMARY_SHEET]
    page = book.create_sheet(SUMMARY_SHEET)
    for letter, width in _COLUMN_WIDTHS.items():
        page.column_dimensions[letter].width = width
    set_text(_cell(page, 1, 1), speak(translate, "Check of sheet {sheet}", sheet=sheet))
    _cell(page, 1, 1).font = _TITLE_FONT
    set_text(_cell(page, 2, 1), _count(checked, translate))
    print_on_width(page)
    row = 4
    for problem in checked.sheet_problems:
        set_text(_cell(page, row, 1), f"{problem.code} {problem.message_in(translate)}")
        row += 1
    _write_table(page, row + 1, checked, translate)


def _count(checked: Checked, translate: Translate) -> str:
    stopped = sum(row.instrument is None for row in checked.rows)
    return speak(
        translate,
        "{rows} rows: {good} can be filed, {stopped} must be corrected; {warnings} warnings, "
        "{hints} hints.",
        rows=str(len(checked.rows)),
        good=str(len(checked.rows) - stopped),
        stopped=str(stopped),
        warnings=str(checked.count(Severity.WARNING)),
        hints=str(checked.count(Severity.HINT)),
    )


def _write_table(page: Worksheet, row: int, checked: Checked, translate: Translate) -> None:
    for column, header in enumerate(_HEADERS, 1):
        cell = _cell(page, row, column)
        set_text(cell, translate(header))
        cell.font, cell.fill, cell.border = _HEADER_FONT, _HEADER_FILL, _FRAME
    for offset, (problem, times) in enumerate(_by_code(checked), 1):
        texts = (
            problem.code,
            translate(SEVERITY_WORDS[problem.severity]),
            str(times),
            f"{problem.cell} {problem.message_in(translate)}".strip(),
            problem.suggestion_in(translate),
        )
        for column, text in enumerate(texts, 1):
            cell = _cell(page, row + offset, column)
            set_text(cell, text)
            cell.fill, cell.border, cell.alignment = _FILLS[problem.severity], _FRAME, _WRAPPED
            if text.isdecimal():
                cell.value, cell.alignment = int(text), _CENTRED
        page.row_dimensions[row + offset].height = _LINE_HEIGHT * max(
            lines_needed(text, width)
            for text, width in zip(texts, _COLUMN_WIDTHS.values(), strict=True)
        )


def _by_code(checked: Checked) -> list[tuple[Problem, int]]:
    """Return the first problem of each code and how often it occurs, the heaviest first."""
    found = [problem for row in checked.rows for problem in row.problems]
    times = Counter(problem.code for problem in found)
    first: dict[str, Problem] = {}
    for problem in found:
        first.setdefault(problem.code, problem)
    ordered = sorted(first.values(), key=lambda p: (p.severity.rank, -times[p.code], p.code))
    return [(problem, times[problem.code]) for problem in ordered]


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    if not isinstance(cell, Cell):
        message = "the summary has no merged cells"
        raise TypeError(message)
    return cell
