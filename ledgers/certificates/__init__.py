"""Verification certificates (检定证书) as PDF files: what they say, and what is in doubt."""

from ledgers.certificates.certificate import (
    Certificate,
    Document,
    Doubt,
    DoubtCode,
    Trouble,
    Unread,
)
from ledgers.certificates.folder import Folder, read_folder
from ledgers.certificates.reading import read_certificates

__all__ = [
    "Certificate",
    "Document",
    "Doubt",
    "DoubtCode",
    "Folder",
    "Trouble",
    "Unread",
    "read_certificates",
    "read_folder",
]
