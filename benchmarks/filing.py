"""How fast the same instruments are filed on the same portal, by us and by other ways.

    python -m benchmarks.filing [--items 50] [--rounds 1] [--latency 0 --latency 150]
                                [--ways ours,plain,...] [--json FILE]

A mock portal on the real EasyUI; every way is a process of its own, one after the other in every
round, and the portal's state is compared field by field with the pieces after each. What counts
are the ratios: the median seconds from one answer to the next, against ours. Exit code 1 when an
aim was missed, a way failed, or ours filed something wrong.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.chaos_pieces import pieces
from benchmarks.rivals.harness import Ran, portal, run_way
from benchmarks.rivals.stopwatch import PARTS

OURS = "ours"
REQUESTS_AIM = 1.3  # of the requests that the page itself must make, where these take time
WIDTH = 80
COLUMNS = (
    "ratio", "cpu", "answer", "dialog", "all", "client", "driver", "browser", "MB", "bad",
)  # fmt: skip
LEGEND = """\
ratio, cpu: median from answer to answer, and all CPU seconds, against ours
answer, dialog: medians from answer to answer, from opening the dialog to it
all: the whole process with start and login, divided by its records
client, driver, browser: CPU seconds; MB: peak of all its processes together
bad: records wrong, lost or doubled on the portal"""


class Way(NamedTuple):
    """A way of filing: its module below `rivals`, and how many times faster we want to be."""

    title: str
    module: str
    aim: float = 0.0


WAYS: Mapping[str, Way] = {
    OURS: Way("ours, everything on", "ours"),
    "plain": Way("Playwright, as recorded", "plain", 8),
    "careful": Way("Playwright, careful", "careful"),
    "robot": Way("Robot Framework Browser", "robot_browser", 12),
    "selenium": Way("Selenium", "selenium_driver", 20),
    "http": Way("bare HTTP (floor)", "bare_http"),
}


@dataclass
class Summary:
    """One way at one latency. Seconds and CPU seconds are per record."""

    way: str
    latency: int
    records: int
    record: float
    dialog: float
    loop: float
    whole: float
    cpu: dict[str, float]
    peak_mb: float
    wrong: int
    requests: dict[str, float]
    of_requests: float | None
    trouble: str

    @property
    def all_cpu(self) -> float:
        """Return CPU seconds per record of all its processes."""
        return sum(self.cpu.values())


def summary(way: str, latency: int, rounds: Sequence[Ran]) -> Summary:
    """Put the rounds of one way together."""
    laps = [lap for ran in rounds for lap in ran.laps.records]
    count = max(1, len(laps))
    asked = [one for ran in rounds for one in per_record(ran.requests)]
    shares = []
    if latency and len(asked) == len(laps):
        floor = [needed(one) * latency / 1000 for one in asked]
        shares = [lap / least for lap, least in zip(laps, floor, strict=True)]
    methods = sorted({method for one in asked for method in one})
    return Summary(
        way=way,
        latency=latency,
        records=len(laps),
        record=median(laps or [0.0]),
        dialog=median([lap for ran in rounds for lap in ran.laps.dialogs] or [0.0]),
        loop=sum(ran.laps.loop for ran in rounds) / count,
        whole=sum(ran.whole for ran in rounds) / count,
        cpu={part: sum(ran.laps.cpu.get(part, 0.0) for ran in rounds) / count for part in PARTS},
        peak_mb=max((ran.peak_mb for ran in rounds), default=0.0),
        wrong=sum(ran.bad for ran in rounds),
        requests={
            method: sum(len(one.get(method, ())) for one in asked) / max(1, len(asked))
            for method in methods
        },
        of_requests=median(shares) if shares else None,
        trouble="\n".join(ran.trouble for ran in rounds if ran.trouble),
    )


Asked = dict[str, list[str]]


def per_record(requests: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """Return what was asked for each record by method, with parameters: up to its save."""
    found, current = [], Asked()
    begun = False
    for request in requests:
        method = request["method"]
        if not method:
            continue
        if not begun and method in ("getCategoryList", "getLedgerList"):
            continue  # the page itself is loading
        begun = begun or method == "getClassList"
        if not begun and method == "getRegionChildren" and request["params"] == [""]:
            continue
        current.setdefault(method, []).append(json.dumps(request["params"]))
        if method == "saveLedger":
            found.append(current)
            current = {}
    return found


def needed(asked: Asked) -> int:
    """Return how many requests the page itself must make for one record.

    Each list that a choice asks for, once; the save; and the reload of the list after it.
    """
    lists = ("getCategoryList", "getClassList", "getRegionChildren")
    return sum(len(set(asked.get(method, ()))) for method in lists) + 2


def table(latency: int, found: Sequence[Summary]) -> Table:
    """Return the ways at one latency, ratios first."""
    shown = Table(
        title=f"+{latency} ms per request, {found[0].records} records, seconds per record",
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    shown.add_column("way")
    for name in COLUMNS:
        shown.add_column(name, justify="right")
    ours = next((one for one in found if one.way == OURS), None)
    for one in found:
        shown.add_row(
            one.way,
            _times(one.record, ours.record if ours else 0.0),
            _times(one.all_cpu, ours.all_cpu if ours else 0.0),
            *(f"{seconds:.2f}" for seconds in (one.record, one.dialog, one.whole)),
            *(f"{one.cpu[part]:.2f}" for part in PARTS),
            f"{one.peak_mb:.0f}",
            str(one.wrong),
        )
    return shown


def _times(this: float, ours: float) -> str:
    if not this or not ours:
        return "-"
    ratio = this / ours
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.3f}"


def missed(found: Sequence[Summary]) -> list[str]:
    """Return what was not reached, in words."""
    words = [f"{one.way} at {one.latency} ms failed: {one.trouble}" for one in found if one.trouble]
    words += [
        f"ours at {one.latency} ms filed {one.wrong} records wrong"
        for one in found
        if one.way == OURS and one.wrong
    ]
    for ours in (one for one in found if one.way == OURS and one.record):
        if ours.of_requests is not None and ours.of_requests > REQUESTS_AIM:
            words.append(
                f"ours at {ours.latency} ms takes {ours.of_requests:.2f} x the page's requests, "
                f"more than {REQUESTS_AIM}"
            )
        for other in found:
            aim, ratio = WAYS[other.way].aim, other.record / ours.record
            if other.latency == ours.latency == 0 and ratio < aim and other.record:
                words.append(f"{other.way} takes {ratio:.1f} x ours at 0 ms, aim {aim:.0f} x")
    return words


def measure(
    ways: Sequence[str], latencies: Sequence[int], *, items: int, rounds: int
) -> list[Summary]:
    """Run every way in every round at every latency."""
    chosen, found = pieces(items, seed=1), []
    for latency in latencies:
        ran: dict[str, list[Ran]] = {way: [] for way in ways}
        with portal(latency) as mock:
            for number in range(rounds):
                turn = number % len(ways)
                for way in (*ways[turn:], *ways[:turn]):
                    one = run_way(WAYS[way].module, chosen, mock)
                    ran[way].append(one)
                    say(f"{latency} ms, round {number + 1}, {way}: {one.whole:.0f} s", one)
        found += [summary(way, latency, ran[way]) for way in ways]
    return found


def say(line: str, ran: Ran) -> None:
    """Tell on stderr how a way did, with what went wrong."""
    print(f"{line}, {ran.bad} bad", file=sys.stderr, flush=True)
    for remark in ran.verdict.remarks[:3] if ran.verdict else ():
        print(f"  {remark}", file=sys.stderr, flush=True)
    if ran.trouble:
        print(ran.trouble, file=sys.stderr, flush=True)


def chosen_ways(text: str) -> list[str]:
    """Read a list of ways; raises ValueError for an unknown one."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in WAYS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"unknown ways {unknown}; there are {', '.join(WAYS)}")
    return names


