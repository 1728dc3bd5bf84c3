"""How much one account may write to one portal in a day, counted in a small file.

Counted before each record is taken in hand, so that a crash cannot hide one. The day is Beijing's.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from ecqs_agent.errors import JournalUnavailableError
from ecqs_agent.polling.rhythm import BEIJING


class Ceiling:
    """The day's count of one account at one portal. One run at a time holds the account."""

    def __init__(
        self,
        folder: Path,
        *,
        portal: str,
        account: str,
        most: int,
        now: Callable[[], datetime],
    ) -> None:
        self._file = folder / f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{portal} {account}').hex}.day"
        self.most = most
        self._now = now

    def reached(self) -> datetime | None:
        """Return when the next day begins if no more may be written today, else None."""
        today = self._now().astimezone(BEIJING)
        if self._count(today) < self.most:
            return None
        return datetime.combine(today.date() + timedelta(days=1), time(0), BEIJING)

    def count(self) -> None:
        """Count one.

        Raises:
            JournalUnavailableError: the folder cannot be written.
        """
        today = self._now().astimezone(BEIJING)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(
                f"{today.date().isoformat()} {self._count(today) + 1}\n", encoding="utf-8"
            )
        except OSError as error:
            raise JournalUnavailableError(
                "The folder of locks cannot be written: {why}. Check disk space and permissions.",
                why=str(error),
            ) from error

    def _count(self, today: datetime) -> int:
        try:
            day, count = self._file.read_text(encoding="utf-8").split()
            return int(count) if day == today.date().isoformat() else 0
        except (OSError, ValueError):  # nothing counted yet, or half a line
            return 0
