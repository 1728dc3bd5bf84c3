"""Errors of the published data itself. A wrong look-up is an answer, not an error.

CatalogError             CATALOG-100
├── DataFileError        CATALOG-101   a data file does not say what its format demands
├── NoCatalogueError     CATALOG-102   no catalogue was in force on the day asked for
├── OptionListsError     CATALOG-103   a file of a portal's option lists cannot be used
└── NothingOfferedError  CATALOG-104   the portal offered no list at all
"""

from functools import partial
from typing import ClassVar


class CatalogError(Exception):
    """The published data cannot be used."""

    code: ClassVar[str] = "CATALOG-100"
    template: ClassVar[str] = "The published data cannot be used."
    advice_template: ClassVar[str] = "Install the program again."

    def __init__(self, **facts: str) -> None:
        self.facts = facts
        super().__init__(self.message)

    def __reduce__(self) -> tuple[partial["CatalogError"], tuple[()]]:
        """Survive pickling with all facts."""
        return partial(type(self), **self.facts), ()

    @property
    def message(self) -> str:
        """Say in English what is wrong."""
        return self.template.format_map(self.facts)

    @property
    def advice(self) -> str:
        """Say in English what to do about it."""
        return self.advice_template.format_map(self.facts)


class DataFileError(CatalogError):
    """A data file does not say what its format demands."""

    code = "CATALOG-101"
    template = "{path} cannot be used as data: {reason}."
    advice_template = "Compare it with the description of the format in docs/institutes.md."


class NoCatalogueError(CatalogError):
    """No catalogue was in force on the day asked for."""

    code = "CATALOG-102"
    template = "No catalogue of ours was in force on {day}."
    advice_template = "Give a later day, or add the catalogue of that time as a data file."


class OptionListsError(CatalogError):
    """A file of a portal's option lists cannot be used."""

    code = "CATALOG-103"
    template = "The option lists in {path} cannot be used: {reason}."
    advice_template = (
        "Read them from the portal with `ecqs catalog learn --account NAME`, or give a JSON file "
        "that names the kinds of every category."
    )


class NothingOfferedError(CatalogError):
    """The portal offered no list at all; what was known before stays."""

    code = "CATALOG-104"
    template = "{portal} offers no category, or none with kinds. Nothing was learnt."
    advice_template = "Open the dialog for a new instrument by hand and look; try again later."
