"""How requests are named and texts cleaned, so that nothing secret is kept and replay fits."""

import json

import pytest

from ecqs_agent.replay.cassette.asking import TYPED, asked, kind_of
from ecqs_agent.replay.cassette.cleaning import TICKET, Cleaner
from ecqs_agent.replay.cassette.model import PORTAL, Kind
from ecqs_agent.secrecy import SECRETS
from page_objects.addresses import Addresses

HERE = "http://127.0.0.1:4711"
CALL = f"{HERE}/InspSystemV11/jsonClient.action"


@pytest.fixture
def cleaner() -> Cleaner:
    return Cleaner(Addresses.of(HERE, login="https://login.example"), hide=["某某公司"])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"{HERE}/egov", f"{PORTAL}/egov"),
        ("service=http%3A%2F%2F127.0.0.1%3A4711%2Fa", "http%3A%2F%2Fportal.cassette.invalid%2Fa"),
        (r"http:\/\/127.0.0.1:4711\/a", r"http:\/\/portal.cassette.invalid\/a"),
        ("https://login.example/cas", f"{PORTAL}/cas"),
        ("?ticket=ST-12-abcdefgh_1-cas01", f"?ticket={TICKET}"),
        ("/a.jsp;jsessionid=ABC123DEF?x=1", "/a.jsp?x=1"),
        ("电话0471-1234567，", "电话000-0000000，"),
        ("手机13812345678。", "手机10000000000。"),
        ("04711234567", "0000000000"),
        ("+8613812345678", "10000000000"),
        ("138-1234-5678", "10000000000"),
        ("138 1234 5678", "10000000000"),
        ("(021)12345678", "000-0000000"),
        ("021 12345678", "000-0000000"),
        ("证件110105491231002号", "证件000000000000000号"),
        ("?jsessionid=ABC123&x=1", "?&x=1"),
        ('<img src="data:image/png;base64,iVBORw0KGgo=">', '<img src="data:,">'),
        ("http://127.0.0.1:47110/", "http://127.0.0.1:47110/"),
        ("https://login.example.org/", "https://login.example.org/"),
        ("证件11010519491231002X号", "证件000000000000000000号"),
        ("写信给someone@example.com。", "写信给nobody@cassette.invalid。"),
        ("某某公司的秤", "***的秤"),
        ("DDAB62E4322EA0471123456713812345678A", "DDAB62E4322EA0471123456713812345678A"),
        ("1501020000000001 2026112700001 1531152000000 938579", None),
    ],
)
def test_texts_are_clean_and_what_is_no_secret_stays(
    cleaner: Cleaner, text: str, clean: str | None
) -> None:
    assert (clean or text) in cleaner.text(text)
    assert cleaner.text(cleaner.text(text)) == cleaner.text(text)


def test_a_secret_of_this_process_is_nowhere(cleaner: Cleaner) -> None:
    SECRETS.remember("Geheim+2026")
    told = json.dumps({"a": ["Geheim+2026", {"Geheim+2026": "R2VoZWltKzIwMjY="}]})
    assert "Geheim" not in cleaner.data(told)
    assert "R2VoZWlt" not in cleaner.data(told)


def test_numbers_of_people_are_clean_as_json_numbers_too(cleaner: Cleaner) -> None:
    told = '{"phone":13812345678,"id":110101199003071234,"count":7,"yes":true,"at":1531152000000}'
    clean = json.loads(cleaner.data(told))
    assert clean == {"phone": 10000000000, "id": 0, "count": 7, "yes": True, "at": 1531152000000}


def test_a_login_page_keeps_no_token_of_its_form(cleaner: Cleaner) -> None:
    page = (
        '<input type="hidden" name="execution" value="e1s1-secret"/>'
        "<input value='lt-secret' name=lt type='hidden'>"
        "<input type=hidden name=a value=bare-secret>"
        '<input type="hidden" data-value="kept" value="other-secret">'
        "<script>var execution = 'e2-secret'; var result = 'kept';</script>"
        '<meta name="_csrf" content="meta-secret">'
        '<input type="text" name="username" value="shown">'
    )
    clean = cleaner.page(page, is_login=True)
    assert "secret" not in clean
    assert 'value="shown"' in clean
    assert clean.count("kept") == 2
    assert "meta-secret" not in cleaner.page(page, is_login=False)
    assert "e1s1-secret" in cleaner.page(page, is_login=False)


