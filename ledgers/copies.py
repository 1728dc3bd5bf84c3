"""Make a copy of a workbook that can be written into. The original is opened for reading only.

An .xlsx keeps its looks; any other format becomes a plain table of the same values, row by row and
column by column, so that cell addresses stay the same.
"""

import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook as ExcelBook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.cell_text import CellInput
from ledgers.errors import NotWrittenError
from ledgers.grids import Grid, open_grids

EXCEL_SUFFIX: Final = ".xlsx"
KEEPS_LOOKS: Final = frozenset({".xlsx", ".xlsm"})
LONGEST_CELL: Final = 32_767  # what Excel takes
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\\*?:/\[\]]")
_WIDEST: Final = 40
_NARROWEST: Final = 8
_NOT_ASCII: Final = re.compile(r"[^\x00-\xff]")
_LOOKED_AT_FOR_WIDTH: Final = 200


@contextmanager
def open_copy(source: Path, out: Path) -> Iterator[ExcelBook]:
    """Give a copy of a workbook to write into, and put it in place of `out` when all went well.

    Raises:
        NotWrittenError: `out` is the original, has another ending than .xlsx, or cannot be written.
    """
    _refuse_bad_target(source, out)
    book = _load(source)
    yield book
    _save(book, out)


def set_text(cell: Cell, text: str) -> None:
    """Put text into a cell so that it stays text, even when it begins like a formula."""
    cell.value = writable(text)
    if cell.value:
        cell.data_type = "s"


def writable(text: str) -> str:
    """Return a text without what an Excel file cannot hold."""
    return _UNWRITABLE.sub("", text)[:LONGEST_CELL]


def sheet_in(book: ExcelBook, name: str) -> Worksheet:
    """Return the copy's sheet for a sheet of the original."""
    sheet = book[name] if name in book.sheetnames else book[sheet_name(name)]
    if not isinstance(sheet, Worksheet):
        message = f"{name} is no worksheet"
        raise TypeError(message)
    return sheet


def sheet_name(name: str) -> str:
    """Return a name that Excel takes for a sheet."""
    return _FORBIDDEN_IN_NAMES.sub("_", name)[:31] or "Sheet"


def print_on_width(sheet: Worksheet) -> None:
    """Let a sheet print across, all its columns on one page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in a wrapped column of so many characters."""
    room = max(int(width) - 4, 1)  # a margin, because fonts differ
    return sum(1 + _shown_width(line) // room for line in text.split("\n"))


def _refuse_bad_target(source: Path, out: Path) -> None:
    if out.suffix.casefold() != EXCEL_SUFFIX:
        raise NotWrittenError(path=str(out), reason="the result is an Excel workbook (.xlsx)")
    if out.exists() and source.exists() and out.samefile(source):
        raise NotWrittenError(path=str(out), reason="it is the original, which is never changed")


def _load(source: Path) -> ExcelBook:
    grids = open_grids(source)  # with all its guards, before openpyxl sees the file
    if zipfile.is_zipfile(source) and source.suffix.casefold() in KEEPS_LOOKS:
        try:
            return _load_with_looks(source)
        except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError):
            pass  # openpyxl is stricter than calamine: keep the values at least
    book = ExcelBook()
    del book[book.sheetnames[0]]
    for name in grids.names:
        _rebuild(book.create_sheet(sheet_name(name)), grids.grid(name))
    return book


def _load_with_looks(source: Path) -> ExcelBook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that openpyxl drops, such as slicers
        # values instead of formulas: a copy with formulas has no values until Excel opens it
        book = openpyxl.load_workbook(source, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and _UNWRITABLE.search(cell.value):
                    cell.value = writable(cell.value)
    return book


def _rebuild(sheet: Worksheet, grid: Grid) -> None:
    """Fill a sheet with a grid's values at their own addresses."""
    widths: dict[int, int] = {}
    for number, line in enumerate(grid.rows, grid.first_row):
        for column, value in enumerate(line, grid.first_column):
            cell = sheet.cell(number, column)
            if value is None or value == "" or not isinstance(cell, Cell):
                continue
            _set_value(cell, value)
            if number <= _LOOKED_AT_FOR_WIDTH:
                widths[column] = max(widths.get(column, 0), _shown_width(str(cell.value)))
    for column, width in widths.items():
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(width + 2, _NARROWEST), _WIDEST)
    print_on_width(sheet)
    for area in grid.merged:
        sheet.merge_cells(
            start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3]
        )


def _set_value(cell: Cell, value: CellInput) -> None:
    match value:
        case str():
            set_text(cell, value)
        case float() if value == int(value):
            cell.value = int(value)
        case datetime() if value.time() == time():
            cell.value = value.date()
            cell.number_format = "yyyy-mm-dd"
        case date():
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
        case time() | timedelta():
            set_text(cell, str(value))
        case _:
            cell.value = value
    cell.alignment = Alignment(vertical="center")


def _shown_width(text: str) -> int:
    """Return how many columns of a fixed-width font a text takes; Chinese takes two each."""
    return len(text) + len(_NOT_ASCII.findall(text))


def _save(book: ExcelBook, out: Path) -> None:
    """Write beside the target and move into place: a half-written result is never seen."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=EXCEL_SUFFIX, prefix=".~", dir=out.parent)
        os.close(handle)
        beside = Path(name)
        try:
            book.save(beside)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    except PermissionError as exc:
        reason = "it is open in another program, or you may not write there"
        raise NotWrittenError(path=str(out), reason=reason) from exc
    except OSError as exc:
        raise NotWrittenError(path=str(out), reason=exc.strerror or str(exc)) from exc
