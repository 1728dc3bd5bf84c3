"""Two runs on one account: the second waits outside, and a frozen one never sends again."""

import pytest

from ecqs_agent.errors import ExitCode
from tests.crash.conftest import PIECES, Scene, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.crash]

SHORT_LEASE = ("-m", "tests.crash.short_lease")


def test_the_second_run_says_that_the_account_is_busy(scene: Scene) -> None:
    first = scene.start("apply", ECQS_PAUSE="1")
    wait_until(scene.portal.records, first)
    second = scene.run("apply")
    assert second.code == ExitCode.BUSY, second.output
    assert first.wait() == 0, first.output
    assert scene.verdict().is_clean


def test_a_frozen_run_that_wakes_does_not_send(scene: Scene) -> None:
    first = scene.start("apply", program=SHORT_LEASE, ECQS_PAUSE="5")
    wait_until(lambda: '"item-proven"' in first.output, first)  # now it pauses before the next
    first.freeze()
    sent_by_first = len(scene.portal.records())

    second = scene.start("apply", program=SHORT_LEASE)
    while second.wait() == ExitCode.BUSY:  # until the lease of the frozen run is stale
        second = scene.start("apply", program=SHORT_LEASE)
    assert second.code == 0, second.output
    assert second.told["proven"] == PIECES - sent_by_first
    assert scene.verdict().is_clean

    sent = scene.asked()["saveLedger"]
    first.thaw()
    assert first.wait() == ExitCode.BUSY, first.output
    assert "taken over" in first.output
    assert scene.asked()["saveLedger"] == sent
    assert scene.verdict().is_clean
