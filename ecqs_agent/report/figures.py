"""The numbers behind the charts. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from ecqs_agent.answers.standings import Standing
from ecqs_agent.report.model import Act, Count, Moment, Month, PieceReport, Reason, Text
from ledgers.instrument import comparable

MONTHS: Final = 13  # a year from today ends in the thirteenth
REASONS: Final = 12
OVERDUE: Final = ""
LATER: Final = "later"


def states(pieces: Iterable[PieceReport]) -> tuple[Count, ...]:
    """Return how many pieces stand how, in the order of the way through."""
    counts = Counter(piece.standing for piece in pieces)
    return tuple(
        Count(standing=standing, pieces=counts[standing])
        for standing in Standing
        if counts[standing]
    )


def due(pieces: Iterable[PieceReport], *, today: date) -> tuple[Month, ...]:
    """Return how many known expiry dates lie in each month from this one, empty ones included.

    What has expired comes first, what lies beyond `MONTHS` last.
    """
    days = [day for piece in pieces if (day := day_of(piece.valid_until))]
    overdue = sum(day < today for day in days)
    per_month = Counter(
        12 * (day.year - today.year) + day.month - today.month for day in days if day >= today
    )
    last = max((ahead for ahead in per_month if ahead < MONTHS), default=-1)
    later = sum(count for ahead, count in per_month.items() if ahead >= MONTHS)
    rows = [Month(month=_month(today, ahead), pieces=per_month[ahead]) for ahead in range(last + 1)]
    if overdue:
        rows.insert(0, Month(month=OVERDUE, pieces=overdue))
    if later:
        rows.append(Month(month=LATER, pieces=later))
    return tuple(rows)


def day_of(text: str) -> date | None:
    """Return the day a screen shows, None for a text that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(today: date, ahead: int) -> str:
    years, month = divmod(today.month - 1 + ahead, 12)
    return f"{today.year + years:04d}-{month + 1:02d}"


def reasons(words: Iterable[str]) -> tuple[Reason, ...]:
    """Return the reasons by how often they came; spacing and width of characters do not count."""
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in words:
        for line in text.splitlines():
            key = comparable(line).strip("。.;；")
            if key:
                shown.setdefault(key, line.strip())
                counts[key] += 1
    return tuple(
        Reason(words=shown[key], times=times) for key, times in counts.most_common(REASONS)
    )


def acts(moments: Sequence[Moment]) -> tuple[Act, ...]:
    """Return how often each kind of act is among these moments, in the order they came first."""
    counts: Counter[str] = Counter()
    texts: dict[str, Text] = {}
    for one in moments:
        if one.act is not None:
            counts[one.act.template] += 1
            texts.setdefault(one.act.template, one.act)
    return tuple(Act(what=text, times=counts[template]) for template, text in texts.items())
