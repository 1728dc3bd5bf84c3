"""The catalogue of instruments under mandatory control: categories (一级目录) and kinds (二级目录).

Our copy is partial and graded. What is certain may reject a record, what is not only warns, and
the portal's own lists, once learnt, decide.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from catalog import catalogue_files
from catalog.errors import NoCatalogueError
from catalog.kinds import Edition, Grade, Grades, Kind, kind_key, plain

_LONGEST_NAME: Final = 80  # characters; a longer text is no name, and comparing it takes long


class Fit(Enum):
    """How a pair of category and kind stands to the catalogue."""

    LISTED = "listed"  # the pair is known to be right
    UNSURE = "unsure"  # we have it from memory only
    MISPLACED = "misplaced"  # the kind is known, and belongs to another category
    IMPOSSIBLE = "impossible"  # the category is known whole, and has no such kind
    UNKNOWN = "unknown"  # not in our copy, which is partial


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a look-up of a pair; `kind` is set for LISTED, UNSURE and MISPLACED."""

    fit: Fit
    kind: Kind | None = None
    near: tuple[Kind, ...] = ()  # for a suggestion, best first


class Catalogue:
    """Kinds by category, with aliases. Immutable; `learned` gives another one."""

    def __init__(
        self,
        edition: Edition,
        kinds: Sequence[Kind],
        aliases: Mapping[str, Mapping[str, str]],
        *,
        bare: Sequence[Kind] = (),
        portal_lists: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.edition = edition
        self._kinds = tuple(kinds)
        self._aliases = aliases
        self._bare = tuple(bare)
        self._portal_lists = dict(portal_lists or {})
        self._by_pair = {(plain(k.category), kind_key(k.name)): k for k in kinds}
        self._category_aliases = {plain(a): b for a, b in aliases.get("category", {}).items()}
        self._kind_aliases = {plain(a): b for a, b in aliases.get("kind", {}).items()}
        self._categories = {plain(k.category): k.category for k in (*kinds, *bare)}
        self._by_name: dict[str, list[Kind]] = {}
        for kind in kinds:
            self._by_name.setdefault(kind_key(kind.name), []).append(kind)

    def __iter__(self) -> Iterator[Kind]:
        """Yield every kind."""
        return iter(self._kinds)

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the names of all categories in the catalogue's order."""
        return tuple(dict.fromkeys(kind.category for kind in self._kinds))

    def bare_category(self, text: str) -> Kind | None:
        """Return what is known of a category whose kinds are not, or None."""
        home = self.category_named(text)
        return next((kind for kind in self._bare if kind.category == home), None)

    def kinds_of(self, category: str) -> tuple[Kind, ...]:
        """Return the kinds of a category given by its own name."""
        return tuple(kind for kind in self._kinds if kind.category == category)

    def category_named(self, text: str) -> str | None:
        """Return the category a text means, by name or alias, or None."""
        return self._categories.get(plain(text)) or self._category_aliases.get(plain(text))

    def kinds_named(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds a text means, by name or alias; a bracketed tail may be missing."""
        found = self._by_name.get(kind_key(text))
        if not found:
            found = self._by_name.get(kind_key(self._kind_aliases.get(plain(text), "")))
        return tuple(found or ())

    def match(self, category: str, kind: str) -> Match:
        """Judge a pair. Aliases count as the names they stand for."""
        found = self.kinds_named(kind)
        home = self.category_named(category)
        here = next((k for k in found if k.category == home), None)
        if here is not None:
            return Match(Fit.LISTED if self._is_sure(here) else Fit.UNSURE, here)
        if found and self._is_sure(found[0]) and (home or not category):
            return Match(Fit.MISPLACED, found[0], found)
        if home and home in self._whole_categories:
            return Match(Fit.IMPOSSIBLE, near=self.kinds_of(home))
        return Match(Fit.UNKNOWN, near=(*found, *self.near(kind))[:3])

    def near(self, text: str) -> tuple[Kind, ...]:
        """Return up to three kinds written much like a text."""
        if len(text) > _LONGEST_NAME:
            return ()
        names = difflib.get_close_matches(kind_key(text), self._by_name, n=3, cutoff=0.5)
        return tuple(kind for name in names for kind in self._by_name[name])

    def near_category(self, text: str) -> str:
        """Return the category written most like a text, or "" when none is."""
        if len(text) > _LONGEST_NAME:
            return ""
        near = difflib.get_close_matches(plain(text), self._categories, n=1, cutoff=0.5)
        return self._categories[near[0]] if near else ""

    def search(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds whose names, aliases or scope contain a text, else near ones."""
        wanted = plain(text)
        by_alias = {
            name
            for words in self._aliases.values()
            for alias, name in words.items()
            if wanted in plain(alias)
        }
        hits = [
            kind
            for kind in self._kinds
            if wanted in plain(f"{kind.category}\n{kind.name}\n{kind.scope}")
            or by_alias & {kind.category, kind.name}
        ]
        return tuple(hits) or self.near(text)

    def learned(self, lists: Mapping[str, Sequence[str]]) -> "Catalogue":
        """Return this catalogue with the portal's lists, category -> kinds, as the last word.

        Where the portal names a category and no kind of it, what we hold of it stays as unsure
        as it was.
        """
        told = {category: names for category, names in lists.items() if names}
        silent = {plain(category) for category in lists} - {plain(category) for category in told}
        kinds = [
            *(
                self._as_listed(category, name)
                for category, names in told.items()
                for name in names
            ),
            *(kind for kind in self._kinds if plain(kind.category) in silent),
        ]
        return Catalogue(self.edition, kinds, self._aliases, bare=self._bare, portal_lists=told)

    def difference(self, lists: Mapping[str, Sequence[str]]) -> "Difference":
        """Return in what the portal's lists and ours differ; unsure rows of ours do not count."""
        theirs = {(plain(c), kind_key(k)): (c, k) for c, names in lists.items() for k in names}
        ours = {pair: kind for pair, kind in self._by_pair.items() if self._is_sure(kind)}
        return Difference(
            only_portal=tuple(pair for key, pair in theirs.items() if key not in self._by_pair),
            only_ours=tuple((k.category, k.name) for key, k in ours.items() if key not in theirs),
        )

    def _is_sure(self, kind: Kind) -> bool:
        return kind.category in self._portal_lists or kind.grades.name.is_sourced

    def _as_listed(self, category: str, name: str) -> Kind:
        known = self._by_pair.get((plain(category), kind_key(name)))
        if known is not None:
            return known.model_copy(update={"category": category, "name": name})
        grades = Grades(
            name=Grade.STATED,
            no=Grade.ABSENT,
            supervision=Grade.ABSENT,
            method=Grade.ABSENT,
            scope=Grade.ABSENT,
        )
        return Kind(category=category, name=name, sources=("portal",), grades=grades)

    @cached_property
    def _whole_categories(self) -> frozenset[str]:
        """Return the categories of which we surely hold every kind.

        With the portal's lists that is each of them. Otherwise the kinds' numbers run through
        the whole catalogue, so a category is whole when its own numbers and the first number of
        the next category leave no gap.
        """
        if self._portal_lists:
            return frozenset(self._portal_lists)
        return frozenset(_whole(self._kinds))


class Difference(BaseModel):
    """In what two lists of pairs differ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    only_portal: tuple[tuple[str, str], ...]
    only_ours: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        """Return whether there is any difference."""
        return bool(self.only_portal or self.only_ours)


@lru_cache(maxsize=8)
def load_catalogue(on: date | None = None) -> Catalogue:
    """Return the catalogue in force on a day, by default the newest one.

    Raises:
        NoCatalogueError: none of ours was in force then.
        DataFileError: a data file is damaged.
    """
    editions = [e for e in catalogue_files.editions() if on is None or e.in_force <= on]
    if not editions:
        raise NoCatalogueError(day=str(on))
    edition = max(editions, key=lambda candidate: candidate.in_force)
    rows = catalogue_files.read_kinds(catalogue_files.DATA / edition.file)
    kinds = [row for row in rows if row.name]
    bare = [row for row in rows if not row.name]
    return Catalogue(edition, kinds, catalogue_files.aliases(), bare=bare)


def _whole(kinds: Iterable[Kind]) -> Iterator[str]:
    numbered = sorted(
        (k for k in kinds if k.number is not None and k.grades.no.is_firm and k.category_number),
        key=lambda k: k.number or 0,
    )
    firsts = {k.number: k.category for k in numbered}
    for category in dict.fromkeys(k.category for k in numbered):
        own = [k.number for k in numbered if k.category == category and k.number is not None]
        is_contiguous = own == list(range(own[0], own[-1] + 1))
        follows = firsts.get(own[0] - 1) is not None or own[0] == 1
        if is_contiguous and follows and own[-1] + 1 in firsts:
            yield category
