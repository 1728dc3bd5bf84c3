"""Files of the program's own mock portal: a cassette names them instead of holding copies."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import ecqs_agent

PREFIX: Final = "own/"
_MOCK: Final = Path(ecqs_agent.__file__).parent / "mock_portal"
_FOLDERS: Final = ("engines/lite", "assets")


def own_name(body: bytes) -> str:
    """Return the name under which a cassette names this file of ours, "" if it is none."""
    return _names().get(hashlib.sha256(body).hexdigest(), "")


def own_file(name: str) -> Path:
    """Return the file that such a name means, whether or not it is there."""
    return _MOCK / name.removeprefix(PREFIX)


@cache
def _names() -> dict[str, str]:
    found = [one for folder in _FOLDERS for one in (_MOCK / folder).rglob("*") if one.is_file()]
    return {
        hashlib.sha256(one.read_bytes()).hexdigest(): PREFIX + one.relative_to(_MOCK).as_posix()
        for one in found
        if one.suffix in (".js", ".css")
    }
