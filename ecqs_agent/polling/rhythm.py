"""When to read the receipts: often after something happened, seldom when nothing does.

Pure functions of times. Offices answer in their hours, so we look in their hours: on working
days of mainland China, Beijing time (one zone, no summer time). Nothing but the journal's own
times goes in, so that a run started anew keeps the rhythm of the one before.
"""

import random
from datetime import datetime, time, timedelta, timezone
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import SettingsError
from ecqs_agent.expiry.workdays import is_workday
from ecqs_agent.settings import Settings

BEIJING: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
SLOWNESS: Final = 8  # after eight hours without news one hour passes between two looks
SPREAD: Final = 0.1  # of the interval: many accounts and machines do not knock together
OPENING: Final = timedelta(minutes=15)  # over which looks due at night are spread in the morning
_DAY: Final = timedelta(days=1)


class Hours(BaseModel):
    """Hours of a day, Beijing time; past midnight when the end lies before the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: time
    end: time

    def hold(self, moment: datetime) -> bool:
        """Return whether the moment lies in these hours, the end not included."""
        clock = moment.astimezone(BEIJING).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class Rhythm(BaseModel):
    """How often, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    office: Hours
    quiet: Hours | None
    shortest: timedelta
    longest: timedelta


def rhythm_of(settings: Settings) -> Rhythm:
    """Return the rhythm that the settings ask for.

    Raises:
        SettingsError: hours are not written like 08:30-17:30.
    """
    quiet = settings.quiet_hours.strip()
    return Rhythm(
        office=hours_of("office_hours", settings.office_hours),
        quiet=hours_of("quiet_hours", quiet) if quiet else None,
        shortest=timedelta(minutes=settings.poll_shortest),
        longest=max(
            timedelta(hours=settings.poll_longest), timedelta(minutes=settings.poll_shortest)
        ),
    )


def is_open(moment: datetime, office: Hours) -> bool:
    """Return whether offices work at this moment."""
    return is_workday(moment.astimezone(BEIJING).date()) and office.hold(moment)


def next_open(moment: datetime, office: Hours) -> datetime:
    """Return the first moment from this one on at which offices work."""
    if is_open(moment, office):
        return moment
    local = moment.astimezone(BEIJING)
    day = local.date() if local.time() < office.start else local.date() + _DAY
    while not is_workday(day):
        day += _DAY
    return datetime.combine(day, office.start, BEIJING)


def interval(rhythm: Rhythm, *, quiet_for: timedelta | None) -> timedelta:
    """Return the time between two looks when nothing has happened for so long; None is for ever."""
    if quiet_for is None:
        return rhythm.longest
    return min(max(quiet_for / SLOWNESS, rhythm.shortest), rhythm.longest)


def next_look(
    rhythm: Rhythm, account: str, *, last_look: datetime, last_news: datetime | None
) -> datetime:
    """Return when to look again after `last_look`; the same times give the same answer.

    `last_news` is when a booking was made or a receipt last changed.
    """
    chance = random.Random(f"{account} {last_look.isoformat()}").random()  # noqa: S311 - no secret
    pause = interval(rhythm, quiet_for=last_look - last_news if last_news else None)
    planned = last_look + pause * (1 + SPREAD * chance)
    opened = next_open(planned, rhythm.office)
    return opened if opened == planned else opened + OPENING * chance


def may_tell(moment: datetime, quiet: Hours | None) -> bool:
    """Return whether people may be told something now."""
    return quiet is None or not quiet.hold(moment)


def end_of_quiet(moment: datetime, quiet: Hours | None) -> datetime:
    """Return the first moment from this one on at which people may be told something."""
    if quiet is None or not quiet.hold(moment):
        return moment
    local = moment.astimezone(BEIJING)
    end = datetime.combine(local.date(), quiet.end, BEIJING)
    return end if end > local else end + _DAY


def hours_of(name: str, text: str) -> Hours:
    """Return hours written like 08:30-17:30; `name` is the setting they come from.

    Raises:
        SettingsError: they are not.
    """
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        start = end = time(0)
    if start == end:
        raise SettingsError(
            "The setting {name} cannot be used: hours are written like 08:30-17:30, not {value}.",
            name=name,
            value=text,
        )
    return Hours(start=start, end=end)
