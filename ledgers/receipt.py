"""Read the prose of a receipt (回执信息): who got which pieces, what they say, what they refuse.

The text is written by people at the institutes and reached us through machine-reading, so both
widths of brackets and colons, missing brackets, blanks and line breaks are taken as they come.
What is not understood is kept in `unread`, never dropped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict

from ledgers.instrument import comparable
from ledgers.receipts.acceptance import Acceptance, read_acceptance


class Allocation(BaseModel):
    """So many pieces of the booking went to an institute."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    institute: str
    count: int


class Refusal(BaseModel):
    """An institute does not take one piece."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    serial_number: str
    reason: str


class Receipt(BaseModel):
    """What a receipt's prose says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    total: int | None  # None when the text does not say
    allocations: tuple[Allocation, ...]
    acceptances: tuple[Acceptance, ...]
    refusals: tuple[Refusal, ...]
    unread: tuple[str, ...]

    @property
    def unallocated(self) -> int:
        """Return how many pieces nobody got, as far as the text tells."""
        given = sum(allocation.count for allocation in self.allocations)
        return max(0, (self.total or 0) - given)

    def refusal_of(self, name: str, serial_number: str) -> Refusal | None:
        """Return the refusal of a piece, or None; width and blanks do not count."""
        wanted = (comparable(name), comparable(serial_number))
        for refusal in self.refusals:
            if (comparable(refusal.name), comparable(refusal.serial_number)) == wanted:
                return refusal
        return None


_TOTAL: Final = re.compile(r"预约单\s*共\s*(\d+)\s*条\s*(?:计量)?器具")
_ALLOCATION: Final = re.compile(
    r"(?:其中\s*)?(\d+)\s*条\s*已?\s*分配\s*[至到给]\s*([^\s，,。；;：:]+)"
)
_NOBODY: Final = re.compile(r"(?:其中\s*)?(?:\d+\s*条\s*)?(?:尚?未\s*分配|已分配(?!\s*[至到给]))")
_ACCEPTANCE: Final = re.compile(r"([^\s，,。；;：:]{0,60}?)(?<!不予)受理回执信息\s*[：:]?")
_REFUSAL_HEADING: Final = re.compile(r"[^\s，,。；;：:]{0,60}不予受理回执信息\s*[：:]?")
_REFUSAL: Final = re.compile(
    r"(?<!条计量)器具[^\S\n]*(?P<name>[^\n，,。；;]{1,60}?)\s*[（(]\s*出厂编号\s*[为是]?\s*[：:]?\s*"
    r"(?P<serial>[^\n]{0,80}?)\s*(?P<close>[）)]?)\s*[，,；;：:]?\s*不予受理\s*(?:的)?\s*(?:原因)?\s*[：:]?"
)
# 已分配至 X院 X院受理回执信息, with the line break between the two lost
_RUN_TOGETHER: Final = re.compile(
    r"(分配[至到给]\s*[^\s，,。；;：:]{1,60}?(?:研究院|检测院|计量院|研究所|检定所|检测所|中心|局|站))"
    r"(?=[^\s，,。；;：:]{1,60}受理回执信息|器具[^\n，,。；;]{1,60}?[（(]\s*出厂编号)"
)
_EMPHASIS: Final = re.compile(r"\*\*(?=\s*不予受理)|(?<=原因)\s*\*\*")
_WITHOUT_WORDS: Final = frozenset({"total", "allocation", "nobody", "heading"})
_STRAY: Final = " \t\r\n\u3000，,。；;：:、"


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A piece of text that begins something; what follows belongs to it up to the next one."""

    start: int
    end: int
    kind: str
    match: re.Match[str]


def read_receipt(text: str, pieces: Iterable[tuple[str, str]] = ()) -> Receipt:
    """Return what a receipt says. Never raises; what is not understood is in `unread`.

    `pieces` are the booking's (name, serial number): where a refusal names one of them in other
    brackets or blanks, the piece's own words are given back.
    """
    plain = _EMPHASIS.sub("", text.replace("\r\n", "\n").replace("\u00a0", " "))
    plain = _RUN_TOGETHER.sub(r"\1\n", plain)
    anchors = tuple(_anchors(plain))
    known = list(pieces)
    total = next((int(a.match[1]) for a in anchors if a.kind == "total"), None)
    return Receipt(
        total=total,
        allocations=tuple(_allocations(anchors)),
        acceptances=tuple(_acceptances(plain, anchors)),
        refusals=tuple(_refusals(plain, anchors, known)),
        unread=tuple(_unread(plain, anchors)),
    )


def _anchors(text: str) -> Iterator[_Anchor]:
    """Yield what begins something, in the order of the text and without overlaps."""
    patterns = {
        "total": _TOTAL,
        "allocation": _ALLOCATION,
        "nobody": _NOBODY,
        "heading": _REFUSAL_HEADING,
        "acceptance": _ACCEPTANCE,
        "refusal": _REFUSAL,
    }
    found = [
        _Anchor(match.start(), match.end(), kind, match)
        for kind, pattern in patterns.items()
        for match in pattern.finditer(text)
    ]
    end = 0
    for anchor in sorted(found, key=lambda anchor: (anchor.start, -anchor.end)):
        if anchor.start >= end:
            yield anchor
            end = anchor.end


def _allocations(anchors: Sequence[_Anchor]) -> Iterator[Allocation]:
    for anchor in anchors:
        if anchor.kind == "allocation":
            yield Allocation(institute=anchor.match[2], count=int(anchor.match[1]))


def _acceptances(text: str, anchors: Sequence[_Anchor]) -> Iterator[Acceptance]:
    for anchor, words in _with_words(text, anchors, "acceptance"):
        yield read_acceptance(anchor.match[1], words)


def _refusals(
    text: str, anchors: Sequence[_Anchor], pieces: Sequence[tuple[str, str]]
) -> Iterator[Refusal]:
    for anchor, words in _with_words(text, anchors, "refusal"):
        serial = anchor.match["serial"]
        if serial.count("(") + serial.count("（") > serial.count(")") + serial.count("）"):
            serial += anchor.match["close"]  # the bracket belongs to the number: 3MSW0702001(东)
        name, serial = _own_words(anchor.match["name"].strip(), serial.strip(), pieces)
        yield Refusal(name=name, serial_number=serial, reason=words)


def _own_words(name: str, serial: str, pieces: Sequence[tuple[str, str]]) -> tuple[str, str]:
    wanted = (comparable(name), comparable(serial))
    for piece in pieces:
        if (comparable(piece[0]), comparable(piece[1])) == wanted:
            return piece
    return name, serial


def _with_words(text: str, anchors: Sequence[_Anchor], kind: str) -> Iterator[tuple[_Anchor, str]]:
    """Yield anchors of a kind with the free text that follows each of them."""
    following = [*(anchor.start for anchor in anchors[1:]), len(text)]
    for anchor, end in zip(anchors, following, strict=False):
        if anchor.kind == kind:
            words = text[anchor.end : end]
            yield anchor, " ".join(words.split()).strip(_STRAY.replace("。", ""))


def _unread(text: str, anchors: Sequence[_Anchor]) -> Iterator[str]:
    """Yield what stands before the first anchor, and behind those that carry no free text."""
    starts = [0] + [anchor.end for anchor in anchors if anchor.kind in _WITHOUT_WORDS]
    positions = sorted(anchor.start for anchor in anchors)
    for start in starts:
        end = next((position for position in positions if position >= start), len(text))
        for line in text[start:end].split("\n"):
            if words := line.strip(_STRAY):
                yield words
