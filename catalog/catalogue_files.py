"""Read the catalogues that come with the program; see `data/catalogues.toml`."""

import csv
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from catalog.errors import DataFileError
from catalog.kinds import Edition, Grades, Kind

DATA: Final = resources.files("catalog") / "data"
_NOT_KNOWN: Final = "(level 1 not known)"
_GRADED: Final = ("name", "no", "supervision", "method", "scope")


def editions() -> list[Edition]:
    """Return the catalogues we hold."""
    listed = tomllib.loads((DATA / "catalogues.toml").read_text(encoding="utf-8"))
    return [Edition(**entry) for entry in listed["catalogue"]]


def aliases() -> dict[str, dict[str, str]]:
    """Return other words for the catalogue's names, by "category" and "kind"."""
    text = (DATA / "aliases.toml").read_text(encoding="utf-8")
    return {section: dict(words) for section, words in tomllib.loads(text).items()}


def read_kinds(path: Traversable) -> tuple[Kind, ...]:
    """Return the rows of a graded CSV file; a row without a category is left out.

    A kind without a name stands for a category whose kinds are not known.

    Raises:
        DataFileError: a row does not have the columns or grades the format demands.
    """
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    try:
        return tuple(_kind(row) for row in rows if row["level1"] != _NOT_KNOWN)
    except (KeyError, ValueError) as exc:
        raise DataFileError(path=path.name, reason=f"{type(exc).__name__}: {exc}") from exc


def _kind(row: dict[str, str]) -> Kind:
    parts = [part.strip() for part in row["confidence"].split(";")]
    grades = dict(part.split("=", 1) for part in parts if part.partition("=")[0] in _GRADED)
    remarks = [part for part in parts if part.partition("=")[0] not in _GRADED]
    return Kind(
        category=row["level1"],
        name=row["level2"],
        category_number=int(row["level1_no"]) if row["level1_no"] else None,
        number=int(row["level2_no"]) if row["level2_no"] else None,
        supervision=row["supervision"],
        method=row["method"],
        scope=row["scope"],
        sources=tuple(row["source"].split(";")),
        grades=Grades.model_validate(grades),
        remark="; ".join(remarks),
    )
