"""回执信息: what the institute said about one booking."""

from page_objects.contract.seen import Place
from page_objects.pages.ledger_record import row_text
from page_objects.pages.portal_page import GridScreen
from page_objects.payload import as_text
from page_objects.screens import ReceiptPiece, ReceiptScreen
from page_objects.widgets.grid import GridPage
from page_objects.widgets.script import in_page
from page_objects.words import WORDS


class ReceiptPage(GridScreen):
    """The receipt of one booking: prose and a grid."""

    screen = "预约单详情"
    place = Place.RECEIPT
    grid_columns = WORDS.receipt.columns

    def read(self) -> ReceiptScreen:
        """Return the institute's words, one line per paragraph, and every piece's state."""
        with self._on_screen("read the receipt"):
            words = {"words": list(WORDS.titles["receipt_text"])}
            text = in_page(self._html, "textUnder", words, patience=self._patience)
            pieces = tuple(
                _piece(page, at) for page in self._grid().pages() for at in range(len(page.rows))
            )
        return ReceiptScreen(text=str(text), pieces=pieces)

    def back(self) -> None:
        """Press 返回."""
        with self._on_screen("go back"):
            self._button(WORDS.buttons["back"]).click()
        self._found = None


def _piece(page: GridPage, at: int) -> ReceiptPiece:
    row, cells = page.rows[at], page.cells[at]
    values = {}
    for key, words in WORDS.receipt.columns.items():
        column = page.field_of(words)
        raw = as_text(row.get(column))
        shown = cells.get(column, "")
        # A longer raw text is the whole of a cut cell; anything else is a code and its word.
        values[key] = raw if shown and raw.startswith(shown.rstrip("….")) else shown
    values["instrument_code"] = row_text(
        "instrument_code", row, cells, page.field_of(WORDS.receipt.columns["instrument_code"]), {}
    )
    return ReceiptPiece(record_uuid=as_text(row.get("strongInspUuid")), **values)
