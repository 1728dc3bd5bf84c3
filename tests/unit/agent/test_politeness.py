"""What a portal is owed: pauses, turns, a ceiling, hours, and being left alone when busy."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from ecqs_agent.politeness.backoff import ATTEMPTS, LONGEST, asked_for, backing_off
from ecqs_agent.politeness.ceiling import Ceiling
from ecqs_agent.politeness.courtesy import Courtesy, Manners, courtesy_of
from ecqs_agent.politeness.slot import QUEUE, Slot
from ecqs_agent.polling.rhythm import BEIJING, hours_of
from ecqs_agent.settings import Settings, load_settings
from page_objects.errors import (
    PortalBusyError,
    PortalClosedError,
    PortalDriftError,
    PortalError,
    PortalUnavailableError,
)

PORTAL = "https://psp.e-cqs.cn"
NOON = datetime(2026, 11, 26, 12, tzinfo=BEIJING)


class Clock:
    """A clock of either kind that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.moment = NOON

    def tick(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slot(tmp_path: Path, clock: Clock) -> Callable[..., Slot]:
    return lambda portal=PORTAL: Slot(tmp_path, portal, gap=2.0, monotonic=clock.tick)


# ---- turns ------------------------------------------------------------------------------------


def test_runs_take_turns_a_gap_apart(slot: Callable[..., Slot], clock: Clock) -> None:
    first, second = slot(), slot()
    assert [first.take(), second.take(), first.take()] == [0.0, 2.0, 4.0]
    clock.seconds += 5.0
    assert second.take() == 1.0
    clock.seconds += 60.0
    assert first.take() == 0.0


def test_another_portal_has_turns_of_its_own(slot: Callable[..., Slot]) -> None:
    assert [slot().take(), slot("https://other.example").take()] == [0.0, 0.0]


@pytest.mark.parametrize("jump", [-900.0, 900.0])
def test_a_clock_that_begins_anew_freezes_nobody(
    slot: Callable[..., Slot], clock: Clock, jump: float
) -> None:
    slot().take()
    clock.seconds += jump
    assert slot().take() == 0.0


def test_no_turn_is_further_away_than_a_queue_is_long(
    slot: Callable[..., Slot], clock: Clock
) -> None:
    waits = [slot().take() for _ in range(50)]
    assert max(waits) <= (QUEUE + 1) * 2.0
    clock.seconds -= 30.0
    assert slot().take() <= (QUEUE + 1) * 2.0


@pytest.mark.parametrize("text", ["", "half", "nan"])
def test_half_a_line_is_no_turn(slot: Callable[..., Slot], tmp_path: Path, text: str) -> None:
    slot().take()
    (file,) = tmp_path.glob("*.turn")
    file.write_text(text, encoding="utf-8")
    assert slot().take() == 0.0


def test_a_frozen_process_holds_nobody_up(
    slot: Callable[..., Slot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecqs_agent.politeness.slot._LOCKED", 0.0)
    slot().take()
    (lock,) = tmp_path.glob("*.lock")
    with FileLock(lock):
        assert slot().take() == 2.0


TAKE_FIVE = """
import sys
from pathlib import Path
from ecqs_agent.politeness.slot import Slot
slot = Slot(Path(sys.argv[1]), "https://psp.e-cqs.cn", gap=50.0, monotonic=lambda: 1000.0)
sys.stdin.readline()
print(*[slot.take() for _ in range(5)])
"""


def test_two_processes_never_get_the_same_turn(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE_FIVE, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    turns = sorted(float(turn) for run in runs for turn in run.communicate(timeout=60)[0].split())
    assert turns == [50.0 * place for place in range(10)]


# ---- the ceiling, hours, pauses -----------------------------------------------------------------


def ceiling(folder: Path, clock: Clock, account: str = "demo", portal: str = PORTAL) -> Ceiling:
    return Ceiling(folder, portal=portal, account=account, most=2, now=clock.now)


def test_a_ceiling_holds_for_one_account_portal_and_day(tmp_path: Path, clock: Clock) -> None:
    for _ in range(2):
        assert ceiling(tmp_path, clock).reached() is None
        ceiling(tmp_path, clock).count()
    midnight = datetime(2026, 11, 27, tzinfo=BEIJING)
    assert ceiling(tmp_path, clock).reached() == midnight
    assert ceiling(tmp_path, clock, account="second").reached() is None
    assert ceiling(tmp_path, clock, portal="https://other.example").reached() is None
    clock.moment = midnight
    assert ceiling(tmp_path, clock).reached() is None


def test_in_quiet_hours_nothing_is_written(clock: Clock) -> None:
    manners = Manners(quiet=hours_of("write_quiet_hours", "11:30-13:00"))
    hindrance = Courtesy(manners, now=clock.now).hindrance()
    assert hindrance is not None
    assert hindrance.when == "2026-11-26 13:00"
    clock.moment = NOON + timedelta(hours=1)
    assert Courtesy(manners, now=clock.now).hindrance() is None


def test_pauses_vary_around_what_is_set(clock: Clock) -> None:
    manners = Manners(pause=10.0, jitter=0.3)
    gaps = [
        Courtesy(manners, now=clock.now, chance=lambda at=at: at).gap()  # type: ignore[misc] # a default binds it
        for at in (0.0, 0.5, 1.0)
    ]
    assert gaps == pytest.approx([7.0, 10.0, 13.0])


def test_slow_makes_pauses_and_turns_longer(tmp_path: Path, clock: Clock) -> None:
    settings = load_settings(portal=PORTAL, data=tmp_path, slow=3.0, pause=2.0, pause_jitter=0.0)
    owed = courtesy_of(settings, "demo", now=clock.now, monotonic=clock.tick)
    assert owed.gap() == 6.0
    assert [owed.take_turn(), owed.take_turn()] == [0.0, 6.0]


def test_a_real_portal_is_owed_something_by_default() -> None:
    manners = Manners.of(load_settings(portal=PORTAL))
    assert (manners.pause, manners.jitter, manners.ceiling) == (2.0, 0.3, 500)


def of_the_mock(monkeypatch: pytest.MonkeyPatch, **given: object) -> Manners:
    def proven(settings: Settings) -> object:
        return settings

    monkeypatch.setattr("ecqs_agent.politeness.courtesy.mock_of", proven)
    return Manners.of(load_settings(**given))


def test_the_mock_is_owed_nothing_but_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_the_mock(monkeypatch) == Manners()
    given = {"pause": 1.0, "slow": 2.0, "daily_ceiling": 3}
    assert of_the_mock(monkeypatch, **given) == Manners(pause=2.0, ceiling=3)


# ---- backing off --------------------------------------------------------------------------------


class Portal:
    """Something to read that fails as told before it answers."""

    def __init__(self, *errors: PortalError) -> None:
        self.errors = list(errors)
        self.asked = 0
        self.waited: list[float] = []
        self.told: list[float] = []
        self.stopped = False

    def read(self) -> str:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return "rows"

    def patiently(self) -> str:
        return backing_off(
            self.read,
            sleep=self.waited.append,
            tell=lambda _, seconds: self.told.append(seconds),
            stopped=lambda: self.stopped,
        )


def busy(retry_after: str = "") -> PortalBusyError:
    return PortalBusyError(step="read", status=503, retry_after=retry_after)


def test_a_busy_portal_is_left_alone_as_long_as_it_asks() -> None:
    portal = Portal(busy("7"), busy(), busy(), busy("99999"))
    assert portal.patiently() == "rows"
    assert portal.waited == portal.told == [7.0, 10.0, 20.0, LONGEST]


def test_it_is_asked_a_few_times_and_no_more() -> None:
    portal = Portal(*[PortalClosedError(message="系统维护") for _ in range(99)])
    with pytest.raises(PortalClosedError):
        portal.patiently()
    assert (portal.asked, len(portal.waited)) == (ATTEMPTS, ATTEMPTS - 1)


def test_who_wants_to_stop_waits_for_nothing() -> None:
    portal = Portal(busy("300"))
    portal.stopped = True
    with pytest.raises(PortalBusyError):
        portal.patiently()
    assert portal.waited == []


@pytest.mark.parametrize("error", [PortalUnavailableError(step="read"), PortalDriftError()])
def test_other_errors_are_not_waited_for(error: PortalError) -> None:
    portal = Portal(error)
    with pytest.raises(type(error)):
        portal.patiently()
    assert portal.asked == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None),
        ("soon", None),
        ("-5", None),
        ("0", 0.0),
        ("120", 120.0),
        ("Thu, 26 Nov 2026 04:01:00 GMT", 60.0),
        ("Thu, 26 Nov 2026 03:00:00 GMT", 0.0),
        ("Thu, 26 Nov 2099 03:00:00 GMT", LONGEST),
    ],
)
def test_how_long_it_asks_for(text: str, seconds: float | None) -> None:
    assert asked_for(busy(text), now=NOON.astimezone(UTC)) == seconds
