"""Runs one way through the workflow as a process of its own, and looks at what the portal holds."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, Self

import psutil

from benchmarks.chaos_client import environment
from benchmarks.rivals.stopwatch import tree
from benchmarks.rivals.task import Task, browser_path
from benchmarks.rivals.workflow import rows, write_scenario
from ecqs_agent.mock_client import DEMO_ACCOUNT, MockPortal

OURS: Final = "ours"
WAYS: Final[Mapping[str, str]] = {
    OURS: "ecqs replay run",
    "plain": "Playwright with expects",
    "robot": "Robot Framework Browser",
}
PATIENCE: Final = 180  # seconds; then a way is given up
GAP: Final = 0.25  # between two looks at what the processes have used
TAIL: Final = 6000  # characters of what a way said when it failed


@dataclass
class Raced:
    """One way, round by round: seconds of the workflow alone and of the whole process."""

    way: str
    alone: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Return the middle and the extremes of each."""
        return {
            "way": self.way,
            "alone": spread(self.alone),
            "whole": spread(self.whole),
            "cpu": spread(self.cpu),
            "troubles": self.troubles,
        }


def spread(seconds: list[float]) -> dict[str, float]:
    """Return the middle and the extremes; nothing of nothing."""
    if not seconds:
        return {}
    return {
        "median": round(median(seconds), 2),
        "least": round(min(seconds), 2),
        "most": round(max(seconds), 2),
    }


class CpuWatch:
    """Adds up the CPU seconds of a process and all below it, to the last look at each."""

    def __init__(self, pid: int) -> None:
        self._used: dict[tuple[int, float], float] = {}
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Return what they have used."""
        return sum(self._used.values())

    def _watch(self) -> None:
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(self._pid)
            while not self._ended.wait(GAP):
                for one in tree(root):
                    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                        times = one.cpu_times()
                        self._used[one.pid, one.create_time()] = times.user + times.system


def race(raced: Raced, mock: MockPortal) -> None:
    """Let a way go through the workflow once on a portal in its first state."""
    mock.tell("reset")
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        task = Task(
            portal=mock.url,
            token=mock.token,
            folder=temporary,
            workbook="",
            result=str(folder / "result.json"),
            rows=rows(),
        )
        whole, cpu, trouble = _ran(_command(raced.way, mock, task), mock, folder)
        told = {} if trouble else _told(raced.way, folder)
    trouble = trouble or wrong(told["number"], mock)
    if trouble:
        raced.troubles.append(trouble)
        return
    raced.alone.append(told["seconds"])
    raced.whole.append(whole)
    raced.cpu.append(cpu)


def _command(way: str, mock: MockPortal, task: Task) -> list[str]:
    folder = Path(task.folder)
    if way != OURS:
        module = f"benchmarks.rivals.workflow_{way}"
        return [sys.executable, "-m", module, str(task.save(folder / "task.json"))]
    file = write_scenario(folder / "workflow.yaml")
    command = [sys.executable, "-m", "ecqs_agent.cli", "replay", "run", str(file)]
    return [*command, "--portal", mock.url, "--fresh", "--processes", "1", "--json"]


def _ran(command: list[str], mock: MockPortal, folder: Path) -> tuple[float, float, str]:
    """Run a command; return its seconds, its CPU seconds, and what went wrong."""
    env = environment(mock, folder, ECQS_BROWSER=browser_path())
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    log = folder / "output.log"
    started = perf_counter()
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env
        ) as process,
        CpuWatch(process.pid) as watch,
    ):
        try:
            code: int | str = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            code = f"none after {PATIENCE} s"
            for one in tree(psutil.Process(process.pid)):
                with suppress(psutil.NoSuchProcess):
                    one.kill()
        whole = perf_counter() - started
    text = log.read_text(encoding="utf-8", errors="replace")
    return whole, watch.seconds, f"exit code {code}\n{text[-TAIL:]}" if code != 0 else ""


def _told(way: str, folder: Path) -> dict[str, Any]:
    """Return the seconds of the workflow alone, and the booking's number, "" where not told."""
    if way != OURS:
        told: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        return told
    lines = (folder / "output.log").read_text(encoding="utf-8").splitlines()
    verdict = json.loads(next(line for line in reversed(lines) if line.startswith("{")))
    return {"seconds": verdict["scenarios"][0]["seconds"], "number": ""}


def wrong(number: str, mock: MockPortal) -> str:
    """Return what the portal holds otherwise than the workflow should leave it, "" if nothing."""
    account = mock.ask("state")["accounts"][DEMO_ACCOUNT]
    serials = sorted(one["serialNum"] for one in account["records"])
    numbers = [one["appointmentId"] for one in account["bookings"]]
    pieces = [len(one["pieces"]) for one in account["bookings"]]
    wanted = sorted(row["出厂编号"] for row in rows())
    if (serials, pieces) == (wanted, [len(wanted)]) and number in ("", *numbers):
        return ""
    return f"the portal holds {serials}, bookings {numbers} of {pieces} pieces; seen was {number}"
