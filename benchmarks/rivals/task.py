"""What every way is given: where the portal is, what to file, where to put what it measured."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from benchmarks.chaos_pieces import HEADER, Piece
from ecqs_agent.driving.browser import HEADLESS_SHELL, QUIET_FLAGS, VIEWPORT, installed_browsers
from ecqs_agent.mock_client import DEMO_ACCOUNT, DEMO_PASSWORD, MockPortal

LEDGER = "/InspSystemV11/ledger/ledgerManage.jsp"  # asks for a login first, then comes back
SIZE = (VIEWPORT["width"], VIEWPORT["height"])

# The dialog's fields in the order of the screen: the id of the input they were made from, their
# label, what they are. What the dialog presets (器具类型, 器具数量) nobody has to touch, and
# 有效期至 stays empty. A day has to be typed key by key: pasted, it is silently lost.
Sort = Literal["text", "choice", "region", "day"]
FIELDS: Sequence[tuple[str, str, Sort]] = (
    ("meterIntruName", "器具名称", "text"),
    ("meterCategoryCode", "一级目录", "choice"),
    ("meterClassCode", "二级目录", "choice"),
    ("modelSpec", "型号规格", "text"),
    ("measureRang", "测量范围", "text"),
    ("accuracyLevel", "准确度等级", "text"),
    ("serialNum", "出厂编号", "text"),
    ("porgaoName", "生产厂家", "text"),
    ("prodAddrTypeClass", "器具产地", "choice"),
    ("useAddrCode", "使用地点行政区划", "region"),
    ("setupPlace", "安装/使用地点", "text"),
    ("purchaseDate", "购置时间", "day"),
    ("instrPurposeCode", "器具用途", "choice"),
    ("inspSendType", "送检方式", "choice"),
)
CATEGORY = "meterCategoryCode"  # choosing one makes the page ask for its 二级目录


@dataclass(frozen=True)
class Task:
    """One way's work. `rows` are texts by the label of their field, regions as 省/市/区."""

    portal: str
    token: str
    folder: str
    workbook: str
    result: str
    rows: Sequence[Mapping[str, str]]
    account: str = DEMO_ACCOUNT
    password: str = DEMO_PASSWORD

    @classmethod
    def load(cls, path: str) -> "Task":
        """Read a task from its file."""
        return cls(**json.loads(Path(path).read_text(encoding="utf-8")))

    def save(self, path: Path) -> Path:
        """Write it to a file and return the path."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        return path

    @property
    def ledger(self) -> str:
        """Return the address of the ledger page."""
        return f"{self.portal}{LEDGER}"

    def captcha(self, session: str) -> str:
        """Return the captcha's answer for a CAS session, which the mock tells."""
        mock = MockPortal(url=self.portal, token=self.token)
        return str(mock.ask(f"captcha?session={session}")["answer"])


def rows_of(pieces: Sequence[Piece]) -> list[dict[str, str]]:
    """Return pieces as texts by label."""
    return [
        {
            label: value.isoformat() if isinstance(value, date) else str(value)
            for label, value in zip(HEADER, piece.row, strict=True)
        }
        for piece in pieces
    ]


def task_given() -> Task:
    """Return the task whose file is named on the command line."""
    return Task.load(sys.argv[1])


def browser_path() -> str:
    """Return the browser that every way uses: the first on this machine that has a window too.

    It is what operators have; the headless shell would be faster, most of all for our rivals.
    """
    found = [one for one in installed_browsers() if one.kind != HEADLESS_SHELL]
    return str(found[0].path)


def browser_flags() -> list[str]:
    """Return the flags that every way starts its browser with."""
    as_root = sys.platform == "linux" and os.geteuid() == 0
    return [*QUIET_FLAGS, *(["--no-sandbox"] if as_root else [])]
