"""The simulated institutes: who gets a piece, what they answer, the receipt's prose.

Only the Inner Mongolia institute and its two public phone numbers are real (they stand in the
guide); every other institute is plainly named an example.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from ecqs_agent.mock_portal import catalogue, institute_rules, regions
from ecqs_agent.mock_portal.entities import Booking, BookingState, Piece, PieceState, Record
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.variants import Variants

HALL_PHONE = "0471-3337100"
OPTICS_PHONE = "0471-3337062"
INNER_MONGOLIA = "150000"
MAIN_INSTITUTE = "内蒙古自治区计量测试研究院"
SECOND_INSTITUTE = "内蒙古示例市检验检测中心"
SECOND_TAKES = frozenset({"02", "08", "09"})  # scales and dispensers, with institutes=several
OPTICS = frozenset({"焦度计", "验光仪器", "眼压计"})
BRING_IN = "1"
CERTIFICATES = (
    "证书领取方式默认为电子证书（详见内蒙古自治区计量测试研究院官网关于电子证书发布的通知"
    "http://www.nmgjl.com.cn/portal/article/index/id/3083/cid/17.html）"
    f"如需纸质证书，请及时与业务大厅电话{HALL_PHONE}联系，一旦出具无法更改证书类型。"
)


class InstituteError(ValueError):
    """Say which booking or piece cannot be answered, and why."""


def assign(fields: Mapping[str, str], variants: Variants) -> str:
    """Return the institute for a region and catalogue pair, "" when nobody is found."""
    region = regions.regions().get(fields.get("useAddrCode", ""))
    code = fields.get("meterCategoryCode", "")
    kind = catalogue.known_pair(code, fields.get("meterClassCode", ""))
    if region is None or not region.assignable or kind is None or not kind.verified:
        return ""
    province = regions.path(region.code)[0]
    if province.code != INNER_MONGOLIA:
        return f"{province.name}示例计量技术机构"
    several = variants.institutes == "several"
    return SECOND_INSTITUTE if several and code in SECOND_TAKES else MAIN_INSTITUTE


def allocate(pieces: Iterable[Piece], variants: Variants) -> tuple[Piece, ...]:
    """Give every piece of a new booking to its institute."""
    given = [
        piece.model_copy(update={"institute": assign(piece.fields, variants)}) for piece in pieces
    ]
    if variants.allocation == "partial" and len(given) > 1:
        given[-1] = given[-1].model_copy(update={"institute": "", "withheld": True})
    return tuple(given)


def rematch(portal: Portal, record: Record) -> None:
    """Try again to place a corrected record that a submitted booking left unallocated."""
    for booking in portal.store.bookings_of(record.account):
        if booking.state is BookingState.SUBMITTED:
            _update(portal, booking, lambda piece: _rematched(piece, record, portal.variants))


def _rematched(piece: Piece, record: Record, variants: Variants) -> Piece:
    stuck = piece.state is PieceState.PENDING and not piece.institute and not piece.withheld
    if piece.record != record.uuid or not stuck:
        return piece
    fresh = piece.model_copy(update={"fields": record.fields})
    return fresh.model_copy(update={"institute": assign(fresh.fields, variants)})


def take_up(portal: Portal, number: str, serial: str) -> int:
    """Give pieces that nobody got to their institute after all, as when somebody asks by phone.

    Return how many found one.
    """

    def change(piece: Piece) -> Piece:
        meant = not serial or piece.get("serialNum") == serial
        institute = assign(piece.fields, portal.variants)
        if not meant or piece.institute or not institute:
            return piece
        return piece.model_copy(update={"institute": institute, "withheld": False})

    return _update(portal, booking_by_number(portal, number), change)


def answer_due(portal: Portal) -> None:
    """Answer every booking whose time has come by the portal's clock."""
    limit = portal.clock.now() - timedelta(seconds=portal.answer_after)
    for booking in list(portal.store.bookings.values()):
        if booking.state is BookingState.SUBMITTED and booking.sent_at <= limit:
            answer(portal, booking)


def answer_all(portal: Portal) -> None:
    """Answer every submitted booking by the rules."""
    for booking in list(portal.store.bookings.values()):
        if booking.state is BookingState.SUBMITTED:
            answer(portal, booking)


def answer(portal: Portal, booking: Booking) -> None:
    """Decide every waiting piece of a booking by the rules."""
    _update(portal, booking, _decided)


def _decided(piece: Piece) -> Piece:
    if piece.state is not PieceState.PENDING or not piece.institute:
        return piece
    return _settled(piece, institute_rules.refusal(piece.fields))


def _settled(piece: Piece, reason: str) -> Piece:
    state = PieceState.REFUSED if reason else PieceState.ACCEPTED
    return piece.model_copy(update={"state": state, "reason": reason})


def decide(portal: Portal, number: str, serial: str, reason: str) -> int:
    """Accept (no reason) or refuse pieces by hand; return how many were decided."""

    def change(piece: Piece) -> Piece:
        meant = not serial or piece.get("serialNum") == serial
        waits = piece.state in {PieceState.PENDING, PieceState.ACCEPTED, PieceState.REFUSED}
        return _settled(piece, reason) if meant and waits and piece.institute else piece

    return _update(portal, booking_by_number(portal, number), change)


