"""The booking service: class and `getIntruInfoByReservationId` are public, the rest invented."""

from collections.abc import Mapping

from ecqs_agent.mock_portal import institute, wire
from ecqs_agent.mock_portal.entities import Account, Booking, BookingState, Piece
from ecqs_agent.mock_portal.inspection import ledger
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.wire import Call, PortalRefusal, Row

SERVICE = "com.itown.inspSystem.reservation.service.ReservationService"
ROW_CLASS = "com.itown.inspSystem.reservation.entity.Reservation"
PIECE_CLASS = "com.itown.inspSystem.reservation.entity.ReservationIntruInfo"


def get_company_appointment_list(portal: Portal, account: Account, call: Call) -> Row:
    """Answer the booking grid, the newest first."""
    return wire.page_of(portal.store.bookings_of(account.name), to_wire, call.form)


def get_intru_info_by_reservation_id(portal: Portal, account: Account, call: Call) -> Row:
    """Answer the pieces of one booking."""
    booking = own_booking(portal, account, str(call.params[0]) if call.params else "")
    return wire.page_of(
        booking.pieces, lambda piece: _piece_to_wire(portal, booking, piece), call.form
    )


def save_reservation(portal: Portal, account: Account, call: Call) -> Row:
    """Keep a draft; it has no number yet."""
    with portal.store.change():
        booking = _from_post(portal, account, call)
        portal.store.put(booking)
    return wire.answer(to_wire(booking))


def submit_reservation(portal: Portal, account: Account, call: Call) -> Row:
    """Give a booking its number and its pieces to institutes."""
    with portal.store.change():
        booking = _from_post(portal, account, call)
        if not booking.pieces:
            raise PortalRefusal("请选择器具！")
        _refuse_open(portal, account, booking)
        now = portal.clock.now()
        count = portal.store.next_number(f"booking:{now:%Y%m%d}")
        facts = {
            "number": f"{now:%Y%m%d}{count:05d}",
            "state": BookingState.SUBMITTED,
            "submitted_at": now,
            "pieces": institute.allocate(booking.pieces, portal.variants),
        }
        booking = booking.model_copy(update=facts)
        portal.store.put(booking)
    return wire.answer(to_wire(booking))


def delete_reservation(portal: Portal, account: Account, call: Call) -> Row:
    """Delete a draft."""
    with portal.store.change():
        booking = own_booking(portal, account, str(call.params[0]) if call.params else "")
        if booking.state is not BookingState.DRAFT:
            raise PortalRefusal("已提交的预约单不可删除！")
        portal.store.remove(booking)
    return wire.answer(value=True)


def own_booking(portal: Portal, account: Account, uuid: str) -> Booking:
    """Return an account's booking; raises PortalRefusal for a missing or a foreign one."""
    booking = portal.store.bookings.get(uuid)
    if booking is None or booking.account != account.name:
        raise PortalRefusal("该预约单不存在或已被删除！")
    return booking


def _from_post(portal: Portal, account: Account, call: Call) -> Booking:
    posted = call.params[0] if call.params else None
    uuids = posted.get("strongInspUuids") if isinstance(posted, Mapping) else None
    if not isinstance(posted, Mapping) or not isinstance(uuids, list):
        raise PortalRefusal("请求参数格式错误")
    records = [ledger.own_record(portal, account, str(uuid)) for uuid in dict.fromkeys(uuids)]
    pieces = tuple(Piece(record=record.uuid, fields=record.fields) for record in records)
    uuid = str(posted.get("uuid") or "")
    if not uuid:
        seq = portal.store.next_number("booking")
        now = portal.clock.now()
        return Booking(account=account.name, seq=seq, created_at=now, pieces=pieces)
    booking = own_booking(portal, account, uuid)
    if booking.state is not BookingState.DRAFT:
        raise PortalRefusal("已提交的预约单不可修改！")
    return booking.model_copy(update={"pieces": pieces})


def _refuse_open(portal: Portal, account: Account, booking: Booking) -> None:
    held = {piece.record for piece in ledger.submitted_pieces(portal, account) if piece.open}
    for piece in booking.pieces:
        if piece.record in held:
            name, serial = piece.get("meterIntruName"), piece.get("serialNum")
            raise PortalRefusal(f"器具{name}（出厂编号为{serial}）已在预约单中，请勿重复预约！")


def to_wire(booking: Booking) -> Row:
    """Write one booking as the grid gets it."""
    return wire.row(
        ROW_CLASS,
        uuid=booking.uuid,
        appointmentId=booking.number,
        applicationDate=wire.moment(booking.sent_at),
        meterTotal=wire.number(len(booking.pieces)),
        processingState=booking.state.value,
    )


def _piece_to_wire(portal: Portal, booking: Booking, piece: Piece) -> Row:
    record = portal.store.records.get(piece.record)
    draft = booking.state is BookingState.DRAFT
    fields = record.fields if record and draft else piece.fields
    shows_code = bool(record) and (draft or bool(piece.certificate))
    return wire.row(
        PIECE_CLASS,
        uuid=piece.uuid,
        strongInspUuid=piece.record,
        reservationId=booking.uuid,
        appointmentId=booking.number,
        strongInspCode=record.code if record and shows_code else "",
        **wire.fields_to_wire(fields),
        inspOrgName=piece.institute,
        inspOrgTel=institute.phone_of(piece.institute),
        certificateNo=piece.certificate,
        verificationResult=piece.result,
        reservationState="" if draft else piece.state.value,
    )
