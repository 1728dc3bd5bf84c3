"""Read what the portal holds. Nothing is written there."""

from pydantic import BaseModel, ConfigDict

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.runs.retrying import patiently
from page_objects.screens import BookingRow, LedgerRecord


class Pulled(BaseModel):
    """The portal's ledger and bookings at one moment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: tuple[LedgerRecord, ...]
    bookings: tuple[BookingRow, ...]


def read_ledger(session: PortalSession) -> tuple[LedgerRecord, ...]:
    """Return every record of the account's ledger."""
    return patiently(lambda: session.ledger().records(), before_retry=session.leave)


def read_bookings(session: PortalSession) -> tuple[BookingRow, ...]:
    """Return every booking of the account, drafts included."""
    return patiently(lambda: session.bookings().rows(), before_retry=session.leave)


def pull(session: PortalSession) -> Pulled:
    """Return the account's ledger and bookings."""
    return Pulled(records=read_ledger(session), bookings=read_bookings(session))
