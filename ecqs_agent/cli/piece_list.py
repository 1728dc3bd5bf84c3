"""Pieces on a terminal of eighty columns: what is to be done, and which pieces it concerns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ecqs_agent.answers.next_steps import NextStep
from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import PieceStory
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.labels import COLUMNS, STANDINGS
from ecqs_agent.polling.rhythm import BEIJING
from ecqs_agent.report.wording import TO_DO

URGENCY: Final = {step: place for place, step in enumerate(TO_DO)}
WITH_WORDS: Final = frozenset({NextStep.CORRECT, NextStep.LOOK})
CERTIFIED: Final = frozenset({NextStep.ENTER_EXPIRY, NextStep.REPAIR, NextStep.NOTHING})
_WORDS_SHOWN: Final = 60  # signs; `receipts export` has them all


def show_pieces(
    voice: Console,
    stories: Iterable[PieceStory],
    *,
    was: Mapping[str, Standing] | None = None,
) -> None:
    """Print the pieces below what is to be done with them, the most urgent first.

    `was` gives the standing before by `name_of`, for lists of what changed.
    """
    groups: dict[tuple[NextStep, str, tuple[str, ...]], list[PieceStory]] = defaultdict(list)
    for story in stories:
        groups[story.next_step, story.institute, story.phones].append(story)
    for key in sorted(groups, key=lambda key: (URGENCY[key[0]], key[1])):
        step, institute, phones = key
        own = sorted(groups[key], key=lambda story: (story.since, story.name))
        who = _safe(" ".join(filter(None, (institute, "、".join(phones)))))
        heading = t("{what} ({count})", what=t(TO_DO[step]), count=len(own))
        voice.result(f"{heading}\n  {who}" if who else heading)
        _table(voice, step, own, was or {})
        voice.result("")


def name_of(story: PieceStory) -> str:
    """Return what stays the same of a piece between two tellings."""
    return story.record_uuid or story.item_key


def _table(
    voice: Console, step: NextStep, stories: Sequence[PieceStory], was: Mapping[str, Standing]
) -> None:
    headers = [t(COLUMNS["name"]), t(COLUMNS["serial_number"]), t("State"), t("Since")]
    if step in WITH_WORDS:
        headers.append(t("Words"))
    else:
        headers.append(t(COLUMNS["certificate_number" if step in CERTIFIED else "number"]))
    voice.table(headers, [_row(story, was.get(name_of(story))) for story in stories])


def _row(story: PieceStory, was: Standing | None) -> list[str]:
    state = _safe(story.process_state) or t(STANDINGS[story.standing])
    if was is not None and was is not story.standing:
        state = f"{t(STANDINGS[was])} → {state}"
    day = f"{story.since.astimezone(BEIJING):%Y-%m-%d}"
    return [_safe(story.name), _safe(story.serial_number), state, day, _safe(_last(story))]


def _last(story: PieceStory) -> str:
    if story.next_step in WITH_WORDS:
        return _shortened(story.words)
    return story.certificate_number if story.next_step in CERTIFIED else story.booking_number


def _shortened(words: str) -> str:
    return words if len(words) <= _WORDS_SHOWN else f"{words[: _WORDS_SHOWN - 1]}…"


def _safe(text: str) -> str:
    """Return text without signs that steer a terminal: all of it comes from the portal."""
    shown = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in shown if sign.isprintable())
