"""Lines of a crontab, between two marks, so that nothing else in it is ever touched. Pure.

cron does not catch up what was missed; the next start does, because the command looks at what
is due. A start while another one runs ends at once: the account is in use.
"""

import shlex
from datetime import date, tzinfo
from typing import Final

from ecqs_agent.scheduling.plan import NAME, Schedule, local_times

BEGIN: Final = f"# >>> {NAME} >>>"
END: Final = f"# <<< {NAME} <<<"


def lines(schedule: Schedule, *, zone: tzinfo | None, on: date) -> str:
    """Return our lines with their marks."""
    words = " ".join(shlex.quote(word) for word in schedule.command)
    command = f"cd {shlex.quote(str(schedule.folder))} && {words} >/dev/null 2>&1"
    escaped = command.replace("%", "\\%")  # cron ends a line at a bare %
    times = local_times(schedule.times, zone, on=on)
    started = [f"{at.minute} {at.hour} * * * {escaped}" for at in times]
    return "\n".join((BEGIN, *started, END)) + "\n"


def without_ours(table: str) -> str:
    """Return the crontab without our lines."""
    kept, inside = [], False
    for line in table.splitlines(keepends=True):
        inside = inside or line.strip() == BEGIN
        if not inside:
            kept.append(line)
        elif line.strip() == END:
            inside = False
    return "".join(kept)


def with_ours(table: str, ours: str) -> str:
    """Return the crontab with our lines at its end, older ones of ours gone."""
    others = without_ours(table)
    return others + ("" if others.endswith("\n") or not others else "\n") + ours
