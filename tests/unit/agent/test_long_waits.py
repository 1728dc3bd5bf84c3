"""In long waits of a run its session is kept alive, now and then; a busy portal is left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqs_agent.journal import Journal
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.runs.runner import TOUCH_AFTER
from page_objects.errors import PortalBusyError, SessionDisplacedError
from tests.unit.agent.fake_portal import FakePortal
from tests.unit.agent.samples import SCALE, UNPLATED
from tests.unit.agent.test_runner import Desk, unhurried


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    journal = Journal.open(sqlite_url(tmp_path / "journal.sqlite"))
    yield Desk(journal, FakePortal())
    journal.close()


@pytest.mark.parametrize(("pause", "touches"), [(TOUCH_AFTER - 1, 0), (3 * TOUCH_AFTER, 3)])
def test_a_pause_keeps_the_session_alive(desk: Desk, pause: float, touches: int) -> None:
    desk.new_runner(quiet=0, courtesy=unhurried(pause)).run(desk.wish(SCALE, UNPLATED), desk.add)
    assert desk.session.touched == touches
    assert sum(desk.waited) == pause


def test_a_quiet_period_keeps_the_session_alive(desk: Desk) -> None:
    runner = desk.new_runner(quiet=0)
    runner._wait_awake(2 * TOUCH_AFTER)
    assert desk.session.touched == 2


def test_a_busy_portal_is_not_touched(desk: Desk) -> None:
    busy = PortalBusyError(step="read", status=429, retry_after="900")
    errors = [busy, busy, busy, None]

    def read() -> str:
        error = errors.pop(0)
        if error is not None:
            raise error
        return "rows"

    assert desk.new_runner(quiet=0).reading(read) == "rows"
    assert (sum(desk.waited) >= TOUCH_AFTER, desk.session.touched) == (True, 0)


def test_a_run_that_is_displaced_logs_nobody_in_and_sends_nothing(desk: Desk) -> None:
    def flow(key: str) -> object:
        desk.journal.take(key)
        raise SessionDisplacedError(evidence="其他地点登录")

    with pytest.raises(SessionDisplacedError):
        desk.runner.run(desk.wish(SCALE, UNPLATED), flow)  # type: ignore[arg-type] # it raises
    assert (desk.logins, desk.portal.clicks) == (0, 0)
    assert {state.value for state in desk.states()} == {"todo"}
