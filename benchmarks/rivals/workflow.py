"""One workflow for all ways: log in, three instruments, a booking, its receipt; see `replay.py`.

The steps and data are those of the shipped scenario, without its looks at other screens. Only the
dates are told apart: EasyUI forgets a date that is typed again as it was in the record before, and
a script that types it and waits for it would end there.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from ruamel.yaml import YAML

from benchmarks.rivals.task import Task
from ecqs_agent.mock_client import MockPortal
from ecqs_agent.replay.loading import shipped

WORKFLOW: Final = "booking-three"
VERBS: Final = ("log_in", "add", "book", "institute", "read_receipt")
BOOKINGS: Final = "/InspSystemV11/reservation/reservationList.jsp"
INSTITUTE: Final = "内蒙古自治区计量测试研究院"
PHONE: Final = "04713337100"
STATE: Final = "待检定"
ALLOCATED: Final = f"预约单共3条计量器具，其中3条已分配至{INSTITUTE}"
SUBMITTED: Final = re.compile(r"^提交成功！预约编号：(\d{13})$")

LABELS: Final[Mapping[str, str]] = {
    "name": "器具名称",
    "category": "一级目录",
    "kind": "二级目录",
    "model": "型号规格",
    "measuring_range": "测量范围",
    "accuracy_class": "准确度等级",
    "serial_number": "出厂编号",
    "manufacturer": "生产厂家",
    "origin": "器具产地",
    "region": "使用地点行政区划",
    "place_of_use": "安装/使用地点",
    "purchase_date": "购置时间",
    "purpose": "器具用途",
    "delivery": "送检方式",
}


def scenario() -> dict[str, Any]:
    """Return the shipped scenario's text as plain values, cut to the workflow."""
    text = (shipped() / f"{WORKFLOW}.yaml").read_text(encoding="utf-8")
    whole: dict[str, Any] = YAML(typ="safe").load(text)
    steps = [step for step in whole["steps"] if any(verb in step for verb in VERBS)]
    for day, piece in enumerate(whole["data"]["three"], 1):
        piece["purchase_date"] = f"2018-11-{day:02}"
    return {**whole, "steps": steps}


def write_scenario(path: Path) -> Path:
    """Write the workflow as a scenario file and return its path."""
    with path.open("w", encoding="utf-8") as out:
        YAML().dump(scenario(), out)
    return path


def rows() -> list[dict[str, str]]:
    """Return the workflow's three instruments as texts by label."""
    data = scenario()["data"]
    pieces = [{**data[piece["like"]], **piece} for piece in data["three"]]
    return [{label: _text(piece[key]) for key, label in LABELS.items()} for piece in pieces]


def _text(value: object) -> str:
    return "/".join(value) if isinstance(value, list) else str(value)


class Race:
    """What a way does beside the browser: its clock, and the institute's answer in between."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._began = 0.0

    def begin(self) -> None:
        """Start the clock: the browser is up, and nothing of the portal is open."""
        self._began = perf_counter()

    def institute_answers(self) -> None:
        """Have the mock's institute answer."""
        MockPortal(url=self._task.portal, token=self._task.token).tell(
            "institute", {"do": "answer"}
        )

    def finish(self, number: str) -> None:
        """Stop the clock, and write the seconds and the booking's number that was seen."""
        seconds = perf_counter() - self._began
        told = json.dumps({"seconds": seconds, "number": number})
        Path(self._task.result).write_text(told, encoding="utf-8")
