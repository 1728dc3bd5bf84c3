"""Accounts by command: passwords typed once, used at login, refused once, never shown."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from rich.cells import cell_len

from ecqs_agent.journal import Journal
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.login.passwords import Passwords
from ecqs_agent.login.vault import SessionStore, session_store
from tests.cli.command import Command, Ended, ecqs, on_mock
from tests.cli.terminal import type_in

RIGHT = "Demo+2026"
WRONG = "Wrong+2026"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
PORTAL = {"ECQS_PORTAL": "http://127.0.0.1:9", **NO_KEYRING}

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.fixture
def run(mock: Any, tmp_path: Path) -> Command:
    """Return `run(*arguments)`: a command on the mock, unattended, without a system's keyring."""

    on_it = on_mock(mock, tmp_path, **NO_KEYRING)

    def command(*arguments: str, **environment: str) -> Ended:
        ended = on_it(*arguments, **environment)
        assert ended.is_clean()
        assert not [word for word in (RIGHT, WRONG) if word in ended.out + ended.err]
        return ended

    return command


def offline(tmp_path: Path, *arguments: str) -> Ended:
    ended = ecqs(*arguments, data=tmp_path, **PORTAL)
    assert ended.is_clean()
    return ended


def keep(tmp_path: Path, portal: str, password: str, account: str = "demo") -> None:
    folder = tmp_path / "data" / "passwords"
    Passwords(folder, portal=portal, keyring=lambda: None).keep(account, SecretStr(password))


def log_in(run: Command, *more: str, **environment: str) -> Ended:
    return run("login", "--account", "demo", "--captcha", "mock", "--json", *more, **environment)


def posts(mock: Any) -> int:
    rows = mock.requests()["requests"]
    return sum(row["verb"] == "POST" and "casServer/login" in row["path"] for row in rows)


def sessions_at(portal: str, tmp_path: Path) -> SessionStore:
    return session_store(tmp_path / "data", portal)


def is_written_anywhere(tmp_path: Path, password: str) -> bool:
    """Return whether a file of the data folder, the log or the settings holds the password."""
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    return any(password.encode() in path.read_bytes() for path in files)


@needs_terminal
def test_a_password_is_typed_twice_and_neither_shown_nor_written(tmp_path: Path) -> None:
    typed = ("accounts", "password", "demo")
    shown = type_in(tmp_path, *typed, lines=(RIGHT, RIGHT), environment=PORTAL)
    assert "demo 的密码已保存：本机加密保存" in shown
    assert RIGHT not in shown
    assert not is_written_anywhere(tmp_path, RIGHT)
    listed = offline(tmp_path, "accounts", "list", "--json").json
    assert listed["store"] == {"kind": "vault", "name": ""}
    assert listed["accounts"]["demo"] == {
        "password": "vault",
        "password_refused": False,
        "session_since": None,
        "session_alive": None,
        "session_displaced": None,
        "parked": None,
    }


@needs_terminal
def test_two_passwords_that_differ_are_not_kept(tmp_path: Path) -> None:
    typed = ("accounts", "password", "demo")
    shown = type_in(tmp_path, *typed, lines=(RIGHT, WRONG), code=5, environment=PORTAL)
    assert "AGENT-321" in shown
    assert offline(tmp_path, "accounts", "list", "--json").json["accounts"] == {}


def test_a_password_is_typed_by_a_person_only(tmp_path: Path) -> None:
    ended = offline(tmp_path, "accounts", "password", "demo")
    assert ended.code == 5
    assert "ECQS_PASSWORD" in ended.err


