"""A picture inside the terminal, where its environment says that it can show one.

iTerm2's own sequence (iterm2.com/documentation-images.html), which WezTerm takes too, and kitty's
(sw.kovidgoyal.net/kitty/graphics-protocol), which Ghostty takes too. Terminals that would have to
be asked first, as for sixel, are not: an answer that comes late would be taken for typing.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Final

CHUNK: Final = 4096  # characters of one kitty command, at most
_ITERM: Final = frozenset({"iTerm.app", "WezTerm"})
_KITTY: Final = frozenset({"ghostty"})


def inline(picture: bytes, environment: Mapping[str, str]) -> str:
    """Return what makes this terminal show a PNG, or "" when it is not known to be able to.

    Behind tmux or screen nothing is: they swallow it, or show it as letters.
    """
    if "TMUX" in environment or environment.get("TERM", "").startswith(("screen", "tmux")):
        return ""
    program = environment.get("TERM_PROGRAM", "")
    if "KITTY_WINDOW_ID" in environment or program in _KITTY:
        return _for_kitty(picture)
    return _for_iterm(picture) if program in _ITERM else ""


def _for_iterm(picture: bytes) -> str:
    data = b64encode(picture).decode()
    return f"\x1b]1337;File=inline=1;size={len(picture)}:{data}\x07\n"


def _for_kitty(picture: bytes) -> str:
    data = b64encode(picture).decode()
    parts = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    commands = []
    for number, part in enumerate(parts, 1):
        keys = "f=100,a=T," if number == 1 else ""
        commands.append(f"\x1b_G{keys}m={int(number < len(parts))};{part}\x1b\\")
    return "".join(commands) + "\n"
