"""Verification certificates (检定证书) as PDF files: what they say, and what is in doubt.

Reading them is in `folder` and `reading`, which bring a PDF library: a tenth of a second.
"""

from ledgers.certificates.certificate import (
    Certificate,
    Document,
    Doubt,
    DoubtCode,
    Folder,
    Trouble,
    Unread,
)

__all__ = [
    "Certificate",
    "Document",
    "Doubt",
    "DoubtCode",
    "Folder",
    "Trouble",
    "Unread",
]
