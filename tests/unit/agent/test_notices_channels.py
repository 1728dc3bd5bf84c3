"""Every channel against a receiver on this machine that answers as the real service does."""

import base64
import hashlib
import hmac
import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ecqs_agent.errors import NoticeAddressError
from ecqs_agent.notices.addresses import AddressBook
from ecqs_agent.notices.answers import Answer
from ecqs_agent.notices.channels import Channel, Service, channel_of
from ecqs_agent.notices.delivery import send_once, send_patiently
from ecqs_agent.notices.robots import judge
from ecqs_agent.secrecy import SECRETS
from tests.unit.agent.receivers import HTML, Mailbox, Robot, mail_server_here, robot

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TEXT = "【强检】demo\n■ 送检 (1)\n· 戥子 ≤5g “A”"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service() -> Iterator[Robot]:
    with robot() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server_here() as running:
        yield running


def wecom(service: Robot) -> Channel:
    return channel_of(Service.WECOM, f"{service.url}/cgi-bin/webhook/send?key={KEY}")


def send(channel: Channel) -> Answer:
    return send_once(channel, "【强检】demo", TEXT, "demo")


def test_wecom_gets_the_text_and_its_zero_is_the_proof(service: Robot) -> None:
    service.says({"errcode": 0, "errmsg": "ok"})
    assert send(wecom(service)) == Answer(taken=True, words="0: ok")
    (request,) = service.received
    assert request.path == f"/cgi-bin/webhook/send?key={KEY}"
    assert request.json == {"msgtype": "text", "text": {"content": TEXT}}
    assert "≤5g".encode() in request.content  # as bytes of UTF-8, which is what is counted


def test_dingtalk_is_signed_with_time_and_secret(service: Robot) -> None:
    service.says({"errcode": 0, "errmsg": "ok"})
    secret = "SEC240d7bb4c0bafc62"
    address = f"{service.url}/robot/send?access_token=TOKENTOKEN"
    assert send(channel_of(Service.DINGTALK, address, secret)).taken
    (request,) = service.received
    asked = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
    signed = f"{asked['timestamp']}\n{secret}".encode()
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())
    assert asked["sign"] == expected.decode()
    assert asked["access_token"] == "TOKENTOKEN"
    assert len(asked["timestamp"]) == 13  # milliseconds


