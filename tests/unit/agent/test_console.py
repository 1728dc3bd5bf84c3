"""What others have written is shown on the terminal, and never obeyed by it."""

import io

import pytest
from rich.console import Console as RichConsole

from ecqs_agent.cli.console import Console

HOSTILE = "\x1b[2J受理\x1b]0;title\x07 \x9b31m\u202e[bold]了[/bold]"
SHOWN = "?[2J受理?]0;title? ?31m?[bold]了[/bold]"


@pytest.fixture
def err() -> io.StringIO:
    return io.StringIO()


def test_words_of_others_command_no_terminal(
    err: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    voice = Console(err=RichConsole(file=err, width=200))
    voice.say("{words}", words=HOSTILE)
    voice.complain(HOSTILE)
    voice.result(HOSTILE)
    voice.table(["a"], [[HOSTILE]])
    out = capsys.readouterr().out
    assert err.getvalue() == f"{SHOWN}\n{SHOWN}\n"
    assert out.count(SHOWN) == 2
    assert not set("\x1b\x07\x9b\u202e") & set(out)


def test_lines_stay_lines(err: io.StringIO) -> None:
    Console(err=RichConsole(file=err)).complain("one\r\ntwo\tthree")
    assert err.getvalue() == "one\ntwo three\n"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\u202a", "\u202e", "\u2066", "\u2069"]
)
def test_no_sign_that_a_terminal_obeys_gets_through(err: io.StringIO, sign: str) -> None:
    Console(err=RichConsole(file=err)).complain(f"one{sign}two")
    assert err.getvalue() == "one?two\n"


def test_letters_of_every_script_get_through(err: io.StringIO) -> None:
    words = "受理 é ß Ж ～ ℃ μm \u2029"
    Console(err=RichConsole(file=err)).complain(words)
    assert err.getvalue() == f"{words}\n"
