"""The parts of a screen as lists of named things, so that all are compared in one way."""

from collections.abc import Sequence
from typing import NamedTuple

from page_objects.contract.difference import Sort
from page_objects.contract.needs import PICTURE, Need, Needs
from page_objects.contract.seen import FieldSeen, ScreenSeen
from page_objects.words import Aliases


class Thing(NamedTuple):
    """A field, column, button or row: its text, and the name of its value on the wire."""

    text: str
    wire: str = ""
    field: FieldSeen | None = None
    off: bool = False
    links: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Return whether it is a field that must be filled."""
        return self.field is not None and self.field.required

    def meets(self, need: Need, sort: Sort) -> bool:
        """Return whether this is what is needed, by its words."""
        if sort is Sort.ROW:
            return any(word in self.text for word in need.words)
        picture = self.field is not None and self.field.control == PICTURE
        if picture != (need.controls == frozenset({PICTURE})):
            return False
        return picture or fits(self.text, need.words)


def fits(title: str, words: Aliases) -> bool:
    """Return whether a title is one of these words, or one of them cut short on the screen."""
    stem = title.rstrip("….")
    cut = stem != title and len(stem) > 1
    return title in words or (cut and any(word.startswith(stem) for word in words))


def things_of(seen: ScreenSeen, sort: Sort, needs: Needs) -> tuple[Thing, ...]:
    """Return the things of one sort on a screen, in reading order."""
    if sort is Sort.FIELD:
        return tuple(Thing(one.label, one.wire, field=one) for one in seen.fields)
    if sort is Sort.BUTTON:
        return tuple(Thing(one.text, off=one.off) for one in seen.buttons)
    if sort is Sort.ROW:
        return tuple(Thing(one.text, links=one.links) for one in seen.rows)
    return _columns(seen, needs)


def _columns(seen: ScreenSeen, needs: Needs) -> tuple[Thing, ...]:
    """Return the columns of the grid that comes nearest to what is needed."""

    def fit(titles: Sequence[str]) -> int:
        return sum(any(fits(title, need.words) for title in titles) for need in needs.columns)

    grids = sorted(seen.grids, key=lambda grid: fit([one.title for one in grid]), reverse=True)
    return tuple(Thing(one.title, one.wire) for one in grids[0]) if grids else ()
