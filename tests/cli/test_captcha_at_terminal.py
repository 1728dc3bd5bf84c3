"""The captcha at a terminal: in it, or in a file that is gone when the question is."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal"),
]

PASSWORD = "Demo+2026"
QUESTION = "验证码"
Act = Callable[[int, subprocess.Popen[bytes]], None]


def log_in(
    tmp_path: Path, mock: Any, environment: Mapping[str, str], answers: list[Act]
) -> tuple[int, str]:
    """Run `ecqs login` at a terminal; whenever it asks, let the next act answer."""
    import pty

    ours, theirs = pty.openpty()
    dropped = {"TMUX", "TERM_PROGRAM", "KITTY_WINDOW_ID"}
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ECQS_") and name not in dropped
    }
    more = {
        "ECQS_PORTAL": mock.url,
        "ECQS_PASSWORD": PASSWORD,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-m", "ecqs_agent.cli", "--data", str(tmp_path / "data")]
    with subprocess.Popen(
        [*command, "login", "--account", "demo", "--captcha", "terminal"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**own, **more, **environment},
    ) as running:
        os.close(theirs)
        try:
            shown = _watched(ours, running, answers)
        except BaseException:  # a failed test does not wait for somebody to answer
            running.kill()
            raise
        code = running.wait(timeout=60)
    os.close(ours)
    return code, shown.decode(errors="replace")


def _watched(terminal: int, running: subprocess.Popen[bytes], answers: list[Act]) -> bytes:
    shown, seen = b"", 0
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other side has gone
            return shown
        if not chunk:
            return shown
        shown += chunk
        if answers and QUESTION.encode() in shown[seen:] and shown.rstrip(b" ").endswith(b":"):
            seen = len(shown)
            answers.pop(0)(terminal, running)


def pictures(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "data").rglob("*.png"))


@pytest.fixture
def viewer(tmp_path: Path) -> Mapping[str, str]:
    """Return an environment whose picture viewer notes what it inherits and is shown."""
    programs = tmp_path / "programs"
    programs.mkdir()
    note = tmp_path / "viewed.txt"
    for name in ("xdg-open", "open"):
        (programs / name).write_text(f'#!/bin/sh\n{{ echo "shown $1"; env; }} >> {note}\n')
        (programs / name).chmod(0o755)
    return {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def test_the_picture_is_a_file_only_while_it_is_asked_for(
    portal: Any, tmp_path: Path, viewer: Mapping[str, str]
) -> None:
    there: list[int] = []

    def misread(terminal: int, _: subprocess.Popen[bytes]) -> None:
        (picture,) = pictures(tmp_path)
        there.append(picture.stat().st_mode & 0o077)
        os.write(terminal, b"0000\n")

    code, shown = log_in(tmp_path, portal(), viewer, [misread] * 3)
    assert (code, there) == (5, [0, 0, 0])
    assert "AGENT-311" in shown
    assert pictures(tmp_path) == []
    viewed = (tmp_path / "viewed.txt").read_text()
    assert "shown " in viewed
    assert "ECQS_" not in viewed
    assert PASSWORD not in viewed + shown


def test_ctrl_c_at_the_question_leaves_no_picture(
    portal: Any, tmp_path: Path, viewer: Mapping[str, str]
) -> None:
    def interrupt(_: int, running: subprocess.Popen[bytes]) -> None:
        assert len(pictures(tmp_path)) == 1
        running.send_signal(signal.SIGINT)

    code, shown = log_in(tmp_path, portal(), viewer, [interrupt])
    assert code == 130, shown
    assert pictures(tmp_path) == []


def test_a_terminal_that_shows_pictures_needs_no_file(
    portal: Any, tmp_path: Path, viewer: Mapping[str, str]
) -> None:
    def misread(terminal: int, _: subprocess.Popen[bytes]) -> None:
        assert pictures(tmp_path) == []
        os.write(terminal, b"0000\n")

    _, shown = log_in(tmp_path, portal(), {**viewer, "TERM_PROGRAM": "WezTerm"}, [misread] * 3)
    assert shown.count("\x1b]1337;File=inline=1") == 3
    assert not (tmp_path / "viewed.txt").exists()
