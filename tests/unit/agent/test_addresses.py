"""What counts as the portal's own address, to the port."""

import pytest

from ecqs_agent.errors import SettingsError
from ecqs_agent.settings import load_settings
from page_objects.addresses import Addresses, origin_of, place_of
from page_objects.errors import ForeignAddressError, LoginPlaceError, PlainHttpError

PORTAL = "https://psp.e-cqs.cn"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://PSP.e-cqs.cn/egov/shIndex.html?ysp=1#a", PORTAL),
        ("https://psp.e-cqs.cn:443/", PORTAL),
        ("https://psp.e-cqs.cn:8443/", "https://psp.e-cqs.cn:8443"),
        ("http://psp.e-cqs.cn:80", "http://psp.e-cqs.cn"),
        ("wss://psp.e-cqs.cn/talk", PORTAL),
        ("https://user:word@psp.e-cqs.cn/", PORTAL),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://psp.e-cqs.cn:99999999/", ""),
        ("about:blank", ""),
        ("data:text/html,x", ""),
        ("chrome-error://chromewebdata/", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "https://psp.e-cqs.cn.example/",
        "https://psp.e-cqs.cn@example.org/",
        "https://xpsp.e-cqs.cn/",
        "https://psp.e-cqs.cn:8443/",
        "https://e-cqs.cn/",
    ],
)
def test_what_only_looks_like_the_portal_is_a_outsider(url: str) -> None:
    ours = Addresses.of(PORTAL)
    assert not ours.admit(url)
    assert isinstance(ours.objection(url), ForeignAddressError)


def test_the_same_host_without_encryption_is_an_error_of_its_own() -> None:
    ours = Addresses.of(PORTAL)
    assert not ours.admit("http://psp.e-cqs.cn/")
    assert isinstance(ours.objection("http://psp.e-cqs.cn/x?t=1"), PlainHttpError)
    assert "t=1" not in str(ours.objection("http://psp.e-cqs.cn/x?t=1"))


def test_the_login_may_stand_elsewhere_and_then_only_there() -> None:
    ours = Addresses.of(PORTAL, login="https://login.example.cn")
    assert ours.admit("https://login.example.cn/cas")
    ours.must_be_login("https://login.example.cn/cas")
    for elsewhere in (f"{PORTAL}/casServer/login", "about:blank", "http://login.example.cn/"):
        with pytest.raises(LoginPlaceError):
            ours.must_be_login(elsewhere)


@pytest.mark.parametrize(
    "wrong",
    [
        {"allowed_origins": ("psp.e-cqs.cn",)},
        {"allowed_origins": ("https://psp.e-cqs.cn/path",)},
        {"allowed_origins": ("*",)},
        {"login_origin": "https://psp.e-cqs.cn/casServer"},
    ],
)
def test_a_setting_names_origins_and_nothing_wider(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        load_settings(**wrong)


def test_origins_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECQS_ALLOWED_ORIGINS", '["https://a.example", "http://b.example:81"]')
    monkeypatch.setenv("ECQS_LOGIN_ORIGIN", "https://login.example.cn")
    ours = load_settings(portal=PORTAL).addresses
    more = ("https://login.example.cn", "https://a.example", "http://b.example:81")
    assert ours.all == (PORTAL, *more)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.invalid/egov/x.html?ticket=ST-1", "https://a.invalid/egov/x.html"),
        ("https://a.invalid:8443/x;jsessionid=0000?y#z", "https://a.invalid:8443/x"),
        ("https://clerk:word@a.invalid/x", "https://a.invalid/x"),
        ("about:blank", "about:blank"),
    ],
)
def test_a_place_is_told_without_what_may_be_a_ticket(url: str, told: str) -> None:
    assert place_of(url) == told