def test_a_program_keeps_its_numbers(cleaner: Cleaner) -> None:
    assert cleaner.script("x = 13812345678; y = 04711234567") == "x = 13812345678; y = 04711234567"


def test_the_same_request_has_the_same_name_in_every_run(cleaner: Cleaner) -> None:
    first = asked("POST", f"{CALL}?b=2&a=1&_=1764190000000&0.8151234567", "y=2&x=1", cleaner)
    second = asked("POST", f"{CALL}?a=1&b=2&_=1764199999999", "x=1&y=2&r=0.123456789", cleaner)
    assert first == second
    assert first.query == (("a", "1"), ("b", "2"))
    day = (("purchaseDate", "1531152000000"),)
    assert asked("GET", f"{HERE}/a?purchaseDate=1531152000000", None, cleaner).query == day
    assert asked("GET", f"{HERE}/a;jsessionid=1?t=5", None, cleaner).query == (("t", "5"),)


def test_json_is_opened_so_that_each_field_has_a_name(cleaner: Cleaner) -> None:
    value = '{"methodName":"saveLedger","params":[{"b":{"value":1},"a":"秤","c":null,"d":[]}]}'
    named = asked("POST", CALL, f"jsonValue={value}", cleaner)
    assert named.body == (
        ("jsonValue.methodName", "saveLedger"),
        ("jsonValue.params.0.a", "秤"),
        ("jsonValue.params.0.b.value", "1"),
        ("jsonValue.params.0.c", "null"),
        ("jsonValue.params.0.d", "[]"),
    )
    assert named.call == "POST /InspSystemV11/jsonClient.action (saveLedger)"
    assert asked("POST", CALL, value, cleaner).call == named.call


def test_of_a_login_only_its_fields_names_are_kept(cleaner: Cleaner) -> None:
    named = asked(
        "POST", f"{HERE}/casServer/login", "username=me&password=p&authcode=y86c", cleaner
    )
    assert {value for _, value in named.body} == {TYPED}
    assert [name for name, _ in named.body] == ["authcode", "password", "username"]


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{HERE}/casServer/login?username=me&password=Secret1&captcha=Secret2", None),
        (f"{HERE}/casServer/checkUser", "name=Secret1&word=Secret2"),
        (f"{HERE}/casServer/login", "Secret1"),
        (f"{HERE}/a/changePassword", "oldPassword=Secret1&newPwd=Secret2"),
        (f"{HERE}/a?_csrf=Secret1&accessToken=Secret2", None),
        (f"{HERE}/u/13812345678/a", "<a>13812345678</a><b>ST-12-abcdefgh</b>"),
        (f"{HERE}/a", '--xYz\r\nname="13812345678"\r\n\r\nST-12-abcdefgh'),
    ],
)
def test_no_secret_is_in_a_requests_name(cleaner: Cleaner, url: str, body: str | None) -> None:
    named = asked("POST", url, body, cleaner).model_dump_json()
    for secret in ("Secret", "13812345678", "ST-12"):
        assert secret not in named


def test_a_body_in_parts_has_the_same_name_each_time(cleaner: Cleaner) -> None:
    first = "------WebKitFormBoundaryAbCdEfGh12345678\r\nname=1"
    second = "------WebKitFormBoundaryZyXwVuTs87654321\r\nname=1"
    assert asked("POST", CALL, first, cleaner) == asked("POST", CALL, second, cleaner)


@pytest.mark.parametrize(
    ("method", "url", "body", "resource", "kind"),
    [
        ("GET", f"{HERE}/a.js", None, "script", "asset"),
        ("GET", f"{HERE}/a.jsp", None, "document", "look"),
        ("GET", f"{HERE}/a.jsp?ticket=ST-1", None, "document", "door"),
        ("GET", f"{HERE}/casServer/logout", None, "document", "door"),
        ("POST", CALL, 'jsonValue={"methodName":"getLedgerList"}', "xhr", "look"),
        ("POST", CALL, 'jsonValue={"methodName":"saveLedger"}', "xhr", "write"),
        ("POST", CALL, None, "xhr", "write"),
        ("POST", f"{HERE}/casServer/login", "username=me", "document", "write"),
        ("PUT", f"{HERE}/a.js", None, "script", "write"),
    ],
)
def test_what_may_write_counts_as_writing(
    method: str, url: str, body: str | None, resource: str, kind: Kind
) -> None:
    assert kind_of(method, url, body, resource) == kind
