"""The whole state as plain JSON, for tests to compare with what a client believes."""

from ecqs_agent.mock_portal import institute, words
from ecqs_agent.mock_portal.entities import Booking, Piece, Record
from ecqs_agent.mock_portal.portal import Portal


def snapshot(portal: Portal) -> dict[str, object]:
    """Return every account with its records (oldest first) and bookings, as plain texts."""
    return {
        "now": portal.clock.now().isoformat(),
        "accounts": {
            account.name: {"company": account.company} | _of_account(portal, account.name)
            for account in portal.store.accounts.values()
        },
    }


def _of_account(portal: Portal, name: str) -> dict[str, object]:
    bookings = portal.store.bookings_of(name)[::-1]
    booked: dict[str, list[str]] = {}
    for booking in bookings:
        for piece in booking.pieces:
            booked.setdefault(piece.record, []).append(booking.uuid)
    records = portal.store.records_of(name)[::-1]
    return {
        "records": [_record(record, booked.get(record.uuid, [])) for record in records],
        "bookings": [_booking(booking) for booking in bookings],
    }


def _record(record: Record, bookings: list[str]) -> dict[str, object]:
    return {
        "uuid": record.uuid,
        "strongInspCode": record.code,
        **record.fields,
        "certificateNo": record.certificate,
        "inspOrgName": record.institute,
        "verificationResult": record.result,
        "bookings": bookings,
    }


def _booking(booking: Booking) -> dict[str, object]:
    return {
        "uuid": booking.uuid,
        "appointmentId": booking.number,
        "state": words.BOOKING_STATES[booking.state.value],
        "submitted_at": booking.submitted_at.isoformat() if booking.submitted_at else "",
        "pieces": [_piece(piece) for piece in booking.pieces],
        "receipt_text": institute.receipt_text(booking),
    }


def _piece(piece: Piece) -> dict[str, object]:
    return {
        "uuid": piece.uuid,
        "strongInspUuid": piece.record,
        "meterIntruName": piece.get("meterIntruName"),
        "serialNum": piece.get("serialNum"),
        "inspOrgName": piece.institute,
        "state": words.PROCESS_STATES[piece.state.value],
        "reason": piece.reason,
        "certificateNo": piece.certificate,
        "verificationResult": piece.result,
    }
