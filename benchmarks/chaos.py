"""A campaign of kills and faults against `ecqs apply`, and what the portal holds afterwards.

    python -m benchmarks.chaos [--items 200] [--kills 20] [--seed 1] [--engine lite|easyui] [--json]

The client and its browser are killed -9 at random moments and started again at once, while the
mock portal loses answers, commits late, fails, hangs and forgets sessions, and a person files some
pieces by hand. Kills and faults are drawn from the seed; where in the client's work a kill lands
depends on the machine. Exit code 0 only with 0 duplicates, 0 lost, 0 wrong and distinct codes.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from benchmarks.chaos_client import Client, Target, environment, pause
from benchmarks.chaos_pieces import Verdict, compare, identity, pieces, write_workbook
from ecqs_agent.mock_client import DEMO_ACCOUNT, MockPortal, serving

PATIENCE = 0.15  # an answer to a save is waited for 9 s
LATE = 10.0  # seconds after which a late save is carried out: beyond the client's patience
QUIET = 11.0  # beyond the slowest save that is carried out
POLL = 0.02
MOST_RUNS_PER_KILL = 4
BY_HAND = 0.25  # of the kills, how many a person uses to file a piece
UNDER_WAY = 4  # so many pieces may still be on their way; none of them is added by hand
SAVE = {"path": "jsonClient", "method": "saveLedger"}
LIST = {"path": "jsonClient", "method": "getLedgerList"}
FAULTS: Sequence[dict[str, Any]] = (
    {"kind": "commit_then_lose", **SAVE},
    {"kind": "commit_then_lose", **SAVE},
    {"kind": "slow", "seconds": LATE, **SAVE},
    {"kind": "delay", "seconds": LATE, **SAVE},
    {"kind": "hang", "seconds": LATE, "commit": "late", **SAVE},
    {"kind": "hang", "seconds": LATE, "commit": "never", **SAVE},
    {"kind": "status500", **SAVE},
    {"kind": "reset", **SAVE},
    {"kind": "login_page", **SAVE},
    {"kind": "logout", **SAVE},
    {"kind": "logout", "path": "ledgerManage"},
    {"kind": "status500", **LIST},
    {"kind": "reset", **LIST},
    {"kind": "duplicate_row", "times": 2, **LIST},
    {"kind": "slow", "seconds": 1, "path": "jsonClient", "method": "getClassList"},
    {"kind": "slow", "seconds": 1, "path": "jsonClient", "method": "getRegionChildren"},
    {"kind": "out_of_order", "seconds": 1, "path": "jsonClient", "method": "getClassList"},
    {"kind": "out_of_order", "seconds": 1, "path": "jsonClient", "method": "getRegionChildren"},
)


class Stroke(NamedTuple):
    """One kill: after so many records on the portal, so many seconds later, whom; and what else."""

    records: int
    delay: float
    target: Target
    faults: tuple[dict[str, Any], ...]
    by_hand: bool


@dataclass
class Campaign:
    """What happened, and how it ended."""

    engine: str
    items: int
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    exits: Counter[str] = field(default_factory=Counter)
    by_hand: int = 0
    starts: int = 0
    saves: int = 0
    seconds: float = 0.0
    verdict: Verdict | None = None
    second_plan: dict[str, int] = field(default_factory=dict)
    trouble: str = ""

    @property
    def is_clean(self) -> bool:
        """Return whether everything is on the portal once, right, and nothing is left to do."""
        rest = {name: count for name, count in self.second_plan.items() if name != "unchanged"}
        right = self.verdict is not None and self.verdict.is_clean
        return right and not self.trouble and bool(self.second_plan) and not any(rest.values())


def strokes(items: int, kills: int, dice: random.Random) -> list[Stroke]:
    """Draw the kills of a campaign, early ones first."""
    drawn = []
    for records in sorted(dice.randrange(max(1, items - 2)) for _ in range(kills)):
        target: Target = dice.choice(("client", "browser", "both", "both"))
        faults = tuple(dice.choice(FAULTS) for _ in range(dice.choice((0, 1, 1, 2))))
        drawn.append(Stroke(records, dice.uniform(0, 1), target, faults, dice.random() < BY_HAND))
    return drawn


class Chaos:
    """Runs one campaign against one mock portal."""

    def __init__(self, portal: MockPortal, folder: Path, campaign: Campaign) -> None:
        self._portal = portal
        self._folder = folder
        self._campaign = campaign
        self._pieces = pieces(campaign.items, campaign.seed)
        self._book = folder / "workbook.xlsx"
        self._limits = {"ECQS_PATIENCE": f"{PATIENCE}", "ECQS_QUIET_PERIOD": f"{QUIET}"}
        write_workbook(self._book, self._pieces)

    def run(self, drawn: Sequence[Stroke], say: Callable[[str], None]) -> None:
        """Carry the kills out, let the client finish, and compare."""
        began = monotonic()
        for number, stroke in enumerate(drawn, start=1):
            self._prepare(stroke)
            self._strike(stroke)
            say(f"kill {number}/{len(drawn)} ({stroke.target}): {self._count()} records")
        self._finish(len(drawn))
        self._look()
        self._campaign.seconds = round(monotonic() - began, 1)

    def _prepare(self, stroke: Stroke) -> None:
        for fault in stroke.faults:
            self._portal.tell("fault", fault)
            self._campaign.faults[f"{fault['kind']} {fault.get('method') or fault['path']}"] += 1
        if stroke.by_hand:
            self._add_by_hand()

    def _add_by_hand(self) -> None:
        """Let a person file the last scale that is not there yet, while no client runs."""
        there = {identity(record) for record in self._records()}
        missing = [
            piece for piece in self._pieces if piece.is_scale and piece.identity not in there
        ]
        if len(missing) < UNDER_WAY:
            return
        seed: Any = {
            "password": "Demo+2026",
            "company": "内蒙古示例计量有限公司",
            "records": [missing[-1].by_hand()],
        }
        self._portal.tell("seed", {"accounts": {DEMO_ACCOUNT: seed}})
        self._campaign.by_hand += 1

    def _strike(self, stroke: Stroke) -> None:
        """Start the client, again when it ends by itself, and kill it when the time has come."""
        for _ in range(MOST_RUNS_PER_KILL):
            client = self._start()
            try:
                reached = self._count() >= stroke.records  # then the kill hits start or look-up
                due = monotonic() + stroke.delay * 12 if reached else None
                while client.code is None:
                    if due is None and self._count() >= stroke.records:
                        due = monotonic() + stroke.delay
                    if due is not None and monotonic() >= due:
                        client.kill(stroke.target)
                        client.wait()
                        self._campaign.kills[stroke.target] += 1
                        return
                    pause(POLL)
                self._campaign.exits[str(client.code)] += 1
            finally:
                client.end()

    def _finish(self, kills: int) -> None:
        output = ""
        for _ in range(10 + kills):
            client = self._start()
            try:
                code = client.wait(3600)
            finally:
                client.end()
            self._campaign.exits[str(code)] += 1
            if code == 0:
                return
            output = client.output
        self._campaign.trouble = output[-2000:]

    def _look(self) -> None:
        """Compare the portal's state with the workbook, then ask the client what is left to do."""
        asked: Any = self._portal.ask("requests?since=0")
        self._campaign.saves = sum(one["method"] == "saveLedger" for one in asked["requests"])
        self._campaign.verdict = compare(self._pieces, self._records())
        client = self._start("plan", number=0)
        try:
            if client.wait() == 0:
                self._campaign.second_plan = client.told["counts"]
            else:
                self._campaign.trouble += client.output[-2000:]
        finally:
            client.end()

    def _start(self, command: str = "apply", *, number: int | None = None) -> Client:
        if number is None:
            self._campaign.starts += 1
            number = self._campaign.starts
        return Client(
            *(command, str(self._book), "--account", DEMO_ACCOUNT, "--json"),
            env=environment(self._portal, self._folder, **self._limits),
            log=self._folder / f"{command}-{number:03d}.log",
        )

    def _count(self) -> int:
        return int(self._portal.ask("health")["records"])

    def _records(self) -> list[dict[str, str]]:
        state: Any = self._portal.ask("state")
        records: list[dict[str, str]] = state["accounts"][DEMO_ACCOUNT]["records"]
        return records


