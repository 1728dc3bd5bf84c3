"""A captcha answered by another command: handed over once, and nothing is left behind."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ecqs_agent.errors import CaptchaNotAskedError, PersonNeededError
from ecqs_agent.login.captcha_desk import POLL, CaptchaDesk

PICTURE = b"\x89PNG of a captcha"


class Room:
    """A desk, and what happens in the pauses of the one who waits at it."""

    def __init__(self, folder: Path, account: str = "demo", *, seconds: float = 600) -> None:
        self.folder = folder
        self.pauses: list[float] = []
        self.told: list[Path] = []
        self.then: Callable[[], None] = lambda: None
        self.desk = CaptchaDesk(folder, account, seconds=seconds, pause=self._pause)

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.then()

    def ask(self) -> str:
        return self.desk.ask(PICTURE, self.told.append)

    def left(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


def other_command(folder: Path, account: str = "demo") -> CaptchaDesk:
    return CaptchaDesk(folder, account, seconds=600)


def test_the_answer_of_another_command_is_taken_and_both_files_go(tmp_path: Path) -> None:
    room = Room(tmp_path)

    def answer() -> None:
        (picture,) = room.told
        assert picture.read_bytes() == PICTURE
        if sys.platform != "win32":
            assert picture.stat().st_mode & 0o077 == 0
        if len(room.pauses) == 3:
            other_command(tmp_path).answer(" ab12\n")

    room.then = answer
    assert room.ask() == "ab12"
    assert room.pauses == [POLL] * 3
    assert room.left() == []


def test_an_empty_answer_asks_for_another_picture(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.then = lambda: other_command(tmp_path).answer("")
    assert room.ask() == ""
    assert room.left() == []


def test_nobody_waits_longer_than_a_person_is_given(tmp_path: Path) -> None:
    room = Room(tmp_path, seconds=600)
    with pytest.raises(PersonNeededError, match="within 10 minutes"):
        room.ask()
    assert sum(room.pauses) == 600
    assert room.left() == []


def test_an_interrupted_wait_leaves_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path)

    def interrupt() -> None:
        raise KeyboardInterrupt

    room.then = interrupt
    with pytest.raises(KeyboardInterrupt):
        room.ask()
    assert room.left() == []


def test_an_answer_that_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptchaNotAskedError):
        other_command(tmp_path).answer("ab12")
    room = Room(tmp_path)

    def answer_for_another() -> None:
        with pytest.raises(CaptchaNotAskedError):
            other_command(tmp_path, "second").answer("cd34")
        other_command(tmp_path).answer("ab12")

    room.then = answer_for_another
    assert room.ask() == "ab12"
    assert room.left() == []


def test_an_answer_to_an_older_picture_is_not_taken(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.desk._answer.write_text("old", encoding="utf-8")  # its login was killed
    room.then = lambda: other_command(tmp_path).answer("new")
    assert room.ask() == "new"
