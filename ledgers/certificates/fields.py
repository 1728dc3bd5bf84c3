"""Labels and their values on one page: beside, slightly above or below, or in the row beneath."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledgers.certificates.labels import ENGLISH, LABELS, OTHER_LABELS, STANDARDS, TITLE, WEAK_LABELS
from ledgers.certificates.lines import Line, shown
from ledgers.certificates.pdf import Glyph

DATES: Final = frozenset({"verified_on", "valid_until"})
_APART: Final = 0.15  # heights between a label and what stands before it; a blank is 0.2
_CELL: Final = 3.0  # a gap this wide ends a value, dates in boxes apart
_NEAR: Final = 1.0  # heights up or down: a value set in the middle of a taller row
_BELOW: Final = 4.0  # heights down to the row of values under a row of labels
_WRAPPED: Final = 1.5  # heights down to the second line of one value
_NARROW: Final = str.maketrans("：／（）", ":/()")
_STRAY: Final = ":;,，。|_ "

_BY_WORD: Final[Mapping[str, str]] = {
    word: field
    for table in (LABELS, WEAK_LABELS, {"": OTHER_LABELS})
    for field, words in table.items()
    for word in words
}
_WEAK: Final = frozenset(word for words in WEAK_LABELS.values() for word in words) | {
    word
    for word in OTHER_LABELS
    if len(word) <= 2  # noqa: PLR2004 - as short as 地址
}


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CHINESE_LABEL: Final = re.compile(_any_of(tuple(_BY_WORD)))
_ENGLISH_LABEL: Final = re.compile(
    _any_of([word.replace(" ", "") for word in ENGLISH]), re.IGNORECASE
)
_TAIL: Final = re.compile(r"(?:\([^()]{1,20}\)(?=:))?:*")
_PAGE_COUNT: Final = re.compile(r"第\d+页|共\d+页|page\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: its field ("" for one of no interest) and its characters in the line."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with its labels."""

    line: Line
    labels: tuple[Label, ...]

    def value(self, at: int) -> tuple[Glyph, ...]:
        """Return what stands between a label and the next one, or the end of its cell."""
        label = self.labels[at]
        end = self.labels[at + 1].start if at + 1 < len(self.labels) else len(self.line.glyphs)
        glyphs = self.line.glyphs[label.end : end]
        return glyphs if label.field in DATES else _first_cell(glyphs)

    def limit(self, at: int) -> float:
        """Return where the next label starts, or endless."""
        if at + 1 < len(self.labels):
            return self.line.glyphs[self.labels[at + 1].start].left
        return float("inf")

    def right_edge(self, at: int) -> float:
        """Return where a label ends."""
        return self.line.glyphs[self.labels[at].end - 1].right

    def centre(self, at: int) -> float:
        """Return the middle of a label."""
        return (self.line.glyphs[self.labels[at].start].left + self.right_edge(at)) / 2


