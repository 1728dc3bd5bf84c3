"""Errors that make a whole file unusable. What is wrong with one row is data, see `problems`.

    LedgerError                      LEDGER-100
    ├── FileMissingError             LEDGER-101   there is no such file
    ├── FileClosedToUsError          LEDGER-102   unreadable, or another program holds it
    ├── NotAWorkbookError            LEDGER-103   its content is something else, such as HTML
    ├── PasswordProtectedError       LEDGER-104   the workbook opens with a password only
    ├── DamagedWorkbookError         LEDGER-105   truncated or corrupt
    ├── OversizedWorkbookError       LEDGER-106   would not fit into memory, such as a bomb
    ├── EmptyWorkbookError           LEDGER-107   no row below the header, or nothing at all
    ├── SheetMissingError            LEDGER-108   the sheet asked for does not exist
    ├── HeaderMissingError           LEDGER-109   no row of known column names was found
    ├── UnknownColumnError           LEDGER-110   columns whose header nobody knows
    ├── ColumnMissingError           LEDGER-111   columns that are needed are not there
    ├── DoubledColumnError           LEDGER-112   two columns mean the same field
    └── NotWrittenError              LEDGER-121   the result could not be written

Every class has a template for the message and one for what to do; both are message ids of the
translation catalogue. The raise site gives the facts only.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

Translate = Callable[[str], str]


class LedgerError(Exception):
    """The workbook cannot be used."""

    code: ClassVar[str] = "LEDGER-100"
    template: ClassVar[str] = "The workbook cannot be used."
    advice_template: ClassVar[str] = (
        "Open the file in Excel and look whether it is what you expect."
    )

    def __init__(self, **facts: str) -> None:
        self.facts = facts
        super().__init__(self.message)

    def __reduce__(self) -> tuple[partial["LedgerError"], tuple[()]]:
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

    def message_in(self, translate: Translate) -> str:
        """Say what is wrong in the language of `translate`."""
        return translate(self.template).format_map(self._facts_in(translate))

    def advice_in(self, translate: Translate) -> str:
        """Say what to do in the language of `translate`."""
        return translate(self.advice_template).format_map(self._facts_in(translate))

    def _facts_in(self, translate: Translate) -> dict[str, str]:
        """Return the facts; a reason of ours is a message id itself, one of the system's is not."""
        return {
            name: translate(value) if name in {"reason", "content"} else value
            for name, value in self.facts.items()
        }


class FileMissingError(LedgerError):
    """There is no such file."""

    code = "LEDGER-101"
    template = "There is no file {path}."
    advice_template = "Check the name and the folder; a name with blanks needs quotation marks."


class FileClosedToUsError(LedgerError):
    """The file may not be read."""

    code = "LEDGER-102"
    template = "{path} cannot be opened: {reason}."
    advice_template = "Close the file in Excel or WPS, and make sure that you may read it."


class NotAWorkbookError(LedgerError):
    """The content is not a workbook, whatever the name says."""

    code = "LEDGER-103"
    template = "{path} is not an Excel workbook: its content is {content}."
    advice_template = (
        "Open it in Excel or WPS, choose Save As, and save it as an Excel workbook (.xlsx)."
    )


class PasswordProtectedError(LedgerError):
    """The workbook opens with a password only."""

    code = "LEDGER-104"
    template = "{path} is protected with a password."
    advice_template = "Open it in Excel, remove the password (File, Info), and save it again."


class DamagedWorkbookError(LedgerError):
    """The workbook is truncated or corrupt."""

    code = "LEDGER-105"
    template = "{path} is damaged and cannot be read ({reason})."
    advice_template = "Open it in Excel, let Excel repair it, and save it under another name."


class OversizedWorkbookError(LedgerError):
    """The workbook unpacks to more than can sensibly be a ledger."""

    code = "LEDGER-106"
    template = "{path} is too large to be read safely: {reason} ({figures})."
    advice_template = (
        "Copy the rows with instruments into an empty workbook, without far-off stray cells."
    )


class EmptyWorkbookError(LedgerError):
    """There is nothing to read."""

    code = "LEDGER-107"
    template = "{path} has no instruments: {reason}."
    advice_template = "Put one instrument per row below the header row."


class SheetMissingError(LedgerError):
    """The sheet asked for does not exist."""

    code = "LEDGER-108"
    template = "{path} has no sheet named {sheet}; it has: {sheets}."
    advice_template = "Give one of the names listed, exactly as written."


class HeaderMissingError(LedgerError):
    """No row of known column names was found."""

    code = "LEDGER-109"
    template = (
        "{path} has no header row (sheets looked at: {sheets}). Expected in one row: {labels}."
    )
    advice_template = "Write the portal's column names into one row above the instruments."


class UnknownColumnError(LedgerError):
    """Columns whose header nobody knows."""

    code = "LEDGER-110"
    template = "Sheet {sheet} has columns that are not known: {columns}."
    advice_template = (
        "Correct the header; head a column that is only for yourselves 备注, or remove it."
    )


class ColumnMissingError(LedgerError):
    """Columns that are needed are not there."""

    code = "LEDGER-111"
    template = "Sheet {sheet} lacks columns that are needed: {columns}."
    advice_template = "Add the columns to the header in row {row}; their order does not matter."


class DoubledColumnError(LedgerError):
    """Two columns mean the same field."""

    code = "LEDGER-112"
    template = "Sheet {sheet} has two columns for {label}: {columns}."
    advice_template = "Keep one of them, and remove or rename the other."


class NotWrittenError(LedgerError):
    """The result could not be written."""

    code = "LEDGER-121"
    template = "{path} could not be written: {reason}."
    advice_template = (
        "Close the file if Excel has it open; check the free space and your rights in the folder."
    )
