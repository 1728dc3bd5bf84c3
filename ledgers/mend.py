"""Apply the mends that are certain, and list each one. What is doubtful stays a suggestion."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook as ExcelBook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel, ConfigDict

from catalog.catalogue import Catalogue
from catalog.institutes import Institute
from catalog.regions import Regions
from ledgers.annotate import dress_header
from ledgers.cell_text import tidy
from ledgers.checks import check
from ledgers.columns import FORM_COLUMNS
from ledgers.copies import open_copy, print_on_width, set_text, sheet_in
from ledgers.measuring_range import NO_DATA
from ledgers.problems import Problem, Translate
from ledgers.wording import chinese
from ledgers.workbook import Row, Workbook

MENDS_SHEET: Final = "修改记录"
BLANKS: Final = "blanks"  # the code of a mend that no rule speaks of
BLANKS_REMOVED: Final = "Blanks or signs that nobody sees were removed."
_ROUNDS: Final = 6  # a cell can have several slips, and each round mends one of them
_DATE_FIELDS: Final = frozenset({"purchase_date", "valid_until"})
_FORM_FIELDS: Final = frozenset(column.field for column in FORM_COLUMNS)
_MENDED_FILL: Final = PatternFill("solid", fgColor="C6E0B4")
_HEADERS: Final = ("Cell", "Before", "After", "Code", "Reason")
_WIDTHS: Final = {"A": 10, "B": 30, "C": 30, "D": 10, "E": 70}

# Which fact of which rule holds the right text. Rules that are not here are never mended.
_ANSWERS: Final[Mapping[str, str]] = {
    "L211": "narrow",
    "L307": "path",
    "L401": "mended",
    "L506": "day",
    "L606": "filed",
    "L804": "filed",
}
_PLACE_HOLDER: Final = "L204"
_ALIAS: Final = "L107"


class Mend(BaseModel):
    """One cell put right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    cell: str
    field: str
    before: str
    after: str
    code: str  # of the rule that asked for it
    template: str  # why, as a message id with facts
    facts: dict[str, str]

    def reason_in(self, translate: Translate) -> str:
        """Say why the cell was changed."""
        return translate(self.template).format_map(self.facts)


def mend(
    workbook: Workbook,
    *,
    catalogue: Catalogue,
    regions: Regions,
    institute: Institute,
    today: date,
) -> tuple[Workbook, tuple[Mend, ...]]:
    """Return the workbook with every certain mend made, and the list of them."""
    mends: list[Mend] = []
    for _ in range(_ROUNDS):
        checked = check(
            workbook, catalogue=catalogue, regions=regions, institute=institute, today=today
        )
        found = _first_per_cell([m for p in checked.problems for m in _mends_of(p, workbook)])
        if not found:
            break
        mends += found
        workbook = _with(workbook, found)
    return workbook, tuple(sorted(mends, key=lambda made: made.row))


def write_mended(
    source: Path,
    out: Path,
    workbook: Workbook,
    mends: Sequence[Mend],
    *,
    translate: Translate = chinese,
) -> tuple[Mend, ...]:
    """Write a copy with the mends made and a sheet that lists them; return all that were made.

    `workbook` is what was read from `source`. Invisible signs and outer blanks in its cells go
    too, and are listed as well.

    Raises:
        LedgerError: the source cannot be read, or `out` cannot be written.
    """
    with open_copy(source, out) as book:
        page = sheet_in(book, workbook.sheet)
        dress_header(page, workbook)
        made = (*_tidy_cells(page, workbook), *mends)
        for change in mends:
            _write(page, change)
        _list(book, made, translate)
    return made


def _mends_of(problem: Problem, workbook: Workbook) -> list[Mend]:
    row = next((row for row in _rows_at(workbook, problem.row)), None)
    if row is None:
        return []
    if problem.code == _ALIAS:
        return _alias_mends(problem, row)
    after = NO_DATA if problem.code == _PLACE_HOLDER else _answer(problem)
    if not after or not problem.cell or problem.field not in row.columns:
        return []
    return [_mend(problem, row, problem.field, after)]


