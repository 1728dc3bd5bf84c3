"""Which field an institute means when it refuses a piece, and what it wants written there.

Institutes write prose. Three things in it tell the field: its name or one of its other names, a
value that the piece has there, and a value that can stand in one field only. Nothing is guessed
beyond that: where the words tell nothing, nothing is returned.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from catalog.catalogue import Catalogue
from ledgers.choices import DELIVERIES, ORIGINS, PURPOSES
from ledgers.columns import LABELS
from ledgers.instrument import WORKING_INSTRUMENT, comparable
from ledgers.refusal_words import (
    BOTH_CATALOGUE_LEVELS,
    CLAUSE,
    EXAMPLE,
    HINT_PATTERNS,
    IN_MARKS,
    INSTEAD,
    IS_FINE,
    IS_WANTED,
    MARKS,
    NAME_PATTERNS,
    NO_VALUE,
    PLAIN_WISH,
    QUOTED_WISH,
    TAIL,
)


class Confidence(StrEnum):
    """How surely the words mean a field."""

    CERTAIN = "certain"  # the field is named, or what shall stand there
    LIKELY = "likely"  # another name of it, or the value it has
    POSSIBLE = "possible"  # a hint only


class Meant(BaseModel):
    """One field that is meant. `template` with `facts` says why, as a message id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    confidence: Confidence
    template: str
    facts: dict[str, str]
    suggested: str = ""  # what the institute itself wants written; never made up
    example: str = ""  # what it gives as an example, which is no value of this piece


NAMED: Final = "The words name {label}."
HINTED: Final = "The words speak of {word}, which concerns {label}."
QUOTED: Final = "The words quote {value}, which is what stands in {label}."
WANTED: Final = "The words ask for {suggested}, which can only be {label}."
OPERATOR_TEXTS: Final = (NAMED, HINTED, QUOTED, WANTED)

_SCORES: Final = {"named": 4, "both": 4, "wanted": 4, "quoted": 3, "hint": 1}
_SHORTEST_QUOTE: Final = 2


@dataclass
class _Case:
    """What speaks for one field."""

    score: int = 0
    first: int = 10**6  # where the words first speak of it
    template: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    suggested: str = ""
    example: str = ""

    def add(self, score: int, at: int, template: str, **facts: str) -> None:
        if score > self.score:
            self.template, self.facts = template, facts
        self.score = max(self.score, score) + (1 if self.score and score > _SCORES["hint"] else 0)
        self.first = min(self.first, at)


def find_meant(
    words: str, values: Mapping[str, str], *, catalogue: Catalogue | None = None
) -> tuple[Meant, ...]:
    """Return the fields that an institute's words mean, the surest first; empty when none.

    `values` are the piece's own values by field of the form; `region` may be a path with slashes.
    Each field comes once. Never raises for what the words hold.
    """
    text = unicodedata.normalize("NFC", words).replace("\u00a0", " ")
    cases: dict[str, _Case] = {}
    mentions = list(_mentions(text))
    for at, name, word, is_name in mentions:
        score = _SCORES["named" if is_name else "hint"]
        template = NAMED if is_name else HINTED
        _case(cases, name).add(score, at, template, label=LABELS[name], word=word)
    _note_quotes(cases, text, values)
    _note_wishes(cases, text, values, mentions, catalogue)
    _drop_weak(cases)
    ranked = sorted(cases.items(), key=lambda pair: (-pair[1].score, pair[1].first))
    return tuple(_meant(name, case) for name, case in ranked)


def _case(cases: dict[str, _Case], name: str) -> _Case:
    return cases.setdefault(name, _Case())


def _meant(name: str, case: _Case) -> Meant:
    if case.score >= _SCORES["named"]:
        confidence = Confidence.CERTAIN
    else:
        strong = case.score >= _SCORES["quoted"]
        confidence = Confidence.LIKELY if strong else Confidence.POSSIBLE
    return Meant(
        field=name,
        confidence=confidence,
        template=case.template,
        facts=case.facts,
        suggested=case.suggested,
        example=case.example,
    )


def _mentions(text: str) -> Iterator[tuple[int, str, str, bool]]:
    """Yield where a field is named or hinted at: place, field, word, whether by name."""
    taken = [False] * len(text)
    fine = _fine_places(text)
    for match in BOTH_CATALOGUE_LEVELS.finditer(text):
        _take(taken, match)
        yield match.start(), "category", match[0], True
        yield match.start(), "kind", match[0], True
    for patterns, is_name in ((NAME_PATTERNS, True), (HINT_PATTERNS, False)):
        for name, pattern in patterns:
            for match in pattern.finditer(text):
                if any(taken[match.start() : match.end()]):
                    continue
                _take(taken, match)
                if not fine[match.start()]:
                    yield match.start(), name, match[0], is_name


def _take(taken: list[bool], match: re.Match[str]) -> None:
    taken[match.start() : match.end()] = [True] * (match.end() - match.start())


