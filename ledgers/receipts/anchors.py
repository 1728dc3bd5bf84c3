"""The phrases that begin something in a receipt; what follows belongs to it up to the next one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_NAME: Final = r"[^\s，,。；;：:【】\[\]]"
_COUNT: Final = (
    r"(\d{1,6}|[一二两三四五六七八九十]{1,3})\s*(?:条|台件|台|件|个)(?:[（(][台件个]+[）)])?"
)
_OPEN: Final = r"[（(【\[]"
_CLOSE: Final = r"[）)】\]]"
_PIECE: Final = (
    r"(?P<name>(?:(?!器具)[^，,。；;：:（(]|[（(](?!\s*出厂编号)[^（()）\n]{0,30}[）)]){1,60}?)\s*"
    rf"{_OPEN}?\s*(?:(?:型号规格|规格型号|型号|规格)[^\n，,]{{0,40}}[，,、]\s*)?"
    r"出厂\s*编号\s*[为是]?\s*[：:]?\s*(?P<serial>[^\n]{0,80}?)"
)
_ITEM_NUMBER: Final = r"(?:(?:(?<=[\n；;。])|^)[^\S\n]*[（(]?\d{1,2}\s*[）)、.\uff0e]\s*)?"


class Mark(StrEnum):
    """What begins at an anchor."""

    TOTAL = "total"
    ALLOCATION = "allocation"
    NOBODY = "nobody"
    ACCEPTANCE = "acceptance"
    BARE = "bare"  # an acceptance without its heading
    HEADING = "heading"  # of refusals
    REFUSAL = "refusal"
    LEFT_OUT = "left-out"  # one piece that nobody got


WITHOUT_WORDS: Final = frozenset(
    {Mark.TOTAL, Mark.ALLOCATION, Mark.NOBODY, Mark.HEADING, Mark.LEFT_OUT}
)

_PATTERNS: Final[Mapping[Mark, re.Pattern[str]]] = {
    Mark.TOTAL: re.compile(
        rf"(?:本|该|您的|你单位)?\s*预约单\s*(?:中|内)?\s*(?:共|总|一共|合计|总共)\s*[计有]?\s*{_COUNT}\s*(?:强检)?\s*(?:计量)?器具"
    ),
    Mark.ALLOCATION: re.compile(
        rf"(?:其中\s*)?(?:有\s*)?{_COUNT}\s*(?:计量)?(?:器具)?\s*(?:均|都)?\s*已?\s*分配\s*[至到给]\s*[：:]?\s*[【\[]?({_NAME}+)[】\]]?"
    ),
    Mark.NOBODY: re.compile(
        rf"(?:(?:其中|另有|另|其余|剩余)\s*)*(?:有\s*)?(?:{_COUNT})?\s*(?:计量)?(?:器具)?\s*"
        r"(?:(?:尚|暂|还)?未(?:能)?\s*分配(?:\s*[至到给]?\s*(?:任何)?(?:计量技术|检定)机构)?"
        r"|无法分配|已分配(?!\s*[至到给]))"
    ),
    Mark.ACCEPTANCE: re.compile(
        rf"[【\[]?({_NAME}{{0,60}}?)[】\]]?[^\S\n]?(?<!不予)受理\s*(?:回执\s*(?:信息)?|(?:信息|意见)(?=\s*[：:]))[】\]]?\s*[：:]?"
    ),
    Mark.BARE: re.compile(r"(?:本|我)(?:院|所|中心|单位|局|站)\s*(?:已经?|同意)\s*(?:予以)?受理"),
    Mark.HEADING: re.compile(
        rf"[【\[]?{_NAME}{{0,60}}?[】\]]?[^\S\n]?不予受理\s*回执\s*(?:信息)?[】\]]?\s*[：:]?"
    ),
    Mark.REFUSAL: re.compile(
        rf"{_ITEM_NUMBER}(?<!条计量)器具[^\S\n]*[：:]?\s*{_PIECE}\s*(?P<close>{_CLOSE}?)\s*[，,；;：:]?\s*"
        r"不予受理\s*[，,]?\s*(?:的)?\s*(?:原因|理由)?(?:\s*(?:如下|为|是)(?=\s*[：:]))?\s*[：:]?"
    ),
    Mark.LEFT_OUT: re.compile(
        rf"{_ITEM_NUMBER}(?<!条计量)器具[^\S\n]*[：:]?\s*{_PIECE}\s*(?P<close>{_CLOSE}?)\s*[，,；;：:]?\s*"
        r"(?:(?:尚|暂|还)?未(?:能)?\s*分配|无法分配)(?:\s*[至到给]?\s*(?:任何)?(?:计量技术|检定)机构)?"
    ),
}
_LISTED: Final = re.compile(
    rf"(?:器具)?{_PIECE}\s*(?P<close>{_CLOSE})\s*(?:[、，,；;。\n]|$)",
)
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Anchor:
    """One such phrase in the text."""

    start: int
    end: int
    mark: Mark
    match: re.Match[str]


def anchors_in(text: str) -> tuple[Anchor, ...]:
    """Return the anchors in the order of the text, without overlaps."""
    found = [
        Anchor(match.start(), match.end(), mark, match)
        for mark, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    chosen: list[Anchor] = []
    for anchor in sorted(found, key=lambda anchor: (anchor.start, -anchor.end)):
        previous = chosen[-1] if chosen else None
        if previous is not None and anchor.start < previous.end:
            continue
        if (
            anchor.mark is Mark.BARE
            and previous is not None
            and previous.mark in (Mark.ACCEPTANCE, Mark.BARE)
        ):
            continue  # the heading stands before it
        chosen.append(anchor)
    return tuple(chosen)


def plate_of(match: re.Match[str]) -> tuple[str, str]:
    """Return name and serial number of a piece as written; an own bracket stays with its number."""
    serial = match["serial"]
    if serial.count("(") + serial.count("（") > serial.count(")") + serial.count("）"):
        serial += match["close"]  # 3MSW0702001(东)
    return match["name"], serial


def listed(text: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield the pieces of a list, 压力表（出厂编号：1）、秤（出厂编号：2）, and their place."""
    for match in _LISTED.finditer(text):
        yield match.start(), match.end(), plate_of(match)


def count_of(written: str) -> int:
    """Return a count in digits of either width, or in Chinese up to ninety-nine."""
    if not set(written) <= set(_DIGITS) | {"十"}:
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _DIGITS[written[-1]]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
