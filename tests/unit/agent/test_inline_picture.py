"""A picture goes into the terminal that can show it, and into no other."""

import re
from base64 import b64decode
from collections.abc import Mapping

import pytest

from ecqs_agent.cli.inline_picture import CHUNK, inline

PICTURE = b"\x89PNG" + bytes(range(256)) * 40


@pytest.mark.parametrize("program", ["iTerm.app", "WezTerm"])
def test_iterm_gets_one_sequence(program: str) -> None:
    shown = inline(PICTURE, {"TERM_PROGRAM": program})
    found = re.fullmatch(r"\x1b]1337;File=inline=1;size=(\d+):([A-Za-z0-9+/=]+)\x07\n", shown)
    assert found
    assert (int(found[1]), b64decode(found[2])) == (len(PICTURE), PICTURE)


@pytest.mark.parametrize("environment", [{"KITTY_WINDOW_ID": "1"}, {"TERM_PROGRAM": "ghostty"}])
def test_kitty_gets_chunks(environment: Mapping[str, str]) -> None:
    found = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", inline(PICTURE, environment))
    keys = [key for key, _ in found]
    assert keys[0] == "f=100,a=T,m=1"
    assert set(keys[1:-1]) == {"m=1"}
    assert keys[-1] == "m=0"
    assert max(len(data) for _, data in found) == CHUNK
    assert b64decode("".join(data for _, data in found)) == PICTURE
    assert "f=100,a=T,m=0;" in inline(b"\x89PNG", environment)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"},
        {"TERM_PROGRAM": "iTerm.app", "TMUX": "/tmp/tmux"},
        {"KITTY_WINDOW_ID": "1", "TERM": "screen-256color"},
    ],
)
def test_other_terminals_get_nothing(environment: Mapping[str, str]) -> None:
    assert inline(PICTURE, environment) == ""
