"""One difference between a screen and what we know of it, and what it means for writing."""

from enum import StrEnum
from typing import Final

from page_objects.contract.seen import Place
from page_objects.errors import Sentence
from page_objects.screens import Screen


class Kind(StrEnum):
    """What sort of difference it is."""

    NOT_REACHED = "not-reached"
    OTHER_TITLE = "other-title"
    OTHER_KIT = "other-kit"
    MISSING = "missing"
    DOUBLED = "doubled"
    UNKNOWN = "unknown"
    UNKNOWN_REQUIRED = "unknown-required"
    MOVED = "moved"
    OTHER_CONTROL = "other-control"
    NOW_REQUIRED = "now-required"
    MISSING_OPTION = "missing-option"
    UNKNOWN_OPTION = "unknown-option"
    OFF = "off"


class Sort(StrEnum):
    """What it is about."""

    SCREEN = "screen"
    FIELD = "field"
    COLUMN = "column"
    BUTTON = "button"
    ROW = "row"


class Grade(StrEnum):
    """Whether a person can allow writing in spite of it."""

    BREAKS = "breaks"  # our drivers would miss or mistake something: nobody can
    CHANGED = "changed"  # otherwise than known: a person looks at it and approves


class Candidate(Screen):
    """A word on the screen that may be the new one, and what speaks for it."""

    key: str
    word: str
    table: str  # of words.toml
    why: str


class Difference(Screen):
    """One difference: where, what is expected there, and what is seen."""

    place: Place
    kind: Kind
    sort: Sort
    grade: Grade
    what: str = ""
    expected: str = ""
    seen: str = ""
    candidate: Candidate | None = None


# Words for people; `what`, `expected` and `seen` are put in.
SENTENCES: Final = {
    (Kind.NOT_REACHED, Sort.SCREEN): "The screen could not be reached: {seen}",
    (Kind.OTHER_TITLE, Sort.SCREEN): "The window is called “{seen}”, not “{expected}”.",
    (Kind.OTHER_KIT, Sort.SCREEN): (
        "The user-interface kit is version {seen} or newer; known here is {expected}."
    ),
    (Kind.MISSING, Sort.FIELD): "The field “{what}” is missing.",
    (Kind.MISSING, Sort.COLUMN): "The column “{what}” is missing.",
    (Kind.MISSING, Sort.BUTTON): "The button “{what}” is missing.",
    (Kind.MISSING, Sort.ROW): "The service “{what}” is missing.",
    (Kind.DOUBLED, Sort.FIELD): "{seen} fields are called “{what}”.",
    (Kind.DOUBLED, Sort.COLUMN): "{seen} columns are called “{what}”.",
    (Kind.DOUBLED, Sort.BUTTON): "{seen} buttons are called “{what}”.",
    (Kind.DOUBLED, Sort.ROW): "{seen} services are called “{what}”.",
    (Kind.UNKNOWN, Sort.FIELD): "A field that is not known: “{what}”.",
    (Kind.UNKNOWN, Sort.COLUMN): "A column that is not known: “{what}”.",
    (Kind.UNKNOWN, Sort.BUTTON): "A button that is not known: “{what}”.",
    (Kind.UNKNOWN, Sort.ROW): "A service that is not known: “{what}”.",
    (Kind.UNKNOWN_REQUIRED, Sort.FIELD): "A field that is not known must be filled: “{what}”.",
    (Kind.MOVED, Sort.FIELD): "The field “{what}” stands elsewhere: it comes after “{seen}”.",
    (Kind.MOVED, Sort.COLUMN): "The column “{what}” stands elsewhere: it comes after “{seen}”.",
    (Kind.OTHER_CONTROL, Sort.FIELD): (
        "The field “{what}” is another kind of control: {seen} instead of {expected}."
    ),
    (Kind.NOW_REQUIRED, Sort.FIELD): "The field “{what}” must be filled now.",
    (Kind.MISSING_OPTION, Sort.FIELD): "The list “{what}” does not offer “{expected}” any more.",
    (Kind.UNKNOWN_OPTION, Sort.FIELD): "The list “{what}” offers something new: “{seen}”.",
    (Kind.OFF, Sort.BUTTON): "The button “{what}” is switched off.",
}


def sentence(difference: Difference) -> Sentence:
    """Return a difference as a sentence for people."""
    facts = {name: getattr(difference, name) for name in ("what", "expected", "seen")}
    return Sentence(SENTENCES[difference.kind, difference.sort], facts)
