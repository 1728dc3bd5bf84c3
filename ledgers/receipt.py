"""Read the prose of a receipt (回执信息): who got which pieces, what they say, what they refuse.

The text is written by people at the institutes and reached us through machine-reading, so both
widths of brackets and colons, missing brackets, blanks and line breaks are taken as they come.
What is not understood is kept in `unread`, never dropped.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ledgers.receipts.acceptance import Acceptance, read_acceptance
from ledgers.receipts.anchors import (
    WITHOUT_WORDS,
    Anchor,
    Mark,
    anchors_in,
    count_of,
    listed,
    plate_of,
)
from ledgers.receipts.meaning import Allocation, Plate, Receipt, Refusal, folded
from ledgers.receipts.plain import joined, plain_text

__all__ = ["Acceptance", "Allocation", "Receipt", "Refusal", "read_receipt"]

_STRAY: Final = " \t\r\n\u3000，,。；;：:、"
_KEPT: Final = _STRAY.replace("。", "")  # a sentence keeps its full stop


def read_receipt(text: str, pieces: Iterable[Plate] = ()) -> Receipt:
    """Return what a receipt says. Never raises; what is not understood is in `unread`.

    `pieces` are the booking's (name, serial number): where a refusal names one of them in other
    brackets or blanks, the piece's own words are given back.
    """
    plain = plain_text(text)
    anchors = anchors_in(plain)
    known = {folded(piece): piece for piece in pieces}
    left, unread = _left_over(plain, anchors)
    named = [plate_of(one.match) for one in anchors if one.mark is Mark.LEFT_OUT]
    return Receipt(
        total=next((count_of(one.match[1]) for one in anchors if one.mark is Mark.TOTAL), None),
        allocations=tuple(_allocations(anchors)),
        acceptances=tuple(_acceptances(plain, anchors)),
        refusals=tuple(_refusals(plain, anchors, known)),
        unread=unread,
        nobodys=max((_nobodys(one) for one in anchors if one.mark is Mark.NOBODY), default=0),
        unallocated_pieces=tuple(_own_words(plate, known) for plate in (*named, *left)),
    )


def _allocations(anchors: Sequence[Anchor]) -> Iterator[Allocation]:
    for anchor in anchors:
        if anchor.mark is Mark.ALLOCATION:
            yield Allocation(institute=anchor.match[2], count=count_of(anchor.match[1]))


def _nobodys(anchor: Anchor) -> int:
    """Return how many nobody got; 其中0条已分配 counts the others."""
    counted = anchor.match[1] and "已分配" not in anchor.match[0]
    return count_of(anchor.match[1]) if counted else 0


def _acceptances(text: str, anchors: Sequence[Anchor]) -> Iterator[Acceptance]:
    for anchor, words in _with_words(text, anchors, Mark.ACCEPTANCE):
        yield read_acceptance(anchor.match[1], words)
    institutes = {one.institute for one in _allocations(anchors)}
    for anchor, words in _with_words(text, anchors, Mark.BARE):
        institute = next(iter(institutes)) if len(institutes) == 1 else ""
        yield read_acceptance(institute, anchor.match[0] + words)


def _refusals(text: str, anchors: Sequence[Anchor], known: dict[Plate, Plate]) -> Iterator[Refusal]:
    for anchor, words in _with_words(text, anchors, Mark.REFUSAL):
        name, serial = _own_words(plate_of(anchor.match), known)
        yield Refusal(name=name, serial_number=serial, reason=words)


def _own_words(plate: Plate, known: dict[Plate, Plate]) -> Plate:
    name, serial = joined(plate[0]), joined(plate[1])
    return known.get(folded(plate), (name.strip(_STRAY), serial))


def _with_words(text: str, anchors: Sequence[Anchor], mark: Mark) -> Iterator[tuple[Anchor, str]]:
    """Yield anchors of a kind with the free text that follows each of them."""
    following = [*(anchor.start for anchor in anchors[1:]), len(text)]
    for anchor, end in zip(anchors, following, strict=False):
        if anchor.mark is mark:
            yield anchor, " ".join(text[anchor.end : end].split()).strip(_KEPT)


def _left_over(text: str, anchors: Sequence[Anchor]) -> tuple[list[Plate], tuple[str, ...]]:
    """Return what stands before the first anchor, and behind those that carry no free text.

    Pieces listed behind "not allocated" are such; everything else is unread.
    """
    plates: list[Plate] = []
    unread: list[str] = []
    following = [*(anchor.start for anchor in anchors), len(text)]
    for start, end, mark in (
        (0, following[0], None),
        *((one.end, following[at + 1], one.mark) for at, one in enumerate(anchors)),
    ):
        if mark is not None and mark not in WITHOUT_WORDS:
            continue
        rest = text[start:end]
        if mark is Mark.NOBODY:
            for begin, stop, plate in reversed(list(listed(rest))):
                plates.insert(0, plate)
                rest = f"{rest[:begin]}\n{rest[stop:]}"
        unread += [words for line in rest.split("\n") if (words := line.strip(_STRAY))]
    return plates, tuple(unread)
