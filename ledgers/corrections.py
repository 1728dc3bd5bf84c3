"""Write the refused pieces as a workbook to put right: `check`, `plan` and `apply` read it again.

The form's columns are the template's own, with its drop-downs. Left of them stand the field that is
meant, what is suggested for it and the institute's words; right of them what the portal calls the
piece. The column 记录标识 is hidden: it ties a row to its record whatever is corrected in it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.catalogue import Catalogue
from catalog.institutes import Institute
from catalog.regions import Regions
from ledgers.columns import LABELS
from ledgers.copies import lines_needed, writable
from ledgers.problems import Translate
from ledgers.template import (
    DATA_SHEET,
    FORM_FIELDS,
    HEADER_ROW,
    TemplateWriter,
    write_beside,
)
from ledgers.wording import chinese, speak

TITLE: Final = "Refused pieces: correct the marked cells, then `ecqs apply` and `ecqs book`"
NOT_TOLD: Final = "not told: read the words"
OPERATOR_TEXTS: Final = (TITLE, NOT_TOLD)

_LEFT: Final = {"refused_field": 16, "suggested_value": 24, "institute_words": 40}
_RIGHT: Final = {
    "advice": 46,
    "handling": 24,
    "booking_number": 18,
    "instrument_code": 20,
    "record_id": 10,
}
_SURE: Final = "FFC000"
_UNSURE: Final = "FFE699"
_LINE: Final = 15.0
_TALLEST: Final = 150.0
_SPARE_ROWS: Final = 20  # with drop-downs below the last piece
_NUMBERS: Final = frozenset({"quantity"})
_DATES: Final = frozenset({"purchase_date", "valid_until"})


class Mark(BaseModel):
    """A field to look at: why, and what is suggested for it; both as text for the operator."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str  # of the form; region as a whole is marked at the county
    is_sure: bool
    why: str
    suggested: str = ""


class CorrectionRow(BaseModel):
    """One refused piece: its values by column of the form, and all that helps to put it right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    values: dict[str, str]
    marks: tuple[Mark, ...]
    words: str
    advice: str
    handling: str
    booking_number: str
    instrument_code: str
    record_id: str


def write_corrections(
    out: Path,
    rows: Sequence[CorrectionRow],
    *,
    catalogue: Catalogue,
    regions: Regions,
    institute: Institute,
    translate: Translate = chinese,
) -> None:
    """Write the workbook.

    Raises:
        NotWrittenError: `out` cannot be written, or has another ending than .xlsx.
    """
    write_beside(
        out,
        lambda path: _Writer(path, catalogue, regions, institute, translate).write_rows(rows),
    )


class _Writer(TemplateWriter):
    """One workbook of corrections being written."""

    first_column = len(_LEFT)

    def write_rows(self, rows: Sequence[CorrectionRow]) -> None:
        """Write the sheets and close the file."""
        sheet = self._book.add_worksheet(DATA_SHEET)
        self.write_lists(self._book.add_worksheet(self.lists_sheet))
        sheet.write_string(
            0, 0, speak(self._translate, TITLE), self._style(font_size=14, bold=True)
        )
        sheet.set_row(0, 30)
        self.write_columns(sheet, rows=len(rows) + _SPARE_ROWS)
        self._write_own_headers(sheet)
        for number, row in enumerate(rows, HEADER_ROW + 1):
            self._write_row(sheet, number, row)
        sheet.freeze_panes(HEADER_ROW + 1, self.first_column + 1)
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(rows), 1), self._columns()["advice"])
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, HEADER_ROW)
        sheet.activate()
        self._book.close()

    def _columns(self) -> dict[str, int]:
        """Return where every column stands, counted from 0."""
        form = [column.field for column in FORM_FIELDS]
        return {name: index for index, name in enumerate((*_LEFT, *form, *_RIGHT))}

    def _write_own_headers(self, sheet: Worksheet) -> None:
        style = self._style(
            bold=True, border=1, align="center", bg_color="#305496", font_color="#FFFFFF"
        )
        columns = self._columns()
        for name, width in (_LEFT | _RIGHT).items():
            options = {"hidden": True} if name == "record_id" else {}
            sheet.set_column(columns[name], columns[name], width, None, options)
            sheet.write_string(HEADER_ROW, columns[name], LABELS[name], style)

    def _write_row(self, sheet: Worksheet, number: int, row: CorrectionRow) -> None:
        marks = {_column_of(mark.field): mark for mark in reversed(row.marks)}
        own = {
            "refused_field": "\n".join(LABELS[mark.field] for mark in row.marks)
            or self._translate(NOT_TOLD),
            "suggested_value": _suggestions(row.marks),
            "institute_words": row.words,
            "advice": row.advice,
            "handling": row.handling,
            "booking_number": row.booking_number,
            "instrument_code": row.instrument_code,
            "record_id": row.record_id,
        }
        columns = self._columns()
        for name, text in own.items():
            style = self._style(num_format="@", text_wrap=True, border=1, bg_color="#F2F2F2")
            sheet.write_string(number, columns[name], writable(text), style)
        for column in FORM_FIELDS:
            self._write_value(
                sheet, (number, columns[column.field]), row.values, column.field, marks
            )
        widths = {name: width for name, width in (_LEFT | _RIGHT).items() if name != "record_id"}
        lines = max(lines_needed(own[name], width) for name, width in widths.items())
        sheet.set_row(number, min(max(lines * _LINE + 3, 20), _TALLEST))

    def _write_value(
        self,
        sheet: Worksheet,
        place: tuple[int, int],
        values: Mapping[str, str],
        name: str,
        marks: Mapping[str, Mark],
    ) -> None:
        mark, text = marks.get(name), writable(values.get(name, ""))
        style = self._cell_style(name, mark)
        day = _day(text) if name in _DATES else None
        if day is not None:
            sheet.write_datetime(*place, day, style)
        elif name in _NUMBERS and text.isdigit():
            sheet.write_number(*place, int(text), style)
        elif text:
            sheet.write_string(*place, text, style)
        else:
            sheet.write_blank(*place, None, style)
        if mark is not None:
            note = "\n".join(filter(None, (mark.why, mark.suggested and f"→ {mark.suggested}")))
            sheet.write_comment(*place, note, {"author": "ecqs-agent", "x_scale": 2.2})

    def _cell_style(self, name: str, mark: Mark | None) -> Format:
        form = {"num_format": "yyyy-mm-dd" if name in _DATES else "0" if name in _NUMBERS else "@"}
        if mark is not None:
            form |= {"bg_color": f"#{_SURE if mark.is_sure else _UNSURE}"}
        return self._style(border=1, text_wrap=name != "serial_number", **form)


def _suggestions(marks: Sequence[Mark]) -> str:
    told = [mark for mark in marks if mark.suggested]
    if len(marks) == 1 and told:
        return told[0].suggested
    return "\n".join(f"{LABELS[mark.field]}：{mark.suggested}" for mark in told)


def _column_of(field: str) -> str:
    return "county" if field == "region" else field


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
