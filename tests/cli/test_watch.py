"""Watching by command: notices arrive at a robot, an ended session parks, Ctrl-C ends cleanly."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ended, ecqs
from tests.unit.agent.receivers import Robot, robot

pytestmark = pytest.mark.browser

SMALL = Path("examples/instruments-small.xls").resolve()
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
Command = Callable[..., Ended]


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.fixture
def group() -> Iterator[Robot]:
    """A chat group's robot that takes every message."""
    with robot() as running:
        running.says({"errcode": 0, "errmsg": "ok"})
        yield running


@pytest.fixture
def surroundings(mock: Any, group: Robot) -> dict[str, str]:
    return {
        "ECQS_PORTAL": mock.url,
        "ECQS_MOCK_TOKEN": mock.token,
        "ECQS_PAUSE": "0",
        "ECQS_QUIET_PERIOD": "1",
        "ECQS_OFFICE_HOURS": "00:00-23:59",
        "ECQS_QUIET_HOURS": "",
        "ECQS_NOTICE_WECOM": f"{group.url}/cgi-bin/webhook/send?key={KEY}",
        "NO_PROXY": "127.0.0.1",
    }


@pytest.fixture
def run(surroundings: dict[str, str], tmp_path: Path) -> Command:
    def command(*arguments: str, **environment: str) -> Ended:
        told = {**surroundings, **environment}
        return ecqs(*arguments, data=tmp_path, module="tests.cli.on_a_workday", **told)

    return command


def watch_once(run: Command, *, after_hours: int = 0) -> Ended:
    asked = ("receipts", "watch", "--once", "--account", "demo", "--json")
    return run(*asked, ECQS_TEST_HOURS=f"{after_hours}")


def log_in(run: Command, mock: Any) -> None:
    ended = run(
        "login", "--account", "demo", "--captcha", "mock", ECQS_PASSWORD=mock.password("demo")
    )
    assert ended.code == 0, ended.err


def test_watching_tells_answers_once_and_parks_an_ended_session(
    run: Command, mock: Any, group: Robot, tmp_path: Path
) -> None:
    log_in(run, mock)
    assert run("apply", str(SMALL), "--account", "demo", "--limit", "1", "--json").code == 0
    assert run("book", "--account", "demo", "--json").code == 0
    first = watch_once(run)
    assert (first.code, first.json["accounts"][0]["outcome"]) == (0, "read"), first.err
    assert group.received == []  # booked by ourselves, not answered: no news

    mock.institute("answer")
    told = watch_once(run, after_hours=1)
    assert (told.code, told.json["delivery"]["sent"]) == (0, len(group.received)), told.err
    texts = [request.json["text"]["content"] for request in group.received]
    assert texts
    assert all(text.startswith("【强检】demo：") for text in texts)
    count = len(group.received)

    again = watch_once(run)
    assert (again.code, again.json["accounts"][0]["outcome"]) == (0, "not-yet")
    assert len(group.received) == count

    mock.log_out()
    parked = watch_once(run, after_hours=60)
    assert (parked.code, parked.json["accounts"][0]["outcome"]) == (5, "parked")
    assert "ecqs login --account demo" in group.received[-1].json["text"]["content"]
    assert len(group.received) == count + 1
    asked = len(mock.requests())
    assert watch_once(run, after_hours=90).code == 5
    assert len(mock.requests()) == asked  # the portal is left alone
    assert len(group.received) == count + 1  # and nobody is told twice

    log_in(run, mock)
    assert watch_once(run, after_hours=90).json["accounts"][0]["outcome"] == "read"

    listed = run("notices", "list", "--json")
    assert {kept["state"] for kept in listed.json["notices"]} == {"sent"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_ends_the_watch_between_two_looks(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    asked = ("receipts", "watch", "--account", "demo")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.on_a_workday", "--data", str(tmp_path), *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("ECQS_")},
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "PYTHONIOENCODING": "utf-8",
            **surroundings,
        },
    ) as watching:
        assert watching.stderr is not None
        heard = []
        for line in watching.stderr:
            heard.append(line)
            if "下次查询" in line:
                break
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=60) == 130, heard
        assert "Traceback" not in "".join(heard) + watching.stderr.read()
    assert any("请人工登录" in line for line in heard)  # nobody ever logged in: parked


def test_a_start_without_any_console_works(surroundings: dict[str, str], tmp_path: Path) -> None:
    """On Windows the schedule starts pythonw, which has no standard streams at all."""
    asked = ["--data", str(tmp_path), "receipts", "watch", "--once", "--account", "demo"]
    script = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
        "from ecqs_agent.cli import watch; from tests.cli.on_a_workday import on_a_workday\n"
        "watch.utc_now = on_a_workday\n"
        f"from ecqs_agent.cli.main import main; main({asked!r})\n"
    )
    own = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, env={**own, **state, **surroundings}
    )
    assert ended.returncode == 5  # nobody ever logged in
