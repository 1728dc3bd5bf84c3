"""A play on a mock is traced only when it has failed, and the trace kept is one of that failure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ecqs_agent.mock_client import MockPortal
from ecqs_agent.replay.crew import Plan, Task, played
from ecqs_agent.replay.loading import read_scenario, shipped
from ecqs_agent.replay.model import Needs
from ecqs_agent.replay.stage import Cell, Mocks, Stage
from ecqs_agent.replay.verdict import ScenarioVerdict, Verdict
from ecqs_agent.settings import load_settings
from tests.replay.changes import CHANGES
from tests.replay.conftest import nobody

pytestmark = pytest.mark.browser
CHANGE = next(name for name, change in CHANGES.items() if change.caught_by == "ledger-add")
PlayAt = Callable[[Cell, list[str]], tuple[ScenarioVerdict, list[str]]]


class Staged(Mocks):
    """The mock that can be changed, with the next of some changes at each use."""

    def __init__(
        self, data: Path, mock: MockPortal, changes: list[str], change: Callable[[str], None]
    ) -> None:
        super().__init__(load_settings(mock_token=mock.token, data=data, patience=0.4), data)
        self._mock = mock
        self._changes = changes
        self._change = change

    def stage(self, cell: Cell, needs: Needs) -> Stage | None:
        self._change(self._changes.pop(0))
        return super().stage(cell.model_copy(update={"portal": self._mock.url}), needs)


@pytest.fixture
def play_at(
    changing: MockPortal, change: Callable[[str], None], browser: Browser, tmp_path: Path
) -> PlayAt:
    """Play a scenario in a cell, with one change per play; return what was left of these too."""

    def play(cell: Cell, changes: list[str]) -> tuple[ScenarioVerdict, list[str]]:
        file = read_scenario(shipped() / "ledger-add.yaml")
        plan = Plan(files=(file,), cells=(cell,), folder=tmp_path / "evidence")
        mocks = Staged(tmp_path / "data", changing, changes, change)
        task = Task(at=0, cell=cell, file=file)
        return played(plan, task, mocks, browser, nobody), changes

    return play


def test_what_fails_again_has_a_trace_and_the_pictures_of_the_first_play(
    play_at: PlayAt, tmp_path: Path
) -> None:
    verdict, left = play_at(Cell(fresh=True), [CHANGE, CHANGE])
    assert verdict.verdict is not Verdict.SAME
    assert left == []
    assert verdict.trace is not None
    assert verdict.trace.is_file()
    pictures = [one.evidence.picture for one in verdict.failed if one.evidence]
    assert sorted(tmp_path.rglob("*.jpg")) == sorted(one for one in pictures if one)


def test_what_fails_once_has_its_verdict_and_no_trace_of_another_one(
    play_at: PlayAt, tmp_path: Path
) -> None:
    verdict, left = play_at(Cell(fresh=True), [CHANGE, ""])
    assert verdict.verdict is not Verdict.SAME
    assert (verdict.trace, left) == (None, [])
    assert not list(tmp_path.rglob("*.zip"))


def test_what_is_the_same_is_played_once(play_at: PlayAt) -> None:
    verdict, left = play_at(Cell(fresh=True), ["", CHANGE])
    assert (verdict.verdict, verdict.trace, left) == (Verdict.SAME, None, [CHANGE])


def test_a_portal_that_is_not_put_back_is_played_once_and_traced(
    play_at: PlayAt, changing: MockPortal
) -> None:
    changing.tell("reset")
    verdict, left = play_at(Cell(portal=changing.url), [CHANGE, ""])
    assert verdict.verdict is not Verdict.SAME
    assert verdict.trace is not None
    assert left == [""]
