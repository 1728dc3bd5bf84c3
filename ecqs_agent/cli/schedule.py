"""`ecqs schedule`: have the operating system start the watch several times a day."""

import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated, Final

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, Portal, console, settings_of, typer_state
from ecqs_agent.cli.watch import Accounts
from ecqs_agent.errors import ExitCode, ScheduleError
from ecqs_agent.polling.rhythm import BEIJING, rhythm_of
from ecqs_agent.scheduling.installing import Done, Installer, Ran, kind_here, written
from ecqs_agent.scheduling.plan import (
    TIMES,
    Kind,
    Schedule,
    checked,
    next_runs,
    without_window,
)
from ecqs_agent.settings import Settings

SHOWN: Final = 5
At = Annotated[
    list[str] | None,
    typer.Option("--at", help=t("Time of the day, like 09:07 (Beijing); several are possible")),
]
KindOption = Annotated[
    Kind | None, typer.Option("--kind", help=t("What starts the command; else what is here"))
]
Print = Annotated[
    bool, typer.Option("--print", help=t("Show the files only; nothing is written or installed"))
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Schedule: receipts are read several times a day, by themselves."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(help=t("Install the schedule, in place of an older one."))(install)
    group.command(help=t("Remove the schedule."))(remove)
    group.command(help=t("Show the schedule and its next starts."))(status)
    app.add_typer(group, name="schedule")


def install(
    account: Accounts,
    at: At = None,
    kind: KindOption = None,
    show_only: Print = False,
    portal: Portal = None,
    as_json: Json = False,
) -> int:
    """Write the schedule's files and have the system use them."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal)
    state = typer_state()
    asked = Schedule(
        accounts=tuple(dict.fromkeys(account)),
        times=tuple(_time(text) for text in at) if at else TIMES,
        program=(without_window(sys.executable), "-m", "ecqs_agent.cli"),
        folder=Path.cwd(),
        data=state.data.absolute() if state.data else None,
        portal=portal or "",
    )
    schedule = checked(asked, rhythm_of(settings).office)
    chosen = kind or kind_here()
    today = datetime.now(UTC).astimezone().date()
    files = written(chosen, schedule, on=today)
    if show_only:
        for name, text in files.items():
            voice.result(f"# {name}" if chosen is not Kind.WINDOWS else name)
            voice.result(text)
        voice.json({"kind": chosen, "files": files})
        return ExitCode.OK
    done = _installer(settings).install(chosen, schedule, on=today)
    for file in done.files:
        voice.result(t("Written: {path}", path=str(file)))
    _show_left(voice, chosen, done)
    _warn_of_environment(voice)
    _show_next(voice, schedule)
    voice.json({"kind": chosen, **done.model_dump(mode="json")})
    return ExitCode.PARTLY if done.left else ExitCode.OK


def remove(as_json: Json = False) -> int:
    """Take the schedule away."""
    voice = console(as_json=as_json)
    installer = _installer(settings_of())
    before = installer.installed()
    done = installer.remove()
    if before is None:
        voice.result(t("No schedule is installed."))
    else:
        for file in done.files:
            voice.result(t("Removed: {path}", path=str(file)))
        _show_left(voice, before.kind, done)
    voice.json(done)
    return ExitCode.PARTLY if done.left else ExitCode.OK


def status(as_json: Json = False) -> int:
    """Show what is installed, and the next starts."""
    voice = console(as_json=as_json)
    installed = _installer(settings_of()).installed()
    if installed is None:
        voice.result(t("No schedule is installed."))
        voice.json({"installed": None, "next": []})
        return ExitCode.OK
    voice.result(
        t("{kind}: {accounts}", kind=installed.kind.value, accounts=installed.schedule.accounts)
    )
    gone = [file for file in installed.files if not file.exists()]
    for file in gone:
        voice.complain(t("{path} is gone: install the schedule again.", path=str(file)))
    runs = _show_next(voice, installed.schedule)
    voice.json({"installed": installed.model_dump(mode="json"), "next": runs})
    return ExitCode.PARTLY if gone else ExitCode.OK


def _show_next(voice: Console, schedule: Schedule) -> list[str]:
    found, idle = next_runs(schedule, datetime.now(UTC), SHOWN)
    moments = [f"{run.at.astimezone(BEIJING):%Y-%m-%d %H:%M}" for run in found]
    voice.result(t("Next starts (Beijing time): {times}", times=moments))
    if idle:
        voice.result(
            t("{count} starts before the last of them do nothing: no working day.", count=idle)
        )
    return moments


def _show_left(voice: Console, kind: Kind, done: Done) -> None:
    for ran in done.left:
        command = _as_typed(ran)
        if not ran.found and kind is Kind.CRON:
            voice.complain(
                t(
                    "crontab is not here. Put the lines of the file in with: {command}",
                    command=command,
                )
            )
        elif not ran.found:
            voice.complain(t("Run this where the schedule shall work: {command}", command=command))
        else:
            voice.complain(
                t(
                    "This did not work: {command} ({words}). Run it yourself.",
                    command=command,
                    words=ran.words or ran.code,
                )
            )
    if kind is Kind.SYSTEMD and done.ran:
        voice.say(
            "Without anybody logged on to this computer it works after: loginctl enable-linger"
        )


def _as_typed(ran: Ran) -> str:
    windows = ran.command[0] == "schtasks"
    return subprocess.list2cmdline(ran.command) if windows else shlex.join(ran.command)


def _warn_of_environment(voice: Console) -> None:
    """Say that a started command does not see the variables of this window."""
    names = sorted(name for name in os.environ if name.startswith("ECQS_") and os.environ[name])
    if names:
        voice.say(
            "A scheduled start does not see these variables of this window: {names}. Put settings "
            "into ecqs.toml, and channels in with `ecqs notices set`.",
            names=names,
        )


def _time(text: str) -> time:
    try:
        hours, minutes = text.split(":")
        return time(int(hours), int(minutes))
    except ValueError as error:
        raise ScheduleError(
            "{text} is no time of the day. Write it like 09:07.", text=text
        ) from error


def _installer(settings: Settings) -> Installer:
    return Installer(settings.data / "schedule")