def test_the_list_knows_accounts_by_password_and_by_session(tmp_path: Path) -> None:
    keep(tmp_path, PORTAL["ECQS_PORTAL"], RIGHT)
    keep(tmp_path, "https://psp.e-cqs.cn", RIGHT, account="elsewhere")
    sessions = sessions_at(PORTAL["ECQS_PORTAL"], tmp_path)
    sessions.save("second", {"cookies": [], "origins": []})
    kept = offline(tmp_path, "accounts", "list", "--json").json["accounts"]
    assert {name: one["password"] for name, one in kept.items()} == {
        "demo": "vault",
        "second": "nowhere",
    }
    assert kept["second"]["session_since"]
    shown = offline(tmp_path, "accounts", "list").out
    assert "本机加密保存" in shown
    assert "http://127.0.0.1:9" in shown


def test_forgetting_asks_and_takes_password_and_session(tmp_path: Path) -> None:
    keep(tmp_path, PORTAL["ECQS_PORTAL"], RIGHT)
    sessions = sessions_at(PORTAL["ECQS_PORTAL"], tmp_path)
    sessions.save("demo", {"cookies": [], "origins": []})
    ended = offline(tmp_path, "accounts", "forget", "demo")
    assert ended.code == 5
    assert "--yes" in ended.err
    assert sessions.since("demo") is not None
    ended = offline(tmp_path, "accounts", "forget", "demo", "--yes", "--json")
    assert (ended.code, ended.json) == (0, {"account": "demo", "password": True, "session": True})
    assert sessions.since("demo") is None
    assert offline(tmp_path, "accounts", "list", "--json").json["accounts"] == {}
    ended = offline(tmp_path, "accounts", "forget", "demo")
    assert (ended.code, "没有保存" in ended.out) == (0, True)


@needs_terminal
def test_a_no_forgets_nothing(tmp_path: Path) -> None:
    keep(tmp_path, PORTAL["ECQS_PORTAL"], RIGHT)
    type_in(tmp_path, "accounts", "forget", "demo", lines=("n",), code=130, environment=PORTAL)
    assert "demo" in offline(tmp_path, "accounts", "list", "--json").json["accounts"]


@pytest.mark.browser
def test_the_kept_password_logs_in_and_is_not_written(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, mock.url, RIGHT)
    ended = log_in(run)
    assert (ended.code, ended.json["logged_in"]) == (0, True), ended.err
    assert not is_written_anywhere(tmp_path, RIGHT)


@pytest.mark.browser
def test_the_variable_comes_before_the_kept_password(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, mock.url, WRONG)
    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    kept = run("accounts", "list", "--json").json["accounts"]["demo"]
    assert (kept["password"], kept["password_refused"]) == ("vault", False)


@pytest.mark.browser
def test_a_kept_password_that_is_refused_is_used_once(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, mock.url, WRONG)
    first = log_in(run)
    assert (first.code, first.json["error"]["code"], posts(mock)) == (5, "AGENT-312", 1)
    assert "ecqs accounts password demo" in first.err
    for again in (log_in(run), run("pull", "--account", "demo", "--captcha", "mock")):
        assert again.code == 5
        assert "ecqs accounts password demo" in again.err
    assert posts(mock) == 1
    listed = run("accounts", "list")
    assert "已被门户拒绝" in listed.out
    assert not is_written_anywhere(tmp_path, WRONG)

    keep(tmp_path, mock.url, RIGHT)
    assert log_in(run).code == 0


@pytest.mark.browser
def test_a_refused_variable_does_not_mark_the_kept_password(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, mock.url, RIGHT)
    assert log_in(run, ECQS_PASSWORD=WRONG).code == 5
    assert log_in(run).code == 0


@pytest.mark.browser
def test_a_password_kept_for_another_portal_is_not_typed(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, "https://psp.e-cqs.cn", RIGHT)
    ended = log_in(run)
    assert (ended.code, ended.json["error"]["code"], posts(mock)) == (5, "AGENT-311", 0)


