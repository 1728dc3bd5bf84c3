"""How long scenarios take: a workflow beside other tools, one shipped scenario, and the library.

    python -m benchmarks.replay [--rounds 5] [--processes 2] [--json FILE]
                                [--parts workflow,shipped,first,library]

`workflow`: login, three instruments, booking and receipt on one mock portal with the real EasyUI,
by every way in turn; each is a process of its own and must see the right things. `shipped`: the
scenario `booking-three` as a person plays it. `first`: the first 25 scenarios by name. `library`:
all of them.
Exit code 1 when an aim was missed or something failed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.rivals.harness import portal
from benchmarks.rivals.racing import OURS, WAYS, Raced, race, spread
from benchmarks.rivals.workflow import WORKFLOW
from ecqs_agent.replay.loading import scenarios_at, shipped

PARTS: Final = ("workflow", "shipped", "first", "library")
FIRST: Final = 25
ALONE_AIM: Final = 6.0  # seconds of the shipped scenario without the start of the process
FIRST_AIM: Final = 120.0  # seconds of the first 25 scenarios with two processes
WIDTH: Final = 100
TAIL: Final = 1500  # characters shown of what a way said when it failed
Figures = dict[str, Any]


def main() -> int:
    """Measure, print, and return 1 when something was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--parts", type=_parts, default=PARTS, metavar="A,B")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    console = Console(width=WIDTH)
    console.print(f"{os.cpu_count()} cores, load at the start {_load()}")
    measures = {
        "workflow": lambda: workflow(given.rounds),
        "shipped": lambda: shipped_one(given.rounds),
        "first": lambda: many(FIRST, given.processes),
        "library": lambda: many(None, given.processes),
    }
    found: Figures = {}
    for part in given.parts:
        found[part] = {"load": _load(), **measures[part]()}
        _show(console, part, found[part])
    if given.json:
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    words = missed(found)
    for line in words:
        console.print(f"missed: {line}", markup=False)
    return 1 if words else 0


def _parts(text: str) -> list[str]:
    names = text.split(",")
    if set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there are {', '.join(PARTS)}")
    return names


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


# ---- what is measured ---------------------------------------------------------------------------


def workflow(rounds: int) -> Figures:
    """Let every way go through the workflow in every round, each round begun by another one."""
    raced = [Raced(way) for way in WAYS]
    with portal(latency=0) as mock:
        for number in range(rounds):
            turn = number % len(raced)
            for one in (*raced[turn:], *raced[:turn]):
                race(one, mock)
                print(f"round {number + 1}, {one.way}", file=sys.stderr, flush=True)
    return {"ways": [one.figures() for one in raced]}


def shipped_one(rounds: int) -> Figures:
    """Play one shipped scenario by the command line, each time on a mock that it starts itself."""
    ran = [played([shipped() / f"{WORKFLOW}.yaml"], processes=1) for _ in range(rounds)]
    return {
        "alone": spread([verdict["scenarios"][0]["seconds"] for _, verdict in ran]),
        "whole": spread([seconds for seconds, _ in ran]),
        "failed": sum(verdict["exit_code"] != 0 for _, verdict in ran),
    }


def many(count: int | None, processes: int) -> Figures:
    """Play the first scenarios by name, or all of them."""
    paths = sorted(file.path for file in scenarios_at([shipped()]))[:count]
    seconds, verdict = played(paths, processes=processes)
    return {
        "scenarios": len(verdict["scenarios"]),
        "processes": processes,
        "seconds": round(seconds, 1),
        "failed": verdict["exit_code"] != 0,
    }


def played(paths: Sequence[Path], *, processes: int) -> tuple[float, Figures]:
    """Play as a person would, by the command line; return the seconds and the verdict."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as data:
        command = [sys.executable, "-m", "ecqs_agent.cli", "--data", data, "replay", "run"]
        options = ["--processes", str(processes), "--json"]
        started = time.perf_counter()
        ended = subprocess.run(
            [*command, *map(str, paths), *options],
            check=False,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        seconds = time.perf_counter() - started
    return seconds, json.loads(ended.stdout.splitlines()[-1])


# ---- what is shown ------------------------------------------------------------------------------


def _show(console: Console, part: str, found: Figures) -> None:
    if part == "workflow":
        console.print(_table(found))
    else:
        console.print(f"{part}: {json.dumps(found)}", markup=False)


def _table(found: Figures) -> Table:
    table = Table(
        title="the same workflow on EasyUI: seconds (least to most), and against ours",
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    table.add_column("way", no_wrap=True)
    for name in ("alone", "x", "with start", "x", "CPU", "x", "wrong"):
        table.add_column(name, justify="right", no_wrap=True)
    ours = next(one for one in found["ways"] if one["way"] == OURS)
    for one in found["ways"]:
        cells = [cell for key in ("alone", "whole", "cpu") for cell in _cells(one[key], ours[key])]
        table.add_row(WAYS[one["way"]], *cells, str(len(one["troubles"])))
    return table


def _cells(these: Mapping[str, float], ours: Mapping[str, float]) -> tuple[str, str]:
    if not these:
        return "-", "-"
    seconds = "{median:.1f} ({least:.1f}-{most:.1f})".format(**these)
    return seconds, f"{these['median'] / ours['median']:.1f}" if ours else "-"


def missed(found: Figures) -> list[str]:
    """Return what was not reached, in words."""
    ways = found.get("workflow", {}).get("ways", ())
    words = [f"{one['way']}: {trouble[-TAIL:]}" for one in ways for trouble in one["troubles"]]
    if one := found.get("shipped"):
        words += [f"{WORKFLOW} was not the same {one['failed']} times"] if one["failed"] else []
        if (alone := one["alone"]["median"]) > ALONE_AIM:
            words.append(f"{WORKFLOW} takes {alone} s, aim {ALONE_AIM:.0f} s")
    words += [f"{part} failed" for part in ("first", "library") if _failed(found.get(part))]
    if (first := found.get("first")) and first["seconds"] > FIRST_AIM:
        words.append(
            f"the first {FIRST} scenarios take {first['seconds']} s, aim {FIRST_AIM:.0f} s"
        )
    return words


def _failed(part: Figures | None) -> bool:
    return bool(part and part["failed"])


if __name__ == "__main__":
    sys.exit(main())
