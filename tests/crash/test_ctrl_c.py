"""Ctrl-C once finishes the record in hand; twice stops at once, and what was sent is unclear."""

import pytest

from ecqs_agent.errors import ExitCode
from ecqs_agent.journal import Journal, State
from ecqs_agent.journal.engine import sqlite_url
from tests.crash.conftest import PIECES, Scene, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.crash]

SAVE = {"path": "jsonClient", "method": "saveLedger"}


def states(scene: Scene) -> list[State]:
    journal = Journal.open(sqlite_url(scene.data / "journal.sqlite"))
    found = [item.state for item in journal.items("demo")]
    journal.close()
    return found


def struck(scene: Scene) -> bool:
    """Return whether the armed fault has met a request."""
    return not scene.portal.control("GET", "fault")["faults"]


def finish(scene: Scene) -> None:
    """Start again, and find everything there once and right."""
    again = scene.run("apply")
    assert again.code == 0, again.output
    verdict = scene.verdict()
    assert verdict.is_clean, verdict
    assert verdict.codes == PIECES


def test_once_finishes_the_record_in_hand(scene: Scene) -> None:
    scene.portal.fault("delay", seconds=3, **SAVE)
    client = scene.start("apply")
    wait_until(lambda: struck(scene), client)  # the portal has it and has not answered yet
    client.interrupt()
    assert client.wait() == ExitCode.INTERRUPTED, client.output
    assert "Press Ctrl-C again" in client.output
    assert (client.told["proven"], client.told["unclear"]) == (1, 0)
    assert client.told["left"] == PIECES - 1
    assert states(scene).count(State.PROVEN) == len(scene.portal.records()) == 1
    finish(scene)
    assert scene.asked()["saveLedger"] == PIECES


def test_once_in_the_pause_between_two_ends_the_pause(scene: Scene) -> None:
    client = scene.start("apply", ECQS_PAUSE="500")
    wait_until(lambda: '"item-proven"' in client.output, client)
    client.interrupt()
    assert client.wait(100) == ExitCode.INTERRUPTED, client.output
    assert states(scene).count(State.PROVEN) == 1
    finish(scene)


def test_twice_stops_at_once_and_what_was_sent_is_unclear(scene: Scene) -> None:
    scene.portal.fault("hang", commit="first", **SAVE)
    client = scene.start("apply")
    wait_until(lambda: struck(scene), client)
    client.interrupt()
    wait_until(lambda: "Press Ctrl-C again" in client.output, client)
    client.interrupt()
    assert client.wait(50) == ExitCode.INTERRUPTED, client.output
    assert "unclear" in client.output
    assert "Traceback" not in client.output
    assert states(scene)[0] is State.UNCLEAR
    scene.portal.clear_faults()
    finish(scene)
    assert scene.asked()["saveLedger"] == PIECES, "the one that was sent was found, not repeated"


def test_twice_before_anything_was_sent_leaves_it_to_do(scene: Scene) -> None:
    scene.portal.fault("hang", path="jsonClient", method="getClassList")
    client = scene.start("apply")
    wait_until(lambda: struck(scene), client)
    client.interrupt()
    wait_until(lambda: "Press Ctrl-C again" in client.output, client)
    client.interrupt()
    assert client.wait(50) == ExitCode.INTERRUPTED, client.output
    assert set(states(scene)) == {State.TODO}
    assert scene.portal.records() == []
    scene.portal.clear_faults()
    finish(scene)
