"""Find the header row of a sheet and tell what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledgers.columns import FORM_COLUMNS, LABELS, REGION_PARTS, REQUIRED, field_of, nearest_label
from ledgers.errors import ColumnMissingError, DoubledColumnError, UnknownColumnError

LOOK_AT_ROWS: Final = 40  # a title, a company's letterhead and notes fit in
FEWEST_COLUMNS: Final = 4  # fewer known words in one row are no header
_FORM_FIELDS: Final = frozenset(column.field for column in FORM_COLUMNS)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the workbook whose meaning is known."""

    field: str
    letter: str
    text: str  # as written in the workbook
    index: int  # position in the rows handed out by the grid, counted from 0


@dataclass(frozen=True, slots=True)
class Header:
    """A header of one line or two; `row` is the line right above the instruments."""

    row: int
    texts: tuple[str, ...]

    @property
    def fields(self) -> tuple[str | None, ...]:
        """Return what each column means, None where it is not known."""
        return tuple(field_of(text) if text else None for text in self.texts)


def find_header(lines: Sequence[Sequence[str]], *, first_row: int) -> Header | None:
    """Return the best header among the first lines of a sheet, or None when there is none."""
    best: Header | None = None
    for index, line in enumerate(lines[:LOOK_AT_ROWS]):
        candidates = [Header(first_row + index, tuple(line))]
        if index and _known(lines[index]) and _known(lines[index - 1]):
            two_lines = _two_lines(lines[index - 1], line)
            candidates.append(Header(first_row + index, two_lines))
        for candidate in candidates:
            if _known(candidate.texts) > (_known(best.texts) if best else FEWEST_COLUMNS - 1):
                best = candidate
    return best


def headings_of(header: Header, *, sheet: str, first_column: int) -> tuple[Heading, ...]:
    """Return the columns of a header.

    Raises:
        UnknownColumnError: a header text nobody knows; the error names the nearest known one.
        DoubledColumnError: two columns mean the same field.
        ColumnMissingError: a column that is needed is not there.
    """
    fields = header.fields
    headings = [
        Heading(field, column_letter(first_column + index), header.texts[index], index)
        for index, field in enumerate(fields)
        if field is not None
    ]
    _refuse_unknown(header, sheet, first_column)
    _refuse_doubled(headings, sheet)
    _refuse_missing({heading.field for heading in headings}, header, sheet)
    return tuple(headings)


def column_letter(number: int) -> str:
    """Return Excel's letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _known(texts: Sequence[str]) -> int:
    """Return how many different fields of the form a line names."""
    return len({field_of(text) for text in texts if text} & _FORM_FIELDS)


def _two_lines(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Join a header of two lines: the lower word counts, the upper one where there is none."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return tuple(low or high for high, low in zip(above, below, strict=True))


def _refuse_unknown(header: Header, sheet: str, first_column: int) -> None:
    unknown = [
        _describe_unknown(text, column_letter(first_column + index))
        for index, (text, field) in enumerate(zip(header.texts, header.fields, strict=True))
        if text and field is None
    ]
    if unknown:
        raise UnknownColumnError(sheet=sheet, columns="; ".join(unknown))


def _describe_unknown(text: str, letter: str) -> str:
    near = nearest_label(text)
    return f"{letter} “{text}” → {near}?" if near else f"{letter} “{text}”"


def _refuse_doubled(headings: Sequence[Heading], sheet: str) -> None:
    seen: dict[str, Heading] = {}
    for heading in headings:
        twin = seen.setdefault(heading.field, heading)
        if twin is not heading and heading.field in _FORM_FIELDS:
            columns = f"{twin.letter} “{twin.text}”, {heading.letter} “{heading.text}”"
            raise DoubledColumnError(sheet=sheet, label=LABELS[heading.field], columns=columns)


def _refuse_missing(present: set[str], header: Header, sheet: str) -> None:
    missing = [field for field in REQUIRED if field not in present]
    if "region" in missing and present.issuperset(REGION_PARTS):
        missing.remove("region")
    if missing:
        labels = ", ".join(LABELS[field] for field in missing)
        raise ColumnMissingError(sheet=sheet, columns=labels, row=str(header.row))
