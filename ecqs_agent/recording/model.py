"""What an archive says of itself: `manifest.json`, and one `screen.json` for each screen."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from page_objects.contract.seen import Place, ScreenSeen

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_TEXT: Final = 200


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentFile(_Part):
    """One document of a screen: the tab's own, or that of a frame in it."""

    html: str
    tree: str
    jquery: str = Field(max_length=20)
    in_front: bool  # the screen's inventory was read in this one


class ScreenRecorded(_Part):
    """One screen. `opens` is the window that a button of it opens, if that was recorded, too."""

    seen: ScreenSeen
    documents: tuple[DocumentFile, ...] = Field(max_length=20)
    in_frame: bool = False
    picture: str = ""
    picture_trouble: str = Field(default="", max_length=_TEXT)
    places_covered: int = 0
    boxes_said: tuple[str, ...] = Field(default=(), max_length=50)
    address: str = Field(default="", max_length=2000)
    milliseconds: int = 0


class FileListed(_Part):
    """One file of the archive."""

    name: str
    size: int
    sha256: str


class Manifest(_Part):
    """What the archive is, and what is in it."""

    format: int
    agent: str = Field(max_length=40)
    browser: str = Field(max_length=60)
    kit: str = Field(max_length=20)
    jquery: str = Field(max_length=20)
    recorded_on: str = Field(pattern=r"\A(?:\d{4}-\d\d-\d\d)?\z")  # it goes into code
    from_the_mock: bool
    screens: tuple[Place, ...]
    missed: dict[Place, str]
    replaced: dict[str, int]
    kept: tuple[str, ...]
    unfamiliar: tuple[str, ...]
    files: tuple[FileListed, ...]


Json = dict[str, Any]
