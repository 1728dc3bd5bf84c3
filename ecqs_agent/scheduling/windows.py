"""A task of the Windows Task Scheduler as XML. Pure.

`StartWhenAvailable` catches up a missed start, `IgnoreNew` forbids overlaps. It runs in the
session of the logged-on user: a task that runs without one has neither his settings nor his
sessions.
"""

import subprocess
from datetime import date, datetime, tzinfo
from typing import Final
from xml.etree import ElementTree as ET

from ecqs_agent.scheduling.plan import LIMIT_HOURS, SPREAD_MINUTES, Schedule, local_times

TASK: Final = "\\ecqs-agent\\receipts"
NAMESPACE: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"
ENCODING: Final = "utf-16"  # with its mark, as schtasks wants it
REMOVE: Final = (("schtasks", "/Delete", "/TN", TASK, "/F"),)
_SETTINGS: Final = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "true",
    "Enabled": "true",
    "ExecutionTimeLimit": f"PT{LIMIT_HOURS}H",
}


def create(file: str) -> tuple[tuple[str, ...], ...]:
    """Return the commands that register the task of this file."""
    return (("schtasks", "/Create", "/TN", TASK, "/XML", file, "/F"),)


def task(schedule: Schedule, *, zone: tzinfo | None, on: date) -> str:
    """Return the task's XML, to be written in `ENCODING`."""
    root = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    about = ET.SubElement(root, "RegistrationInfo")
    ET.SubElement(about, "Description").text = "ecqs-agent: 查询强检回执"
    triggers = ET.SubElement(root, "Triggers")
    for at in local_times(schedule.times, zone, on=on):
        trigger = ET.SubElement(triggers, "CalendarTrigger")
        start = datetime.combine(on, at)
        ET.SubElement(trigger, "StartBoundary").text = start.isoformat(timespec="seconds")
        ET.SubElement(trigger, "RandomDelay").text = f"PT{SPREAD_MINUTES}M"
        daily = ET.SubElement(trigger, "ScheduleByDay")
        ET.SubElement(daily, "DaysInterval").text = "1"
    principal = ET.SubElement(ET.SubElement(root, "Principals"), "Principal", {"id": "Author"})
    ET.SubElement(principal, "LogonType").text = "InteractiveToken"
    ET.SubElement(principal, "RunLevel").text = "LeastPrivilege"
    settings = ET.SubElement(root, "Settings")
    for name, value in _SETTINGS.items():
        ET.SubElement(settings, name).text = value
    execute = ET.SubElement(ET.SubElement(root, "Actions", {"Context": "Author"}), "Exec")
    program, *arguments = schedule.command
    ET.SubElement(execute, "Command").text = program
    ET.SubElement(execute, "Arguments").text = subprocess.list2cmdline(arguments)
    ET.SubElement(execute, "WorkingDirectory").text = str(schedule.folder)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n'
