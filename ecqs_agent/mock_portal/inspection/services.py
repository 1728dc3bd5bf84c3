"""The one endpoint `jsonClient.action`: find the service's method, answer or refuse."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ecqs_agent.mock_portal import cas, institute, wire
from ecqs_agent.mock_portal.entities import Account
from ecqs_agent.mock_portal.inspection import booking, dictionary, ledger
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.sessions import SYSTEM
from ecqs_agent.mock_portal.wire import Call, PortalRefusal, Row

Method = Callable[[Portal, Account, Call], Row]

METHODS: dict[tuple[str, str], Method] = {
    (ledger.SERVICE, "getLedgerList"): ledger.get_ledger_list,
    (ledger.SERVICE, "getSelectableLedgerList"): ledger.get_selectable_ledger_list,
    (ledger.SERVICE, "saveLedger"): ledger.save_ledger,
    (ledger.SERVICE, "deleteLedger"): ledger.delete_ledger,
    (dictionary.SERVICE, "getCategoryList"): dictionary.get_category_list,
    (dictionary.SERVICE, "getClassList"): dictionary.get_class_list,
    (dictionary.SERVICE, "getRegionChildren"): dictionary.get_region_children,
    (booking.SERVICE, "getCompanyAppointmentList"): booking.get_company_appointment_list,
    (booking.SERVICE, "getIntruInfoByReservationId"): booking.get_intru_info_by_reservation_id,
    (booking.SERVICE, "saveReservation"): booking.save_reservation,
    (booking.SERVICE, "submitReservation"): booking.submit_reservation,
    (booking.SERVICE, "deleteReservation"): booking.delete_reservation,
}


async def json_client(request: Request) -> Response:
    """Answer one call; not logged in is a redirect, a refusal is HTTP 200 (portal-facts 8.3)."""
    session = cas.admit(request, SYSTEM)
    if isinstance(session, Response):
        return session
    portal = cas.portal_of(request)
    body = (await request.body()).decode("utf-8", "replace")
    form = dict(parse_qsl(body, keep_blank_values=True))
    text = request.query_params.get("jsonValue") or form.pop("jsonValue", "")
    account = portal.store.accounts.get(session.grant.account)
    return JSONResponse(_answer(portal, account, text, form))


def _answer(portal: Portal, account: Account | None, text: str, form: dict[str, str]) -> Row:
    try:
        call = Call.read(text, form)
        method = METHODS.get((call.service, call.method))
        if account is None or method is None:
            return wire.failure(f"服务不存在：{call.service}.{call.method}")
        institute.answer_due(portal)
        return method(portal, account, call)
    except PortalRefusal as refusal:
        return wire.failure(str(refusal))
