"""How long a plan takes, and how much of that is more than looking rows up in a dict.

    python -m benchmarks.planning [ROWS ...]        default: 2500 10000

Each mixture runs in a process of its own: CPU seconds of `make_plan` alone, and the peak memory
of the process with rows, records and plan. What counts are the ratios within one run: the plan
against a floor that builds a dict of the records by plain text fields and pops one per row, and
the larger size against the smaller one (4 x the rows should take about 4 x the time).
"""

import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from time import process_time

from benchmarks.check import peak_megabytes
from ecqs_agent.runs.planning import Wish, make_plan
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.screens import LedgerRecord

SIZES = (2_500, 10_000)
LIMIT_SECONDS = 5.0  # "a few seconds", for 10,000 rows against 10,000 records
LIMITED = 10_000
COUNTIES = (("新城区", "150102"), ("回民区", "150103"), ("玉泉区", "150104"), ("赛罕区", "150105"))


def piece(number: int, **changes: str) -> Instrument:
    """Return a scale with its own plate."""
    county, code = COUNTIES[number % len(COUNTIES)]
    values = {
        "name": "电子计价秤",
        "category": "非自动衡器",
        "kind": "非自动衡器",
        "model": f"ACS-{number % 60}",
        "measuring_range": f"200g-{number % 50 + 1}kg",
        "accuracy_class": "Ⅲ级",
        "serial_number": f"S{number:07d}",
        "manufacturer": f"第{number % 40}衡器厂",
        "origin": "国产",
        "region_code": code,
        "place_of_use": f"{number % 300}号店铺",
        "purpose": "贸易结算",
        "delivery": "现场检",
    }
    return Instrument.model_validate(
        {
            **values,
            **changes,
            "region": ("内蒙古自治区", "呼和浩特市", county),
            "purchase_date": date(2010 + number % 15, number % 12 + 1, number % 28 + 1),
        }
    )


def unplated() -> Instrument:
    """Return one of many identical pieces without a plate."""
    dashes = dict.fromkeys(("model", "measuring_range", "serial_number", "manufacturer"), "-----")
    return piece(0, name="戥子", **dashes)


def record(wanted: Instrument, uuid: str) -> LedgerRecord:
    """Return the portal's record of a piece."""
    values = to_form(wanted).model_dump(exclude={"region"})
    return LedgerRecord(
        uuid=uuid, region_code=wanted.region_code, region_name=wanted.region[-1], **values
    )


def mixed(rows: int) -> tuple[list[Instrument], list[Instrument]]:
    """Half unchanged, the rest changed, corrected, identical, new, or only on the portal."""
    tenth = rows // 10
    same = [piece(number) for number in range(5 * tenth)]
    changed = range(5 * tenth, 6 * tenth)
    corrected = range(6 * tenth, 7 * tenth)
    identical = [unplated()] * (2 * tenth)
    new = [piece(number) for number in range(7 * tenth, 8 * tenth)]
    only_there = [piece(number) for number in range(8 * tenth, 9 * tenth)]
    here = [*same, *map(piece, changed), *map(piece, corrected), *identical, *new]
    there = [
        *same,
        *(piece(number, measuring_range="1g-1kg") for number in changed),
        *(piece(number, model="TCS-1") for number in corrected),
        *identical,
        *only_there,
    ]
    return here, there


def identical(rows: int) -> tuple[list[Instrument], list[Instrument]]:
    """Every row and every record is the same unplated piece."""
    return [unplated()] * rows, [unplated()] * rows


def one_plate(rows: int) -> tuple[list[Instrument], list[Instrument]]:
    """Every piece carries the same serial number, and no two are the same otherwise."""
    here = [piece(number, serial_number="1", place_of_use=f"{number}") for number in range(rows)]
    there = [piece(number, serial_number="1", place_of_use=f"x{number}") for number in range(rows)]
    return here, there


MIXTURES: dict[str, Callable[[int], tuple[list[Instrument], list[Instrument]]]] = {
    "mixed": mixed,
    "identical": identical,
    "one-plate": one_plate,
}


def floor(wishes: Sequence[Wish], records: Sequence[LedgerRecord]) -> int:
    """Match by plain fields through a dict and nothing else; return how many found a partner."""
    free: dict[tuple[str, ...], list[LedgerRecord]] = defaultdict(list)
    for found in records:
        free[found.name, found.model, found.serial_number, found.place_of_use].append(found)
    matched = 0
    for wish in wishes:
        one = wish.instrument
        partners = free.get((one.name, one.model, one.serial_number, one.place_of_use))
        if partners:
            partners.pop()
            matched += 1
    return matched


def run_step(mixture: str, rows: int) -> None:
    """Plan one mixture in this process and print what it took as JSON."""
    here, there = MIXTURES[mixture](rows)
    mixer = random.Random(rows)
    mixer.shuffle(here)
    mixer.shuffle(there)
    wishes = [Wish(row=row, instrument=one) for row, one in enumerate(here, start=2)]
    records = [record(one, f"U{number:06d}") for number, one in enumerate(there)]
    before = peak_megabytes()
    start = process_time()
    floor(wishes, records)
    floor_seconds = process_time() - start
    start = process_time()
    plan = make_plan("demo", wishes, records, known={})
    print(
        json.dumps(
            {
                "seconds": process_time() - start,
                "floor": floor_seconds,
                "inputs": before,
                "megabytes": peak_megabytes(),
                "counts": {name: count for name, count in plan.counts().items() if count},
            }
        )
    )


def main(arguments: Sequence[str]) -> int:
    """Measure every mixture at the sizes given; return 1 when the limit is passed."""
    if arguments[:1] == ["--step"]:
        run_step(arguments[1], int(arguments[2]))
        return 0
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    too_slow = False
    for mixture in MIXTURES:
        previous: tuple[int, float] | None = None
        for rows in sizes:
            command = [sys.executable, "-m", "benchmarks.planning", "--step", mixture, str(rows)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout)
            seconds = found["seconds"]
            line = (
                f"{mixture:10} {rows:6d} x {rows:<6d} {seconds:6.2f} s"
                f"  {seconds / max(found['floor'], 1e-4):6.1f} x floor ({found['floor']:.3f} s)"
                f"  {found['megabytes']:4d} MB ({found['inputs']} before planning)"
            )
            if previous:
                line += f"  {seconds / previous[1]:.1f} x time for {rows / previous[0]:.1f} x rows"
            print(line, " ".join(f"{name}={count}" for name, count in found["counts"].items()))
            previous = (rows, seconds)
            too_slow |= rows == LIMITED and seconds > LIMIT_SECONDS
    print(f"limit: {LIMITED} rows against as many records in {LIMIT_SECONDS:.0f} s of CPU")
    return 1 if too_slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
