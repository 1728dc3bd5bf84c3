"""What a certificate says, and what is in doubt about it."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Document(StrEnum):
    """Which document it is. Only a certificate of a passed verification has 有效期至.

    Names of the outcomes: portal-facts 7 (检定证书 pass, 检定结果通知书 fail).
    """

    CERTIFICATE = "certificate"  # 检定证书
    FAILURE_NOTICE = "failure-notice"  # 检定结果通知书, or a conclusion that says 不合格
    OTHER = "other"  # 校准证书, 检测报告 and the like: no verification


class DoubtCode(StrEnum):
    """Why something a certificate says may not be relied on."""

    MISSING = "missing"  # the label or its value is not there
    SEVERAL = "several"  # two different values for one label
    NO_DATE = "no-date"  # the value is no complete date, for instance a period
    BROKEN_TEXT = "broken-text"  # characters that the file does not spell out


class Doubt(BaseModel):
    """One doubt: which field, and what stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: DoubtCode
    field: str
    seen: str = ""


class Certificate(BaseModel):
    """One certificate as its first page reads; text as printed, "" where nothing is stated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    page: int  # from 1; several certificates may be in one file
    document: Document
    certificate_number: str = ""
    name: str = ""
    serial_number: str = ""
    model: str = ""
    manufacturer: str = ""
    client: str = ""
    institute: str = ""
    conclusion: str = ""
    verified_on: date | None = None
    valid_until: date | None = None
    doubts: tuple[Doubt, ...] = ()


class Trouble(StrEnum):
    """Why a file, or a page of it, was not read."""

    NO_TEXT = "no-text"  # scanned: a picture only
    LOCKED = "locked"  # needs a password
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    NOT_PDF = "not-pdf"
    NO_CERTIFICATE = "no-certificate"  # text, and no page that looks like a certificate
    CLOSED = "closed"  # the system does not let us read it


class Unread(BaseModel):
    """A file that was not read, or one page of it (`page` 0: the whole file)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    trouble: Trouble
    page: int = 0


class Folder(BaseModel):
    """What a folder holds: certificates read, and files that were not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certificates: tuple[Certificate, ...]
    unread: tuple[Unread, ...]
