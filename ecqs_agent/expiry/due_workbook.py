"""The due list as a workbook: one sheet to sort, filter and print."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import xlsxwriter

from ecqs_agent.expiry.due import STAGES, Due, DueList, Stage
from ecqs_agent.labels import COLUMNS
from ecqs_agent.texts import Translate
from ecqs_agent.workbooks.replacing import put_in_place

_COLOURS: Final[Mapping[Stage, str]] = {
    Stage.OVERDUE: "#F8D7DA",
    Stage.LATE: "#FFE8CC",
    Stage.SOON: "#FFFFFF",
    Stage.BOOKED: "#E2F0D9",
}
# Heading, width in characters; the texts come from the piece.
_TEXTS: Final = (
    ("name", 18),
    ("serial_number", 16),
    ("model", 14),
    ("instrument_code", 18),
    ("place_of_use", 22),
    ("institute", 24),
)
_PAPER_A4: Final = 9


def write_due(due: DueList, out: Path, *, translate: Translate) -> None:
    """Write the list; dates are dates, and everything else is text.

    Raises:
        NotWrittenError: the file cannot be written, for instance because Excel has it open.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        _fill(book, due, translate)
    put_in_place(out, content.getvalue())


def _fill(book: xlsxwriter.Workbook, due: DueList, translate: Translate) -> None:
    sheet = book.add_worksheet(translate("Due"))
    headings = [
        (translate("Stage"), 11),
        (translate(COLUMNS["valid_until"]), 11),
        (translate("Last day to book"), 13),
        (translate("Days left"), 9),
        *((translate(COLUMNS[field]), width) for field, width in _TEXTS),
        (translate("Account"), 12),
    ]
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    formats = {stage: _formats(book, colour) for stage, colour in _COLOURS.items()}
    for line, one in enumerate(due.due, start=1):
        _write(sheet, line, one, formats[one.stage], translate)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(due.due), 1), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&D&R&P / &N")


def _formats(book: xlsxwriter.Workbook, colour: str) -> tuple[object, object]:
    look = {"bg_color": colour, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
    text = book.add_format({**look, "text_wrap": True})
    return text, book.add_format({**look, "num_format": "yyyy-mm-dd", "align": "left"})


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    one: Due,
    formats: tuple[object, object],
    translate: Translate,
) -> None:
    text, day = formats
    sheet.write_string(line, 0, translate(STAGES[one.stage]), text)
    sheet.write_datetime(line, 1, one.valid_until, day)
    sheet.write_datetime(line, 2, one.book_by, day)
    sheet.write_number(line, 3, one.days_left, text)
    for column, (field, _) in enumerate(_TEXTS, start=4):
        sheet.write_string(line, column, getattr(one.piece, field), text)
    sheet.write_string(line, 4 + len(_TEXTS), one.piece.account or one.piece.place, text)
