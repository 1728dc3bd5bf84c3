"""Read a list that names pieces: a column of instrument codes, or names with serial numbers.

Any spreadsheet, .csv or .txt. With a header row the columns are found by their names; without one
the first column is a code, or the first two are name and serial number.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from ledgers.cell_text import read_cell
from ledgers.columns import field_of
from ledgers.errors import EmptyWorkbookError
from ledgers.grids import open_grids

_SEPARATORS: Final = re.compile(r"[\s,，;；、]+")
_TELLING: Final = frozenset({"instrument_code", "name", "serial_number"})


class ListedPiece(BaseModel):
    """One line of a list: a code (or a lone word), or a name with its serial number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int  # as Excel counts
    code: str = ""
    name: str = ""
    serial_number: str = ""


def read_piece_list(path: Path) -> tuple[ListedPiece, ...]:
    """Return the pieces a file names, each line once.

    Raises:
        LedgerError: the file cannot be read, or names nothing.
    """
    grids = open_grids(path)
    lines = []
    for sheet in grids.visible[:1]:
        grid = grids.grid(sheet)
        for number, row in enumerate(grid.rows, grid.first_row):
            texts = [read_cell(value, holds_date=False)[0].strip() for value in row]
            if any(texts):
                lines.append((number, texts))
    pieces = tuple(_pieces(lines))
    if not pieces:
        raise EmptyWorkbookError(path=str(path), reason="it names no pieces")
    return pieces


def _pieces(lines: Sequence[tuple[int, list[str]]]) -> Iterator[ListedPiece]:
    columns: dict[str, int] = {}
    seen = set()
    for number, texts in lines:
        if header := _header(texts):
            columns = header
            continue
        piece = _by_columns(number, texts, columns) if columns else _by_place(number, texts)
        key = (piece.code, piece.name, piece.serial_number)
        if any(key) and key not in seen:
            seen.add(key)
            yield piece


def _header(texts: Sequence[str]) -> dict[str, int]:
    """Return where the columns are when a line consists of column names."""
    fields = {field_of(text): index for index, text in enumerate(texts) if text}
    found = {field: index for field, index in fields.items() if field in _TELLING}
    is_header = "instrument_code" in found or "serial_number" in found
    return {str(field): index for field, index in found.items()} if is_header else {}


def _by_columns(number: int, texts: Sequence[str], columns: dict[str, int]) -> ListedPiece:
    def text(field: str) -> str:
        index = columns.get(field, len(texts))
        return texts[index] if index < len(texts) else ""

    if code := text("instrument_code"):
        return ListedPiece(line=number, code=code)
    name, serial = text("name"), text("serial_number")
    if not name:
        return ListedPiece(line=number, code=serial)
    return ListedPiece(line=number, name=name, serial_number=serial)


def _by_place(number: int, texts: Sequence[str]) -> ListedPiece:
    words = [text for text in texts if text]
    if len(words) == 1:
        words = [word for word in _SEPARATORS.split(words[0], maxsplit=1) if word]
    if len(words) == 1:
        return ListedPiece(line=number, code=words[0])
    return ListedPiece(line=number, name=words[0], serial_number=words[1])
