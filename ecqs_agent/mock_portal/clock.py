"""The mock's own clock: runs with real time until somebody sets it, then stands still."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "UTC+8")


def _real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Give the portal's time; only `set` and `advance` are allowed to bend it."""

    def __init__(self, real_now: Callable[[], datetime] = _real_now) -> None:
        self._real_now = real_now
        self._stopped_at: datetime | None = None
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the portal's present moment in Chinese time."""
        base = self._stopped_at or self._real_now()
        return (base + self._ahead).astimezone(CHINA)

    def set(self, moment: datetime) -> None:
        """Stop the clock at a moment; a moment without zone is Chinese time."""
        self._stopped_at = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        self._ahead = timedelta()

    def advance(self, seconds: float) -> None:
        """Move the clock ahead, whether it runs or stands."""
        self._ahead += timedelta(seconds=seconds)

    def run(self) -> None:
        """Let the clock follow real time again."""
        self._stopped_at, self._ahead = None, timedelta()

    def dump(self) -> dict[str, str | float | None]:
        """Return what `restore` needs to go on from here."""
        stopped = self._stopped_at.isoformat() if self._stopped_at else None
        return {"stopped_at": stopped, "ahead": self._ahead.total_seconds()}

    def restore(self, dumped: dict[str, str | float | None]) -> None:
        """Go on from a dumped position."""
        stopped = dumped.get("stopped_at")
        self._stopped_at = datetime.fromisoformat(stopped) if isinstance(stopped, str) else None
        self._ahead = timedelta(seconds=float(dumped.get("ahead") or 0))
