"""Which refusal is about which piece: by name and serial number, each as often as it is written."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledgers.instrument import comparable

if TYPE_CHECKING:
    from ledgers.receipt import Refusal

Plate = tuple[str, str]
"""A piece as a receipt names it: instrument name and serial number."""


def match_refusals(
    refusals: Sequence["Refusal"], plates: Sequence[Plate]
) -> tuple[tuple["Refusal", ...], ...]:
    """Return for each plate the refusals that are about it, in the order of `plates`.

    Identical plates take one refusal each, in order. What is left over of the same plate goes to
    the last of them (several reasons for one piece); a plate for which none is left shares the
    last one, because identical pieces are refused in one sentence. A serial number alone is
    enough where name or grid are cut, as long as only one plate carries it.
    """
    waiting: dict[Plate, list[int]] = defaultdict(list)
    for at, plate in enumerate(plates):
        waiting[_folded(plate)].append(at)
    by_serial: dict[str, set[Plate]] = defaultdict(set)
    for folded in waiting:
        by_serial[folded[1]].add(folded)
    about: dict[Plate, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        wanted = _folded((refusal.name, refusal.serial_number))
        if wanted in waiting:
            about[wanted].append(refusal)
        elif wanted[1].strip("-/") and len(by_serial[wanted[1]]) == 1:
            about[next(iter(by_serial[wanted[1]]))].append(refusal)
    given: list[tuple[Refusal, ...]] = [()] * len(plates)
    for folded, positions in waiting.items():
        for at, share in zip(positions, _shares(about[folded], len(positions)), strict=True):
            given[at] = share
    return tuple(given)


def _shares(refusals: Sequence["Refusal"], pieces: int) -> list[tuple["Refusal", ...]]:
    """Deal the refusals out, one to each piece."""
    if not refusals:
        return [()] * pieces
    shares: list[tuple[Refusal, ...]] = [(refusal,) for refusal in refusals[:pieces]]
    shares[-1] = (*shares[-1], *refusals[pieces:])
    return shares + [(refusals[-1],)] * (pieces - len(shares))


def _folded(plate: Plate) -> Plate:
    return comparable(plate[0]), comparable(plate[1])
