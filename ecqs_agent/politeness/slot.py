"""One rate slot per portal, shared by every run of this installation.

Each run takes the next free turn: a time on the machine's monotonic clock, which all its processes
share and nobody can set. A turn that lies further ahead than a queue can be long is from before a
restart, or from another machine, and does not count; so no wait is longer than that.
"""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from ecqs_agent.errors import JournalUnavailableError

QUEUE: Final = 20  # turns ahead that are believed
_LOCKED: Final = 5.0  # seconds for another process to write a line


class Slot:
    """The turns at one portal, a gap of seconds apart."""

    def __init__(
        self,
        folder: Path,
        portal: str,
        *,
        gap: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        name = uuid.uuid5(uuid.NAMESPACE_URL, portal).hex
        self._file = folder / f"{name}.turn"
        self._lock = FileLock(folder / f"{name}.lock")
        self._gap = gap
        self._monotonic = monotonic

    def take(self) -> float:
        """Take the next free turn and return the seconds until it comes.

        Raises:
            JournalUnavailableError: the folder cannot be written.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock.acquire(timeout=_LOCKED):
                now = self._monotonic()
                turn = max(now, self._last(now) + self._gap)
                self._file.write_text(f"{turn!r}\n", encoding="utf-8")
        except Timeout:  # whoever holds it is frozen; nobody waits for that
            return self._gap
        except OSError as error:
            raise JournalUnavailableError(
                "The folder of locks cannot be written: {why}. Check disk space and permissions.",
                why=str(error),
            ) from error
        return turn - now

    def _last(self, now: float) -> float:
        try:
            last = float(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # the first turn, or half a line
            return now - self._gap
        return last if last <= now + QUEUE * self._gap else now - self._gap
