"""A piece's values over time, from what the journal kept with its events. Pure functions."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ecqs_agent.report.model import Change
from ecqs_agent.workbooks.mapping import COMPARED
from ledgers.instrument import comparable

# The only names of a form or a record that a report shows.
FIELDS: Final = (*COMPARED, "region", "valid_until")
# Under these the journal keeps a row of the portal's ledger, read from the screen.
ROWS: Final = ("adopted", "found", "seen", "row")


def filled_values(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into the dialog, or is to be; the region as one path."""
    found = {name: str(form.get(name) or "") for name in FIELDS}
    region = form.get("region") or ()
    found["region"] = region if isinstance(region, str) else "/".join(map(str, region))
    return found


def row_values(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what a row of the portal's ledger showed."""
    found = {name: str(row.get(name) or "") for name in FIELDS}
    found["region"] = str(row.get("region_name") or row.get("region_code") or "")
    return found


def row_in(detail: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the row of the ledger that an event was proven by, or None."""
    for name in ROWS:
        row = detail.get(name)
        if isinstance(row, Mapping) and "serial_number" in row:
            return row
    return None


def changes_between(
    before: Mapping[str, str], after: Mapping[str, str], *, fields: Iterable[str] = FIELDS
) -> tuple[Change, ...]:
    """Return the fields with another value; spacing and width of characters do not count."""
    return tuple(
        Change(field=name, before=before.get(name, ""), after=after.get(name, ""))
        for name in fields
        if not _same(name, before.get(name, ""), after.get(name, ""))
    )


def _same(field: str, before: str, after: str) -> bool:
    if field == "region":  # a row names the county alone or the whole way to it
        before, after = (text.replace("/", "") for text in (before, after))
        return comparable(after).endswith(comparable(before))
    return comparable(before) == comparable(after)