def main() -> int:
    """Measure, print the tables, and return 1 when something was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filing", description=__doc__)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--latency", type=int, action="append", metavar="MS")
    parser.add_argument("--ways", type=chosen_ways, default=list(WAYS), metavar="A,B")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    found = measure(given.ways, given.latency or [0, 150], items=given.items, rounds=given.rounds)
    console = Console(width=WIDTH)
    console.print(f"{os.cpu_count()} cores, load at the start {load:.1f}")
    for latency in dict.fromkeys(one.latency for one in found):
        console.print(table(latency, [one for one in found if one.latency == latency]))
    console.print(LEGEND)
    for way in given.ways:
        aim = f", to take {WAYS[way].aim:.0f} x ours" if WAYS[way].aim else ""
        console.print(f"{way}: {WAYS[way].title}{aim}")
    for one in found:
        if one.of_requests is not None and one.way == OURS:
            asked = ", ".join(f"{name} {count:.2f}" for name, count in one.requests.items())
            console.print(
                f"ours / the requests that the page must make, {one.latency} ms: "
                f"{one.of_requests:.2f} (aim {REQUESTS_AIM}); asked per record: {asked}"
            )
    if given.json:
        figures = [asdict(one) for one in found]
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    words = missed(found)
    for line in words:
        console.print(f"missed: {line}", markup=False)
    return 1 if words else 0


if __name__ == "__main__":
    sys.exit(main())
