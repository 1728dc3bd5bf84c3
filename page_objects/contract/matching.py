"""One list of a screen beside what it should hold: what is missing, doubled, strange, moved."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from page_objects.contract.candidates import candidate_for
from page_objects.contract.difference import Difference, Grade, Kind, Sort
from page_objects.contract.needs import DRIVEN, Need
from page_objects.contract.seen import FieldSeen, Place
from page_objects.contract.things import Thing

ORDERED = frozenset({Sort.FIELD, Sort.COLUMN})


class Matching:
    """Which thing meets which need, by its words alone."""

    def __init__(
        self, place: Place, sort: Sort, things: Sequence[Thing], wanted: Sequence[Need]
    ) -> None:
        self.place = place
        self.sort = sort
        self.things = things
        self.wanted = wanted
        self._at = [
            [at for at, thing in enumerate(things) if thing.meets(need, sort)] for need in wanted
        ]
        known = {at for found in self._at for at in found}
        self._strange = [at for at in range(len(things)) if at not in known]

    def differences(self, *, closed: bool) -> Iterator[Difference]:
        """Yield them all; in a list that is not closed, what is not known is no difference."""
        for number, need in enumerate(self.wanted):
            yield from self._of_need(number, need)
        for at in self._strange:
            yield from self._of_stranger(self.things[at], closed=closed)
        if self.sort in ORDERED:
            yield from self._moved()

    def single(self) -> Iterator[tuple[Need, Thing]]:
        """Yield the needs that exactly one thing meets."""
        for need, found in zip(self.wanted, self._at, strict=True):
            if len(found) == 1:
                yield need, self.things[found[0]]

    def _of_need(self, number: int, need: Need) -> Iterator[Difference]:
        found = self._at[number]
        if not found and need.needed:
            strange = ", ".join(self.things[at].text for at in self._strange)
            candidate = candidate_for(self.place, self.sort, need, self._near(number))
            yield self._difference(
                Kind.MISSING, need, expected=need.words[0], seen=strange, candidate=candidate
            )
        elif len(found) > 1:
            yield self._difference(Kind.DOUBLED, need, seen=str(len(found)))
        elif found:
            yield from self._of_thing(need, self.things[found[0]])

    def _of_thing(self, need: Need, thing: Thing) -> Iterator[Difference]:
        if thing.off and need.needed:
            yield self._difference(Kind.OFF, need, Grade.CHANGED)
        if thing.field is not None:
            yield from self._of_field(need, thing.field)

    def _of_field(self, need: Need, field: FieldSeen) -> Iterator[Difference]:
        if need.controls and field.control not in need.controls:
            yield self._difference(
                Kind.OTHER_CONTROL,
                need,
                Grade.CHANGED if field.control in DRIVEN else Grade.BREAKS,
                expected=min(need.controls),
                seen=field.control,
            )
        for option in need.options:
            if option not in field.options:
                offered = ", ".join(field.options)
                yield self._difference(Kind.MISSING_OPTION, need, expected=option, seen=offered)
        for option in field.options if need.options else ():
            if option not in need.options:
                yield self._difference(Kind.UNKNOWN_OPTION, need, Grade.CHANGED, seen=option)

    def _of_stranger(self, thing: Thing, *, closed: bool) -> Iterator[Difference]:
        if thing.required:
            yield self._plain(Kind.UNKNOWN_REQUIRED, Grade.BREAKS, what=thing.text)
        elif closed:
            yield self._plain(Kind.UNKNOWN, Grade.CHANGED, what=thing.text)

    def _moved(self) -> Iterator[Difference]:
        """Tell the first thing that does not stand where the others' order has it."""
        places = [found[0] for found in self._at if len(found) == 1]
        for first, second in pairwise(places):
            if first > second:
                before = self.things[second - 1].text if second else ""
                what, expected = self.things[second].text, self.things[first].text
                yield self._plain(
                    Kind.MOVED, Grade.CHANGED, what=what, expected=expected, seen=before
                )
                return

    def _near(self, number: int) -> list[tuple[Thing, bool]]:
        """Return the strange things, and of each whether it stands where the need belongs.

        Of buttons, whose order means nothing, that is the only one that nobody knows.
        """
        if self.sort not in ORDERED:
            return [(self.things[at], self._strange == [at]) for at in self._strange]
        ahead = [found[0] for found in self._at[:number] if found]
        behind = [found[0] for found in self._at[number + 1 :] if found]
        low, high = max(ahead, default=-1), min(behind, default=len(self.things))
        inside = [at for at in self._strange if low < at < high]
        return [(self.things[at], inside == [at]) for at in self._strange]

    def _difference(
        self,
        kind: Kind,
        need: Need,
        grade: Grade = Grade.BREAKS,
        **more: Any,  # noqa: ANN401
    ) -> Difference:
        return self._plain(kind, grade, what=need.words[0], **more)

    def _plain(self, kind: Kind, grade: Grade, **more: Any) -> Difference:  # noqa: ANN401
        return Difference(place=self.place, kind=kind, sort=self.sort, grade=grade, **more)
