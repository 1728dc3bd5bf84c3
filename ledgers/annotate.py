"""Write what was found, or what became of every row, into a copy of the operator's workbook."""

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel, ConfigDict

from ledgers.checks import Checked, CheckedRow
from ledgers.columns import LABELS
from ledgers.copies import KEEPS_LOOKS, lines_needed, open_copy, set_text, sheet_in
from ledgers.problems import Problem, Severity, Translate
from ledgers.summary import write_summary
from ledgers.wording import chinese
from ledgers.workbook import Workbook, read_workbook


class Tone(Enum):
    """How a row is coloured."""

    GOOD = "E2F0D9"
    WAITING = "FFF2CC"
    BAD = "F8CBAD"
    PLAIN = "FFFFFF"


class RowResult(BaseModel):
    """What became of one row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument_code: str = ""
    booking_number: str = ""
    process_state: str = ""
    note: str = ""  # the institute's words
    state: str = ""
    advice: str = ""
    tone: Tone | None = None  # None: judged by the other fields


RESULT_FIELDS: Final = (
    "instrument_code",
    "booking_number",
    "process_state",
    "institute_words",
    "handling",
    "advice",
)
CHECK_FIELDS: Final = ("check_state", "check_codes", "check_reasons", "advice")
_WIDTHS: Final = {
    "instrument_code": 18,
    "booking_number": 18,
    "process_state": 12,
    "institute_words": 60,
    "handling": 20,
    "advice": 46,
    "check_state": 16,
    "check_codes": 12,
    "check_reasons": 46,
}
_REFUSED: Final = "预约失败"
_GOOD_STATES: Final = frozenset({"待检定", "已检定"})
_SEVERITY_COLOURS: Final = {
    Severity.ERROR: "F4B183",
    Severity.WARNING: "FFE699",
    Severity.HINT: "DDEBF7",
}
_STATES: Final = {
    None: "fine",
    Severity.HINT: "fine, with hints",
    Severity.WARNING: "look at it",
    Severity.ERROR: "to correct",
}
_THIN: Final = Side(style="thin", color="BFBFBF")
_FRAME: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL: Final = PatternFill("solid", fgColor="305496")
_HEADER_FONT: Final = Font(bold=True, color="FFFFFF")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="center")
_CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_COMMENT_AUTHOR: Final = "ecqs-agent"
_COMMENT_WIDTH: Final = 320
_LINE_HEIGHT: Final = 15.0
_TALLEST: Final = 150.0


def write_results(
    source: Path, out: Path, results: Mapping[int, RowResult], *, sheet: str | None = None
) -> None:
    """Write a copy with what became of each row at the right; row numbers are Excel's.

    Columns that are there from an earlier result are filled again, others are added.

    Raises:
        LedgerError: the source cannot be read, or `out` cannot be written.
    """
    workbook = read_workbook(source, sheet=sheet)
    with open_copy(source, out) as book:
        page = sheet_in(book, workbook.sheet)
        dress_header(page, workbook)
        columns = _result_columns(page, workbook, RESULT_FIELDS)
        for row, result in results.items():
            _write_result(page, row, columns, result)


def write_annotated(
    source: Path,
    out: Path,
    checked: Checked,
    *,
    sheet: str | None = None,
    translate: Translate = chinese,
) -> None:
    """Write a copy with every problem at its cell, a verdict per row, and a summary sheet.

    Raises:
        LedgerError: the source cannot be read, or `out` cannot be written.
    """
    workbook = read_workbook(source, sheet=sheet)
    with open_copy(source, out) as book:
        page = sheet_in(book, workbook.sheet)
        dress_header(page, workbook)
        columns = _result_columns(page, workbook, CHECK_FIELDS)
        for row in checked.rows:
            _write_verdict(page, columns, row, translate)
            _mark_cells(page, row.problems, translate)
        write_summary(book, checked, workbook.sheet, translate)


def dress_header(page: Worksheet, workbook: Workbook) -> None:
    """Make the header of a copy recognisable where the original's looks could not be kept."""
    if workbook.path.suffix.casefold() in KEEPS_LOOKS:
        return
    for heading in workbook.columns:
        cell = page[f"{heading.letter}{workbook.header_row}"]
        if isinstance(cell, Cell):
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
            cell.border, cell.alignment = _FRAME, _CENTRED


def _result_columns(page: Worksheet, workbook: Workbook, fields: Sequence[str]) -> dict[str, int]:
    """Return the column of each field, adding headers at the right for those not there yet."""
    present = {
        heading.field: column_index_from_string(heading.letter) for heading in workbook.columns
    }
    following = max(_last_filled_column(page, workbook.header_row), *present.values()) + 1
    columns = {}
    for field in fields:
        if field in present:
            columns[field] = present[field]
            continue
        columns[field] = following
        _write_header(page, workbook.header_row, following, field)
        following += 1
    return columns


