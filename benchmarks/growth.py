"""Whether filing slows down or swells over a long run of one account.

    python -m benchmarks.growth [--items 2000] [--chunk 200] [--json FILE]

Ours with everything on, on a mock portal with the real EasyUI. Per chunk of records: the median
seconds from one answer to the next, and the memory of client, driver and browser together, every
page that they share counted once. Exit code 1 when the last chunk takes more than 1.15 x the
first, in time or in memory, when all of it ever held more than 750 MB, or when something was
filed wrong.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from statistics import mean, median

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.chaos_pieces import pieces
from benchmarks.rivals.harness import Ran, portal, run_way
from benchmarks.rivals.stopwatch import PARTS

GROWTH, MEGABYTES = 1.15, 750
WIDTH = 80


@dataclass
class Chunk:
    """Some records after each other: seconds per record, and megabytes meanwhile."""

    first: int
    last: int
    median: float
    mean: float
    megabytes: dict[str, float]

    @property
    def all_megabytes(self) -> float:
        """Return the memory of all parts."""
        return sum(self.megabytes.values())


def chunks(ran: Ran, size: int) -> list[Chunk]:
    """Cut a run into chunks; the first record waits for what is done once and is left out."""
    ends = [ran.laps.began + passed for passed in accumulate(ran.laps.records)]
    numbered = list(zip(range(1, len(ends) + 1), ran.laps.records, ends, strict=True))[1:]
    cut = []
    since = ran.laps.began
    for start in range(0, len(numbered), size):
        part = numbered[start : start + size]
        until = part[-1][2]
        held = [sample for at, sample in ran.memory if since <= at <= until]
        laps = [lap for _, lap, _ in part]
        cut.append(
            Chunk(
                first=part[0][0],
                last=part[-1][0],
                median=median(laps),
                mean=mean(laps),
                megabytes={
                    name: median([sample[name] for sample in held] or [0.0]) for name in PARTS
                },
            )
        )
        since = until
    return cut


def table(found: Sequence[Chunk]) -> Table:
    """Return the chunks as a table."""
    shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("records", "median s", "mean s", "MB", *PARTS):
        shown.add_column(name, justify="right")
    for one in found:
        shown.add_row(
            f"{one.first}-{one.last}",
            f"{one.median:.3f}",
            f"{one.mean:.3f}",
            *(f"{held:.0f}" for held in (one.all_megabytes, *one.megabytes.values())),
        )
    return shown


def missed(ran: Ran, found: Sequence[Chunk]) -> list[str]:
    """Return what was not kept, in words."""
    words = [f"the run failed: {ran.trouble}"] if ran.trouble else []
    if ran.bad:
        words.append(f"{ran.bad} records are wrong, lost or doubled")
    if ran.peak_mb > MEGABYTES:
        words.append(f"{ran.peak_mb:.0f} MB at the peak, limit {MEGABYTES}")
    for name, grown in growth(found).items():
        if grown > GROWTH:
            words.append(f"{name} of the last chunk is {grown:.2f} x the first, limit {GROWTH}")
    return words


def growth(found: Sequence[Chunk]) -> dict[str, float]:
    """Return the last chunk against the first, in time and in memory."""
    if not found or not found[0].median or not found[0].all_megabytes:
        return {}
    first, last = found[0], found[-1]
    return {
        "time": last.median / first.median,
        "memory": last.all_megabytes / first.all_megabytes,
    }


def main() -> int:
    """File, print the chunks, and return 1 when a limit was passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--chunk", type=int, default=200)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    with portal(0) as mock:
        ran = run_way("ours", pieces(given.items, seed=1), mock)
    found = chunks(ran, given.chunk)
    console = Console(width=WIDTH)
    console.print(table(found))
    grown = ", ".join(f"{name} {ratio:.2f} x" for name, ratio in growth(found).items())
    console.print(f"last chunk against the first: {grown} (limit {GROWTH})")
    console.print(f"peak of all processes together: {ran.peak_mb:.0f} MB (limit {MEGABYTES})")
    console.print(f"{len(ran.laps.records)} records, {ran.bad} bad, {ran.whole:.0f} s in all")
    if given.json:
        figures = {
            "chunks": [asdict(one) for one in found],
            "growth": growth(found),
            "peak_mb": ran.peak_mb,
            "whole": ran.whole,
            "bad": ran.bad,
        }
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    words = missed(ran, found)
    for line in words:
        console.print(f"missed: {line}", markup=False)
    return 1 if words else 0


if __name__ == "__main__":
    sys.exit(main())
