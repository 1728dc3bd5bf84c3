"""Every planted change is noticed by a shipped scenario, whose verdict names it."""

from collections.abc import Callable

import pytest

from ecqs_agent.replay.verdict import ScenarioVerdict, Verdict
from tests.replay.changes import CHANGES, LABELS, NUMBERS, ORDERS, RULES, STATES, TEXTS, TIMES
from tests.replay.conftest import told

pytestmark = pytest.mark.browser
PlayShipped = Callable[[str], ScenarioVerdict]


def test_there_are_thirty_changes_of_every_sort() -> None:
    assert len(CHANGES) >= 30
    assert all((LABELS, RULES, STATES, NUMBERS, ORDERS, TEXTS, TIMES))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_and_named(
    name: str, change: Callable[[str], None], play_shipped: PlayShipped
) -> None:
    planted = CHANGES[name]
    change(name)
    verdict = play_shipped(planted.caught_by)
    assert verdict.verdict in (Verdict.DIFFERENT, Verdict.DRIFT)
    assert planted.names in told(verdict)


@pytest.mark.parametrize("name", sorted({change.caught_by for change in CHANGES.values()}))
def test_without_a_change_nothing_is_different(name: str, play_shipped: PlayShipped) -> None:
    verdict = play_shipped(name)
    assert (verdict.verdict, told(verdict)) == (Verdict.SAME, "")
    assert verdict.trace is None