def _last_filled_column(page: Worksheet, first_row: int) -> int:
    """Return the last column with a value from the header down; a wide title does not count."""
    return max(
        (
            column
            for values in page.iter_rows(min_row=first_row, values_only=True)
            for column, value in enumerate(values, 1)
            if value is not None and value != ""
        ),
        default=0,
    )


def _write_header(page: Worksheet, row: int, column: int, field: str) -> None:
    cell = _cell(page, row, column)
    set_text(cell, LABELS[field])
    cell.font, cell.fill, cell.border, cell.alignment = _HEADER_FONT, _HEADER_FILL, _FRAME, _CENTRED
    page.column_dimensions[get_column_letter(column)].width = _WIDTHS[field]


def _write_result(page: Worksheet, row: int, columns: Mapping[str, int], result: RowResult) -> None:
    texts = {
        "instrument_code": result.instrument_code,
        "booking_number": result.booking_number,
        "process_state": result.process_state,
        "institute_words": result.note,
        "handling": result.state,
        "advice": result.advice,
    }
    _write_row(page, row, columns, texts, colour=_tone(result).value)


def _tone(result: RowResult) -> Tone:
    if result.tone is not None:
        return result.tone
    is_unknown_to_portal = not (result.instrument_code or result.booking_number)
    if result.process_state == _REFUSED or is_unknown_to_portal:
        return Tone.BAD
    return Tone.GOOD if result.process_state in _GOOD_STATES else Tone.WAITING


def _write_verdict(
    page: Worksheet, columns: Mapping[str, int], row: CheckedRow, translate: Translate
) -> None:
    lines = list(row.problems)
    texts = {
        "check_state": translate(_STATES[row.severity]),
        "check_codes": "\n".join(dict.fromkeys(problem.code for problem in lines)),
        "check_reasons": _numbered([problem.message_in(translate) for problem in lines]),
        "advice": _numbered([problem.suggestion_in(translate) for problem in lines]),
    }
    colour = _SEVERITY_COLOURS[row.severity] if row.severity else Tone.GOOD.value
    _write_row(page, row.row, columns, texts, colour=colour)


def _numbered(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(sentences, 1))


def _write_row(
    page: Worksheet,
    row: int,
    columns: Mapping[str, int],
    texts: Mapping[str, str],
    *,
    colour: str,
) -> None:
    fill = PatternFill("solid", fgColor=colour)
    lines = 1
    for field, text in texts.items():
        cell = _cell(page, row, columns[field])
        if text or field in CHECK_FIELDS:
            set_text(cell, text)  # an instrument code that is there already stays
        is_short = _WIDTHS[field] < _WIDTHS["advice"]
        cell.fill, cell.border = fill, _FRAME
        cell.alignment = _CENTRED if is_short else _WRAPPED
        if not is_short:
            lines = max(lines, lines_needed(text, _WIDTHS[field]))
    _make_room(page, row, lines)


def _make_room(page: Worksheet, row: int, lines: int) -> None:
    height = page.row_dimensions[row].height or _LINE_HEIGHT
    page.row_dimensions[row].height = max(height, min(lines * _LINE_HEIGHT + 3, _TALLEST))


def _mark_cells(page: Worksheet, problems: Sequence[Problem], translate: Translate) -> None:
    """Colour the cells at fault by the heaviest problem, and say in a comment what it is."""
    by_cell: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.cell:
            by_cell.setdefault(problem.cell, []).append(problem)
    for address, found in by_cell.items():
        cell = page[address]
        if not isinstance(cell, Cell):
            continue  # inside a merged range: its first cell speaks for it
        heaviest = min((problem.severity for problem in found), key=lambda s: s.rank)
        cell.fill = PatternFill("solid", fgColor=_SEVERITY_COLOURS[heaviest])
        cell.comment = _comment(found, translate)


def _comment(problems: Sequence[Problem], translate: Translate) -> Comment:
    text = "\n".join(
        f"{problem.code} {problem.message_in(translate)}\n→ {problem.suggestion_in(translate)}"
        for problem in problems
    )
    height = int(20 * (lines_needed(text, 48) + 1))
    return Comment(text, _COMMENT_AUTHOR, width=_COMMENT_WIDTH, height=height)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be written; a merged one is taken apart first."""
    cell = page.cell(row, column)
    if isinstance(cell, Cell):
        return cell
    for merged in [area for area in page.merged_cells.ranges if cell.coordinate in area]:
        page.unmerge_cells(str(merged))
    freed = page.cell(row, column)
    if not isinstance(freed, Cell):
        message = f"{cell.coordinate} cannot be written"
        raise TypeError(message)
    return freed
