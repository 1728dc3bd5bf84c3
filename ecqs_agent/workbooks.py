"""From a workbook on disk to wishes: read, check, and keep the good rows."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from catalog.catalogue import load_catalogue
from catalog.institutes import Institute, load_institute, read_institute
from catalog.regions import load_regions
from ecqs_agent.planning import Wish
from ledgers.checks import Checked, check
from ledgers.workbook import read_workbook


class Desk(BaseModel):
    """A checked workbook: its path, what was found, and the rows that may be filed."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    path: Path
    sheet: str
    checked: Checked
    wishes: tuple[Wish, ...]


def open_workbook(path: Path, *, institute: str, today: date, sheet: str | None = None) -> Desk:
    """Read and check a workbook. Rows with errors are left out of the wishes.

    Raises:
        LedgerError: the file as a whole cannot be used.
    """
    workbook = read_workbook(path, sheet=sheet)
    checked = check(
        workbook,
        catalogue=load_catalogue(today),
        regions=load_regions(),
        institute=_institute(institute),
        today=today,
    )
    wishes = tuple(
        Wish(row=row.row, instrument=row.instrument)
        for row in checked.rows
        if row.instrument is not None
    )
    return Desk(path=path, sheet=workbook.sheet, checked=checked, wishes=wishes)


def _institute(name: str) -> Institute:
    """Return an institute by the name of ours, or from somebody's own file."""
    own = Path(name)
    return read_institute(own) if own.suffix == ".toml" else load_institute(name)