def fields_of(lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """Return every field's values as printed, in reading order; of a standard's, none."""
    rows = [_Row(line, tuple(_labels(line))) for line in _body(lines)]
    found: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(rows):
        values = [row.value(at) for at in range(len(row.labels))]
        beneath = _row_beneath(rows, number) if not any(map(_text, values)) else {}
        for at, label in enumerate(row.labels):
            if not label.field:
                continue
            glyphs = values[at]
            text = _text(glyphs)
            if text and label.field not in DATES:
                text = f"{text}{_continued(rows, number, glyphs, row.limit(at))}"
            text = text or _beside(rows, number, at) or beneath.get(at, "")
            if text:
                found[label.field].append(text)
    return {field: tuple(texts) for field, texts in found.items()}


def _body(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        text = line.text.translate(_NARROW)
        if STANDARDS.search(text):
            return
        if not TITLE.fullmatch(text):
            yield line


def _labels(line: Line) -> Iterator[Label]:
    """Find the labels of a line; an English one that follows its Chinese one belongs to it."""
    text = line.text.translate(_NARROW)
    at, last = 0, None
    while at < len(text):
        match = _label_at(line, text, at)
        if match is None:
            at += 1
            continue
        field, end = match
        if last is not None and field == "english" and at == last.end:
            last = Label(last.field, last.start, end)
        else:
            if last is not None:
                yield last
            last = Label("" if field == "english" else field, at, end)
        at = end
    if last is not None:
        yield last


def _label_at(line: Line, text: str, at: int) -> tuple[str, int] | None:
    """Return field and end of the label that starts here, colon included, or None."""
    if match := _CHINESE_LABEL.match(text, at):
        word = match[0]
        end = match.end()
        certain = word not in _WEAK and text.startswith(":", end)
        if certain or (_stands_apart(line, text, at, word) and _may_end(line, text, end, word)):
            return _BY_WORD[word], _past_colon(text, end)
    if _PAGE_COUNT.match(text, at):
        return "", at + 1
    if (match := _ENGLISH_LABEL.match(text, at)) and _english_apart(line, text, at, match.end()):
        return "english", _past_colon(text, match.end())
    return None


def _stands_apart(line: Line, text: str, at: int, word: str) -> bool:
    before = text[at - 1] if at else ""
    apart = line.gap_before(at) >= _APART or before in ":;,|)。"
    follows_a_date = _BY_WORD[word] in DATES and (before == "日" or before.isdigit())
    return apart or follows_a_date or (at > 0 and _ENGLISH_LABEL.search(text[:at]) is not None)


def _may_end(line: Line, text: str, end: int, word: str) -> bool:
    """Return whether a short label is followed by a colon, a gap or nothing."""
    if word not in _WEAK or end == len(text):
        return True
    return text[end] == ":" or line.gap_before(end) >= _APART or text[end].isascii()


def _english_apart(line: Line, text: str, at: int, end: int) -> bool:
    """Return whether an English word is a label: not the middle of a model such as TypeX-30."""
    before = text[at - 1] if at else ""
    starts = at == 0 or line.gap_before(at) >= _APART or not before.isascii() or before == ":"
    ends = end == len(text) or text[end] == ":" or line.gap_before(end) >= _APART
    return starts and (ends or not text[end].isascii() or text[end - 1] == ".")


def _past_colon(text: str, end: int) -> int:
    """Return where a label's colon ends, a remark in brackets before it included."""
    match = _TAIL.match(text, end)
    return match.end() if match else end


def _first_cell(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    for at in range(1, len(glyphs)):
        if glyphs[at].left - glyphs[at - 1].right > _CELL * glyphs[at].size:
            return glyphs[:at]
    return glyphs


def _text(glyphs: Sequence[Glyph]) -> str:
    return shown(glyphs).strip(_STRAY)


def _beside(rows: Sequence[_Row], number: int, at: int) -> str:
    """Return what stands right of a label, a little above or below its own line."""
    row = rows[number]
    for other in (number - 1, number + 1):
        if not 0 <= other < len(rows) or any(label.field for label in rows[other].labels):
            continue
        line = rows[other].line
        if abs(line.middle - row.line.middle) > _NEAR * row.line.size:
            continue
        named = {i for label in rows[other].labels for i in range(label.start, label.end)}
        right = tuple(
            glyph
            for i, glyph in enumerate(line.glyphs)
            if i not in named and row.right_edge(at) <= glyph.left < row.limit(at)
        )
        if text := _text(right if row.labels[at].field in DATES else _first_cell(right)):
            return text
    return ""


def _row_beneath(rows: Sequence[_Row], number: int) -> dict[int, str]:
    """Return the values under a row of labels, each by the label it stands nearest to."""
    row = rows[number]
    if len(row.labels) < 2 or number + 1 >= len(rows):  # noqa: PLR2004 - a row of labels
        return {}
    below = rows[number + 1]
    distance = row.line.middle - below.line.middle
    if below.labels or distance > _BELOW * row.line.size:
        return {}
    values: dict[int, list[Glyph]] = defaultdict(list)
    for cell in _cells(below.line.glyphs):
        middle = (cell[0].left + cell[-1].right) / 2
        nearest = min(range(len(row.labels)), key=lambda at: abs(row.centre(at) - middle))
        values[nearest] += cell
    return {at: _text(glyphs) for at, glyphs in values.items()}


def _cells(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    cell: list[Glyph] = []
    for glyph in glyphs:
        if cell and glyph.left - cell[-1].right > glyph.size:
            yield cell
            cell = []
        cell.append(glyph)
    if cell:
        yield cell


def _continued(rows: Sequence[_Row], number: int, value: Sequence[Glyph], limit: float) -> str:
    """Return the second line of a value that was too long for the first, or ""."""
    if number + 1 >= len(rows) or limit != float("inf") or rows[number + 1].labels:
        return ""
    line, above = rows[number + 1].line, rows[number].line
    starts_below = abs(line.glyphs[0].left - value[0].left) < above.size
    if not starts_below or above.middle - line.middle > _WRAPPED * above.size:
        return ""
    return _text(_first_cell(line.glyphs))
