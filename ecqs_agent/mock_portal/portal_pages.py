"""The public portal's pages under /egov: home, system page, registration, password recovery."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ecqs_agent.mock_portal import cas, render
from ecqs_agent.mock_portal.inspection.pages import FRAMED
from ecqs_agent.mock_portal.sessions import CAS, PORTAL, SYSTEM

SERVICES = (
    "产品质量监督抽查系统",
    "",  # the system's own name stands here, in the words of the chosen generation
    "标准物质定级鉴定系统",
    "法定计量检定机构监管服务",
    "承担国家法定计量检定机构任务授权",
)
NEWS = ("政务服务", "质检新闻", "政策法规", "计划规划", "热点栏目", "质监业务")
LOOK_UPS = (
    "全国认证认可信息公共服务平台",
    "全国标准信息公共服务平台",
    "工业产品生产许可证获证情况查询",
)


def root(_: Request) -> Response:
    """Lead from the bare address to the home page."""
    return RedirectResponse(cas.HOME, status_code=302)


def favicon(_: Request) -> Response:
    """Answer that there is no icon, so that no browser complains."""
    return Response(status_code=204)


def home(request: Request) -> Response:
    """Show the home page; a ticket in the address becomes a session first."""
    portal = cas.portal_of(request)
    if request.query_params.get("ticket"):
        admitted = cas.admit(request, PORTAL)
        if isinstance(admitted, Response):
            return admitted
    session = portal.sessions.app(request.cookies.get(cas.SESSION_COOKIE), PORTAL)
    account = portal.store.accounts.get(session.grant.account) if session else None
    response = render.page(
        portal,
        "home.html",
        company=account.company if account else "",
        login=_login_address(request),
        services=SERVICES,
        news=NEWS,
        look_ups=LOOK_UPS,
    )
    _shield_cookies(response, request)
    return response


def system(request: Request) -> Response:
    """Show the system's page with its two services."""
    session = cas.admit(request, PORTAL)
    if isinstance(session, Response):
        return session
    portal = cas.portal_of(request)
    account = portal.store.accounts.get(session.grant.account)
    framed = portal.variants.open == "frame"
    addresses = {
        name: f"{SYSTEM}/main.jsp?page={name}" if framed else address
        for name, address in FRAMED.items()
    }
    return render.page(
        portal, "system.html", company=account.company if account else "", addresses=addresses
    )


def register(request: Request) -> Response:
    """Show the registration form; a mock registers nobody."""
    return render.page(cas.portal_of(request), "register.html")


def recover(request: Request) -> Response:
    """Show the password recovery form; a mock sends nothing."""
    return render.page(cas.portal_of(request), "recover.html")


def _login_address(request: Request) -> str:
    here = str(request.url.replace(path=cas.HOME, query=""))
    query = {"service": here, "code": "90000", "tacsaccess": "1", "flag": "false"}
    return f"{CAS}/login?{urlencode(query)}"


def _shield_cookies(response: Response, request: Request) -> None:
    for name, value in (("insert_cookie", "36934702"), ("__jsluid_h", "0" * 31 + "1")):
        if name not in request.cookies:
            response.set_cookie(name, value, httponly=True)
