"""The mock portal as one ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from ecqs_agent.mock_portal import cas, control, engines, portal_pages
from ecqs_agent.mock_portal.gate import Gate
from ecqs_agent.mock_portal.inspection import pages, services
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.redesigned import Redesigned
from ecqs_agent.mock_portal.sessions import CAS, PORTAL, SYSTEM

LOOPBACK = ["127.0.0.1", "localhost", "testserver"]


def create_app(portal: Portal) -> Starlette:
    """Return the application for one portal; only loopback host names are answered."""
    app = Starlette(
        routes=[*_pages(), *_engine_files(), *control.routes()],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK),
            Middleware(Redesigned, portal=portal),
            Middleware(Gate, portal=portal),
        ],
    )
    app.state.portal = portal
    return app


def _pages() -> list[Route]:
    return [
        Route("/", portal_pages.root),
        Route("/favicon.ico", portal_pages.favicon),
        Route(f"{PORTAL}/shIndex.html", portal_pages.home),
        Route(f"{PORTAL}/system.jsp", portal_pages.system),
        Route(f"{PORTAL}/register.jsp", portal_pages.register),
        Route(f"{PORTAL}/recover.jsp", portal_pages.recover),
        Route(f"{CAS}/login", cas.login_form, methods=["GET"]),
        Route(f"{CAS}/login", cas.login_post, methods=["POST"]),
        Route(f"{CAS}/captcha.jpg", cas.captcha_picture),
        Route(f"{CAS}/logout", cas.logout),
        Route(f"{SYSTEM}/main.jsp", pages.frame_page),
        Route(f"{SYSTEM}/ledger/ledgerManage.jsp", pages.ledger_page),
        Route(f"{SYSTEM}/reservation/reservationList.jsp", pages.booking_list_page),
        Route(f"{SYSTEM}/reservation/reservationForm.jsp", pages.booking_form_page),
        Route(f"{SYSTEM}/reservation/receipt.jsp", pages.receipt_page),
        Route(f"{SYSTEM}/jsonClient.action", services.json_client, methods=["GET", "POST"]),
    ]


def _engine_files() -> list[Route]:
    return [
        Route("/__engine__/{engine}/{file:path}", engines.engine_file),
        Route("/__assets__/{file:path}", engines.engine_file),
    ]
