"""What goes wrong on purpose: faults are data, armed through the control API, used up one by one.

When a fault strikes is exact, because exactly-once is what clients are tested for:

- `status500`, `reset`, `login_page`, `logout`, `busy`, `closed`: before anything is committed;
- `busy`: the answer is `status` (429, 503, 521) and asks to come back after `seconds`, if given;
- `closed`: a page that says 系统维护 instead of what was asked for;
- `commit_then_lose`: carried out, then the connection is dropped without an answer;
- `hang`: carried out, the connection held until the fault is cleared or `seconds` are over, then
  dropped;
- `delay`: carried out at once, answered after `seconds`; `slow`: carried out only after `seconds`;
  `commit` ("first" | "late" | "never") changes that for `hang`, `delay` and `slow`;
- `out_of_order`: carried out, answered only after the next matching request was answered
  (or after `seconds`);
- `duplicate_row`: a list shows its first row twice; a save is kept twice;
- `rename_label`: `label` reads `to` in the page.
"""

import asyncio
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Kind = Literal[
    "status500",
    "hang",
    "reset",
    "logout",
    "commit_then_lose",
    "delay",
    "login_page",
    "slow",
    "duplicate_row",
    "rename_label",
    "out_of_order",
    "busy",
    "closed",
]
DEFAULT_SECONDS: dict[str, float] = {"hang": 3600, "delay": 2, "slow": 2, "out_of_order": 5}


class FaultError(ValueError):
    """Say what is wrong with a fault that somebody tried to arm."""


class Fault(BaseModel):
    """One armed fault: which requests it strikes, how often, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    path: str = ""
    method: str = ""
    times: int = Field(default=1, ge=1)
    seconds: float | None = Field(default=None, ge=0)
    commit: Literal["first", "late", "never"] | None = None
    status: Literal[429, 503, 521] = 503
    label: str = ""
    to: str = ""

    @model_validator(mode="after")
    def _label_has_successor(self) -> "Fault":
        if self.kind == "rename_label" and not (self.label and self.to):
            raise ValueError("rename_label needs label and to")
        return self

    @property
    def wait(self) -> float:
        """Return the seconds to wait."""
        return DEFAULT_SECONDS.get(self.kind, 0) if self.seconds is None else self.seconds

    @property
    def commits(self) -> str:
        """Return when the request is carried out."""
        return self.commit or ("late" if self.kind == "slow" else "first")

    def strikes(self, path: str, method: str) -> bool:
        """Tell whether a request is meant: path contains, service method equals."""
        return self.path in path and (not self.method or self.method == method)


class Armed:
    """A fault with its remaining times and the signal that frees waiting answers."""

    def __init__(self, number: int, fault: Fault) -> None:
        self.number = number
        self.fault = fault
        self.left = fault.times
        self.struck = 0
        self.freed = asyncio.Event()


class Faults:
    """Keep armed faults in the order of arming."""

    def __init__(self) -> None:
        self._armed: list[Armed] = []
        self._struck: list[Armed] = []
        self._count = 0

    def arm(self, value: object) -> int:
        """Arm a fault given as parsed JSON and return its number; raises FaultError."""
        try:
            fault = Fault.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise FaultError(f"{name}: {first['msg']}") from None
        self._count += 1
        self._armed.append(Armed(self._count, fault))
        return self._count

    def take(self, path: str, method: str) -> Armed | None:
        """Use up one time of the first fault that strikes a request."""
        for armed in self._armed:
            if armed.fault.strikes(path, method):
                armed.left -= 1
                armed.struck += 1
                if not armed.left:
                    self._armed.remove(armed)
                    self._struck.append(armed)
                return armed
        return None

    def answered(self, path: str, method: str, by: Armed | None) -> None:
        """Free answers that wait for a later request to be answered first."""
        for armed in (*self._armed, *self._struck):
            fault = armed.fault
            if armed is not by and fault.kind == "out_of_order" and fault.strikes(path, method):
                armed.freed.set()

    def clear(self) -> int:
        """Disarm all, free whatever is held, and return how many were still armed."""
        count = len(self._armed)
        for armed in (*self._armed, *self._struck):
            armed.freed.set()
        self._armed.clear()
        self._struck.clear()
        return count

    def listed(self) -> list[dict[str, object]]:
        """Return the armed faults as JSON values."""
        return [
            {"id": armed.number, "left": armed.left, "struck": armed.struck}
            | armed.fault.model_dump(exclude_none=True)
            for armed in self._armed
        ]
