"""What the systems read: unit files, crontab lines, a task's XML; and what is never touched."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from croniter import croniter

from ecqs_agent.errors import ScheduleError
from ecqs_agent.polling.rhythm import BEIJING, rhythm_of
from ecqs_agent.scheduling import cron, systemd, windows
from ecqs_agent.scheduling.installing import Installer, Ran, run_command, written
from ecqs_agent.scheduling.plan import (
    TIMES,
    Kind,
    Schedule,
    checked,
    local_times,
    next_runs,
    without_window,
)
from ecqs_agent.settings import Settings

OFFICE = rhythm_of(Settings()).office
DAY = date(2026, 11, 25)
AWKWARD = ("demo", "二号 账号", 'quo"te', "100%$HOME", "it's")


def schedule(
    folder: Path = Path("/srv/强检 100%"), *, accounts: tuple[str, ...] = AWKWARD
) -> Schedule:
    return Schedule(
        accounts=accounts,
        times=TIMES,
        program=(sys.executable, "-m", "ecqs_agent.cli"),
        folder=folder,
        data=folder / "数据 夹",
        portal="https://psp.e-cqs.cn",
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


# --- what and when --------------------------------------------------------------------------


def test_the_command_is_one_pass_of_the_watch() -> None:
    words = schedule(accounts=("demo", "second")).command
    assert words[3:] == (
        *("--data", "/srv/强检 100%/数据 夹"),
        *("receipts", "watch", "--once", "--account", "demo", "--account", "second"),
        *("--portal", "https://psp.e-cqs.cn"),
    )


def test_next_starts_leave_out_days_without_offices() -> None:
    plan = schedule().model_copy(update={"times": (time(9, 7), time(14, 7))})
    found, idle = next_runs(plan, at("2026-09-30 10:00"), 4)
    assert [run.at for run in found] == [
        at("2026-09-30 14:07"),
        at("2026-10-08 09:07"),
        at("2026-10-08 14:07"),
        at("2026-10-09 09:07"),
    ]
    assert idle == 14  # seven days of National Day
    (first, *_), _ = next_runs(plan, at("2026-10-10 00:00"), 1)
    assert first.at == at("2026-10-10 09:07")  # a Saturday worked in lieu


def test_times_follow_the_machine_s_clock() -> None:
    times = (time(8, 41), time(7, 5))
    assert local_times(times, BEIJING, on=DAY) == (time(7, 5), time(8, 41))
    utc = timezone(timedelta())
    assert local_times(times, utc, on=DAY) == (time(0, 41), time(23, 5))


def test_default_times_avoid_the_busy_minutes_and_are_in_office_hours() -> None:
    assert all(one.minute % 30 > 5 for one in TIMES)
    assert checked(schedule(), OFFICE).times == TIMES


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"times": (time(7, 0),)}, "07:00"),
        ({"times": (time(17, 30),)}, "17:30"),
        ({"times": ()}, "needs"),
        ({"accounts": ()}, "needs"),
        ({"accounts": ("demo\nExecStart=/bin/rm",)}, "print"),
        ({"folder": Path("/srv/a\tb")}, "print"),
    ],
)
def test_an_impossible_schedule_is_refused(change: dict[str, object], word: str) -> None:
    with pytest.raises(ScheduleError, match=word):
        checked(schedule().model_copy(update=change), OFFICE)


def test_windows_opens_no_window_at_every_start(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert without_window(str(python)) == str(python)  # pythonw is not everywhere
    (tmp_path / "pythonw.exe").touch()
    assert without_window(str(python)) == str(tmp_path / "pythonw.exe")
    assert without_window(sys.executable) == sys.executable or sys.platform == "win32"


# --- systemd --------------------------------------------------------------------------------


def test_units_catch_up_and_never_overlap() -> None:
    units = systemd.units(schedule())
    timer, service = units[systemd.TIMER], units[systemd.SERVICE]
    assert timer.count("OnCalendar=") == len(TIMES)
    assert "OnCalendar=*-*-* 08:41:00 Asia/Shanghai\n" in timer
    assert "Persistent=true\n" in timer
    assert "Type=oneshot\n" in service
    assert "WorkingDirectory=/srv/强检 100%%\n" in service


def test_systemd_gets_every_word_as_it_is() -> None:
    (line,) = re.findall("ExecStart=(.*)", systemd.units(schedule())[systemd.SERVICE])
    words = tuple(word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line))
    assert words == schedule().command


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "目录 100%"
    folder.mkdir()
    for name, text in systemd.units(schedule(folder)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in (systemd.SERVICE, systemd.TIMER)]
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *files],
        check=False,
        capture_output=True,
        text=True,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    complaints = [line for line in ended.stderr.splitlines() if systemd.SERVICE[:-8] in line]
    assert (ended.returncode, complaints) == (0, [])
    calendar = "*-*-* 08:41:00 Asia/Shanghai"
    asked = ["systemd-analyze", "calendar", "--base-time=2026-11-25 00:00:00 UTC", calendar]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert "00:41:00 UTC" in answer


# --- cron -----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="cron needs a POSIX shell")
def test_cron_starts_the_command_with_every_word_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "目录 a'b 100%"
    folder.mkdir()
    script = tmp_path / "show.py"
    script.write_text(
        "import json, os, pathlib, sys\n"
        "seen = json.dumps([os.getcwd(), sys.argv[1:]])\n"
        "pathlib.Path(__file__).with_suffix('.json').write_text(seen)\n"
    )
    plan = schedule(folder).model_copy(update={"program": (sys.executable, str(script))})
    begin, *started, end = cron.lines(plan, zone=BEIJING, on=DAY).splitlines()
    assert (begin, end, len(started)) == (cron.BEGIN, cron.END, len(TIMES))
    for line in started:
        assert croniter.is_valid(" ".join(line.split(" ")[:5]))
        assert not re.search(r"(?<!\\)%", line)
    assert " ".join(started[0].split(" ")[:5]) == "41 8 * * *"
    command = started[0].split(" ", 5)[5].replace("\\%", "%")  # as cron hands it to the shell
    subprocess.run(["/bin/sh", "-c", command], check=True)
    where, words = json.loads(script.with_suffix(".json").read_text())
    assert Path(where) == folder
    assert tuple(words) == plan.command[2:]


def test_the_rest_of_a_crontab_is_never_touched() -> None:
    ours = cron.lines(schedule(), zone=BEIJING, on=DAY)
    for others in ("", "MAILTO=me\n0 3 * * * backup\n", "0 3 * * * backup"):
        once = cron.with_ours(others, ours)
        assert cron.with_ours(once, ours) == once
        assert cron.without_ours(once).rstrip("\n") == others.rstrip("\n")
    between = f"a\n{ours}b\n"
    assert cron.without_ours(between) == "a\nb\n"


# --- Windows --------------------------------------------------------------------------------


def test_the_task_is_what_the_task_scheduler_reads() -> None:
    content = windows.task(schedule(), zone=BEIJING, on=DAY).encode(windows.ENCODING)
    assert content[:2] in {b"\xff\xfe", b"\xfe\xff"}  # UTF-16 with its mark
    task = ET.fromstring(content)
    space = {"t": windows.NAMESPACE}
    assert [child.tag.partition("}")[2] for child in task] == [
        "RegistrationInfo",
        "Triggers",
        "Principals",
        "Settings",
        "Actions",
    ]
    settings = {
        child.tag.partition("}")[2]: child.text for child in task.find("t:Settings", space) or ()
    }
    assert settings["StartWhenAvailable"] == "true"
    assert settings["MultipleInstancesPolicy"] == "IgnoreNew"
    assert settings["ExecutionTimeLimit"] == "PT2H"
    assert settings["DisallowStartIfOnBatteries"] == "false"
    starts = [node.text for node in task.iterfind(".//t:StartBoundary", space)]
    assert starts == [f"2026-11-25T{one:%H:%M}:00" for one in TIMES]
    for trigger in task.iterfind(".//t:CalendarTrigger", space):
        order = [child.tag.partition("}")[2] for child in trigger]
        assert order == ["StartBoundary", "RandomDelay", "ScheduleByDay"]  # a sequence in MS-TSCH
    assert task.findtext(".//t:Command", namespaces=space) == sys.executable
    arguments = task.findtext(".//t:Arguments", namespaces=space)
    assert arguments == subprocess.list2cmdline(schedule().command[1:])
    assert task.findtext(".//t:WorkingDirectory", namespaces=space) == "/srv/强检 100%"
    assert task.findtext(".//t:LogonType", namespaces=space) == "InteractiveToken"


# --- installing -----------------------------------------------------------------------------


class System:
    """A system whose commands are recorded; it has those that it is told."""

    def __init__(self, *has: str, table: str | None = None) -> None:
        self.has = has
        self.table = table
        self.ran: list[tuple[str, ...]] = []

    def __call__(self, command: Sequence[str], given: str | None) -> Ran:
        self.ran.append(tuple(command))
        words = tuple(command)
        if command[0] not in self.has:
            return Ran(command=words, found=False)
        if words == ("crontab", "-l") and self.table is None:
            return Ran(command=words, code=1, words="no crontab for demo")
        if words == ("crontab", "-l"):
            return Ran(command=words, out=self.table or "")
        if words == ("crontab", "-"):
            self.table = given
        return Ran(command=words)


@pytest.fixture(autouse=True)
def _own_units(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_schedule_is_installed_once_and_leaves_nothing_behind(kind: Kind, tmp_path: Path) -> None:
    system = System("systemctl", "crontab", "schtasks")
    installer = Installer(tmp_path / "schedule", run=system)
    assert installer.remove().ran == ()
    for _ in range(2):
        done = installer.install(kind, schedule(), on=DAY)
        assert done.left == ()
        assert all(file.exists() for file in done.files)
    installed = installer.installed()
    assert installed is not None
    assert (installed.kind, installed.schedule) == (kind, schedule())
    removed = installer.remove()
    assert removed.left == ()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert installer.installed() is None


def test_another_kind_takes_the_place_of_the_first(tmp_path: Path) -> None:
    system = System("systemctl", "crontab", table="0 3 * * * backup\n")
    installer = Installer(tmp_path / "schedule", run=system)
    installer.install(Kind.CRON, schedule(), on=DAY)
    assert cron.BEGIN in (system.table or "")
    installer.install(Kind.SYSTEMD, schedule(), on=DAY)
    assert system.table == "0 3 * * * backup\n"
    assert system.ran[-1] == ("systemctl", "--user", "enable", "--now", systemd.TIMER)


def test_without_the_system_s_command_the_file_is_there_and_the_command_is_told(
    tmp_path: Path,
) -> None:
    installer = Installer(tmp_path / "schedule", run=System())
    done = installer.install(Kind.WINDOWS, schedule(), on=DAY)
    (left,) = done.left
    assert left.command[:4] == ("schtasks", "/Create", "/TN", windows.TASK)
    assert ET.fromstring(done.files[0].read_bytes()) is not None


def test_a_crontab_that_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    system = System("crontab")

    def refuse(command: Sequence[str], given: str | None) -> Ran:
        system.ran.append(tuple(command))
        return Ran(command=tuple(command), code=1, words="you are not allowed to use this program")

    done = Installer(tmp_path / "schedule", run=refuse).install(Kind.CRON, schedule(), on=DAY)
    assert len(done.left) == 1
    assert system.ran == [("crontab", "-l")]


def test_files_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECQS_PASSWORD", "SECRETSECRET")
    monkeypatch.setenv("ECQS_NOTICE_WECOM", "https://example.com/SECRETSECRET")
    texts = [text for kind in Kind for text in written(kind, schedule(), on=DAY).values()]
    assert "SECRETSECRET" not in "".join(texts)


def test_a_command_of_the_system_is_run_for_real() -> None:
    assert not run_command(["no-such-command-here"], None).found
    ran = run_command([sys.executable, "-c", "print(input())"], "给")
    assert (ran.worked, ran.out.strip()) == (True, "给")
    ran = run_command([sys.executable, "-c", "raise SystemExit('不行')"], None)
    assert (ran.worked, ran.code) == (False, 1)