@pytest.mark.browser
def test_a_kept_password_logs_nobody_in_unattended_on_a_real_portal(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    keep(tmp_path, mock.url, RIGHT)
    ended = run("pull", "--account", "demo", "--json", ECQS_MOCK_TOKEN="")
    assert (ended.code, ended.json["error"]["code"], posts(mock)) == (5, "AGENT-311", 0)
    assert "ecqs login --account demo" in ended.err  # said without having asked anybody


@pytest.mark.browser
def test_logging_out_ends_the_session_on_the_portal_and_here(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    ended = run("logout", "--account", "demo")
    assert (ended.code, "没有保存" in ended.out) == (0, True)

    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    state = sessions_at(mock.url, tmp_path).load("demo")
    assert state is not None
    ended = run("logout", "--account", "demo", "--json")
    assert (ended.code, ended.json["logged_out"], ended.json["forgotten"]) == (0, True, True)
    assert sessions_at(mock.url, tmp_path).load("demo") is None
    assert any("casServer/logout" in row["path"] for row in mock.requests()["requests"])

    sessions_at(mock.url, tmp_path).save("demo", state)  # what a thief of the file would have
    assert run("pull", "--account", "demo").code == 5


@pytest.mark.browser
def test_logging_out_of_an_ended_session_says_so(run: Command, mock: Any, tmp_path: Path) -> None:
    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    mock.log_out()
    ended = run("logout", "--account", "demo", "--json")
    assert (ended.code, ended.json["logged_out"], ended.json["forgotten"]) == (0, False, True)
    assert sessions_at(mock.url, tmp_path).since("demo") is None


@pytest.mark.browser
def test_a_login_is_kept_when_the_portal_cannot_be_reached(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    mock.fault("reset", path="shIndex.html", times=20)
    ended = run("logout", "--account", "demo", ECQS_PATIENCE="0.2")
    assert ended.code == 6
    assert sessions_at(mock.url, tmp_path).since("demo") is not None


def test_the_status_says_what_is_kept_of_each_account(tmp_path: Path) -> None:
    keep(tmp_path, PORTAL["ECQS_PORTAL"], RIGHT)
    sessions_at(PORTAL["ECQS_PORTAL"], tmp_path).save("demo", {"cookies": [], "origins": []})
    park(tmp_path, "second", reason="登录已失效，请人工登录。" * 3)
    told = offline(tmp_path, "status", "--json").json
    assert {name: told[name]["login"]["password"] for name in told} == {
        "demo": "vault",
        "second": "nowhere",
    }
    assert (told["demo"]["todo"], told["demo"]["login"]["parked"]) == (0, None)
    assert told["second"]["login"]["parked"]["code"] == "AGENT-311"
    shown = offline(tmp_path, "status").out
    assert "0 分钟" in shown
    assert "登录已失效" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert list(offline(tmp_path, "status", "--account", "demo", "--json").json) == ["demo"]


def park(tmp_path: Path, account: str, *, reason: str) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    with closing(Journal.open(f"sqlite:///{tmp_path / 'data' / 'journal.sqlite'}")) as journal:
        NoticeBoard(journal).park(account, code="AGENT-311", reason=reason)


@pytest.mark.browser
def test_the_status_tells_a_session_that_a_person_took_elsewhere(
    run: Command, mock: Any, page: Any, log_in_by: Any
) -> None:
    mock.control("POST", "variants", {**mock.variants, "sessions": "single"})
    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    kept = run("status", "--json").json["demo"]["login"]
    assert kept["session_since"] == kept["session_alive"]
    log_in_by(page, mock)
    ended = run("receipts", "poll", "--account", "demo", "--captcha", "mock", "--json")
    assert (ended.code, ended.json["error"]["code"], posts(mock)) == (5, "PORTAL-117", 2)
    assert "此账户已在别处登录" in ended.err
    kept = run("status", "--json").json["demo"]["login"]
    assert (kept["session_since"], kept["session_alive"]) == (None, None)
    assert kept["session_displaced"]
    shown = run("status").out
    assert "他处登录" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert log_in(run, ECQS_PASSWORD=RIGHT).code == 0
    assert run("status", "--json").json["demo"]["login"]["session_displaced"] is None
