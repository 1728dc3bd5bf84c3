"""Rules about 一级目录 and 二级目录: the two that decide who gets the task, besides the region."""

from collections.abc import Iterable
from typing import Final

from catalog.catalogue import Fit
from catalog.kinds import Kind, plain
from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_row
from ledgers.problems import Severity

_LETTER: Final = "guide, letter to customers; catalogue 2020-42"
_PARTIAL: Final = "catalogue 2020-42, of which our copy is partial"


@check_row(
    "L101",
    Severity.ERROR,
    "category",
    template="一级目录 is empty.",
    advice="Fill in the category. Kinds like the one given belong to: {home}.",
    source=_LETTER,
)
def category_is_empty(draft: Draft, given: Given) -> Facts | None:
    """Find a row without a category."""
    if draft.text("category"):
        return None
    kinds = given.catalogue.kinds_named(draft.text("kind")) or draft.match.near
    homes = dict.fromkeys(kind.category for kind in kinds)
    return {"home": _listed(homes)}


@check_row(
    "L102",
    Severity.ERROR,
    "kind",
    template="二级目录 is empty.",
    advice="Fill in the kind. The category given has: {kinds}.",
    source=_LETTER,
)
def kind_is_empty(draft: Draft, given: Given) -> Facts | None:
    """Find a row without a kind."""
    if draft.text("kind"):
        return None
    home = given.catalogue.category_named(draft.text("category")) or ""
    return {"kinds": _names(given.catalogue.kinds_of(home))}


@check_row(
    "L103",
    Severity.ERROR,
    "category",
    template="二级目录 {kind} belongs under 一级目录 {home}, not under {value}.",
    advice="Write {home} into 一级目录, or choose another kind.",
    source=_LETTER,
)
def kind_is_misplaced(draft: Draft, _given: Given) -> Facts | None:
    """Find a kind under another category than its own."""
    kind = draft.match.kind
    if draft.match.fit is not Fit.MISPLACED or kind is None or not draft.text("category"):
        return None
    return {"kind": kind.name, "home": kind.category}


@check_row(
    "L104",
    Severity.ERROR,
    "kind",
    template="一级目录 {home} has no 二级目录 {value}.",
    advice="Choose one of: {kinds}. The instrument's own name goes into 器具名称.",
    source=_LETTER,
)
def kind_is_impossible(draft: Draft, given: Given) -> Facts | None:
    """Find a kind that a category, known whole, does not have."""
    if draft.match.fit is not Fit.IMPOSSIBLE or not draft.text("kind"):
        return None
    home = given.catalogue.category_named(draft.text("category")) or draft.text("category")
    return {"home": home, "kinds": _names(draft.match.near)}


@check_row(
    "L105",
    Severity.WARNING,
    "kind",
    template="{category} / {value} is not in our copy of the catalogue, which is not complete.",
    advice="Look it up in the portal's own list. Like it: {near}.",
    source=_PARTIAL,
)
def pair_is_unknown(draft: Draft, given: Given) -> Facts | None:
    """Find a pair we know nothing about."""
    category, kind = draft.text("category"), draft.text("kind")
    if draft.match.fit is not Fit.UNKNOWN or not category or not kind:
        return None
    if given.catalogue.bare_category(category):
        return None  # L109 says what is known
    return {"category": category, "near": _listed(_pair(near) for near in draft.match.near)}


@check_row(
    "L106",
    Severity.WARNING,
    "kind",
    template="{value} may not be in the catalogue: our copy has it without a source.",
    advice="Look it up in the portal's own list before you file it.",
    source=_PARTIAL,
)
def pair_is_unsure(draft: Draft, _given: Given) -> Facts | None:
    """Find a pair that our copy has from memory only."""
    return NOTHING_MORE if draft.match.fit is Fit.UNSURE else None


@check_row(
    "L107",
    Severity.HINT,
    "kind",
    template="{category} / {value} will be filed as {filed}.",
    advice="Nothing to do; the portal's list has it under this name.",
    source="catalog.md, naming: guide against catalogue",
)
def pair_is_an_alias(draft: Draft, _given: Given) -> Facts | None:
    """Find a pair that is written in other words than the catalogue's."""
    if draft.match.fit is not Fit.LISTED or draft.kind is None:
        return None
    category, kind = draft.text("category"), draft.text("kind")
    if plain(category) == plain(draft.kind.category) and plain(kind) == plain(draft.kind.name):
        return None
    return {
        "category": category,
        "filed": _pair(draft.kind),
        "right_category": draft.kind.category,
        "right_kind": draft.kind.name,
    }


@check_row(
    "L108",
    Severity.ERROR,
    "kind",
    template="{value} needs type approval only; it is not verified and cannot be booked.",
    advice="Take the row out. If the piece is part of a scale, file the scale.",
    source="catalogue 2020-42, column 监管方式",
)
def kind_is_not_verified(draft: Draft, _given: Given) -> Facts | None:
    """Find a kind that the catalogue surely excludes from verification."""
    kind = draft.kind
    if kind is None or not kind.is_unverified_by_law or not kind.grades.supervision.is_firm:
        return None
    return NOTHING_MORE


@check_row(
    "L109",
    Severity.WARNING,
    "kind",
    template="{value} is probably outside compulsory verification since catalogue 2020-42.",
    advice="Ask the institute whether it still verifies such pieces through the portal.",
    source="catalog.md, kinds that must not be booked",
)
def kind_is_probably_not_verified(draft: Draft, given: Given) -> Facts | None:
    """Find a kind that weaker sources exclude from verification."""
    kind = draft.kind or given.catalogue.bare_category(draft.text("category"))
    if kind is None or not kind.is_unverified_by_law or kind.grades.supervision.is_firm:
        return None
    return NOTHING_MORE


def _names(kinds: tuple[Kind, ...]) -> str:
    return _listed(kind.name for kind in kinds)


def _pair(kind: Kind) -> str:
    return f"{kind.category} / {kind.name}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "—"
