"""What the portal keeps: accounts, ledger records, bookings and their pieces."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

# The 17 fields of the form in screen order, coded ones with their names (portal-facts 3.2)
FIELDS = (
    "meterIntruName",
    "meterType",
    "meterCategoryCode",
    "meterCategoryName",
    "meterClassCode",
    "meterClassName",
    "modelSpec",
    "measureRang",
    "accuracyLevel",
    "serialNum",
    "porgaoName",
    "prodAddrTypeClass",
    "prodAddrTypeName",
    "useAddrCode",
    "useAddrName",
    "setupPlace",
    "purchaseDate",
    "meterNumber",
    "instrPurposeCode",
    "instrPurposeName",
    "inspSendType",
    "expiryDate",
)
DATES = frozenset({"purchaseDate", "expiryDate"})
NUMBERS = frozenset({"meterNumber"})


def new_uuid() -> str:
    """Return 32 capital hex digits, the shape seen on the wire (portal-facts 8.3)."""
    return secrets.token_hex(16).upper()


class Entity(BaseModel):
    """Base of what is stored: values that are replaced, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Account(Entity):
    """One company that uses instruments."""

    name: str
    password: str
    company: str


class Record(Entity):
    """One ledger record; `fields` holds plain text by wire name."""

    uuid: str = Field(default_factory=new_uuid)
    account: str
    seq: int
    code: str = ""
    fields: Mapping[str, str]
    institute: str = ""
    certificate: str = ""
    result: str = ""

    def get(self, name: str) -> str:
        """Return one field's text, "" when it was never given."""
        return self.fields.get(name, "")


class PieceState(StrEnum):
    """流程状态 of one piece; the wire carries these codes (of our invention)."""

    PENDING = "0"
    ACCEPTED = "1"
    REFUSED = "2"
    VERIFIED = "3"


class Piece(Entity):
    """One record as it stood when it was booked."""

    uuid: str = Field(default_factory=new_uuid)
    record: str
    fields: Mapping[str, str]
    institute: str = ""
    withheld: bool = False
    state: PieceState = PieceState.PENDING
    reason: str = ""
    certificate: str = ""
    result: str = ""

    def get(self, name: str) -> str:
        """Return one field's text, "" when it was never given."""
        return self.fields.get(name, "")

    @property
    def locks(self) -> bool:
        """Tell whether the record behind may neither be changed nor deleted."""
        waiting = self.state is PieceState.PENDING and bool(self.institute)
        return waiting or self.state is PieceState.ACCEPTED

    @property
    def open(self) -> bool:
        """Tell whether the record behind may not be booked a second time."""
        return self.state in {PieceState.PENDING, PieceState.ACCEPTED}


class BookingState(StrEnum):
    """状态 of a booking; the wire carries these codes (of our invention)."""

    DRAFT = "0"
    SUBMITTED = "1"
    ANSWERED = "2"


class Booking(Entity):
    """One booking; drafts have no number."""

    uuid: str = Field(default_factory=new_uuid)
    account: str
    seq: int
    number: str = ""
    state: BookingState = BookingState.DRAFT
    created_at: datetime
    submitted_at: datetime | None = None
    pieces: tuple[Piece, ...]

    @property
    def sent_at(self) -> datetime:
        """Return when it was submitted, for a draft when it was begun."""
        return self.submitted_at or self.created_at
