"""How long scenarios take: one of login, three instruments, booking and receipt, and the library.

`python -m benchmarks.replay [--rounds N] [--processes N]`
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ecqs_agent.replay.loading import shipped

WORKFLOW = "booking-three"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    one = [played([shipped() / f"{WORKFLOW}.yaml"], processes=1) for _ in range(given.rounds)]
    whole = played([], processes=given.processes)
    report = {
        "workflow": WORKFLOW,
        "seconds with start of mock and browser": spread([seconds for seconds, _ in one]),
        "seconds of the scenario alone": spread(
            [verdict["scenarios"][0]["seconds"] for _, verdict in one]
        ),
        "library": {
            "scenarios": len(whole[1]["scenarios"]),
            "processes": given.processes,
            "seconds": round(whole[0], 1),
        },
    }
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return 0 if all(verdict["exit_code"] == 0 for _, verdict in (*one, whole)) else 1


def played(paths: list[Path], *, processes: int) -> tuple[float, dict]:  # type: ignore[type-arg] # JSON
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


def spread(seconds: list[float]) -> dict[str, float]:
    """Return the middle and the extremes."""
    return {
        "median": round(statistics.median(seconds), 2),
        "least": round(min(seconds), 2),
        "most": round(max(seconds), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
