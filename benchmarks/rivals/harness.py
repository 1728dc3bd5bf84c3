"""Runs one way as a process of its own, watches its memory, and looks at what the portal holds."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, time
from typing import Any, Self

import psutil

from benchmarks.chaos_client import environment
from benchmarks.chaos_pieces import Piece, Verdict, compare, write_workbook
from benchmarks.rivals.stopwatch import Laps, Part, megabytes
from benchmarks.rivals.task import Task, rows_of
from ecqs_agent.mock_client import DEMO_ACCOUNT, MockPortal, serving

EASYUI = Path(__file__).parents[2] / ".easyui" / "node_modules" / "jquery-easyui"
# Between two looks at the memory. A look takes 50 ms of a core, so they soon become rare.
FIRST_GAP, LAST_GAP = 0.25, 2.0
START_SECONDS, RECORD_SECONDS = 120, 30  # after these a way is given up
TAIL = 1500


@dataclass
class Ran:
    """How one way did in one round; `whole` is its process from start to end.

    `memory` are megabytes by part with the clock's time.
    """

    laps: Laps = field(default_factory=Laps)
    whole: float = 0.0
    peak_mb: float = 0.0
    memory: list[tuple[float, dict[Part, float]]] = field(default_factory=list)
    verdict: Verdict | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""

    @property
    def bad(self) -> int:
        """Return how many records are wrong, missing or there twice."""
        verdict = self.verdict
        return verdict.wrong + verdict.lost + verdict.duplicates if verdict else 0


class MemoryWatch:
    """Samples the memory of a process and all below it, until it has ended."""

    def __init__(self, pid: int) -> None:
        self.samples: list[tuple[float, dict[Part, float]]] = []
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        with suppress(psutil.NoSuchProcess):
            root, gap = psutil.Process(self._pid), FIRST_GAP
            while not self._ended.is_set():
                self.samples.append((time(), megabytes(root)))
                self._ended.wait(gap)
                gap = min(2 * gap, LAST_GAP)


@contextmanager
def portal(latency: int) -> Iterator[MockPortal]:
    """Serve a mock portal on the real EasyUI, every request of which takes so many ms longer."""
    os.environ.setdefault("ECQS_EASYUI_DIR", str(EASYUI))
    with serving("--engine", "easyui", "--latency", str(latency)) as mock:
        yield mock


def run_way(module: str, chosen: Sequence[Piece], mock: MockPortal) -> Ran:
    """Let a way file the pieces on an empty portal, and compare what is there afterwards."""
    mock.tell("reset")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        task = Task(
            portal=mock.url,
            token=mock.token,
            folder=temporary,
            workbook=str(folder / "workbook.xlsx"),
            result=str(folder / "laps.json"),
            rows=rows_of(chosen),
        )
        write_workbook(Path(task.workbook), chosen)
        command = [sys.executable, "-m", f"benchmarks.rivals.{module}"]
        ran = _run(
            [*command, str(task.save(folder / "task.json"))],
            env={**environment(mock, folder), "PYTHONPATH": str(Path(__file__).parents[2])},
            log=folder / "output.log",
            patience=START_SECONDS + RECORD_SECONDS * len(chosen),
        )
        if Path(task.result).exists():
            ran.laps = Laps.load(Path(task.result))
    state: Any = mock.ask("state")
    ran.verdict = compare(chosen, state["accounts"][DEMO_ACCOUNT]["records"])
    ran.requests = mock.ask("requests?since=0")["requests"]
    return ran


def _run(command: Sequence[str], *, env: Mapping[str, str], log: Path, patience: float) -> Ran:
    began = monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env
        )
        with MemoryWatch(process.pid) as memory:
            try:
                code: int | str = process.wait(patience)
            except subprocess.TimeoutExpired:
                code = f"none after {patience:.0f} s"
                _end(process.pid)
                process.wait()
    ran = Ran(whole=monotonic() - began, memory=memory.samples)
    ran.peak_mb = max((sum(held.values()) for _, held in memory.samples), default=0.0)
    if code != 0:
        text = log.read_text(encoding="utf-8", errors="replace")
        ran.trouble = f"exit code {code}\n{text[-TAIL:]}"
    return ran


def _end(pid: int) -> None:
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [*root.children(recursive=True), root]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
