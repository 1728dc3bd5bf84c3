"""Which refusal is about which piece: by name and serial number, each as often as it is written."""

from collections import defaultdict
from collections.abc import Sequence

from ledgers.receipts.meaning import Plate, Refusal, folded


def match_refusals(
    refusals: Sequence[Refusal], plates: Sequence[Plate]
) -> tuple[tuple[Refusal, ...], ...]:
    """Return for each plate the refusals that are about it, in the order of `plates`.

    Identical plates take one refusal each, in order. What is left over of the same plate goes to
    the last of them (several reasons for one piece); a plate for which none is left shares the
    last one, because identical pieces are refused in one sentence. A serial number alone is
    enough where name or grid are cut, as long as only one plate carries it.
    """
    waiting: dict[Plate, list[int]] = defaultdict(list)
    for at, plate in enumerate(plates):
        waiting[folded(plate)].append(at)
    by_serial: dict[str, set[Plate]] = defaultdict(set)
    for plate in waiting:
        by_serial[plate[1]].add(plate)
    about: dict[Plate, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        wanted = folded((refusal.name, refusal.serial_number))
        if wanted in waiting:
            about[wanted].append(refusal)
        elif wanted[1].strip("-/") and len(by_serial[wanted[1]]) == 1:
            about[next(iter(by_serial[wanted[1]]))].append(refusal)
    given: list[tuple[Refusal, ...]] = [()] * len(plates)
    for plate, positions in waiting.items():
        for at, share in zip(positions, _shares(about[plate], len(positions)), strict=True):
            given[at] = share
    return tuple(given)


def _shares(refusals: Sequence[Refusal], pieces: int) -> list[tuple[Refusal, ...]]:
    """Deal the refusals out, one to each piece."""
    if not refusals:
        return [()] * pieces
    shares: list[tuple[Refusal, ...]] = [(refusal,) for refusal in refusals[:pieces]]
    shares[-1] = (*shares[-1], *refusals[pieces:])
    return shares + [(refusals[-1],)] * (pieces - len(shares))