def certify(portal: Portal, number: str, serial: str, result: str) -> int:
    """Issue certificates for accepted pieces; return how many were issued."""
    booking, issued = booking_by_number(portal, number), []

    def change(piece: Piece) -> Piece:
        meant = not serial or piece.get("serialNum") == serial
        if piece.state is not PieceState.ACCEPTED or not meant:
            return piece
        certificate = f"{number[:4]}SL{portal.store.next_number('certificate'):06d}"
        facts = {"state": PieceState.VERIFIED, "certificate": certificate, "result": result}
        issued.append(piece.model_copy(update=facts))
        return issued[-1]

    with portal.store.change():
        count = _update(portal, booking, change)
        for piece in issued:
            _complete_record(portal, piece)
    return count


def _complete_record(portal: Portal, piece: Piece) -> None:
    record = portal.store.records.get(piece.record)
    if record is None:
        return
    from_institute = {
        "institute": piece.institute,
        "certificate": piece.certificate,
        "result": piece.result,
        "code": record.code or portal_code(record),
    }
    portal.store.put(record.model_copy(update=from_institute))


def portal_code(record: Record) -> str:
    """Return the 器具编码 a record has or will get."""
    return f"{record.get('useAddrCode')}{record.seq:010d}"


def booking_by_number(portal: Portal, number: str) -> Booking:
    """Return a submitted booking; raises InstituteError when there is none."""
    found = [one for one in portal.store.bookings.values() if number and one.number == number]
    if not found:
        raise InstituteError(f"no submitted booking has the number {number!r}")
    return found[0]


def _update(portal: Portal, booking: Booking, change: Callable[[Piece], Piece]) -> int:
    with portal.store.change():
        pieces = tuple(change(piece) for piece in booking.pieces)
        changed = sum(old is not new for old, new in zip(booking.pieces, pieces, strict=True))
        if changed:
            facts = {"pieces": pieces, "state": _booking_state(pieces)}
            portal.store.put(booking.model_copy(update=facts))
        return changed


def _booking_state(pieces: Iterable[Piece]) -> BookingState:
    given = [piece for piece in pieces if piece.institute]
    waiting = any(piece.state is PieceState.PENDING for piece in given)
    return BookingState.ANSWERED if given and not waiting else BookingState.SUBMITTED


def phone_of(institute: str) -> str:
    """Return the phone shown in the receipt's grid: without hyphen, unlike in the prose."""
    return HALL_PHONE.replace("-", "") if institute else ""


def receipt_text(booking: Booking) -> str:
    """Write the receipt's prose: distribution, acceptances, refusals, one per line."""
    if booking.state is BookingState.DRAFT:
        return ""
    lines = [*_distribution(booking)]
    for institute in _institutes(booking):
        lines += _acceptance(booking, institute)
    return "\n".join([*lines, *_refusals(booking)])


def _institutes(booking: Booking) -> list[str]:
    return list(dict.fromkeys(piece.institute for piece in booking.pieces if piece.institute))


def _distribution(booking: Booking) -> list[str]:
    total = len(booking.pieces)
    counts = [
        (institute, sum(piece.institute == institute for piece in booking.pieces))
        for institute in _institutes(booking)
    ]
    if not counts:
        return [f"预约单共{total}条计量器具，其中0条已分配"]
    return [f"预约单共{total}条计量器具，其中{count}条已分配至{name}" for name, count in counts]


def _acceptance(booking: Booking, institute: str) -> list[str]:
    taken = [
        piece
        for piece in booking.pieces
        if piece.institute == institute
        and piece.state in {PieceState.ACCEPTED, PieceState.VERIFIED}
    ]
    if not taken:
        return []
    steps = "".join(_next_steps(taken))
    return [f"{institute}受理回执信息：本院已受理你单位强检计量器具，{steps}{CERTIFICATES}"]


def _next_steps(taken: Iterable[Piece]) -> list[str]:
    on_site = [piece for piece in taken if piece.get("inspSendType") != BRING_IN]
    brought = [piece for piece in taken if piece.get("inspSendType") == BRING_IN]
    steps = []
    if on_site:
        rooms = "、".join(dict.fromkeys(_room(piece) for piece in on_site))
        steps.append(f"请与{rooms}联系，确定现场检定时间。")
    if brought:
        steps.append(f"请携带预约送检单将器具送至业务大厅（电话{HALL_PHONE}）检定。")
    return steps


def _room(piece: Piece) -> str:
    optics = piece.get("meterCategoryName") in OPTICS
    return f"光学室电话{OPTICS_PHONE}" if optics else f"力学室电话{HALL_PHONE}"


def _refusals(booking: Booking) -> list[str]:
    return [
        f"器具{piece.get('meterIntruName')}（出厂编号为 {piece.get('serialNum')}）"
        f"不予受理原因：{piece.reason}"
        for piece in booking.pieces
        if piece.state is PieceState.REFUSED
    ]
