"""Channels by command: tried, listed, and never shown."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqs_agent.notices.addresses import AddressBook
from ecqs_agent.notices.channels import Service, mail_server
from tests.cli.command import Ended, ecqs
from tests.cli.terminal import type_in
from tests.unit.agent.receivers import Robot, robot

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture
def group() -> Iterator[Robot]:
    with robot() as running:
        yield running


def run(tmp_path: Path, group: Robot, *arguments: str, **environment: str) -> Ended:
    given = {
        "ECQS_NOTICE_WECOM": f"{group.url}/cgi-bin/webhook/send?key={KEY}",
        "NO_PROXY": "127.0.0.1",
        **environment,
    }
    ended = ecqs("notices", *arguments, data=tmp_path, **given)
    assert ended.is_clean()
    assert KEY not in ended.out + ended.err
    return ended


def test_a_test_message_shows_what_the_service_says(tmp_path: Path, group: Robot) -> None:
    group.says({"errcode": 0, "errmsg": "ok"})
    ended = run(tmp_path, group, "test")
    assert (ended.code, ended.out) == (0, "企业微信群机器人（127.0.0.1）已接收：0: ok\n")
    assert group.received[0].json["text"]["content"].startswith("【强检】测试消息\n")

    group.says({"errcode": 93000, "errmsg": f"invalid webhook url {KEY}"})
    ended = run(tmp_path, group, "test", "--channel", "wecom", "--json")
    assert (ended.code, ended.json["wecom"]["taken"]) == (4, False)
    assert ended.json["wecom"]["words"].startswith("93000: invalid webhook url")


def test_without_a_channel_the_way_to_one_is_told(tmp_path: Path, group: Robot) -> None:
    ended = run(tmp_path, group, "test", ECQS_NOTICE_WECOM="")
    assert ended.code == 2
    assert "ecqs notices set" in ended.err
    assert run(tmp_path, group, "test", "--channel", "feishu").code == 2


def test_an_address_is_typed_by_a_person_only(tmp_path: Path, group: Robot) -> None:
    ended = run(tmp_path, group, "set", "dingtalk")
    assert ended.code == 5
    assert "ECQS_NOTICE_DINGTALK" in ended.err


def test_the_list_names_hosts_and_sources(tmp_path: Path, group: Robot) -> None:
    ended = run(tmp_path, group, "list")
    assert ended.code == 0
    assert "127.0.0.1" in ended.out
    assert "ECQS_NOTICE_WECOM" in ended.out
    listed = run(tmp_path, group, "list", "--json").json
    assert listed == {"channels": [{"name": "wecom", "host": "127.0.0.1"}], "notices": []}
    assert run(tmp_path, group, "resend").code == 0
    assert run(tmp_path, group, "remove", "wecom").code == 0


def test_an_impossible_address_ends_with_a_message(tmp_path: Path, group: Robot) -> None:
    ended = run(tmp_path, group, "list", ECQS_NOTICE_WECOM=f"http://example.com/?key={KEY}")
    assert ended.code == 2
    assert "AGENT-701" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_typed_addresses_are_kept_encrypted_and_not_shown(tmp_path: Path, group: Robot) -> None:
    group.says({"errcode": 0, "errmsg": "ok"})
    address = f"{group.url}/robot/send?access_token={KEY}"
    shown = type_in(tmp_path, "notices", "set", "dingtalk", lines=(address, "SECRETSECRET"))
    assert "127.0.0.1" in shown
    assert KEY not in shown
    assert "SECRETSECRET" not in shown
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY.encode() not in kept
    assert b"SECRETSECRET" not in kept

    ended = run(tmp_path, group, "test", "--json", ECQS_NOTICE_WECOM="")
    assert ended.json["dingtalk"]["taken"]
    assert "sign=" in group.received[0].path
    assert run(tmp_path, group, "remove", "dingtalk").code == 0
    assert run(tmp_path, group, "test", ECQS_NOTICE_WECOM="").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_a_mail_server_is_asked_for_bit_by_bit(tmp_path: Path, group: Robot) -> None:
    typed = ("smtp.example.com", "y", "clerk@example.com", "p@ss:w/rd#1", "", "a@b.cn,c@d.cn")
    shown = type_in(tmp_path, "notices", "set", "email", lines=typed)
    assert "p@ss" not in shown
    channel = AddressBook(tmp_path / "data" / "notices", environment={}).channel(Service.EMAIL)
    assert channel is not None
    server = mail_server(channel)
    assert (server.host, server.port, server.security) == ("smtp.example.com", 465, "smtps")
    assert (server.user, server.password.get_secret_value()) == ("clerk@example.com", "p@ss:w/rd#1")
    assert (server.sender, server.recipients) == ("clerk@example.com", ("a@b.cn", "c@d.cn"))