def test_feishu_is_signed_in_the_body(service: Robot) -> None:
    service.says({"code": 0, "msg": "success", "data": {}})
    address = f"{service.url}/open-apis/bot/v2/hook/f19abcdef"
    assert send(channel_of(Service.FEISHU, address, "zs0Tsecret")).taken
    body = service.received[0].json
    key = f"{body['timestamp']}\nzs0Tsecret".encode()
    assert body["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert (body["msg_type"], body["content"]) == ("text", {"text": TEXT})
    assert len(body["timestamp"]) == 10  # seconds


def test_a_webhook_gets_json_that_it_can_verify(service: Robot) -> None:
    service.says("", status=204)
    assert send(channel_of(Service.WEBHOOK, f"{service.url}/in", "webhook-secret")).taken
    (request,) = service.received
    assert request.json == {
        "app": "ecqs-agent",
        "account": "demo",
        "title": "【强检】demo",
        "text": TEXT,
    }
    sign = hmac.new(b"webhook-secret", request.content, hashlib.sha256).hexdigest()
    assert request.headers["X-Ecqs-Signature"] == f"sha256={sign}"


@pytest.mark.parametrize(
    ("service", "status", "body", "taken", "again"),
    [
        ("wecom", 200, '{"errcode":0,"errmsg":"ok"}', True, False),
        ("wecom", 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', False, False),
        ("wecom", 200, '{"errcode":40058,"errmsg":"exceed max length"}', False, False),
        ("wecom", 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', False, True),
        ("wecom", 200, '{"errcode":-1,"errmsg":"system busy"}', False, True),
        ("wecom", 200, HTML, False, True),
        ("wecom", 200, "", False, True),
        ("wecom", 200, "[]", False, True),
        ("wecom", 200, '{"code":0}', False, True),  # 飞书's word does not count here
        ("wecom", 200, '{"errcode":"0"}', False, True),
        ("wecom", 403, HTML, False, False),
        ("wecom", 404, HTML, False, False),
        ("wecom", 302, "", False, False),
        ("wecom", 429, "", False, True),
        ("wecom", 500, '{"errcode":0,"errmsg":"ok"}', False, True),
        ("wecom", 502, HTML, False, True),
        ("dingtalk", 200, '{"errcode":0,"errmsg":"ok"}', True, False),
        ("dingtalk", 200, '{"errcode":310000,"errmsg":"sign not match"}', False, False),
        ("dingtalk", 200, '{"errcode":310000,"errmsg":"keywords not in content"}', False, False),
        ("dingtalk", 200, '{"errcode":130101,"errmsg":"send too fast"}', False, True),
        ("feishu", 200, '{"code":0,"msg":"success"}', True, False),
        ("feishu", 200, '{"StatusCode":0,"StatusMessage":"success"}', True, False),
        ("feishu", 200, '{"code":19021,"msg":"sign match fail"}', False, False),
        ("feishu", 400, '{"code":9499,"msg":"Bad Request"}', False, False),
        ("feishu", 400, '{"code":11232,"msg":"frequency limited"}', False, True),
        ("feishu", 429, '{"code":99991400,"msg":"frequency limit"}', False, True),
        ("webhook", 200, HTML, True, False),
        ("webhook", 401, "", False, False),
        ("webhook", 503, "", False, True),
    ],
)
def test_what_an_answer_means(
    service: str, status: int, body: str, *, taken: bool, again: bool
) -> None:
    answer = judge(Service(service), status, body)
    assert (answer.taken, answer.again_after is not None) == (taken, again)


def test_the_service_s_words_are_kept(service: Robot) -> None:
    service.says({"errcode": 93000, "errmsg": f"invalid webhook url, hint: [1], key={KEY}"})
    answer = send(wecom(service))
    assert answer.words.startswith("93000: invalid webhook url")
    assert KEY not in answer.words


def test_trouble_on_the_way_is_tried_again_a_few_times(service: Robot) -> None:
    service.says({"errcode": -1, "errmsg": "busy"}, HTML, {"errcode": 0, "errmsg": "ok"})
    waited: list[float] = []
    assert send_patiently(wecom(service), title="t", text="t", sleep=waited.append).taken
    assert (len(service.received), waited) == (3, [2.0, 4.0])


def test_trouble_without_end_is_left_for_later(service: Robot) -> None:
    service.says(HTML, status=502)
    waited: list[float] = []
    answer = send_patiently(wecom(service), title="t", text="t", sleep=waited.append)
    assert (answer.taken, len(service.received), len(waited)) == (False, 3, 2)


def test_a_final_no_is_not_asked_again(service: Robot) -> None:
    service.says({"errcode": 93000, "errmsg": "invalid webhook url"})
    waited: list[float] = []
    send_patiently(wecom(service), title="t", text="t", sleep=waited.append)
    assert (len(service.received), waited) == (1, [])


def test_too_many_in_a_minute_waits_for_the_next_minute(service: Robot) -> None:
    service.says({"errcode": 45009, "errmsg": "freq"}, {"errcode": 0, "errmsg": "ok"})
    waited: list[float] = []
    assert send_patiently(wecom(service), title="t", text="t", sleep=waited.append).taken
    assert waited == [65.0]


def test_a_service_that_hangs_up_or_is_not_there(service: Robot) -> None:
    service.says("", status=0)
    assert send(wecom(service)).again_after is not None
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, and nobody listens
        address = f"http://127.0.0.1:{held.getsockname()[1]}/send?key={KEY}"
        answer = send(channel_of(Service.WECOM, address))
    assert (answer.taken, answer.again_after is not None) == (False, True)
    assert KEY not in answer.words


def test_a_service_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecqs_agent.notices.robots.TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/send?key={KEY}"
        answer = send(channel_of(Service.WECOM, address))
    assert answer.words.startswith("127.0.0.1: ReadTimeout")
    assert answer.again_after is not None


def email(
    box: Mailbox, *, to: str = "lab@example.com", password: str = "right-password"
) -> Channel:
    address = f"smtp+plain://clerk:{password}@127.0.0.1:{box.port}?from=a@example.com&to={to}"
    return channel_of(Service.EMAIL, address)


def test_mail_is_handed_in_for_every_recipient(mailbox: Mailbox) -> None:
    assert send(email(mailbox, to="lab@example.com,boss@example.com")).taken
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["lab@example.com", "boss@example.com"]
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert (message["Subject"], message["Auto-Submitted"]) == ("【强检】demo", "auto-generated")
    assert message.get_content().replace("\r\n", "\n").strip() == TEXT


def test_a_refused_recipient_is_named_and_nobody_is_told_twice(mailbox: Mailbox) -> None:
    answer = send(email(mailbox, to="lab@example.com,gone@example.com"))
    assert (answer.taken, answer.again_after) == (False, None)
    assert answer.words == "gone@example.com 550: 5.1.1 No such user"
    assert len(mailbox.envelopes) == 1


def test_a_server_that_refuses_everybody(mailbox: Mailbox) -> None:
    assert send(email(mailbox, to="gone@example.com")).again_after is None
    assert send(email(mailbox, to="later@example.com")).again_after is not None
    assert mailbox.envelopes == []


def test_a_wrong_mail_password_is_final_and_is_not_repeated(mailbox: Mailbox) -> None:
    answer = send(email(mailbox, password="wrong-password"))
    assert (answer.taken, answer.again_after) == (False, None)
    assert answer.words.startswith("535")
    assert "wrong-password" not in answer.words


def test_a_server_without_starttls_gets_no_password(mailbox: Mailbox) -> None:
    address = f"smtp://clerk:right-password@127.0.0.1:{mailbox.port}?from=a@b.cn&to=lab@example.com"
    answer = send(channel_of(Service.EMAIL, address))
    assert (answer.taken, answer.again_after) == (False, None)
    assert mailbox.envelopes == []


def test_a_mail_server_that_is_not_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        address = f"smtps://clerk:right-password@127.0.0.1:{port}?from=a@b.cn&to=lab@example.com"
        assert send(channel_of(Service.EMAIL, address)).again_after is not None


@pytest.mark.parametrize(
    ("service", "address"),
    [
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SECRETSECRET"),
        ("wecom", "SECRETSECRET"),
        ("feishu", "ftp://127.0.0.1/SECRETSECRET"),
        ("feishu", "https://[SECRETSECRET"),
        ("email", "smtps://u:SECRETSECRET@mail.example.com"),
        ("email", "smtp+plain://u:SECRETSECRET@mail.example.com?to=a@b.cn"),
        ("email", "smtps://u:SECRETSECRET@mail.example.com:port?to=a@b.cn"),
        ("email", "https://SECRETSECRET"),
    ],
)
def test_an_impossible_address_is_refused_without_repeating_it(service: str, address: str) -> None:
    with pytest.raises(NoticeAddressError) as caught:
        channel_of(Service(service), address)
    assert "SECRETSECRET" not in str(caught.value)


def test_addresses_show_themselves_nowhere(
    service: Robot, caplog: pytest.LogCaptureFixture
) -> None:
    service.says({"errcode": 0, "errmsg": "ok"})
    channel = wecom(service)
    with caplog.at_level(logging.DEBUG):
        send(channel)
    assert KEY not in caplog.text
    assert KEY not in f"{channel!r} {channel} {channel.model_dump_json()}"
    assert KEY not in SECRETS.blank(channel.address.get_secret_value())
    assert channel.host == "127.0.0.1"


def test_the_environment_comes_before_what_is_kept(tmp_path: Path) -> None:
    kept = AddressBook(tmp_path, environment={})
    assert kept.channels() == ()
    kept.keep(
        channel_of(Service.DINGTALK, "https://oapi.dingtalk.com/robot/send?a=KEPTKEPT", "SEC12345")
    )
    (channel,) = kept.channels()
    assert (channel.host, channel.secret is not None) == ("oapi.dingtalk.com", True)
    assert b"KEPTKEPT" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())

    given = {"ECQS_NOTICE_DINGTALK": "https://proxy.example.com/robot?a=GIVENGIVEN"}
    both = AddressBook(tmp_path, environment=given)
    assert [channel.host for channel in both.channels()] == ["proxy.example.com"]
    assert both.channels()[0].secret is None  # the kept secret belongs to the kept address

    kept.forget(Service.DINGTALK)
    assert kept.channel(Service.DINGTALK) is None
