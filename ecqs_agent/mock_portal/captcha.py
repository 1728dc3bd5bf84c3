"""The captcha: 200 x 50 JPEG, grey to white, four distorted black glyphs (portal-facts 1.3)."""

import io
import random
import secrets
from functools import cache

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, LENGTH = 200, 50, 4
LOWER = "abcdefgnmpwxy2345678"  # no glyph that is taken for another
MIXED = LOWER + "ABDEFGHKLMNPRTWXY"
GLYPH_SIZE = 38


def new_text(*, mixed: bool) -> str:
    """Return four characters; `mixed` adds capitals, for a portal that minds the case."""
    return "".join(secrets.choice(MIXED if mixed else LOWER) for _ in range(LENGTH))


def picture(text: str) -> bytes:
    """Draw a text as the portal would."""
    image = _gradient()
    for position, glyph in enumerate(text):
        _draw(image, glyph, position)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(GLYPH_SIZE)


def _gradient() -> Image.Image:
    row = Image.new("L", (WIDTH, 1))
    row.putdata([192 + 63 * x // (WIDTH - 1) for x in range(WIDTH)])
    return row.resize((WIDTH, HEIGHT)).convert("RGB")


def _draw(image: Image.Image, glyph: str, position: int) -> None:
    tile = Image.new("L", (GLYPH_SIZE + 10, HEIGHT), 0)
    ImageDraw.Draw(tile).text(
        (tile.width // 2, HEIGHT // 2), glyph, fill=255, font=_font(), anchor="mm"
    )
    tile = tile.rotate(random.uniform(-18, 18), resample=Image.Resampling.BICUBIC)  # noqa: S311
    shear = random.uniform(-0.25, 0.25)  # noqa: S311 - only the looks of a picture
    tile = tile.transform(
        tile.size, Image.Transform.AFFINE, (1, shear, -shear * HEIGHT / 2, 0, 1, 0)
    )
    image.paste((0, 0, 0), (10 + position * 45, 0), tile)
