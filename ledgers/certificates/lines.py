"""Characters to lines: what stands side by side, from the top of the page down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledgers.certificates.pdf import Glyph

_SAME_LINE: Final = 0.5  # of a character's height
_FAKE_BOLD: Final = 0.2  # a character drawn twice this near makes it look bold
_BLANK: Final = 0.3  # a gap this wide, in heights, is shown as a blank


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its characters from left to right, one `Glyph` per character of `text`."""

    glyphs: tuple[Glyph, ...]
    middle: float
    size: float

    @property
    def text(self) -> str:
        """Return the characters without any blanks."""
        return "".join(glyph.text for glyph in self.glyphs)

    def gap_before(self, at: int) -> float:
        """Return the gap left of a character, in heights; endless for the first one."""
        if at == 0:
            return float("inf")
        left, right = self.glyphs[at - 1], self.glyphs[at]
        return (right.left - left.right) / right.size


def lines_of(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Return the lines from the top down."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.middle):
        group = groups[-1] if groups else None
        if group and abs(group[0].middle - glyph.middle) <= _SAME_LINE * min(
            group[0].size, glyph.size
        ):
            group.append(glyph)
        else:
            groups.append([glyph])
    return tuple(_line(group) for group in groups)


def shown(glyphs: Sequence[Glyph]) -> str:
    """Return a run of characters as a person reads it, blanks where there is a gap."""
    text = ""
    for at, glyph in enumerate(glyphs):
        if at and glyph.left - glyphs[at - 1].right > _BLANK * glyph.size:
            text += " "
        text += glyph.text
    return text


def _line(group: list[Glyph]) -> Line:
    kept: list[Glyph] = []
    for glyph in sorted(group, key=lambda one: one.left):
        twice = any(
            one.text == glyph.text and abs(one.left - glyph.left) < _FAKE_BOLD * glyph.size
            for one in kept[-2:]
        )
        if not twice:
            kept.append(glyph)
    single = tuple(part for glyph in kept for part in _split(glyph))
    return Line(single, group[0].middle, max(glyph.size for glyph in group))


def _split(glyph: Glyph) -> Iterable[Glyph]:
    """Return one glyph per character: a ligature is drawn as one and read as several."""
    width = (glyph.right - glyph.left) / len(glyph.text)
    return (
        Glyph(
            char,
            glyph.left + at * width,
            glyph.left + (at + 1) * width,
            glyph.middle,
            glyph.size,
        )
        for at, char in enumerate(glyph.text)
    )