def _fine_places(text: str) -> list[bool]:
    """Return for each place whether its clause says that something is right as it is."""
    fine = [False] * (len(text) + 1)
    start = 0
    for end in [*(match.start() for match in CLAUSE.finditer(text)), len(text)]:
        clause = text[start:end]
        if IS_FINE.search(clause) and not IS_WANTED.search(IS_FINE.sub("", clause)):
            fine[start:end] = [True] * (end - start)
        start = end
    return fine


def _note_quotes(cases: dict[str, _Case], text: str, values: Mapping[str, str]) -> None:
    """Note values of the piece that the words repeat, in quotation marks or long enough."""
    quoted = {comparable(match["value"]): match.start() for match in IN_MARKS.finditer(text)}
    for name, value in values.items():
        plain = comparable(value)
        if len(plain) < _SHORTEST_QUOTE or not plain.strip("-/"):
            continue
        at = quoted.get(plain, -1)
        if at < 0 and name not in {
            "name",
            "serial_number",
            "instrument_type",
            "delivery",
            "purpose",
            "origin",
        }:
            at = _standing_alone(text, value)
        if at >= 0 and name in LABELS:
            label = LABELS[name]
            _case(cases, name).add(_SCORES["quoted"], at, QUOTED, label=label, value=value)


def _standing_alone(text: str, value: str) -> int:
    """Return where a text holds a value that is no part of a longer word or number, or -1."""
    if len(comparable(value)) <= _SHORTEST_QUOTE:
        return -1
    found = re.search(rf"(?<![\w.]){re.escape(value)}(?![\w.])", text)
    if found is None and not value.isascii():
        return text.find(value)
    return found.start() if found else -1


def _note_wishes(
    cases: dict[str, _Case],
    text: str,
    values: Mapping[str, str],
    mentions: list[tuple[int, str, str, bool]],
    catalogue: Catalogue | None,
) -> None:
    """Note what the words ask for, at the field where it can stand or that was named before."""
    for at, value, is_example in _wishes(text):
        home = _home_of(value, catalogue)
        name = home if home and not _named_beside(text, at, mentions) else ""
        if not name:
            before = [mention for mention in mentions if mention[0] < at]
            name = max(before, key=lambda one: (one[0], one[3]))[1] if before else home
        if not name:
            continue
        case = _case(cases, name)
        if is_example:
            case.example = case.example or value
            case.add(_SCORES["hint"], at, HINTED, label=LABELS[name], word=value)
            continue
        label = LABELS[name]
        if name == home:
            case.add(_SCORES["wanted"], at, WANTED, label=label, suggested=value)
        if comparable(value) != comparable(values.get(name, "")) and not case.suggested:
            case.suggested = value


def _named_beside(text: str, at: int, mentions: list[tuple[int, str, str, bool]]) -> bool:
    """Return whether the clause of a value names a field that any words can stand in."""
    begins = max((match.end() for match in CLAUSE.finditer(text, 0, at)), default=0)
    return any(
        is_name and begins <= place < at and name not in {"category", "kind"}
        for place, name, _, is_name in mentions
    )


def _wishes(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield what is asked for, and what is an example: place, value, whether an example."""
    seen: set[str] = set()
    spans: list[tuple[int, int]] = []
    for pattern, is_example in ((EXAMPLE, True), (QUOTED_WISH, False), (PLAIN_WISH, False)):
        for match in pattern.finditer(text):
            if any(
                start < match.end("value") and match.start("value") < end for start, end in spans
            ):
                continue
            value = TAIL.sub("", match["value"]).strip(f" 　、.{MARKS}")
            if not value or value in seen or NO_VALUE.search(value):
                continue
            if not is_example and INSTEAD.search(text[: match.start("value")]):
                continue
            seen.add(value)
            spans.append(match.span("value"))
            yield match.start("value"), value, is_example
    for match in IN_MARKS.finditer(text):  # 请选择“压力仪表”“指示类压力表”: the second one too
        before = text[: match.start()]
        follows = before.endswith(("”", '"', "\u2019", "」", "』", "】")) or re.search(
            r"[”\"\u2019」』】]\s*[、，,和及/]\s*(?:二级目录)?\s*(?:选择?|为)?\s*$", before
        )
        value = match["value"].strip()
        if follows and spans and value not in seen and not NO_VALUE.search(value):
            seen.add(value)
            yield match.start("value"), value, False


def _home_of(value: str, catalogue: Catalogue | None) -> str:
    """Return the only field in which a value can stand, or ""."""
    plain = comparable(value)
    for name, words in (("purpose", PURPOSES), ("delivery", DELIVERIES), ("origin", ORIGINS)):
        if plain in words:
            return name
    if plain == WORKING_INSTRUMENT:
        return "instrument_type"
    if catalogue is not None:
        is_kind, is_category = bool(catalogue.kinds_named(value)), catalogue.category_named(value)
        if is_category and not is_kind:
            return "category"
        if is_kind and not is_category:
            return "kind"
    return ""


def _drop_weak(cases: dict[str, _Case]) -> None:
    """Drop hints where a field is named, unless they are a field of their own right."""
    strongest = max((case.score for case in cases.values()), default=0)
    if strongest < _SCORES["quoted"]:
        return
    for name in [name for name, case in cases.items() if case.score < _SCORES["quoted"]]:
        if not cases[name].suggested:
            del cases[name]