def run_campaign(
    *,
    items: int,
    kills: int,
    seed: int,
    engine: str,
    folder: Path,
    say: Callable[[str], None] = lambda _line: None,
) -> Campaign:
    """Run one campaign on a mock portal of its own; logs and journal stay in `folder`."""
    campaign = Campaign(engine=engine, items=items, seed=seed)
    drawn = strokes(items, kills, random.Random(seed))
    with serving("--engine", engine) as portal:
        Chaos(portal, folder, campaign).run(drawn, say)
    return campaign


def table(campaign: Campaign) -> str:
    """Return the campaign as a table in Markdown."""
    verdict = campaign.verdict
    lines = {
        "engine, seed": f"{campaign.engine}, {campaign.seed}",
        "rows in the workbook": campaign.items,
        "kills": _counted(campaign.kills),
        "faults armed": _counted(campaign.faults),
        "pieces added by hand": campaign.by_hand,
        "starts of the client": campaign.starts,
        "exit codes without a kill": _counted(campaign.exits),
        "save requests at the portal": campaign.saves,
        "seconds": campaign.seconds,
        "records on the portal": verdict.records if verdict else "-",
        "**duplicates / lost / wrong values**": (
            f"**{verdict.duplicates} / {verdict.lost} / {verdict.wrong}**" if verdict else "-"
        ),
        "distinct 器具编码": verdict.codes if verdict else "-",
        "left to do (second plan)": _counted(Counter(campaign.second_plan)),
    }
    rows = [f"| {name} | {value} |" for name, value in lines.items()]
    return "\n".join(["| | |", "|---|---|", *rows])


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items())) or "none"


def main() -> int:
    """Run a campaign and return 0 when it ended clean."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("lite", "easyui"), default="lite")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--keep", type=Path, help="keep logs and journal in this folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        campaign = run_campaign(
            items=given.items,
            kills=given.kills,
            seed=given.seed,
            engine=given.engine,
            folder=folder,
            say=lambda line: print(line, file=sys.stderr, flush=True),
        )
    shown = {**asdict(campaign), "verdict": campaign.verdict and campaign.verdict._asdict()}
    print(json.dumps(shown, ensure_ascii=False) if given.json else table(campaign))
    for remark in campaign.verdict.remarks if campaign.verdict else ():
        print(remark, file=sys.stderr)
    if campaign.trouble:
        print(campaign.trouble, file=sys.stderr)
    return 0 if campaign.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
