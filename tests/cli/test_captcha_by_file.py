"""A login without screen and terminal: the picture is a file, the answer another command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.session import Credentials, PortalSession
from ecqs_agent.flows.log_in import log_in
from ecqs_agent.login.captcha_desk import CaptchaDesk
from page_objects.patience import Patience
from tests.cli.command import Ended, ecqs

PASSWORD = "Demo+2026"


def left_of_captchas(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "data" / "captcha").rglob("*") if path.is_file()]


def answer(tmp_path: Path, *words: str) -> Ended:
    ended = ecqs("captcha", *words, "--account", "demo", data=tmp_path)
    assert ended.is_clean()
    return ended


def test_an_answer_needs_a_login_that_waits(tmp_path: Path) -> None:
    ended = answer(tmp_path, "ab12")
    assert ended.code == 2
    assert "AGENT-322" in ended.err
    assert "--captcha file" in ended.err


@pytest.mark.browser
def test_the_answer_of_another_command_logs_in(
    portal: Any, context: BrowserContext, patience: Patience, tmp_path: Path
) -> None:
    mock = portal()
    session = PortalSession(Given(context), account="demo", portal=mock.url, patience=patience)
    answers = iter([(), ("0000",), ("right",)])  # another picture, misread, read

    def pause(_: float) -> None:
        words = next(answers)
        right = (str(mock.captcha(context)),) if words == ("right",) else words
        assert answer(tmp_path, *right).code == 0

    desk = CaptchaDesk(tmp_path / "data" / "captcha", "demo", seconds=600, pause=pause)
    credentials = Credentials(username="demo", password=SecretStr(PASSWORD))
    log_in(session, credentials, lambda picture, _: desk.ask(picture, lambda _: None))
    assert session.home().is_logged_in()
    assert left_of_captchas(tmp_path) == []


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stderr is not None
    yield from process.stderr


@pytest.mark.browser
def test_a_login_that_waits_says_where_the_picture_is_and_gives_up_after_three(
    portal: Any, tmp_path: Path
) -> None:
    mock = portal()
    own = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    more = {
        "ECQS_PORTAL": mock.url,
        "ECQS_PASSWORD": PASSWORD,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHONIOENCODING": "utf-8",
    }
    asked = ("login", "--account", "demo", "--captcha", "file")
    told = 0
    with subprocess.Popen(
        [sys.executable, "-m", "ecqs_agent.cli", "--data", str(tmp_path / "data"), *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**own, **more},
    ) as waiting:
        heard = []
        for line in lines_of(waiting):
            heard.append(line)
            if "ecqs captcha" in line:
                told += 1
                (picture,) = left_of_captchas(tmp_path)
                assert str(picture) in line
                assert answer(tmp_path, "0000").code == 0
        assert waiting.wait(timeout=60) == 5, heard
    assert told == 3
    assert "AGENT-311" in "".join(heard)
    assert "Traceback" not in "".join(heard)
    assert left_of_captchas(tmp_path) == []
