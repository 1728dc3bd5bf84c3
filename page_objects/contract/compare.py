"""In what a screen differs from the portal's words, and from how a person once approved it."""

from collections.abc import Iterator

from page_objects.contract.difference import Candidate, Difference, Grade, Kind, Sort
from page_objects.contract.matching import Matching
from page_objects.contract.needs import NEEDS, Need, Needs
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.contract.things import Thing, things_of
from page_objects.words import WORDS

PARTS = (Sort.FIELD, Sort.COLUMN, Sort.BUTTON)
# Lists whose offer follows another choice: what they show now says nothing.
DEPENDENT = frozenset({*WORDS.fields["kind"], *WORDS.fields["region"]})


def differences(seen: ScreenSeen, approved: ScreenSeen | None = None) -> tuple[Difference, ...]:
    """Return what keeps us from writing, then what a person has to approve.

    What breaks is judged by the portal's words alone; what merely changed by the approved
    screen when there is one, else by what is publicly known (portal-facts).
    """
    found = tuple(_against_words(seen, NEEDS[seen.place]))
    if approved is None:
        return found
    broken = tuple(one for one in found if one.grade is Grade.BREAKS)
    told = {(one.sort, one.what) for one in broken}
    changed = _against_approved(seen, approved)
    return (*broken, *(one for one in changed if (one.sort, one.what) not in told))


def not_reached(place: Place, why: str) -> Difference:
    """Return the difference for a screen that nobody could look at."""
    return Difference(
        place=place, kind=Kind.NOT_REACHED, sort=Sort.SCREEN, grade=Grade.BREAKS, seen=why
    )


def _against_words(seen: ScreenSeen, needs: Needs) -> Iterator[Difference]:
    if needs.titles and seen.title not in needs.titles:
        yield _other_title(seen, needs)
    if needs.kits and seen.kit not in needs.kits:
        yield _other_kit(seen, needs.kits[0])
    lists = {
        Sort.FIELD: needs.fields,
        Sort.COLUMN: needs.columns,
        Sort.BUTTON: needs.buttons,
        Sort.ROW: needs.rows,
    }
    for sort, wanted in lists.items():
        matching = Matching(seen.place, sort, things_of(seen, sort, needs), wanted)
        yield from matching.differences(closed=sort is not Sort.ROW and sort not in needs.open)
        if sort is Sort.ROW:
            for _, row in matching.single():
                yield from _way_in(seen.place, row)


def _way_in(place: Place, row: Thing) -> Iterator[Difference]:
    """Tell a service's row that cannot be entered, or in two ways."""
    words = WORDS.buttons["enter"]
    found = [link for link in row.links if link in words]
    if len(found) == 1:
        return
    candidate = None
    if not found and len(row.links) == 1:
        candidate = Candidate(key="enter", word=row.links[0], table="buttons", why="place")
    yield Difference(
        place=place,
        kind=Kind.DOUBLED if found else Kind.MISSING,
        sort=Sort.BUTTON,
        grade=Grade.BREAKS,
        what=words[0],
        expected=words[0],
        seen=str(len(found)) if found else ", ".join(row.links),
        candidate=candidate,
    )


def _against_approved(seen: ScreenSeen, approved: ScreenSeen) -> Iterator[Difference]:
    if seen.kit != approved.kit:
        yield _other_kit(seen, approved.kit)
    needs = NEEDS[seen.place]
    for sort in PARTS:
        now, then = things_of(seen, sort, needs), things_of(approved, sort, needs)
        matching = Matching(seen.place, sort, now, [_as_then(thing) for thing in then])
        for one in matching.differences(closed=True):
            yield one.model_copy(update={"grade": Grade.CHANGED, "candidate": None})
        optional = {thing.text for thing in then if not thing.required}
        for thing in now:
            if thing.required and thing.text in optional:
                yield Difference(
                    place=seen.place,
                    kind=Kind.NOW_REQUIRED,
                    sort=sort,
                    grade=Grade.CHANGED,
                    what=thing.text,
                )


def _as_then(thing: Thing) -> Need:
    field = thing.field
    if field is None:
        return Need(key="", words=(thing.text,))
    options = () if field.label in DEPENDENT else field.options
    controls = frozenset({field.control})
    return Need(key="", words=(thing.text,), controls=controls, options=options)


def _other_title(seen: ScreenSeen, needs: Needs) -> Difference:
    key = "add" if seen.place is Place.INSTRUMENT else seen.place.value
    return Difference(
        place=seen.place,
        kind=Kind.OTHER_TITLE,
        sort=Sort.SCREEN,
        grade=Grade.BREAKS,
        expected=needs.titles[0],
        seen=seen.title,
        candidate=Candidate(key=key, word=seen.title, table="titles", why="place"),
    )


def _other_kit(seen: ScreenSeen, known: str) -> Difference:
    return Difference(
        place=seen.place,
        kind=Kind.OTHER_KIT,
        sort=Sort.SCREEN,
        grade=Grade.CHANGED,
        expected=known or "-",
        seen=seen.kit or "-",
    )
