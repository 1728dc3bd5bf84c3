"""The year's clock: whoever asks gets a later moment, and nobody waits."""

from datetime import date, datetime, timedelta
from typing import Final

from ecqs_agent.polling.rhythm import BEIJING

_STEP: Final = timedelta(milliseconds=1)


class Calendar:
    """A clock in Beijing that moves when it is read, and jumps when the story goes on."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=BEIJING)

    def __call__(self) -> datetime:
        """Return the present moment."""
        self._now += _STEP
        return self._now

    @property
    def today(self) -> date:
        """Return the day in Beijing."""
        return self._now.date()

    def go_to(self, text: str) -> datetime:
        """Jump to a moment such as 2026-01-12 09:00, and return it."""
        moment = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
        assert moment > self._now, "time goes forward"
        self._now = moment
        return moment
