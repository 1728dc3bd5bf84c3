"""How long reading, checking and annotating take, and what they take besides the library's share.

    python -m benchmarks.check [ROWS ...]        default: 10000 100000

Each step runs in a process of its own, so that CPU seconds and peak memory are its alone. What
counts are the ratios within one run: `check` against calamine reading the same file.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import NamedTuple

import python_calamine
import xlsxwriter

from catalog.catalogue import load_catalogue
from catalog.institutes import load_institute
from catalog.regions import load_regions
from ledgers.annotate import write_annotated
from ledgers.checks import Checked, check
from ledgers.workbook import Workbook, read_workbook

TODAY = date(2026, 11, 25)
LIMITS = {
    10_000: "check <= 1.5 x calamine + 2 s; annotate < 15 s",
    100_000: "check < 25 s, 500 MB",
}
SMALL, LARGE = LIMITS
RATIO, RULES_SECONDS, ANNOTATE_SECONDS, LARGE_SECONDS, LARGE_MEGABYTES = 1.5, 2, 15, 25, 500
LARGEST_ANNOTATED = 10_000
HEADER = (
    "器具名称", "器具类型", "一级目录", "二级目录", "型号规格", "测量范围", "准确度等级",
    "出厂编号", "生产厂家", "器具产地", "使用地点行政区划", "安装/使用地点", "购置时间",
    "器具数量", "器具用途", "送检方式", "有效期至", "备注",
)  # fmt: skip
COUNTIES = ("新城区", "回民区", "玉泉区", "赛罕区", "托克托县", "和林格尔县")


class Measured(NamedTuple):
    """What one step took."""

    seconds: float
    megabytes: int
    note: str


def row(number: int) -> list[object]:
    """Return one row; every tenth has a mistake."""
    unit = "KG" if number % 10 == 0 else "kg"
    return [
        "电子计价秤", "工作计量器具", "非自动衡器", "非自动衡器", f"ACS-{number % 60}",
        f"{number % 9 + 1}0g-{number % 50 + 1}{unit}", "Ⅲ级", f"S{number:07d}",
        f"第{number % 40}衡器厂", "国产", f"内蒙古自治区/呼和浩特市/{COUNTIES[number % 6]}",
        f"{number % 300}号店铺", date(2010 + number % 15, number % 12 + 1, number % 28 + 1), 1,
        "贸易结算", "现场检", "", "",
    ]  # fmt: skip


def make(path: Path, rows: int) -> None:
    """Write a workbook of so many rows."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, label in enumerate(HEADER):
        sheet.write_string(0, column, label)
    for number in range(1, rows + 1):
        for column, value in enumerate(row(number)):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value != "":
                sheet.write(number, column, value)
    book.close()


def calamine_alone(path: Path) -> str:
    """Read the file with calamine and nothing else."""
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return f"{sum(1 for _ in sheet.iter_rows())} lines"


def read(path: Path) -> Workbook:
    """Read the file as a ledger."""
    return read_workbook(path)


def judge(path: Path) -> Checked:
    """Read and check the file."""
    return check(
        read(path),
        catalogue=load_catalogue(),
        regions=load_regions(),
        institute=load_institute(),
        today=TODAY,
    )


def annotate(path: Path) -> str:
    """Read, check, and write the annotated copy."""
    out = path.with_name("annotated.xlsx")
    write_annotated(path, out, judge(path))
    return f"{out.stat().st_size // 1024} KB"


STEPS: dict[str, Callable[[Path], str]] = {
    "calamine": calamine_alone,
    "read": lambda path: f"{len(read(path).rows)} rows",
    "check": lambda path: f"{len(judge(path).problems)} problems",
    "annotate": annotate,
}


def peak_megabytes() -> int:
    """Return the most memory this process has held, 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - POSIX only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_step(step: str, path: Path) -> None:
    """Run one step in this process and print what it took as JSON."""
    start = process_time()
    note = STEPS[step](path)
    measured = Measured(process_time() - start, peak_megabytes(), note)
    print(json.dumps(measured._asdict()))


def measure(step: str, path: Path) -> Measured:
    """Run one step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.check", "--step", step, str(path)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(result.stdout))


def too_much(rows: int, found: Mapping[str, Measured]) -> list[str]:
    """Return the limits that were passed."""
    check = found["check"]
    passed = {
        SMALL: {
            "check": check.seconds > RATIO * found["calamine"].seconds + RULES_SECONDS,
            "annotate": "annotate" in found and found["annotate"].seconds >= ANNOTATE_SECONDS,
        },
        LARGE: {
            "check": check.seconds >= LARGE_SECONDS,
            "memory": check.megabytes >= LARGE_MEGABYTES,
        },
    }
    return [limit for limit, is_passed in passed.get(rows, {}).items() if is_passed]


def report(rows: int, folder: Path) -> bool:
    """Measure every step for one size, print a table, and return whether limits are kept."""
    path = folder / f"{rows}.xlsx"
    make(path, rows)
    steps = [step for step in STEPS if step != "annotate" or rows <= LARGEST_ANNOTATED]
    found = {step: measure(step, path) for step in steps}
    base = found["calamine"].seconds
    print(f"\n{rows} rows, {path.stat().st_size // 1024} KB   ({LIMITS.get(rows, 'no limit')})")
    for step, measured in found.items():
        print(
            f"  {step:9} {measured.seconds:7.2f} s  {measured.seconds / base:5.1f} x calamine"
            f"  {measured.megabytes:5d} MB  {measured.note}"
        )
    rules = found["check"].seconds - found["read"].seconds
    print(f"  rules and models alone: {rules:.2f} s, {rules / rows * 1e6:.0f} us per row")
    passed = too_much(rows, found)
    print(f"  limit passed: {', '.join(passed)}" if passed else "  within the limits")
    return not passed


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes given; return 1 when a limit is passed."""
    if arguments[:1] == ["--step"]:
        run_step(arguments[1], Path(arguments[2]))
        return 0
    sizes = [int(argument) for argument in arguments] or [10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        kept = [report(rows, Path(folder)) for rows in sizes]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
