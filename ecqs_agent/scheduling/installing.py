"""Put a schedule in place and take it away again. Only this module touches the system.

Where the system's own command is missing, the file is written all the same, and the caller is
told which command a person runs.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, ValidationError

from ecqs_agent.driving.environment import for_others
from ecqs_agent.errors import ScheduleError
from ecqs_agent.scheduling import cron, systemd, windows
from ecqs_agent.scheduling.plan import NAME, Kind, Schedule

SECONDS: Final = 60.0
RECORD: Final = "installed.json"


class Ran(BaseModel):
    """How a command of the system ended; `found` is false where there is no such command."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: tuple[str, ...]
    found: bool = True
    code: int = 0
    out: str = ""
    words: str = ""

    @property
    def worked(self) -> bool:
        """Return whether it did what it should."""
        return self.found and self.code == 0


RunCommand = Callable[[Sequence[str], str | None], Ran]
"""Run a command with this text as its input."""


class Installed(BaseModel):
    """What was put in place; kept beside the journal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    schedule: Schedule
    files: tuple[Path, ...]


class Done(BaseModel):
    """Files written or removed, and the commands that were run or that a person has to run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[Path, ...] = ()
    ran: tuple[Ran, ...] = ()

    @property
    def left(self) -> tuple[Ran, ...]:
        """Return what did not work and is left to a person."""
        return tuple(ran for ran in self.ran if not ran.worked)


def run_command(command: Sequence[str], given: str | None) -> Ran:
    """Run a command of the system and return how it ended."""
    program = shutil.which(command[0])
    if program is None:
        return Ran(command=tuple(command), found=False)
    try:
        ended = subprocess.run(  # noqa: S603 - our own words only
            [program, *command[1:]],
            check=False,
            capture_output=True,
            input=given,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            env=for_others(os.environ),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(command=tuple(command), code=1, words=type(error).__name__)
    words = " ".join(ended.stderr.split())
    return Ran(command=tuple(command), code=ended.returncode, out=ended.stdout, words=words)


def kind_here() -> Kind:
    """Return what starts commands on this machine."""
    if sys.platform == "win32":
        return Kind.WINDOWS
    return Kind.SYSTEMD if shutil.which("systemctl") else Kind.CRON


def written(kind: Kind, schedule: Schedule, *, on: date) -> Mapping[str, str]:
    """Return the files of this kind by name."""
    match kind:
        case Kind.SYSTEMD:
            return systemd.units(schedule)
        case Kind.CRON:
            return {f"{NAME}.cron": cron.lines(schedule, zone=None, on=on)}
        case Kind.WINDOWS:
            return {f"{NAME}.xml": windows.task(schedule, zone=None, on=on)}


class Installer:
    """Schedules of this user; `folder` keeps the record and the files a person may need."""

    def __init__(self, folder: Path, *, run: RunCommand = run_command) -> None:
        self._folder = folder
        self._run = run

    def install(self, kind: Kind, schedule: Schedule, *, on: date) -> Done:
        """Put the schedule in place of an older one.

        Raises:
            ScheduleError: a file cannot be written.
        """
        before = self.installed()
        if before is not None and before.kind is not kind:
            self.remove()
        files = [
            self._write(kind, name, text) for name, text in written(kind, schedule, on=on).items()
        ]
        done = Done(files=tuple(files), ran=self._enable(kind, files))
        record = Installed(kind=kind, schedule=schedule, files=done.files)
        _write(self._folder / RECORD, record.model_dump_json(indent=2), "utf-8")
        return done

    def remove(self) -> Done:
        """Take the schedule away; without one nothing happens."""
        before = self.installed()
        if before is None:
            return Done()
        ran = self._disable(before.kind)
        for file in (*before.files, self._folder / RECORD):
            file.unlink(missing_ok=True)
        if before.kind is Kind.SYSTEMD:
            ran += self._all(systemd.RELOAD)
        return Done(files=before.files, ran=ran)

    def installed(self) -> Installed | None:
        """Return what was put in place, or None."""
        try:
            text = (self._folder / RECORD).read_text(encoding="utf-8")
            return Installed.model_validate_json(text)
        except (FileNotFoundError, ValidationError):
            return None

    def _write(self, kind: Kind, name: str, text: str) -> Path:
        folder = _unit_folder() if kind is Kind.SYSTEMD else self._folder
        encoding = windows.ENCODING if kind is Kind.WINDOWS else "utf-8"
        _write(folder / name, text, encoding)
        return folder / name

    def _enable(self, kind: Kind, files: Sequence[Path]) -> tuple[Ran, ...]:
        match kind:
            case Kind.SYSTEMD:
                return self._all(systemd.ENABLE)
            case Kind.WINDOWS:
                return self._all(windows.create(str(files[0])))
            case Kind.CRON:
                ours = files[0].read_text(encoding="utf-8")
                return self._crontab(lambda table: cron.with_ours(table, ours))

    def _disable(self, kind: Kind) -> tuple[Ran, ...]:
        match kind:
            case Kind.SYSTEMD:
                return self._all(systemd.DISABLE)
            case Kind.WINDOWS:
                return self._all(windows.REMOVE)
            case Kind.CRON:
                return self._crontab(cron.without_ours)

    def _crontab(self, change: Callable[[str], str]) -> tuple[Ran, ...]:
        """Change the user's crontab; one that cannot be read for sure is not written."""
        listed = self._run(("crontab", "-l"), None)
        if not listed.found:
            return (listed.model_copy(update={"command": ("crontab", "-e")}),)
        if listed.code and "no crontab" not in listed.words:
            return (listed,)
        table = listed.out if listed.code == 0 else ""
        return (self._run(("crontab", "-"), change(table)),)

    def _all(self, commands: Sequence[Sequence[str]]) -> tuple[Ran, ...]:
        return tuple(self._run(command, None) for command in commands)


def _unit_folder() -> Path:
    return user_config_path("systemd", appauthor=False) / "user"


def _write(path: Path, text: str, encoding: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding=encoding, newline="\n")
    except OSError as error:
        raise ScheduleError(
            "The file {path} cannot be written: {why}.", path=str(path), why=error.strerror or ""
        ) from error
