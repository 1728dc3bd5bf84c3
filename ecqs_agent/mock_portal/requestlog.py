"""What the portal was asked, for tests and for curious people; never a password."""

from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime

KEPT = 20_000


@dataclass
class Asked:
    """One request as received; the answer's status and fault are added later."""

    n: int
    at: str
    verb: str
    path: str
    account: str = ""
    service: str = ""
    method: str = ""
    params: list[object] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int | None = None


class RequestLog:
    """Number requests from 1 on and keep the last ones."""

    def __init__(self) -> None:
        self._asked: deque[Asked] = deque(maxlen=KEPT)
        self._count = 0

    def add(self, verb: str, path: str, at: datetime) -> Asked:
        """Note one request and return its entry."""
        self._count += 1
        asked = Asked(self._count, at.isoformat(), verb, path)
        self._asked.append(asked)
        return asked

    def since(self, number: int) -> list[dict[str, object]]:
        """Return what was asked after request `number`."""
        return [asdict(asked) for asked in self._asked if asked.n > number]

    def clear(self) -> None:
        """Forget all; numbering goes on, so that `since` stays true."""
        self._asked.clear()
