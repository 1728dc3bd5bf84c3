"""`python -m ecqs_agent.mock_portal serve` as a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.mock_portal.visitor import TOKEN, Visitor

COMMAND = [sys.executable, "-m", "ecqs_agent.mock_portal", "serve"]


@contextmanager
def process(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*COMMAND, "--token", TOKEN, *options], stdin=pipe, stdout=pipe, text=True
    ) as running:
        try:
            assert running.stdout is not None
            yield running, json.loads(running.stdout.readline())
        finally:
            running.kill()


def test_the_ready_line(tmp_path: Path) -> None:
    with process("--variant", "words=old", "--variant", "open=frame") as (running, hello):
        assert hello["url"].startswith("http://127.0.0.1:")
        assert (hello["token"], hello["engine"], hello["pid"]) == (TOKEN, "lite", running.pid)
        assert (hello["variants"]["words"], hello["variants"]["open"]) == ("old", "frame")
        assert httpx.get(hello["url"] + "/egov/shIndex.html").status_code == 200


def test_state_survives_kill(tmp_path: Path) -> None:
    options = ("--state", str(tmp_path / "state.db"))
    with process(*options) as (running, hello):
        guest = Visitor(hello["url"])
        guest.log_in()
        saved = guest.save()
        running.kill()
        guest.http.close()
    with process(*options) as (_, hello):
        guest = Visitor(hello["url"])
        assert [record["uuid"] for record in guest.records()] == [saved["uuid"]]
        guest.http.close()


def test_it_ends_with_its_parent() -> None:
    with process("--exit-with-parent") as (running, _):
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(60) == 0


def test_it_ends_when_asked() -> None:
    with process() as (running, _):
        running.terminate()
        running.wait(60)


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--variant", "colour=red"], 2, "colour"),
        (["--port", "70000"], 2, "port"),
        (["--seed", "none.json"], 1, "none.json"),
        (["--engine", "easyui"], 1, "EasyUI"),
    ],
)
def test_what_cannot_be_started_is_told(
    tmp_path: Path, options: list[str], code: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECQS_EASYUI_DIR", str(tmp_path))
    ended = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
