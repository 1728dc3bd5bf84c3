"""Logging in: the captcha may be misread three times, a password never."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.session import Credentials, PortalSession
from ecqs_agent.errors import LoginFailedError, PersonNeededError
from ecqs_agent.flows.log_in import log_in
from page_objects.errors import SessionEndedError
from page_objects.patience import Patience

pytestmark = pytest.mark.browser


@pytest.fixture
def session_at(context: BrowserContext, patience: Patience) -> Callable[[Any], PortalSession]:
    def make(mock: Any) -> PortalSession:
        return PortalSession(Given(context), account="demo", portal=mock.url, patience=patience)

    return make


def posts(mock: Any) -> int:
    rows = mock.requests()["requests"]
    return sum(row["verb"] == "POST" and "casServer/login" in row["path"] for row in rows)


def demo(password: str = "Demo+2026") -> Credentials:
    return Credentials(username="demo", password=SecretStr(password))


def test_a_misread_captcha_is_asked_for_again(portal: Any, session_at: Any) -> None:
    mock, answers = portal(), iter(["0000", ""])
    session = session_at(mock)

    def ask(picture: bytes, context: BrowserContext) -> str:
        assert picture.startswith(b"\x89PNG")
        return next(answers) if posts(mock) < 1 else str(mock.captcha(context))

    log_in(session, demo(), ask)
    assert session.home().is_logged_in()
    assert posts(mock) == 2


def test_three_misread_captchas_are_enough(portal: Any, session_at: Any) -> None:
    mock = portal()
    with pytest.raises(PersonNeededError):
        log_in(session_at(mock), demo(), lambda *_: "0000")
    assert posts(mock) == 3


def test_a_wrong_password_is_never_tried_again(portal: Any, session_at: Any) -> None:
    mock = portal()
    session = session_at(mock)
    with pytest.raises(LoginFailedError) as refused:
        log_in(session, demo("Wrong+2026"), lambda _, context: str(mock.captcha(context)))
    assert posts(mock) == 1
    assert "Wrong+2026" not in str(refused.value)
    assert not session.home().is_logged_in()


def test_the_password_never_travels_in_the_clear(portal: Any, session_at: Any) -> None:
    mock = portal()
    log_in(session_at(mock), demo(), lambda _, context: str(mock.captcha(context)))
    assert "Demo+2026" not in str(mock.requests())


def test_the_login_page_is_not_pictured(portal: Any, session_at: Any) -> None:
    mock = portal()
    session = session_at(mock)
    session.home().log_in().fill("demo", SecretStr("Demo+2026"), "ab12")
    with pytest.raises(SessionEndedError):
        session.picture()
    assert session.home().is_logged_in() is False
    assert session.picture().startswith(b"\x89PNG")
