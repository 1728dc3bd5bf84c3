"""Where every piece stands, and what the institutes wrote, as a workbook for Excel.

Every cell is text as it was said: nothing a receipt contains becomes a formula or a link.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Final, Generic, TypeVar

import xlsxwriter

from ecqs_agent.answers.stories import PieceStory
from ecqs_agent.journal import ReceiptRecord
from ecqs_agent.labels import COLUMNS, STANDINGS
from ecqs_agent.polling.rhythm import BEIJING
from ecqs_agent.report.model import Tone
from ecqs_agent.report.wording import TO_DO, TONES
from ecqs_agent.texts import Translate
from ecqs_agent.workbooks.replacing import put_in_place

_COLOURS: Final[Mapping[Tone, str]] = {
    Tone.BAD: "#F8D7DA",
    Tone.ACT: "#FFF3CD",
    Tone.WAIT: "#F2F2F2",
    Tone.DONE: "#E2F0D9",
}
_LONGEST: Final = 32_767  # signs that Excel keeps in one cell
_PAPER_A4: Final = 9
_PRINTED: Final = 10  # columns that fit on paper and can still be read
_LINE: Final = 15.0  # points of one line of text
_TALLEST: Final = 405.0  # points that Excel allows a row
_LOOK: Final = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
_URGENCY: Final = {step: place for place, step in enumerate(TO_DO)}


Row = TypeVar("Row")


@dataclass(frozen=True)
class _Column(Generic[Row]):
    """A heading, its width in signs, and the text it shows of a row."""

    heading: str
    width: float
    text: Callable[[Row], str]


def write_pieces(
    pieces: Iterable[PieceStory],
    receipts: Iterable[ReceiptRecord],
    out: Path,
    *,
    translate: Translate,
) -> None:
    """Write one sheet of pieces, the most urgent first, and one of bookings with their receipts.

    Raises:
        NotWrittenError: the file cannot be written, for instance because Excel has it open.
    """
    content = BytesIO()
    ordered = sorted(pieces, key=lambda piece: (_URGENCY[piece.next_step], piece.since))
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = {
            tone: book.add_format({**_LOOK, "bg_color": colour})
            for tone, colour in _COLOURS.items()
        }
        plain = book.add_format(_LOOK)
        _write(
            book,
            translate("Pieces and their state"),
            _piece_columns(translate),
            ordered,
            lambda piece: looks[TONES.get(piece.next_step, Tone.ACT)],
        )
        newest_first = sorted(receipts, key=lambda one: one.booking_number, reverse=True)
        _write(
            book,
            translate("Receipts"),
            _booking_columns(translate),
            newest_first,
            lambda _: plain,
        )
    put_in_place(out, content.getvalue())


def _piece_columns(t: Translate) -> list[_Column[PieceStory]]:
    def field(name: str, width: float) -> _Column[PieceStory]:
        return _Column(t(COLUMNS[name]), width, lambda piece: str(getattr(piece, name)))

    return [
        _Column(t("What comes next"), 22, lambda piece: t(TO_DO[piece.next_step])),
        _Column(t("Phone"), 14, lambda piece: "\n".join(piece.phones)),
        field("name", 16),
        field("serial_number", 14),
        field("place_of_use", 13),
        field("process_state", 9),
        _Column(t("Since"), 11, lambda piece: _day(piece.since)),
        _Column(t("The institute's words"), 42, lambda piece: piece.words),
        field("institute", 16),
        _Column(t(COLUMNS["number"]), 15, lambda piece: piece.booking_number),
        _Column(t("State"), 14, lambda piece: t(STANDINGS[piece.standing])),
        field("model", 12),
        _Column(t("Booked before"), 15, lambda piece: "\n".join(piece.booked_before)),
        field("certificate_number", 15),
        field("result", 9),
        field("instrument_code", 18),
        field("region", 18),
        field("delivery", 8),
    ]


def _booking_columns(t: Translate) -> list[_Column[ReceiptRecord]]:
    return [
        _Column(t(COLUMNS["number"]), 16, lambda one: one.booking_number),
        _Column(t(COLUMNS["status"]), 9, lambda one: one.booking_status),
        _Column(t(COLUMNS["piece_count"]), 9, lambda one: str(len(one.pieces))),
        _Column(t(COLUMNS["process_state"]), 12, _states),
        _Column(t("Changed on"), 12, lambda one: _day(one.read_at)),
        _Column(t("Text of the receipt"), 90, lambda one: one.text),
    ]


def _states(receipt: ReceiptRecord) -> str:
    counts = Counter(str(piece.get("process_state") or "-") for piece in receipt.pieces)
    return "\n".join(f"{state} {count}" for state, count in counts.items())


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"


def _write(
    book: xlsxwriter.Workbook,
    title: str,
    columns: Sequence[_Column[Row]],
    rows: Sequence[Row],
    look: Callable[[Row], object],
) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, bold)
    for line, row in enumerate(rows, start=1):
        texts = [_cell(column.text(row)) for column in columns]
        lines = [_lines(text, column.width) for text, column in zip(texts, columns, strict=True)]
        sheet.set_row(line, min(max(lines) * _LINE, _TALLEST))
        own = look(row)
        for place, text in enumerate(texts):
            sheet.write_string(line, place, text, own)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.print_area(0, 0, len(rows), min(len(columns), _PRINTED) - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&D&R&P / &N")


def _lines(text: str, width: float) -> int:
    """Return how many lines the text takes: Excel measures it only when a person edits it."""
    return sum(max(1, ceil(_signs(line) / (width - 1))) for line in text.split("\n"))


def _signs(text: str) -> int:
    """Return the width in Latin signs; a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _cell(text: str) -> str:
    """Return text that a cell can hold: not longer than Excel keeps, no broken signs."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
