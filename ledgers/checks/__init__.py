"""Check a workbook's rows against catalogue, regions and an institute's house rules."""

from datetime import date

from catalog.catalogue import Catalogue
from catalog.institutes import Institute
from catalog.regions import Regions
from ledgers.checks.judging import Checked, CheckedRow, judge
from ledgers.workbook import Workbook

__all__ = ["Checked", "CheckedRow", "check"]


def check(
    workbook: Workbook,
    *,
    catalogue: Catalogue,
    regions: Regions,
    institute: Institute,
    today: date,
) -> Checked:
    """Return every problem of every row, and an `Instrument` for each row without an error.

    Never raises for what a cell holds. `today` is given, not read.
    """
    return judge(workbook, catalogue=catalogue, regions=regions, institute=institute, today=today)
