"""Whether a record may be written now, and when it is our turn: asked once before each."""

import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from ecqs_agent.mock_client import mock_of
from ecqs_agent.politeness.ceiling import Ceiling
from ecqs_agent.politeness.slot import Slot
from ecqs_agent.polling.rhythm import BEIJING, Hours, end_of_quiet, hours_of
from ecqs_agent.settings import Settings


class Why(StrEnum):
    """Why nothing is written for now."""

    HOURS = "hours"
    CEILING = "ceiling"


HINDRANCES: Final[Mapping[Why, str]] = {
    Why.HOURS: (
        "Nothing is written to the portal in these hours (write_quiet_hours). It may go on from "
        "{when}, Beijing time; {left} wait. Start the same command again then."
    ),
    Why.CEILING: (
        "{most} records and bookings were written for this account today, which is the ceiling "
        "(daily_ceiling). It may go on from {when}, Beijing time; {left} wait. Start the same "
        "command again then."
    ),
}


class Hindrance(BaseModel):
    """Why nothing is written for now, and from when on it may be again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: Why
    until: datetime
    most: int = 0

    @property
    def when(self) -> str:
        """Return the moment as people of the portal's country write it."""
        return f"{self.until.astimezone(BEIJING):%Y-%m-%d %H:%M}"


class Manners(BaseModel):
    """The settings that hold for a portal; on the mock only those that were given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pause: float = 0.0
    jitter: float = 0.0
    ceiling: int = 0
    quiet: Hours | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what these settings ask for.

        Raises:
            SettingsError: hours are not written like 08:30-17:30.
        """
        if mock_of(settings) is not None:
            settings = _as_given(settings)
        hours = settings.write_quiet_hours.strip()
        return cls(
            pause=settings.pause * settings.slow,
            jitter=settings.pause_jitter,
            ceiling=settings.daily_ceiling,
            quiet=hours_of("write_quiet_hours", hours) if hours else None,
        )


_OFF: Final = {
    "pause": 0.0,
    "slow": 1.0,
    "pause_jitter": 0.0,
    "daily_ceiling": 0,
    "write_quiet_hours": "",
}


def _as_given(settings: Settings) -> Settings:
    off = {name: value for name, value in _OFF.items() if name not in settings.model_fields_set}
    return settings.model_copy(update=off)


class Courtesy:
    """What one run owes one portal. Without anything given it owes nothing."""

    def __init__(
        self,
        manners: Manners,
        *,
        now: Callable[[], datetime],
        slot: Slot | None = None,
        ceiling: Ceiling | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._manners = manners
        self._slot = slot
        self._ceiling = ceiling
        self._now = now
        self._chance = chance

    def gap(self) -> float:
        """Return the seconds to let pass before the next record, never quite the same."""
        spread = self._manners.jitter * (2 * self._chance() - 1)
        return self._manners.pause * (1 + spread)

    def hindrance(self) -> Hindrance | None:
        """Return why nothing may be written now, None when it may."""
        now = self._now()
        if (end := end_of_quiet(now, self._manners.quiet)) != now:
            return Hindrance(why=Why.HOURS, until=end)
        if self._ceiling is not None and (until := self._ceiling.reached()) is not None:
            return Hindrance(why=Why.CEILING, until=until, most=self._ceiling.most)
        return None

    def take_turn(self) -> float:
        """Count a record and return the seconds until it is our turn to write it.

        Raises:
            JournalUnavailableError: the folder of the turns cannot be written.
        """
        if self._ceiling is not None:
            self._ceiling.count()
        return self._slot.take() if self._slot is not None else 0.0


def courtesy_of(
    settings: Settings,
    account: str,
    *,
    now: Callable[[], datetime],
    monotonic: Callable[[], float] = time.monotonic,
) -> Courtesy:
    """Return what a run with these settings owes its portal.

    Raises:
        SettingsError: hours are not written like 08:30-17:30.
    """
    manners = Manners.of(settings)
    folder, portal = settings.data / "politeness", settings.addresses.portal
    slot = Slot(folder, portal, gap=manners.pause, monotonic=monotonic) if manners.pause else None
    ceiling = (
        Ceiling(folder, portal=portal, account=account, most=manners.ceiling, now=now)
        if manners.ceiling
        else None
    )
    return Courtesy(manners, now=now, slot=slot, ceiling=ceiling)
