"""From a workbook on disk to wishes: read, check, and keep the good rows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from catalog.catalogue import Catalogue, load_catalogue
from catalog.institutes import Institute, load_institute, read_institute
from catalog.option_lists import OptionLists
from catalog.regions import Regions, load_regions
from ecqs_agent.corrections.house_rules import with_approved
from ecqs_agent.runs.planning import Wish
from ledgers.checks import Checked, check
from ledgers.instrument import Instrument
from ledgers.mend import Mend, mend, write_mended
from ledgers.template import write_template
from ledgers.workbook import Row, read_workbook

REFUSED_ITEM: Final = "refused:"  # before the key of an item that never became a record


class Desk(BaseModel):
    """A checked workbook: its path, what was found, and the rows that may be filed."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    path: Path
    sheet: str
    checked: Checked
    wishes: tuple[Wish, ...]


class Authority(BaseModel):
    """What rows are judged by: the catalogue in force, the regions, an institute's house rules."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    catalogue: Catalogue
    regions: Regions
    institute: Institute


def authority(
    institute: str, today: date, lists: OptionLists | None = None, *, rules: Path | None = None
) -> Authority:
    """Return what rows are judged by on this day; `institute` is a name of ours or a .toml file.

    Lists learnt from a portal have the last word about the catalogue. `rules` is the folder of
    the house rules that were approved here.

    Raises:
        CatalogError: a data file is not there or not of the documented format.
    """
    own = Path(institute)
    catalogue = load_catalogue(today)
    return Authority(
        catalogue=catalogue.learned(lists.lists) if lists else catalogue,
        regions=load_regions(),
        institute=with_approved(
            read_institute(own) if own.suffix == ".toml" else load_institute(institute), rules
        ),
    )


def open_workbook(
    path: Path,
    *,
    institute: str,
    today: date,
    sheet: str | None = None,
    lists: OptionLists | None = None,
    rules: Path | None = None,
) -> Desk:
    """Read and check a workbook. Rows with errors are left out of the wishes.

    Raises:
        LedgerError: the file as a whole cannot be used.
    """
    judge = authority(institute, today, lists, rules=rules)
    workbook = read_workbook(path, sheet=sheet)
    checked = check(
        workbook,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        today=today,
    )
    texts = {row.number: row for row in workbook.rows}
    wishes = tuple(
        _wish(texts[row.row], row.instrument) for row in checked.rows if row.instrument is not None
    )
    return Desk(path=path, sheet=workbook.sheet, checked=checked, wishes=wishes)


def _wish(row: Row, instrument: Instrument) -> Wish:
    """Return a good row with the record it names, as the workbook of corrections does."""
    identity = row.text("record_id")
    is_refused = identity.startswith(REFUSED_ITEM)
    return Wish(
        row=row.number,
        instrument=instrument,
        record="" if is_refused else identity,
        code=row.text("instrument_code"),
        refused=identity.removeprefix(REFUSED_ITEM) if is_refused else "",
    )


def mend_workbook(
    path: Path,
    out: Path,
    *,
    institute: str,
    today: date,
    sheet: str | None = None,
    lists: OptionLists | None = None,
    rules: Path | None = None,
    translate: Callable[[str], str],
) -> tuple[Mend, ...]:
    """Write a copy with every certain mend made, and return them; doubtful ones stay advice.

    Raises:
        LedgerError: the file cannot be used, or `out` cannot be written.
    """
    judge = authority(institute, today, lists, rules=rules)
    workbook = read_workbook(path, sheet=sheet)
    _, mends = mend(
        workbook,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        today=today,
    )
    return write_mended(path, out, workbook, mends, translate=translate)


def write_empty_workbook(
    out: Path,
    *,
    institute: str,
    today: date,
    lists: OptionLists | None = None,
    translate: Callable[[str], str],
) -> None:
    """Write the template with its drop-downs and examples.

    Raises:
        LedgerError: `out` cannot be written.
    """
    judge = authority(institute, today, lists)
    write_template(
        out,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        translate=translate,
    )
