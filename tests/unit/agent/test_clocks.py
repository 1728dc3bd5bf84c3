"""A clock that jumps: no second run gets in, no look comes too early, no story gets muddled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ecqs_agent.errors import AccountBusyError, LeaseLostError
from ecqs_agent.flows.reconcile import quiet_seconds_left, reconcile
from ecqs_agent.journal import Errand, Journal, NewItem, State, hold_account
from ecqs_agent.journal.engine import sqlite_url
from tests.unit.agent.fake_portal import FakeBookings, FakeLedger, FakePortal
from tests.unit.agent.postgres import Cluster

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
JUMPS = [timedelta(days=1), timedelta(days=-1), timedelta(days=3650), timedelta(days=-3650)]
LEASE = 90.0
QUIET = 120.0

jumps = pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{jump.days}d")


class Clocks:
    """The clock on the wall, which anybody may set, and the one that only runs on."""

    def __init__(self) -> None:
        self.wall = NOON
        self.running = 5000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.running

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.running += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path, clocks: Clocks) -> Iterator[Journal]:
    journal = Journal.open(sqlite_url(path), now=clocks.now)
    journal = Journal(journal.engine, now=clocks.now, monotonic=clocks.monotonic)
    yield journal
    journal.close()


def unclear(journal: Journal) -> str:
    """Send a wish whose answer is lost."""
    wish = {"name": "戥子"}
    new = NewItem(account="demo", errand=Errand.ADD, fingerprint="f", ordinal=0, wish=wish)
    key = journal.note(new).key
    journal.take(key)
    journal.mark_submitting(key)
    journal.mark_unclear(key, "no answer")
    return key


@jumps
def test_a_jump_lets_no_second_run_in(
    journal: Journal, clocks: Clocks, tmp_path: Path, jump: timedelta
) -> None:
    with hold_account(
        journal, "demo", locks=tmp_path, seconds=LEASE, monotonic=clocks.monotonic
    ) as first:
        clocks.pass_by(LEASE / 3)
        clocks.wall += jump
        with (
            pytest.raises(AccountBusyError),
            hold_account(
                journal, "demo", locks=tmp_path, seconds=LEASE, monotonic=clocks.monotonic
            ),
        ):
            pass
        first.check()
        clocks.pass_by(LEASE * 2 / 3)  # more than half its life: the check renews it
        first.check()
        clocks.pass_by(LEASE / 3)
        with (
            pytest.raises(AccountBusyError),
            hold_account(
                journal, "demo", locks=tmp_path, seconds=LEASE, monotonic=clocks.monotonic
            ),
        ):
            pass
        first.check()


@jumps
def test_a_frozen_run_is_taken_over_whatever_the_clock_says(
    journal: Journal, clocks: Clocks, tmp_path: Path, jump: timedelta
) -> None:
    with hold_account(
        journal, "demo", locks=tmp_path, seconds=LEASE, monotonic=clocks.monotonic
    ) as frozen:
        clocks.pass_by(LEASE + 1)
        clocks.wall += jump - timedelta(seconds=LEASE)
        with hold_account(
            journal, "demo", locks=tmp_path, seconds=LEASE, monotonic=clocks.monotonic
        ) as taking:
            with pytest.raises(LeaseLostError):
                frozen.check()
            taking.check()


@jumps
def test_a_run_that_lost_its_lease_to_a_jump_elsewhere_sends_nothing_more(
    journal: Journal, clocks: Clocks, tmp_path: Path, jump: timedelta
) -> None:
    """Two data folders know of each other by the journal alone: here a jump can let both in."""
    first_folder, second_folder = tmp_path / "a", tmp_path / "b"
    with hold_account(
        journal, "demo", locks=first_folder, seconds=LEASE, monotonic=clocks.monotonic
    ) as first:
        clocks.wall += jump
        with hold_account(
            journal, "demo", locks=second_folder, seconds=LEASE, monotonic=clocks.monotonic
        ) as second:
            second.check()
            with pytest.raises(LeaseLostError):
                first.check()  # no time has passed on its own clock, and it asks all the same


def test_between_computers_the_clock_of_the_server_counts(
    postgres: Cluster, tmp_path: Path
) -> None:
    url = postgres.new_database()
    wrong = Journal(Journal.open(url).engine, now=lambda: NOON + timedelta(days=3650))
    right = Journal.open(url)
    with hold_account(right, "demo", locks=tmp_path / "a") as lease:
        with right.engine.begin() as connection:
            connection.execute(text("UPDATE lease SET host = 'another'"))
        with (
            pytest.raises(AccountBusyError),
            hold_account(wrong, "demo", locks=tmp_path / "b"),
        ):
            pass
        lease.renew()
    wrong.close()
    right.close()


@jumps
def test_the_quiet_period_is_kept_across_a_jump(
    journal: Journal, clocks: Clocks, jump: timedelta
) -> None:
    unclear(journal)
    clocks.pass_by(QUIET / 4)
    clocks.wall += jump
    waited: list[float] = []
    portal = FakePortal()
    resolved = reconcile(
        "demo",
        ledger=lambda: FakeLedger(portal),
        bookings=lambda: FakeBookings(portal),
        journal=journal,
        quiet=QUIET,
        wait=waited.append,
    )
    assert len(resolved.absent) == 1
    assert QUIET * 3 / 4 <= waited[0] <= QUIET


@jumps
def test_the_quiet_period_is_kept_by_the_run_after_a_crash(
    path: Path, journal: Journal, clocks: Clocks, jump: timedelta
) -> None:
    key = unclear(journal)
    clocks.pass_by(QUIET / 4)
    clocks.wall += jump
    next_run = Journal(journal.engine, now=clocks.now, monotonic=clocks.monotonic)
    next_run.recover("demo")
    assert (age := next_run.unclear_for("demo")) is not None
    assert 0 <= age <= QUIET / 4
    next_run.put_back(key, code="not-found")
    assert next_run.unclear_for("demo") is None


def test_after_a_restart_of_the_machine_the_whole_period_is_waited(
    journal: Journal, clocks: Clocks
) -> None:
    unclear(journal)
    clocks.wall += timedelta(hours=1)
    clocks.running = 3.0
    assert (age := journal.unclear_for("demo")) is not None
    assert quiet_seconds_left(age, quiet=QUIET) == QUIET


def test_a_period_that_is_over_is_not_waited_again(journal: Journal, clocks: Clocks) -> None:
    unclear(journal)
    clocks.pass_by(QUIET + 1)
    assert (age := journal.unclear_for("demo")) is not None
    assert quiet_seconds_left(age, quiet=QUIET) == 0


@jumps
def test_a_story_stays_in_order(journal: Journal, clocks: Clocks, jump: timedelta) -> None:
    key = unclear(journal)
    clocks.wall += jump
    journal.mark_proven(key, portal_uuid="U1", evidence={"seen": 1})
    clocks.wall -= 2 * jump
    journal.remark(key, code="seen")
    codes = [code for *_, code in journal.events(key)]
    assert codes == ["taken", "intent", "unclear", "proven", "seen"]
    assert [code for code, _ in journal.details(key)] == codes
    assert journal.item(key).state is State.PROVEN
    assert journal.unconfirmed("demo") == ()
