"""Pictures of screens in which every value is covered, and the proof that it is.

What may be read in a picture is named; everything else is made transparent by a style that also
holds for what appears later. The picture is then looked at: where a value stood there must be one
colour. A picture that cannot be proven is not kept.
"""

import io
import math
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page
from pydantic import BaseModel, ConfigDict

from ecqs_agent.recording.scripts import page_script
from ecqs_agent.recording.vocabulary import Vocabulary

Box = tuple[float, float, float, float]


class Picture(BaseModel):
    """A picture and how many covered places were proven in it. `png` is empty when it failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    png: bytes = b""
    proven: int = 0
    trouble: str = ""


def masked_picture(page: Page, vocabulary: Vocabulary) -> Picture:
    """Return a picture of the tab with every value covered; the tab is as before afterwards."""
    given = {
        "css": page_script("mask.css"),
        "words": list(vocabulary.words(options=False)),
        "options": list(vocabulary.words(options=True)),
    }
    frames = list(page.frames)
    try:
        for frame in frames:
            _masks(frame, "cover", given)
        raw = page.screenshot(type="png", animations="disabled", caret="hide")
        checks = [_masks(frame, "check", given) for frame in frames]
    finally:
        for frame in frames:
            with suppress(PlaywrightError):  # it went elsewhere, and the cover with it
                _masks(frame, "uncover", given)
    return _judged(raw, checks, same_frames=frames == list(page.frames))


def _masks(frame: Frame, act: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return frame.evaluate(page_script("mask.js"), [act, given])


def _judged(raw: bytes, checks: Sequence[dict[str, Any]], *, same_frames: bool) -> Picture:
    if not same_frames or not all(check["on"] for check in checks):
        return Picture(trouble="the screen moved")
    if any(check["open"] for check in checks):
        return Picture(trouble="a text could not be covered")
    with Image.open(io.BytesIO(raw)) as opened:
        image = opened.convert("RGB")
    boxes: list[Box] = [(*box,) for check in checks for box in check["boxes"]]
    uneven = [box for box in boxes if not is_even(image, box)]
    if uneven:
        return Picture(trouble=f"{len(uneven)} of {len(boxes)} places show through")
    bare = io.BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(bare, "PNG")
    return Picture(png=bare.getvalue(), proven=len(boxes))


def is_even(image: Image.Image, box: Box) -> bool:
    """Return whether a place of the picture has one colour."""
    left, top = math.ceil(box[0]), math.ceil(box[1])
    right, bottom = math.floor(box[2]), math.floor(box[3])
    if right <= left or bottom <= top:
        return True
    return image.crop((left, top, right, bottom)).getcolors(1) is not None  # None: more than one
