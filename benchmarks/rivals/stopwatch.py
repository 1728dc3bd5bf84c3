"""Seconds per record and CPU seconds of a way, taken by the way itself around its loop."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter, time
from typing import Literal

import psutil

Part = Literal["client", "driver", "browser"]
PARTS: tuple[Part, ...] = ("client", "driver", "browser")


@dataclass
class Laps:
    """What one way measured.

    `dialogs` are seconds from the click that opens the dialog to the portal's answer, `records`
    from one answer to the next, `loop` from before the first record to after the last thing done;
    `began` is the clock's time then.
    """

    dialogs: list[float] = field(default_factory=list)
    records: list[float] = field(default_factory=list)
    loop: float = 0.0
    began: float = 0.0
    cpu: dict[Part, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "Laps":
        """Read what a way has written."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


class Stopwatch:
    """Runs from `begin` to `finish`; `opened` and `answered` come once per record."""

    def __init__(self) -> None:
        self._laps = Laps()
        self._began = self._opened = self._answered = 0.0
        self._cpu: dict[Part, float] = {}

    def begin(self) -> None:
        """Start: logged in, the ledger in front, nothing filed yet."""
        self._cpu = cpu_seconds(psutil.Process())
        self._laps.began = time()
        self._began = self._answered = perf_counter()

    def opened(self) -> None:
        """Note that the dialog is about to be opened."""
        self._opened = perf_counter()

    def answered(self) -> None:
        """Note that the portal has answered and the record is known to be filed."""
        now = perf_counter()
        self._laps.dialogs.append(now - self._opened)
        self._laps.records.append(now - self._answered)
        self._answered = now

    def finish(self, result: str) -> None:
        """Stop and write what was measured to a file."""
        self._laps.loop = perf_counter() - self._began
        now = cpu_seconds(psutil.Process())
        self._laps.cpu = {part: now[part] - self._cpu[part] for part in PARTS}
        Path(result).write_text(json.dumps(asdict(self._laps)), encoding="utf-8")


def tree(root: psutil.Process) -> Iterable[psutil.Process]:
    """Return a process and all below it; nothing once it is gone."""
    try:
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def part_of(process: psutil.Process, root: psutil.Process) -> Part:
    """Return which part of a way a process is: what is no browser and not the client drives."""
    if process.pid == root.pid:
        return "client"
    name = process.name().lower()
    is_browser = name.startswith(("chrom", "msedge")) and not name.startswith("chromedriver")
    return "browser" if is_browser else "driver"


def cpu_seconds(root: psutil.Process) -> dict[Part, float]:
    """Return CPU seconds of a process and all that run below it now, by part."""
    spent = dict.fromkeys(PARTS, 0.0)
    for process in tree(root):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            times = process.cpu_times()
            spent[part_of(process, root)] += times.user + times.system
    return spent


def megabytes(root: psutil.Process) -> dict[Part, float]:
    """Return the memory of a process and all below it: shared pages counted once where known."""
    held = dict.fromkeys(PARTS, 0.0)
    for process in tree(root):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            memory = process.memory_full_info()
            held[part_of(process, root)] += getattr(memory, "pss", memory.rss) / 1e6
    return held
