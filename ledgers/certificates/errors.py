"""Errors that make a whole folder of certificates unusable.

LedgerError
├── FolderMissingError     LEDGER-131   no such folder, or it may not be looked into
├── NoCertificatesError    LEDGER-132   the folder is empty
└── TooManyFilesError      LEDGER-133   hardly a folder of certificates
"""

from ledgers import errors


class FolderMissingError(errors.LedgerError):
    """The folder is not there or may not be looked into."""

    code = "LEDGER-131"
    template = "The folder {path} cannot be read: {reason}."
    advice_template = "Give the folder that holds the certificates' PDF files."


class NoCertificatesError(errors.LedgerError):
    """There is no file in the folder."""

    code = "LEDGER-132"
    template = "The folder {path} holds no files."
    advice_template = "Put the certificates there as PDF files, as the institute issued them."


class TooManyFilesError(errors.LedgerError):
    """The folder holds far more than certificates."""

    code = "LEDGER-133"
    template = "The folder {path} holds more than {most} files."
    advice_template = "Put this year's certificates into a folder of their own."
