"""Read a workbook: find sheet and header, yield rows with their cells. The only reader of Excel.

Rows come as the person sees them, tidied but not interpreted; what they mean is for `checks`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ledgers import rulebook
from ledgers.cell_text import CellInput, Flaw, read_cell, tidy
from ledgers.columns import FORM_COLUMNS, LABELS, REQUIRED
from ledgers.errors import (
    EmptyWorkbookError,
    HeaderMissingError,
    SheetMissingError,
)
from ledgers.grids import Area, Grid, Grids, open_grids
from ledgers.headers import (
    LOOK_AT_ROWS,
    Header,
    Heading,
    column_letter,
    find_header,
    headings_of,
)
from ledgers.hidden import hidden_rows
from ledgers.problems import Problem

_DATE_FIELDS = frozenset({"purchase_date", "valid_until"})
_FORM_FIELDS = frozenset(column.field for column in FORM_COLUMNS)
# A line number, a remark or what forms are preset with does not make a row an instrument.
_TELLING_FIELDS = _FORM_FIELDS - {"instrument_type", "quantity"}
_FLAW_RULES = {Flaw.LONG_NUMBER: rulebook.LONG_NUMBER, Flaw.BECAME_DATE: rulebook.BECAME_DATE}
_REMEMBERED = 20_000  # texts
_REPEATED_HEADER = 4  # as many header words in a row make it a header printed again


@dataclass(frozen=True, slots=True)
class CellValue:
    """What stands in one cell."""

    text: str
    letter: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row with at least one value; `number` is Excel's."""

    number: int
    texts: tuple[str, ...]  # in the order of the workbook's columns
    columns: Mapping[str, tuple[int, str]]  # field -> position in `texts`, column letter

    @property
    def cells(self) -> Mapping[str, CellValue]:
        """Return every known column's cell by field."""
        return {
            name: CellValue(self.texts[index], letter)
            for name, (index, letter) in self.columns.items()
        }

    def text(self, name: str) -> str:
        """Return the text of a field, "" when the workbook has no such column."""
        place = self.columns.get(name)
        return self.texts[place[0]] if place else ""

    def address(self, name: str) -> str:
        """Return the cell of a field, such as "D17", or "" when the workbook has no such column."""
        place = self.columns.get(name)
        return f"{place[1]}{self.number}" if place else ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A sheet of instruments that has been read whole."""

    path: Path
    sheet: str
    header_row: int
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def read_workbook(path: Path, *, sheet: str | None = None) -> Workbook:
    """Read .xlsx, .xlsm, .xls, .ods or .csv; without `sheet` the first one with a header is taken.

    Raises:
        LedgerError: the file as a whole cannot be used. Flaws of single cells are in `problems`.
    """
    grids = open_grids(path)
    name, header = _choose_sheet(grids, path, sheet)
    grid = grids.grid(name)
    headings = headings_of(header, sheet=name, first_column=grid.first_column)
    reading = _Reading(grid, header, headings)
    rows = tuple(reading.rows())
    if not rows:
        raise EmptyWorkbookError(path=str(path), reason="nothing stands below the header row")
    notices = [*reading.notices(), *_hidden(path, name, rows)]
    if sheet is None:
        notices += _other_sheets(grids, name)
    return Workbook(path, name, header.row, headings, rows, (*notices, *reading.flaws))


def _choose_sheet(grids: Grids, path: Path, sheet: str | None) -> tuple[str, Header]:
    if sheet is not None and sheet not in grids.names:
        names = ", ".join(grids.names)
        raise SheetMissingError(path=str(path), sheet=sheet, sheets=names)
    candidates = (sheet,) if sheet is not None else grids.visible
    for name in candidates:
        if header := _header_of(grids.grid(name)):
            return name, header
    if not any(any(map(any, _first_lines(grids.grid(name)))) for name in candidates):
        raise EmptyWorkbookError(path=str(path), reason="all cells are empty")
    labels = ", ".join(LABELS[name] for name in REQUIRED)
    raise HeaderMissingError(path=str(path), sheets=", ".join(candidates), labels=labels)


def _first_lines(grid: Grid) -> list[list[str]]:
    lines = islice(grid.rows, LOOK_AT_ROWS)
    return [[read_cell(value, holds_date=False)[0] for value in line] for line in lines]


def _header_of(grid: Grid) -> Header | None:
    return find_header(_first_lines(grid), first_row=grid.first_row)


def _other_sheets(grids: Grids, read: str) -> list[Problem]:
    others = [name for name in grids.visible if name != read and _header_of(grids.grid(name))]
    if not others:
        return []
    facts = {"sheet": read, "others": ", ".join(others)}
    return [rulebook.OTHER_SHEETS.problem(row=0, cell="", value="", facts=facts)]


def _hidden(path: Path, sheet: str, rows: Sequence[Row]) -> list[Problem]:
    numbers = hidden_rows(path, sheet)
    found = [row.number for row in rows if row.number in numbers]
    if not found:
        return []
    facts = {"count": str(len(found)), "first": str(found[0])}
    return [rulebook.HIDDEN_ROWS.problem(row=0, cell="", value="", facts=facts)]


class _Reading:
    """One pass over a grid's rows below the header, collecting flaws on the way."""

    def __init__(self, grid: Grid, header: Header, headings: tuple[Heading, ...]) -> None:
        self.flaws: list[Problem] = []
        self._grid = grid
        self._header = header
        self._headings = headings
        self._places = {heading.field: (i, heading.letter) for i, heading in enumerate(headings)}
        self._plan = [(heading.index, heading.field in _DATE_FIELDS) for heading in headings]
        self._merged = _Merged(grid, headings)
        self._telling = [
            i for i, heading in enumerate(headings) if heading.field in _TELLING_FIELDS
        ]
        self._width = len(header.texts)
        self._headless = [i for i, text in enumerate(header.texts) if not text]
        self._without_header: set[int] = set()
        self._known: dict[str, str] = {}  # ledgers repeat themselves: one string for equal texts

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything, with merged values repeated."""
        for number, line in enumerate(self._grid.rows, self._grid.first_row):
            if number <= self._header.row or not any(line):
                continue
            texts = self._texts(number, line)
            self._look_beside_the_table(line)
            if any(texts[i] for i in self._telling) and not self._is_header_again(texts):
                yield Row(number, texts, self._places)

    def notices(self) -> list[Problem]:
        """Return what concerns the sheet; complete once the rows have been read."""
        letters = [column_letter(self._grid.first_column + i) for i in self._without_header]
        return [
            rulebook.NO_HEADER.problem(row=0, cell="", value="", facts={"column": letter})
            for letter in sorted(letters, key=lambda text: (len(text), text))
        ]

    def _texts(self, number: int, line: Sequence[CellInput]) -> tuple[str, ...]:
        texts = []
        for position, (index, holds_date) in enumerate(self._plan):
            value = line[index] if index < len(line) else ""
            if type(value) is str and value.isascii() and value.isprintable():
                texts.append(self._same(value.strip()))  # the usual case, and the quick one
                continue
            text, flaw = read_cell(value, holds_date=holds_date)
            if flaw is not None or "\ufffd" in text:
                self._note(flaw, number, position, text)
            texts.append(self._same(text))
        return self._merged.fill(number, texts) if self._merged.any else tuple(texts)

    def _same(self, text: str) -> str:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        return self._known.setdefault(text, text)

    def _note(self, flaw: Flaw | None, number: int, position: int, text: str) -> None:
        heading = self._headings[position]
        if heading.field not in _FORM_FIELDS:
            return
        rule = _FLAW_RULES[flaw] if flaw else rulebook.BROKEN_CHARACTER
        facts = {"label": LABELS[heading.field], "value": text}
        problem = rule.problem(
            row=number, cell=f"{heading.letter}{number}", value=text, facts=facts
        )
        self.flaws.append(problem.model_copy(update={"field": heading.field}))

    def _look_beside_the_table(self, line: Sequence[CellInput]) -> None:
        beside = [*self._headless, *range(self._width, len(line))]
        for index in beside:
            if index < len(line) and index not in self._without_header and _is_filled(line[index]):
                self._without_header.add(index)

    def _is_header_again(self, texts: Sequence[str]) -> bool:
        """Return whether the header is repeated here, as it is on printed pages."""
        pairs = zip(texts, self._headings, strict=True)
        return sum(text == tidy(heading.text) for text, heading in pairs) >= _REPEATED_HEADER


class _Merged:
    """Values of merged cells, which a file holds in their first cell only."""

    def __init__(self, grid: Grid, headings: Sequence[Heading]) -> None:
        position = {
            grid.first_column + heading.index: i
            for i, heading in enumerate(headings)
            if heading.field in _FORM_FIELDS
        }
        self._starts: dict[int, list[Area]] = {}
        self._position = position
        self._open: dict[int, tuple[str, int]] = {}
        for area in grid.merged:
            if area[2] > area[0] and area[1] in position:
                self._starts.setdefault(area[0], []).append(area)
        self.any = bool(self._starts)

    def fill(self, number: int, texts: list[str]) -> tuple[str, ...]:
        """Return a row's texts with the values that reach down into it."""
        for _top, left, bottom, _right in self._starts.get(number, ()):
            self._open[self._position[left]] = (texts[self._position[left]], bottom)
        for position, (text, bottom) in self._open.items():
            if number <= bottom and not texts[position]:
                texts[position] = text
        return tuple(texts)


def _is_filled(value: CellInput) -> bool:
    return bool(read_cell(value, holds_date=True)[0])
