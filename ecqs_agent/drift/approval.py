"""How a portal's screens looked when a person approved them, one file per portal.

Only labels, controls, lists, buttons and columns are kept, nobody's values.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from ecqs_agent.errors import ScreensFileError
from ecqs_agent.learning import safe_name
from ecqs_agent.settings import Settings
from ecqs_agent.workbooks.replacing import put_in_place
from page_objects.addresses import origin_of
from page_objects.contract.seen import Place, ScreenSeen

FOLDER: Final = "screens"


class Approved(BaseModel):
    """The screens of one portal as a person approved them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    portal: str
    approved_on: date
    screens: dict[Place, ScreenSeen]


def approved_file(settings: Settings) -> Path:
    """Return where the approved screens of the portal in the settings are kept."""
    return settings.data / FOLDER / f"{safe_name(urlsplit(settings.portal).netloc)}.json"


def load_approved(settings: Settings) -> dict[Place, ScreenSeen]:
    """Return the approved screens of this portal; none when nobody has approved any.

    Raises:
        ScreensFileError: the file is damaged, or another portal's.
    """
    path = approved_file(settings)
    if not path.exists():
        return {}
    try:
        kept = Approved.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        raise ScreensFileError(
            "The file {path} with the approved screens cannot be read: {why}. Remove it, look at "
            "the screens again with `ecqs doctor --portal` and approve them.",
            path=str(path),
            why=str(why),
        ) from error
    if origin_of(kept.portal) != origin_of(settings.portal):
        raise ScreensFileError(
            "The file {path} holds the screens of {other}, not of {portal}. Remove it, look at "
            "the screens again with `ecqs doctor --portal` and approve them.",
            path=str(path),
            other=kept.portal,
            portal=settings.portal,
        )
    return kept.screens


def approve_screens(settings: Settings, seen: Iterable[ScreenSeen], *, today: date) -> Path:
    """Keep these screens as approved, beside those of other places that were before.

    Raises:
        NotWrittenError: the file cannot be written.
        ScreensFileError: the present file is damaged.
    """
    screens = {**load_approved(settings), **{screen.place: screen for screen in seen}}
    kept = Approved(portal=settings.portal, approved_on=today, screens=screens)
    path = approved_file(settings)
    put_in_place(path, kept.model_dump_json(indent=1).encode())
    return path
