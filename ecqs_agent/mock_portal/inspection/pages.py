"""The pages of /InspSystemV11. File names follow the institute's known one; they are invented."""

from starlette.requests import Request
from starlette.responses import Response

from ecqs_agent.mock_portal import cas, institute, render, words
from ecqs_agent.mock_portal.inspection import booking
from ecqs_agent.mock_portal.sessions import SYSTEM, AppSession
from ecqs_agent.mock_portal.wire import PortalRefusal

FRAMED = {
    "ledger": f"{SYSTEM}/ledger/ledgerManage.jsp",
    "booking": f"{SYSTEM}/reservation/reservationList.jsp",
}


def ledger_page(request: Request) -> Response:
    """Show 强检器具台账维护."""
    return _page(request, "ledger.html", note=_note(request))


def booking_list_page(request: Request) -> Response:
    """Show 预约单记录查询."""
    return _page(request, "booking_list.html")


def booking_form_page(request: Request) -> Response:
    """Show the booking form, empty or with a draft."""
    return _page(request, "booking_form.html", booking=request.query_params.get("id", ""))


def receipt_page(request: Request) -> Response:
    """Show 回执信息 and 计量器具信息 of one booking."""
    session = cas.admit(request, SYSTEM)
    if isinstance(session, Response):
        return session
    portal, uuid = cas.portal_of(request), request.query_params.get("id", "")
    institute.answer_due(portal)
    try:
        account = portal.store.accounts[session.grant.account]
        found = booking.own_booking(portal, account, uuid)
    except (PortalRefusal, KeyError):
        return Response("<h1>Error 404</h1>", status_code=404, media_type="text/html")
    text = institute.receipt_text(found)
    return render.page(portal, "receipt.html", booking=uuid, lines=text.splitlines())


def frame_page(request: Request) -> Response:
    """Show the system's frame around a page, for the variant open=frame."""
    inner = FRAMED.get(request.query_params.get("page", ""), FRAMED["ledger"])
    return _page(request, "frame.html", inner=inner)


def _page(request: Request, template: str, **facts: object) -> Response:
    session = cas.admit(request, SYSTEM)
    if not isinstance(session, AppSession):
        return session
    return render.page(cas.portal_of(request), template, **facts)


def _note(request: Request) -> tuple[str, ...]:
    return words.NOTES[cas.portal_of(request).variants.dialog_note]
