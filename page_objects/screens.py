"""What a screen of the portal shows, as text, and what it answered.

Every value is a string as a person reads it; nothing here knows what an instrument means.
A value that the screen does not show is the empty string.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Screen(BaseModel):
    """A frozen reading of something on the screen; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InstrumentForm(Screen):
    """The seventeen fields of the ledger dialog, in its reading order (portal-facts 3.2)."""

    name: str = ""
    instrument_type: str = ""
    category: str = ""
    kind: str = ""
    model: str = ""
    measuring_range: str = ""
    accuracy_class: str = ""
    serial_number: str = ""
    manufacturer: str = ""
    origin: str = ""
    region: tuple[str, ...] = ()
    place_of_use: str = ""
    purchase_date: str = ""
    quantity: str = ""
    purpose: str = ""
    delivery: str = ""
    valid_until: str = ""


class LedgerRecord(Screen):
    """One row of the ledger grid, with what the row carries beside its visible columns."""

    uuid: str
    instrument_code: str = ""
    name: str = ""
    instrument_type: str = ""
    category: str = ""
    kind: str = ""
    model: str = ""
    measuring_range: str = ""
    accuracy_class: str = ""
    serial_number: str = ""
    manufacturer: str = ""
    origin: str = ""
    region_code: str = ""
    region_name: str = ""
    place_of_use: str = ""
    purchase_date: str = ""
    quantity: str = ""
    purpose: str = ""
    delivery: str = ""
    institute: str = ""
    certificate_number: str = ""
    valid_until: str = ""
    instrument_status: str = ""
    verification_status: str = ""
    result: str = ""


class LedgerGlance(Screen):
    """How many records the whole ledger holds, and the identities on the page in front."""

    total: int
    uuids: tuple[str, ...]


class BookingRow(Screen):
    """One row of the booking list (portal-facts 5.1)."""

    uuid: str
    number: str = ""
    piece_count: str = ""
    booked_at: str = ""
    status: str = ""


class BookingPiece(Screen):
    """One instrument in a booking form; `uuid` is its ledger record's."""

    uuid: str
    instrument_code: str = ""
    name: str = ""
    instrument_type: str = ""
    category: str = ""
    kind: str = ""
    model: str = ""
    measuring_range: str = ""
    accuracy_class: str = ""
    serial_number: str = ""
    manufacturer: str = ""
    origin: str = ""
    region: str = ""
    place_of_use: str = ""
    purchase_date: str = ""
    quantity: str = ""
    purpose: str = ""
    delivery: str = ""


class ReceiptPiece(Screen):
    """One row of the receipt's grid (portal-facts 6.2)."""

    record_uuid: str
    instrument_code: str = ""
    name: str = ""
    kind: str = ""
    model: str = ""
    serial_number: str = ""
    institute: str = ""
    phone: str = ""
    certificate_number: str = ""
    result: str = ""
    process_state: str = ""


class ReceiptScreen(Screen):
    """The receipt page: the institute's words and the state of every piece."""

    text: str
    pieces: tuple[ReceiptPiece, ...] = ()


class ShownField(Screen):
    """One field of a form: its label, the kind of control, and what its list offers."""

    label: str
    kind: str
    required: bool = False
    fixed: bool = False
    prompt: str = ""
    offers: tuple[str, ...] = ()


class Shown(Screen):
    """The words a screen shows, in reading order; rows of grids are not among them."""

    title: str = ""
    headings: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    pager: tuple[str, ...] = ()
    fields: tuple[ShownField, ...] = ()
    lines: tuple[str, ...] = ()


class Accepted(Screen):
    """The server stored what was sent; `answer` is its record as it came.

    `number` is the booking number and `code` the instrument code; either is "" where the
    portal gives none for this kind of act. `message` is what the message box said.
    """

    number: str = ""
    uuid: str = ""
    code: str = ""
    message: str = ""
    answer: Mapping[str, object] = Field(default_factory=dict)


class Refused(Screen):
    """The server understood and said no, in these words; nothing was stored."""

    messages: tuple[str, ...]


class Unclear(Screen):
    """The act went out and its result is not known; only looking can tell."""

    evidence: str


Outcome = Accepted | Refused | Unclear


class LoggedIn(Screen):
    """The portal took the name and the password."""


class LoginRejected(Screen):
    """The login page came back with a message."""

    message: str
    reason: Literal["captcha", "password", "locked", "unknown"] = "unknown"
