"""What shall be started, and when: the same for every operating system. Pure.

Every day is a day of the schedule, weekends and holidays too: offices work on some weekends in
lieu of a holiday, and the started command knows which. On other days it asks nothing and ends.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import ScheduleError
from ecqs_agent.expiry.workdays import is_workday
from ecqs_agent.polling.rhythm import BEIJING, Hours

NAME: Final = "ecqs-receipts"
# beside the full and half hours, when 飞书 turns messages away (see notices.channels)
TIMES: Final = (time(8, 41), time(10, 11), time(11, 41), time(14, 11), time(15, 41), time(17, 11))
SPREAD_MINUTES: Final = 5
LIMIT_HOURS: Final = 2
_DAY: Final = timedelta(days=1)


class Kind(StrEnum):
    """What starts the command."""

    SYSTEMD = "systemd"
    CRON = "cron"
    WINDOWS = "windows"


class Schedule(BaseModel):
    """Accounts and times of the day (Beijing), and how the command is started.

    `program` are the words before our own arguments; `folder` is where it is started, because
    the project's `ecqs.toml` is looked for there. No secret is in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: tuple[str, ...]
    times: tuple[time, ...]
    program: tuple[str, ...]
    folder: Path
    data: Path | None = None
    portal: str = ""

    @property
    def command(self) -> tuple[str, ...]:
        """Return the words of the whole command."""
        before = ("--data", str(self.data)) if self.data else ()
        after = ("--portal", self.portal) if self.portal else ()
        named = [word for account in self.accounts for word in ("--account", account)]
        return (*self.program, *before, "receipts", "watch", "--once", *named, *after)


class Run(BaseModel):
    """One start of the command; on a day without offices it ends at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    works: bool


def checked(schedule: Schedule, office: Hours) -> Schedule:
    """Return the schedule in order of its times.

    Raises:
        ScheduleError: a time lies outside the office hours, or a word cannot stand in a file.
    """
    if not schedule.accounts or not schedule.times:
        raise ScheduleError("A schedule needs an account and a time of the day.")
    for at in schedule.times:
        if not office.hold(datetime.combine(date(2026, 1, 5), at, BEIJING)):
            raise ScheduleError(
                "{time} lies outside the office hours {start}-{end}, in which alone receipts are "
                "read. Choose another time with --at, or change the setting office_hours.",
                time=f"{at:%H:%M}",
                start=f"{office.start:%H:%M}",
                end=f"{office.end:%H:%M}",
            )
    words = (*schedule.command, str(schedule.folder))
    if wrong := next((word for word in words if not word.isprintable()), None):
        raise ScheduleError(
            "{word} cannot be written into a schedule: it has characters that do not print.",
            word=ascii(wrong),
        )
    return schedule.model_copy(update={"times": tuple(sorted(set(schedule.times)))})


def without_window(python: str) -> str:
    """Return the interpreter that opens no console window, where there is one (Windows)."""
    path = Path(python)
    silent = path.with_name(path.name.replace("python", "pythonw", 1))
    return str(silent) if path.suffix.lower() == ".exe" and silent.exists() else python


def local_times(times: tuple[time, ...], zone: tzinfo | None, *, on: date) -> tuple[time, ...]:
    """Return the times of Beijing as this machine's clock shows them; None is its own zone."""
    moments = (datetime.combine(on, at, BEIJING).astimezone(zone) for at in times)
    return tuple(sorted(moment.time() for moment in moments))


def runs(schedule: Schedule, now: datetime) -> Iterator[Run]:
    """Return the starts from now on, without end."""
    day = now.astimezone(BEIJING).date()
    while True:
        for at in schedule.times:
            moment = datetime.combine(day, at, BEIJING)
            if moment > now:
                yield Run(at=moment, works=is_workday(day))
        day += _DAY


def next_runs(schedule: Schedule, now: datetime, count: int) -> tuple[tuple[Run, ...], int]:
    """Return the next starts that do something, and how many idle ones lie between."""
    found: list[Run] = []
    idle = 0
    for run in runs(schedule, now):
        if len(found) == count:
            break
        if run.works:
            found.append(run)
        else:
            idle += 1
    return tuple(found), idle
