"""A systemd user timer and its service. Pure.

`Persistent` catches up one missed start; a service that still runs is not started again.
"""

from collections.abc import Mapping
from typing import Final

from ecqs_agent.scheduling.plan import LIMIT_HOURS, NAME, SPREAD_MINUTES, Schedule

SERVICE: Final = f"{NAME}.service"
TIMER: Final = f"{NAME}.timer"
ENABLE: Final = (
    ("systemctl", "--user", "daemon-reload"),
    ("systemctl", "--user", "enable", "--now", TIMER),
)
DISABLE: Final = (("systemctl", "--user", "disable", "--now", TIMER),)
RELOAD: Final = (("systemctl", "--user", "daemon-reload"),)
BUSY: Final = 8  # the account is in use: the next start will do


def units(schedule: Schedule) -> Mapping[str, str]:
    """Return the unit files by name."""
    command = " ".join(_quoted(word) for word in schedule.command)
    folder = str(schedule.folder).replace("%", "%%")
    service = f"""[Unit]
Description=ecqs-agent: read receipts of mandatory verification

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
SuccessExitStatus={BUSY}
TimeoutStartSec={LIMIT_HOURS}h
"""
    times = "".join(f"OnCalendar=*-*-* {at:%H:%M}:00 Asia/Shanghai\n" for at in schedule.times)
    timer = f"""[Unit]
Description=ecqs-agent: when receipts are read

[Timer]
{times}RandomizedDelaySec={SPREAD_MINUTES}min
Persistent=true
Unit={SERVICE}

[Install]
WantedBy=timers.target
"""
    return {SERVICE: service, TIMER: timer}


def _quoted(word: str) -> str:
    """Return the word as systemd takes it apart again (systemd.service, command lines)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("%", "%%").replace("$", "$$") + '"'
