"""Rules about rows that look like each other.

A serial number is no key: pieces without a plate are filed as hyphens, a dispenser is one record
per nozzle. Only a whole row that repeats, with a real number, is a piece entered twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ledgers.checks.draft import Draft, Given
from ledgers.checks.identity_rules import is_place_holder
from ledgers.checks.registry import Facts, check_sheet
from ledgers.instrument import comparable
from ledgers.measuring_range import is_dashes
from ledgers.problems import Severity

_IDENTITY: Final = ("name", "kind", "model", "serial_number", "manufacturer", "place_of_use")
_SHOWN: Final = 8


@check_sheet(
    "L901",
    Severity.ERROR,
    "serial_number",
    template="The same piece stands in row {first} already: {name}, 出厂编号 {value}.",
    advice="Delete one of the two rows, or correct the 出厂编号 of the other piece.",
    source="one record per piece; a serial number names one piece of its make",
)
def piece_is_entered_twice(drafts: Sequence[Draft], _given: Given) -> Iterator[tuple[Draft, Facts]]:
    """Find rows that repeat an earlier one in everything that identifies a piece."""
    for first, twin in _twins(drafts, _whole_identity):
        yield twin, {"first": str(first.row.number), "name": twin.text("name")}


@check_sheet(
    "L902",
    Severity.WARNING,
    "serial_number",
    template="出厂编号 {value} of {name} stands in row {first} too, with other details.",
    advice="Check both rows: makers do use the same number, yet more often it is a slip.",
    source="makers number by themselves, so a number may occur twice",
)
def serial_is_used_twice(drafts: Sequence[Draft], _given: Given) -> Iterator[tuple[Draft, Facts]]:
    """Find the same name and number with another maker, model or place."""
    for first, twin in _twins(drafts, _name_and_serial):
        if _whole_identity(first) != _whole_identity(twin):
            yield twin, {"first": str(first.row.number), "name": twin.text("name")}


@check_sheet(
    "L903",
    Severity.HINT,
    "serial_number",
    template="{count} identical pieces without a number ({rows}) will be filed, one by one.",
    advice="Nothing to do if you have that many; they cannot be told apart on the portal.",
    source="guide, page on 戥子: pieces without a plate",
)
def unplated_pieces_are_alike(
    drafts: Sequence[Draft], _given: Given
) -> Iterator[tuple[Draft, Facts]]:
    """Find unplated pieces that are alike; the first of them carries the hint."""
    groups: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not _has_number(draft) and draft.text("serial_number"):
            groups[_whole_identity(draft)].append(draft)
    for group in groups.values():
        if len(group) > 1:
            numbers = [str(draft.row.number) for draft in group]
            more = ", …" if len(numbers) > _SHOWN else ""
            rows = ", ".join(numbers[:_SHOWN]) + more
            yield group[0], {"count": str(len(group)), "rows": rows}


def _twins(
    drafts: Sequence[Draft], key: Callable[[Draft], tuple[str, ...]]
) -> Iterator[tuple[Draft, Draft]]:
    """Yield each row with a real number together with the first row of the same key."""
    first: dict[tuple[str, ...], Draft] = {}
    for draft in drafts:
        if not _has_number(draft):
            continue
        earlier = first.setdefault(key(draft), draft)
        if earlier is not draft:
            yield earlier, draft


def _has_number(draft: Draft) -> bool:
    text = draft.text("serial_number")
    return bool(text) and not is_dashes(text) and not is_place_holder(text)


def _whole_identity(draft: Draft) -> tuple[str, ...]:
    texts = (
        draft.kind.name if name == "kind" and draft.kind else draft.text(name) for name in _IDENTITY
    )
    return (*map(comparable, texts), _place(draft))


def _name_and_serial(draft: Draft) -> tuple[str, ...]:
    return comparable(draft.text("name")), comparable(draft.text("serial_number"))


def _place(draft: Draft) -> str:
    division = draft.resolution.division
    return division.code if division else draft.region_text
