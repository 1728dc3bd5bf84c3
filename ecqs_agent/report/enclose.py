"""Put the pictures of the period into a report, as far as there is room. Reads the evidence folder.

A picture that is not what the journal's hash says is named and not shown.
"""

import base64
import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePath
from typing import Final

from PIL import Image, UnidentifiedImageError

from ecqs_agent.report.model import Picture, ReportData, Text
from ecqs_agent.report.wording import TROUBLES, Trouble

ROOM: Final = 4_000_000  # bytes of pictures; base64 makes a third more of them


def enclose(data: ReportData, folder: Path, *, room: int = ROOM) -> ReportData:
    """Return the report with the pictures of the pieces that the period touched.

    The newest picture of every piece comes first, then those before it, until `room` bytes are
    used up; the rest stays named.
    """
    ready: dict[str, Picture] = {}
    for picture in _in_turn(data):
        loaded, size = _load(picture, folder)
        if size > room:
            loaded = _without(picture, Trouble.NO_ROOM)
            size = 0
        room -= size
        ready[picture.name] = loaded
    pieces = tuple(
        piece.model_copy(update={"pictures": _replaced(piece.pictures, ready)})
        for piece in data.pieces
    )
    return data.model_copy(update={"pieces": pieces})


def _in_turn(data: ReportData) -> list[Picture]:
    """Return the pictures in the order in which they get room."""
    ranked = [
        (age, piece.number, picture)
        for piece in data.pieces
        if piece.is_new
        for age, picture in enumerate(reversed(piece.pictures))
    ]
    return [picture for _, _, picture in sorted(ranked, key=lambda entry: entry[:2])]


def _replaced(pictures: tuple[Picture, ...], ready: Mapping[str, Picture]) -> tuple[Picture, ...]:
    return tuple(
        ready.get(picture.name) or _without(picture, Trouble.NO_ROOM) for picture in pictures
    )


def _load(picture: Picture, folder: Path) -> tuple[Picture, int]:
    """Return the picture and how many bytes of it are enclosed."""
    if PurePath(picture.name).name != picture.name:  # a name of ours has no folder in it
        return _without(picture, Trouble.MISSING), 0
    try:
        content = (folder / picture.name).read_bytes()
    except OSError:
        return _without(picture, Trouble.MISSING), 0
    if hashlib.sha256(content).hexdigest() != picture.sha256:
        return _without(picture, Trouble.ALTERED), 0
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return _without(picture, Trouble.NO_PICTURE), 0
    shown = {"data": base64.b64encode(content).decode(), "width": width, "height": height}
    return picture.model_copy(update=shown), len(content)


def _without(picture: Picture, trouble: Trouble) -> Picture:
    return picture.model_copy(update={"trouble": Text(template=TROUBLES[trouble])})
