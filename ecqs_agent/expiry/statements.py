"""What a certificate or a row of the workbook says about one piece's 有效期至. Pure functions."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ledgers.certificates import Certificate, Document, DoubtCode, Folder, Trouble, Unread
from ledgers.dates import How, read_date
from ledgers.workbook import Row, Workbook

_DATED: Final = frozenset({How.EXACT, How.CONVERTED, How.SERIAL})


class Flaw(StrEnum):
    """Why a source as it stands gives no date."""

    FAILED = "failed"
    NO_VERIFICATION = "no-verification"
    MISSING = "missing"
    SEVERAL = "several"
    NO_DATE = "no-date"
    BROKEN_TEXT = "broken-text"
    NO_TEXT = "no-text"
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    NOT_PDF = "not-pdf"
    NO_CERTIFICATE = "no-certificate"
    CLOSED = "closed"


TROUBLES: Final[Mapping[Flaw, str]] = {
    Flaw.FAILED: "Not passed: no date may be set. Look at the notice.",
    Flaw.NO_VERIFICATION: "No verification certificate, so it gives no date.",
    Flaw.MISSING: "{field} was not found on it.",
    Flaw.SEVERAL: "It gives more than one {field}: {seen}",
    Flaw.NO_DATE: "{field}: “{seen}” is no complete date.",
    Flaw.BROKEN_TEXT: "{field} cannot be read in full: {seen}",
    Flaw.NO_TEXT: "A picture without text (scanned): read it yourself.",
    Flaw.LOCKED: "It opens with a password only.",
    Flaw.BROKEN: "The file is damaged.",
    Flaw.TOO_LARGE: "The file is larger than certificates are.",
    Flaw.NOT_PDF: "No PDF file.",
    Flaw.NO_CERTIFICATE: "No page of it looks like a certificate.",
    Flaw.CLOSED: "The file may not be read.",
}


class Statement(BaseModel):
    """One source's word on one piece. `place` names file or row; `flaw` says why it does not count.

    Texts are as printed; what a source does not tell is "" or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    name: str = ""
    serial_number: str = ""
    model: str = ""
    certificate_number: str = ""
    instrument_code: str = ""
    verified_on: date | None = None
    valid_until: date | None = None
    flaw: Flaw | None = None
    field: str = ""  # the field with the flaw
    seen: str = ""


def from_folder(folder: Folder) -> tuple[Statement, ...]:
    """Return what every file of a folder says, or why it says nothing."""
    read = tuple(_from_certificate(one) for one in folder.certificates)
    return (*read, *(_from_unread(one) for one in folder.unread))


def from_workbook(workbook: Workbook) -> tuple[Statement, ...]:
    """Return what the rows with something under 有效期至 say; the others say nothing."""
    read = (_from_row(row) for row in workbook.rows)
    return tuple(one for one in read if one is not None)


def _from_certificate(certificate: Certificate) -> Statement:
    flaw, field, seen = _first_flaw(certificate)
    place = certificate.file if certificate.page == 1 else f"{certificate.file}#{certificate.page}"
    return Statement(
        place=place,
        name=certificate.name,
        serial_number=certificate.serial_number,
        model=certificate.model,
        certificate_number=certificate.certificate_number,
        verified_on=certificate.verified_on,
        valid_until=None if flaw else certificate.valid_until,
        flaw=flaw,
        field=field,
        seen=seen,
    )


def _first_flaw(certificate: Certificate) -> tuple[Flaw | None, str, str]:
    if certificate.document is Document.FAILURE_NOTICE:
        return Flaw.FAILED, "", ""
    if certificate.document is Document.OTHER:
        return Flaw.NO_VERIFICATION, "", ""
    for doubt in certificate.doubts:
        return _DOUBTS[doubt.code], doubt.field, doubt.seen
    return None, "", ""


_DOUBTS: Final[Mapping[DoubtCode, Flaw]] = {
    DoubtCode.MISSING: Flaw.MISSING,
    DoubtCode.SEVERAL: Flaw.SEVERAL,
    DoubtCode.NO_DATE: Flaw.NO_DATE,
    DoubtCode.BROKEN_TEXT: Flaw.BROKEN_TEXT,
}
_UNREAD: Final[Mapping[Trouble, Flaw]] = {trouble: Flaw(trouble.value) for trouble in Trouble}


def _from_unread(unread: Unread) -> Statement:
    place = f"{unread.file}#{unread.page}" if unread.page else unread.file
    return Statement(place=place, flaw=_UNREAD[unread.trouble])


def _from_row(row: Row) -> Statement | None:
    text = row.text("valid_until")
    reading = read_date(text)
    if reading.how is How.ABSENT:
        return None
    dated = reading.how in _DATED
    return Statement(
        place=row.address("valid_until"),
        name=row.text("name"),
        serial_number=row.text("serial_number"),
        model=row.text("model"),
        certificate_number=row.text("certificate_number"),
        instrument_code=row.text("instrument_code"),
        valid_until=reading.day if dated else None,
        flaw=None if dated else Flaw.NO_DATE,
        field="" if dated else "valid_until",
        seen="" if dated else text,
    )
