"""Which unknown word on a screen may stand for a missing one; proposed to a person, never used."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from page_objects.contract.difference import Candidate, Sort
from page_objects.contract.needs import PICTURE, Need
from page_objects.contract.seen import Place
from page_objects.contract.things import Thing

ALIKE: Final = 0.5  # of 1; 出厂编号 and 出厂号 are 0.86
_GRIDS: Final = frozenset(
    {Place.LEDGER, Place.BOOKINGS, Place.BOOKING, Place.PICKER, Place.RECEIPT}
)


def candidate_for(
    place: Place, sort: Sort, need: Need, strange: Sequence[tuple[Thing, bool]]
) -> Candidate | None:
    """Return the one word that most likely took the place of the need's, with the reason.

    `strange` are the things nobody knows, each with whether it alone stands where the need
    belongs. None when nothing speaks for any of them, or the same for two.
    """
    if need.controls == frozenset({PICTURE}):
        return None  # a picture is not found by a word
    posts = [thing for thing, _ in strange if thing.wire and thing.wire in need.wire]
    in_place = [thing for thing, alone in strange if alone]
    alike = [thing for thing, _ in strange if _alike(thing.text, need) >= ALIKE]
    for found, why in ((posts, "wire"), (alike, "alike"), (in_place, "place")):
        if len(found) == 1:
            table = table_of(place, sort)
            return Candidate(key=need.key, word=found[0].text, table=table, why=why)
    return None


def table_of(place: Place, sort: Sort) -> str:
    """Return the table of `words.toml` that holds such a word."""
    if sort is Sort.COLUMN and place in _GRIDS:
        return f"{place.value}.columns"
    if sort is Sort.FIELD:
        return {Place.LOGIN: "login", Place.LEDGER: "ledger.filters"}.get(place, "fields")
    return "buttons" if sort is Sort.BUTTON else "titles"


def _alike(text: str, need: Need) -> float:
    return max(SequenceMatcher(None, text, word).ratio() for word in need.words)
