"""Versions of the program and of what it stands on; the system and how it writes."""

import locale
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from ecqs_agent import __version__
from ecqs_agent.checkup.section import Section
from ecqs_agent.settings import APP

PARTS: Final = ("playwright", "pydantic", "SQLAlchemy", "cryptography", "keyring", "httpx")


def program_section() -> Section:
    """Return the versions of the program, Python and the libraries that matter most."""
    parts = {name: _version(name) for name in PARTS}
    python = platform.python_version()
    return Section(
        name="program",
        text=f"{APP} {__version__}, Python {python}, Playwright {parts['playwright']}",
        more=(", ".join(f"{name} {number}" for name, number in parts.items()), sys.executable),
        facts={"version": __version__, "python": python, "packages": parts},
    )


def system_section() -> Section:
    """Return the operating system, its language, and the encodings in use."""
    language = ".".join(part or "-" for part in locale.getlocale())
    encodings = {
        "console": sys.stdout.encoding or "-",
        "files": locale.getpreferredencoding(do_setlocale=False),
        "names": sys.getfilesystemencoding(),
    }
    written = ", ".join(f"{name} {encoding}" for name, encoding in encodings.items())
    system = platform.platform()
    return Section(
        name="system",
        text=f"{system}, {language}, {written}",
        facts={"system": system, "locale": language, "encodings": encodings},
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
