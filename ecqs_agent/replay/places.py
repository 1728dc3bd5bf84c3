"""A difference in a person's words: where it is, what was expected, what came.

English; the catalogue holds the Chinese. The place as a scenario file writes it stays beside it.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.labels import COLUMNS
from ecqs_agent.replay.matching import NOTHING, Difference, shown
from ecqs_agent.texts import Translate

PLACES: Final[Mapping[str, str]] = {
    **COLUMNS,
    "outcome": "Outcome",
    "message": "Message of the portal",
    "reason": "Reason",
    "error": "Error code",
    "facts": "Facts of the error",
    "total": "How many",
    "records": "Records",
    "bookings": "Bookings",
    "pieces": "Instruments of the booking",
    "serials": "Serial numbers",
    "states": "States",
    "title": "Title",
    "headings": "Headings",
    "buttons": "Buttons",
    "links": "Links",
    "columns": "Columns",
    "pager": "Pager",
    "labels": "Labels",
    "required": "Required",
    "fields": "Fields",
    "offers": "Choices",
    "prompt": "Grey text in the box",
    "fixed": "Cannot be changed",
    "lines": "Lines of text",
    "logged_in": "Somebody is logged in",
    "form": "Form read back",
    "before": "Form before the change",
    "empty": "Empty form",
    "code": "Instrument code",
    "calls": "Requests",
}
OUTCOME_WORDS: Final[Mapping[str, str]] = {
    "accepted": "taken by the portal",
    "refused": "refused by the portal",
    "unclear": "unclear whether it was kept",
    "error": "an error",
    "logged_in": "logged in",
    "logged_out": "logged out",
    "rejected": "login refused",
}
COMPARISON_WORDS: Final[Mapping[str, str]] = {
    "matches": "like the pattern {value}",
    "contains": "contains {value}",
    "lacks": "without {value}",
    "starts": "begins with {value}",
    "count": "{value} in number",
    "any_order": "in any order {value}",
    "includes": "among others {value}",
    "is_not": "other than {value}",
    "shape": "of the shape {value}",
}


class Told(BaseModel):
    """A difference as it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: str
    place: str  # as the scenario writes it, "" where it says nothing more
    expected: str
    came: str


def told_in(t: Translate, one: Difference) -> Told:
    """Return a difference in words."""
    where = place_in(t, one.place)
    expected, came = (_side(t, one.place, text) for text in (one.expected, one.came))
    if one.counts is not None:
        expected, came = (
            t("{count} in all; only here: {entries}", count=count, entries=text)
            if text != "[]"
            else t("{count} in all", count=count)
            for count, text in zip(one.counts, (expected, came), strict=True)
        )
    if one.how:
        expected = t(COMPARISON_WORDS[one.how], value=expected)
    place = one.place if where != one.place else ""
    return Told(where=where, place=place, expected=expected, came=came)


def place_in(t: Translate, place: str) -> str:
    """Return a place such as records.1.name in words; what has none stays as it is."""
    parts = []
    for part in place.split("."):
        if part.isdigit():
            parts.append(t("no. {number}", number=int(part) + 1))
        else:
            parts.append(t(PLACES[part]) if part in PLACES else part)
    return " / ".join(part for part in parts if part)


def _side(t: Translate, place: str, text: str) -> str:
    if text == NOTHING:
        return t("(nothing)")
    if text == shown(""):
        return t("(empty)")
    word = OUTCOME_WORDS.get(text.strip("“”"), "") if place.endswith("outcome") else ""
    return f"{text} - {t(word)}" if word else text
