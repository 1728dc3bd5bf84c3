"""Learn the option lists of a portal: read them, keep them, and judge by them from then on.

Each portal has its own file in the data folder, so that the mock's lists never judge rows which
are meant for the real portal.
"""

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from catalog.catalogue import Catalogue
from catalog.option_lists import OptionLists, read_option_lists
from ecqs_agent.errors import ListsNotKeptError
from ecqs_agent.settings import LearnedLists, Settings

_FOLDER: Final = "option-lists"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9.-]")  # what a file name may not hold everywhere


class Dialog(Protocol):
    """The dialog for a new instrument, as far as it is needed here."""

    def category_lists(self) -> Mapping[str, Sequence[str]]:
        """Return the kinds offered under each category."""
        ...

    def close(self) -> None:
        """Leave it; nothing is filed."""
        ...


class Ledger(Protocol):
    """The ledger's screen, as far as it is needed here."""

    def add(self) -> Dialog:
        """Open the dialog for a new instrument."""
        ...


def lists_of(ledger: Ledger, *, portal: str, today: date) -> OptionLists:
    """Read the lists in the dialog for a new instrument, and leave it without filing anything."""
    dialog = ledger.add()
    offered = dialog.category_lists()
    dialog.close()
    return OptionLists(
        portal=portal, read_on=today, lists={c: tuple(k) for c, k in offered.items()}
    )


def learned_file(data: Path, portal: str) -> Path:
    """Return where in the data folder the lists of a portal are kept."""
    return data / _FOLDER / f"{safe_name(urlsplit(portal).netloc)}.json"


def safe_name(text: str) -> str:
    """Return a text as a file name that every system takes."""
    return _UNSAFE.sub("_", text)


def keep(lists: OptionLists, path: Path) -> None:
    """Write lists to a file, whole or not at all.

    Raises:
        ListsNotKeptError: the file cannot be written.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(lists.model_dump_json(indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ListsNotKeptError(
            "The lists cannot be written to {path}: {why}.",
            path=str(path),
            why=error.strerror or str(error),
        ) from error


def learned(settings: Settings, *, today: date) -> OptionLists | None:
    """Return the lists learnt from the portal in the settings; None without, or when ignored.

    Raises:
        OptionListsError: the file that keeps them is damaged.
    """
    path = learned_file(settings.data, settings.portal)
    if settings.learned_lists is LearnedLists.IGNORE or not path.exists():
        return None
    return read_option_lists(path, portal=settings.portal, today=today)


def is_newer(lists: OptionLists, catalogue: Catalogue) -> bool:
    """Return whether lists were read since the catalogue came into force; only then they count."""
    return lists.read_on >= catalogue.edition.in_force
