"""The due list as a calendar file (.ics) that Outlook, Foxmail and phones open.

One all-day event per account and 有效期至, on the last day to book. Its UID stays the same, so
that opening a later file moves an event instead of doubling it.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from icalendar import Alarm, Calendar, Event

from ecqs_agent.expiry.due import Due, DueList, Stage
from ecqs_agent.texts import Translate
from ecqs_agent.workbooks.replacing import put_in_place

_SPACE: Final = uuid.UUID("5b0f5d0e-6d6d-5c3e-9b63-0f6e2f5c7a11")  # of our UIDs, by lot
_NINE_O_CLOCK: Final = timedelta(hours=9)
_AHEAD: Final = timedelta(days=7)


def write_calendar(
    due: DueList, out: Path, *, translate: Translate, now: datetime | None = None
) -> int:
    """Write the events and return how many they are; pieces that are booked need none.

    Raises:
        NotWrittenError: the file cannot be written.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//ecqs-agent//due//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", translate("Verification dates"))
    groups: dict[tuple[str, date], list[Due]] = defaultdict(list)
    for one in due.due:
        if one.stage is not Stage.BOOKED:
            groups[(one.piece.account, one.valid_until)].append(one)
    stamp = now or datetime.now(UTC)
    for (account, _), members in groups.items():
        event = _event(account, members, due, translate=translate)
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    put_in_place(out, calendar.to_ical())
    return len(groups)


def _event(account: str, members: Sequence[Due], due: DueList, *, translate: Translate) -> Event:
    first = members[0]
    event = Event()
    event.add("uid", f"{uuid.uuid5(_SPACE, f'{account} {first.valid_until}')}@ecqs-agent")
    day = max(first.book_by, due.today)  # what is late is for today
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    summary = _summary(first, len(members), translate)
    event.add("summary", summary)
    event.add("description", "\n".join(_line(one) for one in members))
    event.add("categories", [translate("Verification dates")])
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(first, due, summary))
    return event


def _summary(first: Due, count: int, translate: Translate) -> str:
    if first.stage is Stage.OVERDUE:
        return translate("Overdue ({count}), valid until {day}", count=count, day=first.valid_until)
    return translate(
        "Book the verification ({count}), valid until {day}",
        count=count,
        day=first.valid_until,
    )


def _alarm(first: Due, due: DueList, words: str) -> Alarm:
    """Remind at nine o'clock, a week ahead where there still is a week."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    has_a_week = first.book_by - _AHEAD >= due.today
    alarm.add("trigger", _NINE_O_CLOCK - _AHEAD if has_a_week else _NINE_O_CLOCK)
    return alarm


def _line(one: Due) -> str:
    piece = one.piece
    return "  ".join(
        filter(None, (piece.name, piece.serial_number, piece.model, piece.place_of_use))
    )
