"""The front page, the login page and what they answer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pydantic import SecretStr

from page_objects.errors import PortalDriftError, PortalUnavailableError, SessionEndedError
from page_objects.pages.login import LoginPage
from page_objects.pages.portal_home import PortalHome, SystemPage
from page_objects.patience import Patience, Wait
from page_objects.screens import LoggedIn, LoginRejected

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]


def home_of(page: Page, site: Any, patience: Patience) -> PortalHome:
    return PortalHome(page, base_url=site.url, patience=patience)


def login_of(page: Page, site: Any, patience: Patience) -> LoginPage:
    return home_of(page, site, patience).open().log_in()


@pytest.mark.parametrize("words", ["new", "old"])
@pytest.mark.parametrize("shield", ["off", "521"])
def test_logging_in_is_seen_on_the_front_page(
    portal: Portals, page: Page, patience: Patience, words: str, shield: str
) -> None:
    site = portal(words=words, shield=shield)
    home = home_of(page, site, patience).open()
    assert home.is_logged_in() is False
    login = home.log_in()
    login.fill("demo", SecretStr(site.password("demo")), site.captcha(page.context))
    assert login.submit() == LoggedIn()
    assert home.open().is_logged_in() is True
    assert isinstance(home.enter_system(), SystemPage)


@pytest.mark.parametrize("words", ["new", "old"])
def test_logging_out_is_seen_on_the_front_page(
    portal: Portals,
    logged_in_page: Callable[..., Page],
    patience: Patience,
    words: str,
) -> None:
    site = portal(words=words)
    home = home_of(logged_in_page(site), site, patience).open()
    assert home.is_logged_in() is True
    home.log_out()
    assert home.is_logged_in() is False


def test_a_logout_that_did_nothing_is_drift(
    portal: Portals, logged_in_page: Callable[..., Page], patience: Patience
) -> None:
    site = portal()
    page = logged_in_page(site)
    home = home_of(page, site, patience).open()
    page.route("**/casServer/logout", lambda route: route.fulfill(body="<p>再见</p>"))
    with pytest.raises(PortalDriftError):
        home.log_out()


def test_wrong_password_is_rejected_with_the_portals_words(
    portal: Portals, page: Page, patience: Patience
) -> None:
    site = portal()
    login = login_of(page, site, patience)
    login.fill("demo", SecretStr("Wrong+2026"), site.captcha(page.context))
    assert login.submit() == LoginRejected(message="用户名或密码错误！", reason="password")


@pytest.mark.parametrize("captcha", ["renew", "keep"])
def test_wrong_captcha_is_rejected_and_the_next_try_works(
    portal: Portals, page: Page, patience: Patience, captcha: str
) -> None:
    site = portal(captcha=captcha)
    login = login_of(page, site, patience)
    login.fill("demo", SecretStr(site.password("demo")), "!!!!")
    assert login.submit() == LoginRejected(message="验证码错误！", reason="captcha")
    login.wait_ready()
    login.fill("demo", SecretStr(site.password("demo")), site.captcha(page.context))
    assert login.submit() == LoggedIn()


def test_the_same_message_twice_is_noticed_twice(
    portal: Portals, page: Page, patience: Patience
) -> None:
    site = portal()
    login = login_of(page, site, patience)
    for _ in range(2):
        login.wait_ready()
        login.fill("demo", SecretStr("x"), "!!!!")
        assert isinstance(login.submit(), LoginRejected)


def test_captcha_can_be_renewed(portal: Portals, page: Page, patience: Patience) -> None:
    site = portal()
    login = login_of(page, site, patience)
    first = site.captcha(page.context)
    picture = login.captcha_picture()
    assert picture.startswith(b"\x89PNG")
    assert login.renew_captcha() != picture
    assert site.captcha(page.context) != first
    login.fill("demo", SecretStr(site.password("demo")), site.captcha(page.context))
    assert login.submit() == LoggedIn()


def test_password_shows_in_no_error(portal: Portals, page: Page, patience: Patience) -> None:
    login = login_of(page, portal(), patience)
    page.locator("#password").evaluate("box => { box.disabled = true; }")
    quick = LoginPage(page, base_url=login.base_url, patience=Patience(overrides={Wait.ACT: 0.3}))
    with pytest.raises(PortalDriftError) as caught:
        quick.fill("demo", SecretStr("Geheim+2026"), "abcd")
    assert "Geheim" not in repr((str(caught.value), caught.value.facts))
    assert caught.value.__suppress_context__


def test_missing_label_is_named(portal: Portals, page: Page) -> None:
    site = portal()
    site.fault("rename_label", label="验证码", to="图形码", path="/casServer/login", times=9)
    quick = Patience(overrides={Wait.NAVIGATE: 2, Wait.RENDER: 2})
    with pytest.raises(PortalDriftError) as caught:
        login_of(page, site, quick)
    assert caught.value.facts["missing"] == "验证码"


def test_entering_logged_out_is_an_ended_session(
    portal: Portals, page: Page, patience: Patience
) -> None:
    home = home_of(page, portal(), patience).open()
    with pytest.raises(SessionEndedError):
        home.enter_system()


def test_unreachable_portal(page: Page, patience: Patience) -> None:
    with pytest.raises(PortalUnavailableError):
        PortalHome(page, base_url="http://127.0.0.1:9", patience=patience).open()


def test_portal_in_trouble(portal: Portals, page: Page, patience: Patience) -> None:
    site = portal()
    site.fault("status500", path="/egov/shIndex.html")
    with pytest.raises(PortalUnavailableError) as caught:
        home_of(page, site, patience).open()
    assert caught.value.facts["status"] == 500
