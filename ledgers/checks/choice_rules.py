"""Rules about the form's closed lists and the quantity."""

import re
from typing import Final

from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_fields, check_row
from ledgers.choices import choice, choices
from ledgers.instrument import WORKING_INSTRUMENT
from ledgers.problems import Severity

_LISTS: Final = ("purpose", "delivery", "origin")
_QUANTITY: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:台|件|个|支|块|只|把|套|台件|\(台件\))?")


@check_fields(
    "L601",
    Severity.ERROR,
    ("purpose", "delivery"),
    template="{label} is empty.",
    advice="Choose one of: {choices}.",
    source="portal-facts 3.2, fields 15 and 16",
)
def choice_is_empty(draft: Draft, field: str) -> Facts | None:
    """Find a closed list without a choice."""
    return None if draft.text(field) else {"choices": ", ".join(choices(field))}


@check_row(
    "L602",
    Severity.ERROR,
    "purpose",
    template="器具用途 {value} is not one of the four.",
    advice="Choose one of: {choices}. A piece for internal use only is not filed at all.",
    source="portal-facts 6.3, mistake 8",
)
def purpose_is_unknown(draft: Draft, _given: Given) -> Facts | None:
    """Find a purpose that compulsory verification does not have."""
    return _unknown(draft, "purpose")


@check_row(
    "L603",
    Severity.ERROR,
    "delivery",
    template="送检方式 {value} is not a choice of the portal.",
    advice="Choose one of: {choices}.",
    source="portal-facts 3.2, field 16",
)
def delivery_is_unknown(draft: Draft, _given: Given) -> Facts | None:
    """Find a way of delivery the portal does not offer."""
    return _unknown(draft, "delivery")


@check_row(
    "L604",
    Severity.ERROR,
    "origin",
    template="器具产地 {value} is not a choice of the portal.",
    advice="Choose one of: {choices}.",
    source="portal-facts 3.2, field 10",
)
def origin_is_unknown(draft: Draft, _given: Given) -> Facts | None:
    """Find an origin the portal does not offer."""
    return _unknown(draft, "origin")


@check_row(
    "L605",
    Severity.WARNING,
    "origin",
    template="器具产地 is empty.",
    advice="Choose 国产 or 进口.",
    source="portal-facts 3.2, field 10",
)
def origin_is_empty(draft: Draft, _given: Given) -> Facts | None:
    """Find a row that does not say where the piece was made."""
    return None if draft.text("origin") else NOTHING_MORE


@check_fields(
    "L606",
    Severity.HINT,
    _LISTS,
    template="{label} {value} will be filed as {filed}.",
    advice="Nothing to do; this is the portal's word for it.",
    source="portal-facts 3.2",
)
def choice_is_in_other_words(draft: Draft, field: str) -> Facts | None:
    """Find a choice that is clear, yet in other words than the portal's."""
    filed = choice(field, draft.text(field))
    return {"filed": filed} if filed and filed != draft.text(field) else None


@check_row(
    "L607",
    Severity.WARNING,
    "purpose",
    template="器具用途 {value} does not go with {kind}; the catalogue says {scope}.",
    advice="Check the purpose: for other purposes the piece is not under compulsory verification.",
    source="catalogue 2020-42, column 强检范围",
)
def purpose_is_out_of_scope(draft: Draft, _given: Given) -> Facts | None:
    """Find a purpose for which a kind is not under control."""
    kind, purpose = draft.kind, choice("purpose", draft.text("purpose"))
    if kind is None or purpose is None or not kind.grades.scope.is_firm or not kind.purposes:
        return None
    if purpose in kind.purposes:
        return None
    return {"kind": kind.name, "scope": ", ".join(kind.purposes)}


@check_row(
    "L608",
    Severity.WARNING,
    "delivery",
    template="送检方式 {value}: {institute} verifies {kind} by {usual} in its guide.",
    advice="Check it with the institute before you file; a wrong choice may be refused.",
    source="guide, worked examples; portal-facts 6.3, mistake 12",
)
def delivery_is_unusual(draft: Draft, given: Given) -> Facts | None:
    """Find the other way of delivery than the institute's guide shows."""
    delivery, ability = choice("delivery", draft.text("delivery")), draft.ability
    if delivery is None or ability is None or not ability.delivery:
        return None
    if delivery in ability.delivery:
        return None
    usual = ", ".join(ability.delivery)
    return {"institute": given.institute.name, "kind": ability.kind, "usual": usual}


@check_row(
    "L609",
    Severity.ERROR,
    "quantity",
    template="器具数量 is {value}; every piece is a record of its own.",
    advice="Write 1, and copy the row so that there are {count} rows, each with its own 出厂编号.",
    source="guide, 器具新增 note 3: 数量请务必填 1",
)
def quantity_is_not_one(draft: Draft, _given: Given) -> Facts | None:
    """Find several pieces in one row."""
    match = _QUANTITY.fullmatch(draft.text("quantity"))
    if match is None or float(match[1]) == 1 or float(match[1]) <= 0 or "." in match[1]:
        return None
    return {"count": match[1].lstrip("+")}


@check_row(
    "L610",
    Severity.ERROR,
    "quantity",
    template="器具数量 {value} is not a number of pieces.",
    advice="Write 1.",
    source="guide, 器具新增 note 3: 数量请务必填 1",
)
def quantity_is_unreadable(draft: Draft, _given: Given) -> Facts | None:
    """Find a quantity that is no count at all."""
    text = draft.text("quantity")
    match = _QUANTITY.fullmatch(text)
    if not text or (match and float(match[1]) >= 1 and float(match[1]) % 1 == 0):
        return None
    return NOTHING_MORE


@check_row(
    "L611",
    Severity.ERROR,
    "instrument_type",
    template="器具类型 {value}: only 工作计量器具 is filed on the portal.",
    advice="Take the row out; standards go to the superior institute on paper, level by level.",
    source="guide, special notice 4",
)
def type_is_not_working(draft: Draft, _given: Given) -> Facts | None:
    """Find a piece that is declared to be no working instrument."""
    text = draft.text("instrument_type")
    return None if text in {"", WORKING_INSTRUMENT} else NOTHING_MORE


def _unknown(draft: Draft, field: str) -> Facts | None:
    text = draft.text(field)
    if not text or choice(field, text):
        return None
    return {"choices": ", ".join(choices(field))}
