"""What each verb does; one table of all of them."""

from collections.abc import Mapping
from typing import Final

from ecqs_agent.replay.deeds import behind, bookings, doors, ledger, looks
from ecqs_agent.replay.scene import Deed

DEEDS: Final[Mapping[str, Deed]] = {
    "log_in": doors.log_in,
    "log_in_elsewhere": doors.log_in_elsewhere,
    "log_out": doors.log_out,
    "leave": doors.leave,
    "look": looks.look,
    "query": ledger.query,
    "fill": ledger.fill,
    "add": ledger.add,
    "change": ledger.change,
    "copy": ledger.copy,
    "delete": ledger.delete,
    "book": bookings.book,
    "draft": bookings.draft,
    "edit_draft": bookings.edit_draft,
    "delete_booking": bookings.delete_booking,
    "bookings": bookings.rows,
    "read_receipt": bookings.read_receipt,
    "institute": behind.institute,
    "clock": behind.clock,
    "fault": behind.fault,
    "clear_faults": behind.clear_faults,
    "variant": behind.variant,
    "plant": behind.plant,
    "stored": behind.stored,
    "requests": behind.requests,
}
