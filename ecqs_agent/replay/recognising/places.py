"""Which screen, field or row is meant, by the portal's words alone."""

from collections.abc import Iterable, Mapping
from typing import Final

from page_objects.contract.seen import Place
from page_objects.words import WORDS, Aliases

GRIDS: Final[Mapping[Place, Mapping[str, Aliases]]] = {
    Place.LEDGER: WORDS.ledger.columns,
    Place.BOOKINGS: WORDS.bookings.columns,
    Place.BOOKING: WORDS.booking.columns,
    Place.RECEIPT: WORDS.receipt.columns,
}
TITLES: Final[Mapping[Place, Aliases]] = {
    Place.LEDGER: WORDS.titles["ledger_service"],
    Place.BOOKINGS: WORDS.titles["booking_service"],
}
DIALOGS: Final = frozenset(WORDS.titles["add"] + WORDS.titles["edit"] + WORDS.titles["copy"])
PICKERS: Final = frozenset(WORDS.titles["picker"])
IDENTITY: Final = ("instrument_code", "name", "serial_number")
_HALF: Final = 0.5


def place_by_columns(columns: Iterable[str]) -> Place | None:
    """Return the screen whose grid has most of its columns here; None when none has half."""
    shown = set(columns)
    fits = {place: _fit(words, shown) for place, words in GRIDS.items()}
    best = max(fits, key=lambda place: fits[place])
    return best if fits[best] > _HALF else None


def place_by_title(title: str) -> Place | None:
    """Return the screen whose page carries this title."""
    return next((place for place, words in TITLES.items() if title in words), None)


def field_of(label: str) -> str:
    """Return the instrument's field with this label, "" when there is none."""
    return next((key for key, words in WORDS.fields.items() if label in words), "")


def filter_of(label: str) -> str:
    """Return the ledger's filter with this label that a query can use, "" when there is none."""
    return next((key for key, words in WORDS.ledger.filters.items() if label in words), "")


def wire_field(name: str) -> str:
    """Return the instrument's field with this name in requests, "" when there is none."""
    found = [key for key, names in WORDS.wire.items() if name in names and key in WORDS.fields]
    return found[0] if len(found) == 1 else ""


def is_button(text: str, *keys: str) -> bool:
    """Return whether a text is what one of these buttons says."""
    return any(text in WORDS.buttons[key] for key in keys)


def identity_of(row: Mapping[str, str]) -> dict[str, str]:
    """Return what a row of instruments shows of its identity, by field."""
    words = {key: _either(key) for key in IDENTITY}
    found = {key: _cell(row, words[key]) for key in IDENTITY}
    return {key: text for key, text in found.items() if text}


def booking_number_of(row: Mapping[str, str]) -> str:
    """Return the 预约编号 that a row of the booking list shows, "" for a draft."""
    return _cell(row, WORDS.bookings.columns["number"])


def _either(key: str) -> Aliases:
    grids = (WORDS.ledger, WORDS.picker, WORDS.booking, WORDS.receipt)
    return tuple(word for grid in grids for word in grid.columns.get(key, ()))


def _cell(row: Mapping[str, str], words: Aliases) -> str:
    return next((row[word] for word in words if row.get(word)), "")


def _fit(columns: Mapping[str, Aliases], shown: set[str]) -> float:
    return sum(not shown.isdisjoint(words) for words in columns.values()) / len(columns)
