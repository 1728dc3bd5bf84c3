"""The fixtures. What they give is made by the modules beside, imported when a test asks for it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ecqs_agent.pytest_plugin.marks import WRITES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from ecqs_agent.driving.session import PortalSession
    from ecqs_agent.pytest_plugin.control import MockControl
    from ecqs_agent.pytest_plugin.login import Door
    from ecqs_agent.pytest_plugin.venue import PortalUnderTest
    from ecqs_agent.replay.stage import Stage
    from page_objects.pages.booking_list import BookingListPage
    from page_objects.pages.ledger import LedgerPage
    from page_objects.screens import InstrumentForm


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], request: pytest.FixtureRequest
) -> dict[str, Any]:
    """Start a browser of this machine where Playwright's own is not installed (--ecqs-browser)."""
    from ecqs_agent.pytest_plugin.browsers import launch_args

    return launch_args(
        request.getfixturevalue("playwright"),
        browser_type_launch_args,
        wanted=request.config.getoption("--ecqs-browser"),
        engines=request.config.getoption("--browser"),
    )


@pytest.fixture
def _ecqs_stage(request: pytest.FixtureRequest) -> "Stage":
    from ecqs_agent.pytest_plugin.venue import variants_of, venue_of

    return venue_of(request.config).stage(variants_of(request.node))


@pytest.fixture
def _ecqs_door(
    request: pytest.FixtureRequest, _ecqs_stage: "Stage", browser: "Browser"
) -> Iterator["Door"]:
    from ecqs_agent.pytest_plugin.login import opened_door
    from ecqs_agent.pytest_plugin.venue import venue_of

    writes = request.node.get_closest_marker(WRITES) is not None
    with opened_door(venue_of(request.config), _ecqs_stage, browser, writes=writes) as door:
        yield door


@pytest.fixture
def new_context(
    request: pytest.FixtureRequest,
    new_context: Callable[..., "BrowserContext"],
    browser_context_args: dict[str, Any],
) -> Callable[..., "BrowserContext"]:
    """Open contexts that are logged in, in tests that use `portal_session`; any other as before."""
    if "portal_session" not in request.fixturenames:
        return new_context
    door: Door = request.getfixturevalue("_ecqs_door")
    mark = request.node.get_closest_marker("browser_context_args")
    set_already = {**browser_context_args, **(mark.kwargs if mark else {})}

    def opened(**theirs: Any) -> "BrowserContext":  # noqa: ANN401 - Playwright's own options
        args = door.args({**set_already, **theirs})
        return door.attend(new_context(**args, **theirs))

    return opened


@pytest.fixture
def portal(request: pytest.FixtureRequest, _ecqs_stage: "Stage") -> "PortalUnderTest":
    """Return what is tested: `url`, `is_mock`, `account`, and a mock's `engine` and `variants`."""
    from ecqs_agent.pytest_plugin.venue import venue_of

    return venue_of(request.config).described(_ecqs_stage)


@pytest.fixture
def mock_portal(_ecqs_stage: "Stage") -> "MockControl":
    """Return the control side of the mock; a test on another portal is skipped."""
    from ecqs_agent.pytest_plugin.control import MockControl
    from ecqs_agent.pytest_plugin.telling import reason

    if _ecqs_stage.mock is None:
        pytest.skip(reason("no_mock", portal=_ecqs_stage.settings.portal))
    return MockControl(_ecqs_stage.mock)


@pytest.fixture
def portal_session(
    request: pytest.FixtureRequest, _ecqs_stage: "Stage", context: "BrowserContext"
) -> "PortalSession":
    """Return the session of the account in pytest-playwright's `context`, logged in."""
    from ecqs_agent.pytest_plugin.login import session_in
    from ecqs_agent.pytest_plugin.venue import venue_of

    return session_in(context, venue_of(request.config), _ecqs_stage.settings)


@pytest.fixture
def ledger_page(portal_session: "PortalSession") -> "LedgerPage":
    """Return 强检器具台账维护, opened by the human route."""
    return portal_session.ledger()


@pytest.fixture
def booking_list_page(
    request: pytest.FixtureRequest, portal_session: "PortalSession"
) -> "BookingListPage":
    """Return 预约单记录查询, opened by the human route."""
    from ecqs_agent.errors import ReplayError

    if "ledger_page" in request.fixturenames:
        raise ReplayError(
            "A session has one screen in front: ledger_page and booking_list_page cannot both be. "
            "Ask for portal_session, and call its ledger() and bookings() where they are needed."
        )
    return portal_session.bookings()


@pytest.fixture
def instrument_form() -> "InstrumentForm":
    """Return an instrument as the guide fills it in; change it by `model_copy(update=...)`."""
    from ecqs_agent.pytest_plugin.example import INSTRUMENT

    return INSTRUMENT
