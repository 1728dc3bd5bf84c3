"""A data folder is of one portal, and so is its journal: the first one it is used with.

What is filed on the mock must never count as filed on a portal, nor one portal's records as
another's. The folder says whose it is in a file, the journal in a row, because the journal may lie
elsewhere and be shared.

The rule. A portal is its origin: scheme, host, port. http may become https of the same host, at
the usual ports, and never the way back. The bundled mock is one portal whatever its port, but only
while it proves itself; an address of this machine alone proves nothing. Commands that only read
the journal accept what they are told of this machine, because the mock need not run for them, and
the portal of the defaults, because nobody chose it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from ecqs_agent.errors import JournalUnavailableError, OtherPortalError
from ecqs_agent.journal import Journal
from ecqs_agent.journal.engine import shown
from ecqs_agent.journal.portal_row import give_to, move, portal_of
from ecqs_agent.journal.store import utc_now
from ecqs_agent.login.vault import write_private
from ecqs_agent.mock_client import mock_of
from ecqs_agent.settings import Settings
from page_objects.addresses import origin_of

MOCK: Final = "mock"
FILE: Final = "portal.json"
_LOCKED: Final = 10.0  # seconds for another run to write a few bytes

Accepts = Callable[[str], bool]
"""Say whether what is of this portal may be used now."""


class _Note(BaseModel):
    """What the folder says of itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    portal: str


def open_journal(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Journal:
    """Open the journal for a command that reads it and does not go to the portal.

    Raises:
        OtherPortalError: it is of another portal than the one that was chosen.
        JournalUnavailableError: it cannot be opened.
    """
    return _opened(
        settings, now, lambda journal: _compare(settings, journal, partial(_may_be_read, settings))
    )


def claimed_journal(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Journal:
    """Open the journal for a run at the portal, which folder and journal are of from then on.

    Raises:
        OtherPortalError: one of them is of another portal.
        JournalUnavailableError: the journal cannot be opened, or one of them not be written.
    """
    return _opened(settings, now, partial(_claim, settings))


def _opened(
    settings: Settings, now: Callable[[], datetime], check: Callable[[Journal], None]
) -> Journal:
    make_folder(settings)
    journal = Journal.open(settings.journal_url, now=now)
    try:
        check(journal)
    except BaseException:
        journal.close()
        raise
    return journal


def _claim(settings: Settings, journal: Journal) -> None:
    asked = _asked(settings)
    accepts = partial(serves, asked=asked)
    locks = settings.data / "locks"
    try:
        locks.mkdir(parents=True, exist_ok=True)
        with FileLock(locks / "portal.lock").acquire(timeout=_LOCKED):
            _compare(settings, journal, accepts)
            _give(journal, asked)
            _compare(settings, journal, accepts)  # another folder may share the journal
            if kept_portal(settings.data) != asked:
                write_private(settings.data / FILE, _Note(portal=asked).model_dump_json().encode())
    except (OSError, Timeout) as error:
        raise JournalUnavailableError(
            "The folder {path} cannot be written: {why}. Choose another one with --data.",
            path=str(settings.data),
            why=str(error),
        ) from error


def kept_portal(data: Path) -> str:
    """Return the portal this folder is of: an origin, "mock", or "" when it is of none yet.

    Raises:
        JournalUnavailableError: the folder's note cannot be read.
    """
    path = data / FILE
    try:
        return _Note.model_validate_json(path.read_bytes()).portal
    except FileNotFoundError:
        return ""
    except (OSError, ValidationError) as error:
        raise JournalUnavailableError(
            "{path} says which portal this folder is of, and cannot be read. Put it back from a "
            "copy, or use another folder with --data.",
            path=str(path),
        ) from error


def as_of_its_folder(settings: Settings) -> Settings:
    """Return the settings with the folder's own portal, unless another one was chosen.

    What is kept of accounts is then shown for the portal they are at.

    Raises:
        JournalUnavailableError: the folder's note cannot be read.
    """
    kept = kept_portal(settings.data)
    if "portal" in settings.model_fields_set or kept in ("", MOCK):
        return settings
    return settings.model_copy(update={"portal": kept})


def make_folder(settings: Settings) -> None:
    """Make the data folder.

    Raises:
        JournalUnavailableError: it cannot be made.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalUnavailableError(
            "The folder {path} cannot be made: {why}. Choose another one with --data.",
            path=str(settings.data),
            why=str(error),
        ) from error


def serves(kept: str, *, asked: str) -> bool:
    """Return whether what is of the one portal may be used for the other."""
    return asked in (kept, _encrypted(kept))


def _encrypted(origin: str) -> str:
    """Return the https origin that an http one at the usual port becomes, else ""."""
    parts = urlsplit(origin)
    return f"https://{parts.hostname}" if parts.scheme == "http" and parts.port is None else ""


def _may_be_read(settings: Settings, kept: str) -> bool:
    if "portal" not in settings.model_fields_set:
        return True  # nobody chose one
    may_be_mock = kept == MOCK and settings.portal_is_local
    return may_be_mock or serves(kept, asked=origin_of(settings.portal))


def _compare(settings: Settings, journal: Journal, accepts: Accepts) -> None:
    folder, row = kept_portal(settings.data), portal_of(journal)
    for kept in (folder, row):
        if kept == MOCK and not accepts(kept) and settings.portal_is_local:
            raise _unproven(settings)
    if folder and not accepts(folder):
        raise _folder_of_another(settings, folder)
    if row and not accepts(row):
        raise _journal_of_another(journal, row, _asked(settings))
    if folder and row and not (serves(folder, asked=row) or serves(row, asked=folder)):
        raise _journal_of_another(journal, row, folder)


def _asked(settings: Settings) -> str:
    return MOCK if mock_of(settings) is not None else origin_of(settings.portal)


def _unproven(settings: Settings) -> OtherPortalError:
    return OtherPortalError(
        "The data folder {place} is of the bundled mock portal (mock), and {asked} has not proved "
        "that it is the mock. Nothing was sent. If it is the mock, give its token in "
        "ECQS_MOCK_TOKEN; if it is not, use another folder: `ecqs --data FOLDER …`.",
        place=str(settings.data),
        kept=MOCK,
        asked=origin_of(settings.portal),
    )


def _folder_of_another(settings: Settings, kept: str) -> OtherPortalError:
    return OtherPortalError(
        "The data folder {place} is of {kept}; {asked} is another portal. Nothing was sent. Give "
        "each portal a folder of its own: `ecqs --data FOLDER …`, or give the address of this "
        "folder's portal.",
        place=str(settings.data),
        kept=kept,
        asked=_asked(settings),
    )


def _journal_of_another(journal: Journal, kept: str, asked: str) -> OtherPortalError:
    return OtherPortalError(
        "The journal {place} is of {kept}; {asked} is another portal. Nothing was sent. Give each "
        "portal a journal of its own: the setting `journal`, or `ecqs --data FOLDER …`.",
        place=shown(journal.engine.url),
        kept=kept,
        asked=asked,
    )


def _give(journal: Journal, asked: str) -> None:
    """Make the journal the portal's if it is nobody's, or was its before it was encrypted."""
    kept = give_to(journal, asked, at=journal.now())
    if kept != asked and serves(kept, asked=asked):
        move(journal, kept, asked)
