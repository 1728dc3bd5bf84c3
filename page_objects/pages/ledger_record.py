"""A row of a grid as a record of screen texts: the row's own data first, its cells second."""

from collections.abc import Mapping
from typing import Any

from page_objects.payload import as_day, as_text
from page_objects.screens import LedgerRecord
from page_objects.widgets.grid import GridPage
from page_objects.words import WORDS, Aliases

DATES = frozenset({"purchase_date", "valid_until"})
# These travel as bare codes; what they mean stands only in the cell (portal-facts 8.4).
CODED = frozenset(
    {"instrument_type", "delivery", "instrument_status", "verification_status", "result"}
)
Choices = Mapping[str, Mapping[str, str]]


def row_text(
    key: str, row: Mapping[str, Any], cells: Mapping[str, str], column: str, choices: Choices
) -> str:
    """Return one field of a row as a person would read it in full; "" when it has none."""
    names: Aliases = WORDS.wire.get(key, ())
    if key in DATES:
        return as_day(_first(row, names)) or cells.get(column, "")
    if key in CODED:
        code = as_text(_first(row, names))
        cell = next((cells[name] for name in (*names, column) if cells.get(name)), "")
        return choices.get(key, {}).get(code, "") or cell or code
    text = as_text(_first(row, tuple(reversed(names))))
    return text or cells.get(column, "")


def ledger_record(
    row: Mapping[str, Any], cells: Mapping[str, str], page: GridPage, choices: Choices
) -> LedgerRecord:
    """Return a ledger row as a record."""
    values = {}
    for key in WORDS.wire:
        if key == "region":
            continue
        words = WORDS.ledger.columns.get(key, ())
        values[key] = row_text(key, row, cells, page.field_of(words), choices)
    code, name = WORDS.wire["region"]
    return LedgerRecord(
        uuid=as_text(row.get("uuid")),
        region_code=as_text(row.get(code)),
        region_name=as_text(row.get(name)),
        **values,
    )


def _first(row: Mapping[str, Any], names: Aliases) -> object:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)
