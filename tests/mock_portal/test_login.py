"""The login as portal-facts 1.3 and 1.5 tell it."""

import io
import re

import pytest
from PIL import Image

from ecqs_agent.mock_portal import codec
from tests.mock_portal.conftest import Start
from tests.mock_portal.visitor import LEDGER, LEDGER_PAGE, Running, host_of


def error_of(text: str) -> str:
    found = re.search(r'<div id="msg" class="errors">([^<]+)</div>', text)
    return found.group(1) if found else ""


def test_a_page_without_session_redirects_to_the_login(place: Running) -> None:
    guest = place.visitor()
    answer = guest.http.get(LEDGER_PAGE, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/casServer/login?service=http")
    assert "code=90000&tacsaccess=1&flag=false" in answer.headers["location"]


def test_login_leads_back_to_the_page_that_was_asked_for(place: Running) -> None:
    guest = place.visitor()
    page = guest.log_in()
    assert str(page.url) == place.url + LEDGER_PAGE
    assert "强检器具台账维护" in page.text


def test_session_cookies_have_the_seen_shape_and_one_per_path(place: Running) -> None:
    guest = place.visitor()
    guest.log_in()
    guest.http.get("/egov/shIndex.html")
    for path in ("/casServer", "/InspSystemV11"):
        assert re.fullmatch(r"\d{4}[\w-]{23}:\w+", guest.cookie("JSESSIONID", path))
    assert guest.cookie("insert_cookie", "/")
    assert guest.cookie("__jsluid_h", "/")


def test_the_login_page_has_the_known_fields(place: Running) -> None:
    text = place.visitor().http.get("/casServer/login").text
    assert re.search(r'class="loginBtn">\s*<input type="hidden" name="execution" value="\w', text)
    for name in ("usertype", "strongPassword", "username", "password", "authcode", "_eventId"):
        assert f'name="{name}"' in text
    for word in (
        "用户登录界面",
        "记住密码",
        "忘记密码?",
        "立即注册",
        "微信扫码登录",
        "电子营业执照",
    ):
        assert word in text


def test_the_captcha_is_a_jpeg_of_200_by_50(place: Running) -> None:
    answer = place.visitor().http.get("/casServer/captcha.jpg?0.5")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (200, 50))


def test_the_captcha_belongs_to_the_cookie_that_fetched_it(place: Running) -> None:
    mine, other = place.visitor(), place.visitor()
    foreign = other.captcha()
    while mine.captcha() == foreign:  # one in 160,000
        other.captcha()
    assert error_of(mine.log_in(captcha=foreign).text) == "验证码错误！"


@pytest.mark.parametrize("password", ["demo+2026", "", "Demo+2026 "])
def test_a_wrong_password_is_told_in_the_page(place: Running, password: str) -> None:
    page = place.visitor().log_in(password=password)
    assert error_of(page.text) == "用户名或密码错误！"
    assert host_of(page) == "/casServer/login"


def test_an_unknown_name_reads_like_a_wrong_password(place: Running) -> None:
    assert error_of(place.visitor().log_in("nobody").text) == "用户名或密码错误！"


def test_five_wrong_passwords_lock_for_half_an_hour(place: Running) -> None:
    guest = place.visitor()
    errors = [error_of(guest.log_in(password="wrong").text) for _ in range(5)]
    assert ["锁定" in error for error in errors] == [False] * 4 + [True]
    assert "锁定" in error_of(guest.log_in().text)
    guest.control("POST", "clock", {"advance_seconds": 1801})
    assert guest.log_in().url.path == LEDGER_PAGE


def test_wrong_captchas_never_lock(place: Running) -> None:
    guest = place.visitor()
    for _ in range(7):
        guest.log_in(captcha="!!!!")
    assert guest.log_in().url.path == LEDGER_PAGE


def test_an_execution_token_is_good_once(place: Running) -> None:
    guest = place.visitor()
    page = guest.http.get(LEDGER_PAGE)
    form = guest.login_fields(page.text, "demo", "wrong", guest.captcha())
    guest.http.post(str(page.url), data=form)
    again = guest.http.post(str(page.url), data=form)
    assert "页面已过期" in error_of(again.text)


def test_a_ticket_is_good_once(place: Running) -> None:
    guest, thief = place.visitor(), place.visitor()
    guest.log_in()
    bounce = guest.http.get(
        "/casServer/login", params={"service": place.url + LEDGER_PAGE}, follow_redirects=False
    )
    ticketed = bounce.headers["location"]
    assert guest.http.get(ticketed).url.path == LEDGER_PAGE
    assert thief.http.get(ticketed).url.path == "/casServer/login"


def test_login_never_leads_to_another_host(place: Running) -> None:
    answer = place.visitor().http.get("/casServer/login?service=http://example.invalid/")
    assert answer.status_code == 403


def test_a_data_call_without_session_is_redirected_and_ends_as_a_page(place: Running) -> None:
    answer = place.visitor().post(LEDGER, "getLedgerList", [])
    assert [step.status_code for step in answer.history] == [302]
    assert answer.status_code == 200
    assert "用户登录界面" in answer.text


def test_logout_ends_all_sessions(place: Running) -> None:
    guest = place.visitor()
    guest.log_in()
    guest.http.get("/casServer/logout")
    assert guest.http.get(LEDGER_PAGE).url.path == "/casServer/login"


def test_the_password_encoding_depends_on_the_captcha() -> None:
    assert codec.encode_password("Demo+2026", "a1b2") != codec.encode_password("Demo+2026", "a1b3")
    assert codec.encode_password("a", "b") == "680ac27da3dad1e9252e45efb75e2dfb"


@pytest.mark.parametrize("name", ["demo", "用户", "x" * 40])
def test_names_survive_encoding(name: str) -> None:
    assert codec.decode_username(codec.encode_username(name)) == name


@pytest.mark.parametrize("junk", ["", "demo", "AAAA", "%%%"])
def test_an_unencoded_name_is_nobody(junk: str) -> None:
    assert codec.decode_username(junk) == ""


def test_single_session_displaces_the_first_login(start: Start) -> None:
    place = start(variants={"sessions": "single"})
    first, second = place.visitor(), place.visitor()
    first.log_in()
    second.log_in()
    assert first.http.get(LEDGER_PAGE).url.path == "/casServer/login"
    assert second.http.get(LEDGER_PAGE).url.path == LEDGER_PAGE


def test_many_sessions_live_side_by_side(place: Running) -> None:
    first, second = place.visitor(), place.visitor()
    first.log_in()
    second.log_in()
    assert first.http.get(LEDGER_PAGE).url.path == LEDGER_PAGE


def test_captcha_renew_gives_a_new_text_each_time(place: Running) -> None:
    guest = place.visitor()
    assert len({guest.captcha() for _ in range(6)}) > 1


def test_captcha_keep_gives_the_same_text(start: Start) -> None:
    guest = start(variants={"captcha": "keep"}).visitor()
    assert len({guest.captcha() for _ in range(6)}) == 1
    guest.log_in(password="wrong")
    assert guest.log_in().url.path == LEDGER_PAGE


def test_captcha_case(start: Start) -> None:
    loose = start().visitor()
    assert loose.log_in(captcha=loose.captcha().upper()).url.path == LEDGER_PAGE
    strict = start(variants={"captcha_case": "exact"}).visitor()
    text = strict.captcha()
    while text.swapcase() == text:
        text = strict.captcha()
    assert error_of(strict.log_in(captcha=text.swapcase()).text) == "验证码错误！"