def _answer(problem: Problem) -> str:
    return problem.facts.get(_ANSWERS.get(problem.code, ""), "")


def _alias_mends(problem: Problem, row: Row) -> list[Mend]:
    """Return the mends of a pair in other words; a name that is right already stays."""
    right = {"category": problem.facts["right_category"], "kind": problem.facts["right_kind"]}
    return [
        _mend(problem, row, field, after)
        for field, after in right.items()
        if row.text(field) != after
    ]


def _mend(problem: Problem, row: Row, field: str, after: str) -> Mend:
    return Mend(
        row=row.number,
        cell=row.address(field),
        field=field,
        before=row.text(field),
        after=after,
        code=problem.code,
        template=problem.template,
        facts=problem.facts,
    )


def _rows_at(workbook: Workbook, number: int) -> Sequence[Row]:
    """Return the row of a number; rows are in order, mostly without gaps."""
    guess = number - workbook.rows[0].number
    for index in range(min(guess, len(workbook.rows) - 1), -1, -1):
        if workbook.rows[index].number <= number:
            row = workbook.rows[index]
            return [row] if row.number == number else []
    return []


def _first_per_cell(mends: Sequence[Mend]) -> list[Mend]:
    first: dict[str, Mend] = {}
    for found in mends:
        if found.before != found.after:
            first.setdefault(found.cell, found)
    return list(first.values())


def _with(workbook: Workbook, mends: Sequence[Mend]) -> Workbook:
    """Return a workbook with the cells replaced."""
    by_row: dict[int, list[Mend]] = {}
    for found in mends:
        by_row.setdefault(found.row, []).append(found)
    rows = tuple(_row_with(row, by_row.get(row.number, ())) for row in workbook.rows)
    return replace(workbook, rows=rows)


def _row_with(row: Row, mends: Sequence[Mend]) -> Row:
    if not mends:
        return row
    texts = list(row.texts)
    for found in mends:
        texts[row.columns[found.field][0]] = found.after
    return replace(row, texts=tuple(texts))


def _tidy_cells(page: Worksheet, workbook: Workbook) -> list[Mend]:
    """Take blanks and invisible signs out of the copy's cells."""
    made = []
    for row in workbook.rows:
        for field, (_, letter) in row.columns.items():
            cell = page[f"{letter}{row.number}"]
            if field not in _FORM_FIELDS or not isinstance(cell, Cell):
                continue
            if isinstance(cell.value, str) and tidy(cell.value) != cell.value:
                made.append(_tidied(cell, row.number, field))
    return made


def _tidied(cell: Cell, row: int, field: str) -> Mend:
    before, after = str(cell.value), tidy(str(cell.value))
    set_text(cell, after)
    cell.fill = _MENDED_FILL
    return Mend(
        row=row,
        cell=cell.coordinate,
        field=field,
        before=before,
        after=after,
        code=BLANKS,
        template=BLANKS_REMOVED,
        facts={},
    )


def _write(page: Worksheet, change: Mend) -> None:
    cell = page[change.cell]
    if not isinstance(cell, Cell):
        return  # inside a merged range: its first cell holds the value, and is mended itself
    if change.field in _DATE_FIELDS:
        cell.value = date.fromisoformat(change.after)
        cell.number_format = "yyyy-mm-dd"
    else:
        set_text(cell, change.after)
    cell.fill = _MENDED_FILL


def _list(book: ExcelBook, mends: Sequence[Mend], translate: Translate) -> None:
    """Add the sheet that lists every change, replacing one of an earlier run."""
    if MENDS_SHEET in book.sheetnames:
        del book[MENDS_SHEET]
    page = book.create_sheet(MENDS_SHEET)
    print_on_width(page)
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    _write_line(page, 1, [translate(header) for header in _HEADERS], bold=True)
    for number, made in enumerate(mends, 2):
        code = "" if made.code == BLANKS else made.code
        texts = [made.cell, made.before, made.after, code, made.reason_in(translate)]
        _write_line(page, number, texts)


def _write_line(page: Worksheet, row: int, texts: Sequence[str], *, bold: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        cell = page.cell(row, column)
        if isinstance(cell, Cell):
            set_text(cell, text)
            cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
