"""The page of a report. Pure: model in, HTML out.

Both languages stand in the page and CSS shows one; every text goes through the catalogues. Every
value is escaped, and the page's own policy lets no script run but the one in it, by its hash.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ecqs_agent import __version__
from ecqs_agent.answers.standings import Standing
from ecqs_agent.labels import COLUMNS, STANDINGS
from ecqs_agent.report.gather import CHINA
from ecqs_agent.report.model import Count, Moment, PieceReport, ReportData, Text, Tone
from ecqs_agent.settings import Language
from ecqs_agent.texts import Translate, translator

COMPACT_FROM: Final = 300  # pieces; from here on values stand in one line
MENTIONED: Final = 40  # pieces named under one next step
LOGGED: Final = 200  # lines of the log of the period

FIELDS: Final = (
    "category",
    "kind",
    "model",
    "measuring_range",
    "accuracy_class",
    "manufacturer",
    "origin",
    "region",
    "place_of_use",
    "purchase_date",
    "purpose",
    "delivery",
    "valid_until",
)
# What the portal says of a piece, beside its values: field of the report, and its label.
ANSWERED: Final = {
    "institute": "institute",
    "certificate_number": "certificate_number",
    "record_uuid": "uuid",
}
TONES: Final[Mapping[Standing, Tone]] = {
    Standing.NOT_FILED: Tone.BAD,
    Standing.WAITING: Tone.WAIT,
    Standing.FILED: Tone.WAIT,
    Standing.BOOKED: Tone.WAIT,
    Standing.ACCEPTED: Tone.DONE,
    Standing.REFUSED: Tone.BAD,
    Standing.PORTAL_REFUSED: Tone.BAD,
    Standing.UNCLEAR: Tone.ACT,
    Standing.VERIFIED: Tone.DONE,
    Standing.UNKNOWN_STATE: Tone.ACT,
}
_LANGUAGES: Final = {Language.ZH: "zh-CN", Language.EN: "en"}


@dataclass(frozen=True)
class Segment:
    """A part of the bar of states, in thousandths of its length."""

    standing: Standing
    start: int
    width: int


def render(data: ReportData, *, language: Language = Language.ZH) -> str:
    """Return the page; `language` is the one it opens in."""
    speech = _Speech()
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().get_template("report.html")
    return page.render(
        data=data,
        lang=_LANGUAGES[language],
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        t=speech.both,
        say=speech.say,
        zh=speech.chinese,
        en=speech.english,
        titled=speech.chinese if language is Language.ZH else speech.english,
        label=lambda standing: speech.both(STANDINGS[standing]),
        minute=minute,
        bar=_bar,
        stack=_stack(data.states),
        most_due=max((month.pieces for month in data.due), default=1),
        most_refused=max((reason.times for reason in data.refusals), default=1),
        touched=_touched(data),
        compact=len(data.pieces) >= COMPACT_FROM,
        in_line=_in_line,
        line=(*FIELDS, *ANSWERED.values()),
        fields=FIELDS,
        answered=tuple(ANSWERED),
        names=ANSWERED,
        columns=COLUMNS,
        tones=TONES,
        version=__version__,
        MENTIONED=MENTIONED,
        LOGGED=LOGGED,
    )


def minute(at: datetime) -> str:
    """Return the time to the minute, as in China."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


class _Speech:
    """Texts in both languages."""

    def __init__(self) -> None:
        self.chinese: Translate = translator(Language.ZH)
        self.english: Translate = translator(Language.EN)
        self._plain: dict[str, Markup] = {}  # labels come thousands of times

    def both(self, template: str, /, **facts: object) -> Markup:
        """Return the text in both languages; once where they are the same."""
        if facts:
            return self._both(template, facts)
        if template not in self._plain:
            self._plain[template] = self._both(template, facts)
        return self._plain[template]

    def _both(self, template: str, facts: Mapping[str, Any]) -> Markup:
        zh = escape(self.chinese(template, **_spoken(facts, self.chinese)))
        en = escape(self.english(template, **_spoken(facts, self.english)))
        if zh == en:
            return zh
        return Markup("<i lang=zh>{}</i><i lang=en>{}</i>").format(zh, en)

    def say(self, text: Text) -> Markup:
        """Return a text of the report in both languages."""
        return self.both(text.template, **text.facts)


def _spoken(facts: Mapping[str, Any], speak: Translate) -> dict[str, object]:
    return {name: _word(fact, speak) for name, fact in facts.items()}


def _word(fact: object, speak: Translate) -> object:
    if isinstance(fact, Text):
        return speak(fact.template, **_spoken(fact.facts, speak))
    if isinstance(fact, list | tuple):
        return [_word(part, speak) for part in fact]
    return fact


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ecqs_agent.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return files("ecqs_agent.report").joinpath("page", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Let nothing be loaded, and nothing run or style the page but what is in it from us."""
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash_of(style)}; script-src {_hash_of(script)}"
    )


def _hash_of(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _in_line(piece: PieceReport) -> list[str]:
    values = [piece.values.get(field) or "—" for field in FIELDS]
    return values + [getattr(piece, field) or "—" for field in ANSWERED]


def _bar(value: int, most: int) -> Markup:
    """Return a bar as long as the value's share of the greatest one; the number stands beside."""
    width = round(1000 * value / max(1, most))
    return Markup(
        '<svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="12"/></svg>'
    ).format(width)


def _stack(states: Sequence[Count]) -> tuple[Segment, ...]:
    total = sum(count.pieces for count in states)
    segments, before = [], 0
    for count in states:
        start = round(1000 * before / total)
        before += count.pieces
        end = round(1000 * before / total)
        segments.append(Segment(count.standing, start, end - start))
    return tuple(segments)


def _touched(data: ReportData) -> list[tuple[PieceReport, Moment]]:
    """Return what happened in the period, oldest first: piece and moment."""
    found = [(piece, moment) for piece in data.pieces for moment in piece.moments if moment.is_new]
    return sorted(found, key=lambda pair: (pair[1].at, pair[0].number))
