"""The ledger's service. Its name and its methods are invented: only the institute's are public."""

from collections.abc import Iterable, Mapping

from ecqs_agent.mock_portal import institute, ledger_rules, wire
from ecqs_agent.mock_portal.entities import Account, BookingState, Piece, PieceState, Record
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.wire import Call, PortalRefusal, Row

SERVICE = "com.itown.inspSystem.ledger.service.StrongInspLedgerService"
ROW_CLASS = "com.itown.inspSystem.ledger.entity.StrongInspLedger"
IN_USE = "1"


def get_ledger_list(portal: Portal, account: Account, call: Call) -> Row:
    """Answer the ledger grid, the newest record first."""
    last = _last_pieces(portal, account)
    records = portal.store.records_of(account.name)
    return wire.page_of(records, lambda one: to_wire(one, last.get(one.uuid)), call.form)


def get_selectable_ledger_list(portal: Portal, account: Account, call: Call) -> Row:
    """Answer the picker's grid: records that no open booking holds."""
    last = _last_pieces(portal, account)
    held = {uuid for uuid, piece in last.items() if piece.open}
    records = [one for one in portal.store.records_of(account.name) if one.uuid not in held]
    return wire.page_of(records, lambda one: to_wire(one, last.get(one.uuid)), call.form)


def save_ledger(portal: Portal, account: Account, call: Call) -> Row:
    """Keep a new or changed record and answer it as saved."""
    posted = call.params[0] if call.params else None
    if not isinstance(posted, Mapping):
        raise PortalRefusal("请求参数格式错误")
    fields = ledger_rules.with_names(wire.fields_from_wire(posted))
    ledger_rules.check(fields)
    uuid = str(posted.get("uuid") or "")
    with portal.store.change():
        old = own_record(portal, account, uuid) if uuid else None
        _refuse_duplicate(portal, account, fields, uuid)
        record = _changed(portal, account, old, fields) if old else _added(portal, account, fields)
        portal.store.put(record)
        institute.rematch(portal, record)
    return wire.answer(to_wire(record))


def delete_ledger(portal: Portal, account: Account, call: Call) -> Row:
    """Delete one record, unless a booking holds it."""
    with portal.store.change():
        record = own_record(portal, account, str(call.params[0]) if call.params else "")
        _refuse_locked(portal, account, record, "删除")
        portal.store.remove(record)
    return wire.answer(value=True)


def own_record(portal: Portal, account: Account, uuid: str) -> Record:
    """Return an account's record; raises PortalRefusal for a missing or a foreign one."""
    record = portal.store.records.get(uuid)
    if record is None or record.account != account.name:
        raise PortalRefusal("该器具不存在或已被删除！")
    return record


def submitted_pieces(portal: Portal, account: Account) -> Iterable[Piece]:
    """Return the pieces of all submitted bookings of an account, the newest booking first."""
    for booking in portal.store.bookings_of(account.name):
        if booking.state is not BookingState.DRAFT:
            yield from booking.pieces


def _added(portal: Portal, account: Account, fields: dict[str, str]) -> Record:
    seq = portal.store.next_number("record")
    record = Record(account=account.name, seq=seq, fields=fields)
    if portal.variants.codes == "late":
        return record
    return record.model_copy(update={"code": institute.portal_code(record)})


def _changed(portal: Portal, account: Account, old: Record, fields: dict[str, str]) -> Record:
    if fields == dict(old.fields):
        return old
    _refuse_locked(portal, account, old, "修改")
    if old.get("expiryDate") and fields["expiryDate"] != old.get("expiryDate"):
        raise PortalRefusal("有效期至一旦保存不可修改！")
    return old.model_copy(update={"fields": fields})


def _refuse_locked(portal: Portal, account: Account, record: Record, deed: str) -> None:
    for piece in submitted_pieces(portal, account):
        if piece.record == record.uuid and piece.locks:
            raise PortalRefusal(f"该器具已在预约单中，不可{deed}！")


def _refuse_duplicate(
    portal: Portal, account: Account, fields: Mapping[str, str], uuid: str
) -> None:
    serial = fields["serialNum"]
    if portal.variants.duplicates == "accept" or not serial.strip("-"):
        return
    for record in portal.store.records_of(account.name):
        if record.get("serialNum") == serial and record.uuid != uuid:
            raise PortalRefusal(f"出厂编号为{serial}的器具已存在，请勿重复录入！")


def to_wire(record: Record, piece: Piece | None = None) -> Row:
    """Write one record as the grid gets it; `piece` is what became of it in its last booking."""
    return wire.row(
        ROW_CLASS,
        uuid=record.uuid,
        strongInspCode=record.code,
        **wire.fields_to_wire(record.fields),
        inspOrgName=record.institute or (piece.institute if piece else ""),
        certificateNo=record.certificate,
        meterStatus=IN_USE,
        verificationState=_verification_state(record, piece),
        verificationResult=record.result,
    )


def _verification_state(record: Record, piece: Piece | None) -> str:
    if piece and piece.state is PieceState.ACCEPTED:
        return "1"
    return "2" if record.certificate else "0"


def _last_pieces(portal: Portal, account: Account) -> dict[str, Piece]:
    last: dict[str, Piece] = {}
    for piece in submitted_pieces(portal, account):
        last.setdefault(piece.record, piece)
    return last
