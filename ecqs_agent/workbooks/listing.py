"""Write what was pulled as a workbook: one sheet of records, one of bookings."""

from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from ecqs_agent.flows.pull import Pulled
from ecqs_agent.labels import COLUMNS
from ecqs_agent.texts import Translate
from ledgers.errors import NotWrittenError
from page_objects.screens import BookingRow, LedgerRecord


def write_listing(pulled: Pulled, out: Path, *, translate: Translate) -> None:
    """Write ledger and bookings to `out`; every cell is text, as the portal shows it.

    Raises:
        NotWrittenError: the file cannot be written, for instance because Excel has it open.
    """
    sheets = (
        (translate("Ledger"), list(LedgerRecord.model_fields), pulled.records),
        (translate("Bookings"), list(BookingRow.model_fields), pulled.bookings),
    )
    try:
        with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False}) as book:
            bold = book.add_format({"bold": True, "bottom": 1})
            for title, fields, rows in sheets:
                sheet = book.add_worksheet(title)
                sheet.freeze_panes(1, 0)
                sheet.set_column(0, len(fields), 18)
                for column, field in enumerate(fields):
                    sheet.write_string(0, column, translate(COLUMNS[field]), bold)
                    for line, row in enumerate(rows, start=1):
                        sheet.write_string(line, column, getattr(row, field))
    except (FileCreateError, OSError) as error:
        raise NotWrittenError(path=str(out), reason=str(error)) from error
