"""Open a file and hand out its sheets as rows of raw cells. The only user of calamine and csv."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import python_calamine as calamine

from ledgers import guards
from ledgers.cell_text import CellInput, from_csv
from ledgers.errors import (
    DamagedWorkbookError,
    EmptyWorkbookError,
    FileClosedToUsError,
    FileMissingError,
    NotAWorkbookError,
    PasswordProtectedError,
)

Area = tuple[int, int, int, int]  # first row, first column, last row, last column; counted from 1

_CSV_SHEET: Final = "CSV"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_LARGEST_CSV_FIELD: Final = 2**20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The used area of one sheet; rows and columns are counted from 1, as Excel does."""

    sheet: str
    first_row: int
    first_column: int
    rows: Iterator[Sequence[CellInput]]
    merged: tuple[Area, ...] = ()


class Grids(Protocol):
    """A file's sheets in their order."""

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the names of the sheets a person sees."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all sheets."""

    def grid(self, sheet: str) -> Grid:
        """Return one sheet from its top; each call starts afresh."""


def open_grids(path: Path) -> Grids:
    """Open a workbook or CSV file by its content.

    Raises:
        LedgerError: one of its classes that speak of a whole file.
    """
    try:
        if not path.exists():
            raise FileMissingError(path=str(path))
        if path.is_dir():
            raise NotAWorkbookError(path=str(path), content="a folder")
        if path.stat().st_size == 0:
            raise EmptyWorkbookError(path=str(path), reason="the file has no content")
        guards.refuse_large(path)
        kind = guards.format_of(path)
        return _TextGrids(path) if kind is guards.Format.TEXT else _open_workbook(path, kind)
    except PermissionError as exc:
        raise FileClosedToUsError(path=str(path), reason="access is denied") from exc
    except OSError as exc:
        raise FileClosedToUsError(path=str(path), reason=exc.strerror or str(exc)) from exc


def _open_workbook(path: Path, kind: guards.Format) -> Grids:
    if kind is guards.Format.ZIPPED:
        if not guards.is_workbook_archive(path):
            raise NotAWorkbookError(path=str(path), content="a zip archive or another document")
        guards.refuse_bombs(path)
    elif _ENCRYPTED_PACKAGE in path.read_bytes():
        raise PasswordProtectedError(path=str(path))
    try:
        # from memory: an open file could not be replaced or deleted on Windows
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        return _CalamineGrids(path, book)
    except calamine.PasswordError as exc:
        raise PasswordProtectedError(path=str(path)) from exc
    except (calamine.CalamineError, ValueError) as exc:
        raise DamagedWorkbookError(path=str(path), reason=_short(exc)) from exc


class _CalamineGrids:
    """Sheets read with calamine, its habits undone (reference-data e)."""

    def __init__(self, path: Path, book: calamine.CalamineWorkbook) -> None:
        self._path = path
        self._book = book
        self._last: calamine.CalamineSheet | None = None  # reading one takes most of the time
        sheets = [
            meta
            for meta in book.sheets_metadata
            if meta.typ is calamine.SheetTypeEnum.WorkSheet  # no charts, no macros
        ]
        self.names = tuple(meta.name for meta in sheets)
        self.visible = tuple(
            meta.name for meta in sheets if meta.visible is calamine.SheetVisibleEnum.Visible
        )

    def grid(self, sheet: str) -> Grid:
        """Return one sheet; leading empty columns are accounted for by `first_column`."""
        page = self._page(sheet)
        start = page.start or (0, 0)
        # iter_rows keeps leading empty rows, yet drops leading empty columns
        return Grid(sheet, 1, start[1] + 1, page.iter_rows(), _merged(page))

    def _page(self, sheet: str) -> calamine.CalamineSheet:
        if self._last is not None and self._last.name == sheet:
            return self._last
        try:
            self._last = self._book.get_sheet_by_name(sheet)
        except calamine.PasswordError as exc:
            raise PasswordProtectedError(path=str(self._path)) from exc
        except (calamine.CalamineError, ValueError) as exc:
            raise DamagedWorkbookError(path=str(self._path), reason=_short(exc)) from exc
        return self._last


def _merged(page: calamine.CalamineSheet) -> tuple[Area, ...]:
    ranges = page.merged_cell_ranges or []
    return tuple((a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in ranges)


class _TextGrids:
    """A CSV file as one sheet: UTF-8 with or without mark, UTF-16 with mark, or GBK."""

    names = (_CSV_SHEET,)
    visible = (_CSV_SHEET,)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = _decode(path)

    def grid(self, sheet: str) -> Grid:
        """Return the file's rows."""
        return Grid(sheet, 1, 1, self._rows())

    def _rows(self) -> Iterator[Sequence[CellInput]]:
        csv.field_size_limit(_LARGEST_CSV_FIELD)
        reader = csv.reader(io.StringIO(self._text), delimiter=_delimiter(self._text))
        try:
            for fields in reader:
                yield [from_csv(field) for field in fields]
        except csv.Error as exc:
            raise DamagedWorkbookError(path=str(self._path), reason=str(exc)) from exc


def _decode(path: Path) -> str:
    """Return a text file's content in whichever of the usual encodings it is."""
    data = path.read_bytes()
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DamagedWorkbookError(path=str(path), reason="its characters are neither UTF-8 nor GBK")


def _delimiter(text: str) -> str:
    """Return the character that separates fields, judged by the first lines."""
    head = text[:4096]
    return max(",\t;", key=head.count)


def _short(error: Exception) -> str:
    """Return a library's message without its inner structure."""
    return str(error).split("(", 1)[0].strip() or type(error).__name__
