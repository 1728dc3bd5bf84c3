"""Two rows where one was wished, and requests that are carried out long after we looked."""

from collections.abc import Callable
from typing import Any

import pytest

from ecqs_agent.cli.filing import tally_exit
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Event, Kind
from ecqs_agent.journal import Item
from ecqs_agent.mock_portal.seeds import EXAMPLE
from ecqs_agent.runs.planning import Verdict
from ecqs_agent.runs.run import Run
from page_objects.errors import InconsistentListError
from tests.flows.conftest import OpenRun
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

pytestmark = pytest.mark.browser

SAVE = "saveLedger"
LIST = "getLedgerList"
SHORT = 0.15  # of the usual patience: an answer to a save is waited for 9 s
Flow = Callable[[str], Item]


def told(heard: list[Event], kind: Kind) -> list[Event]:
    return [event for event in heard if event.kind is kind]


def codes(mock: Any) -> list[str]:
    return [record["strongInspCode"] for record in mock.records()]


def until_there_are(mock: Any, count: int) -> None:
    """Ask the portal until it holds so many records."""
    for _ in range(2000):
        if len(mock.records()) == count:
            return
    raise AssertionError(f"{len(mock.records())} records, not {count}")


def around(
    run: Run, monkeypatch: pytest.MonkeyPatch, wrap: Callable[[int, str, Flow], Item]
) -> None:
    """Let `wrap(n, key, flow)` carry the n-th attempt out."""
    inner = run._flow
    attempts: list[str] = []

    def flow_of(errand: Any) -> Flow:
        def flow(key: str) -> Item:
            attempts.append(key)
            return wrap(len(attempts), key, inner(errand))

        return flow

    monkeypatch.setattr(run, "_flow", flow_of)


def test_a_save_that_is_kept_twice_is_told(
    portal: Any, open_desk: OpenRun, heard: list[Event]
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(scale("1"), SCALE))
        mock.fault("duplicate_row", method=SAVE)
        tally = run.apply(plan)
        (event,) = told(heard, Kind.MISMATCH)
        twins = {one["strongInspCode"] for one in mock.records() if one["serialNum"] == "1"}
        (other,) = twins - {event.facts["number"]}
        assert event.facts["others"] == f"{SCALE.name} ({other})"
        assert event.facts["row"] == "3"
        assert (tally.proven, tally.mismatched) == (2, 1)
        assert tally_exit(None, tally) is ExitCode.UNCLEAR
        assert told(heard, Kind.STRANGERS) == []

        again = run.plan(wishes(scale("1"), SCALE))
        assert [step.verdict for step in again.steps] == [Verdict.UNCHANGED] * 2
        assert len(again.only_on_portal) == 1
        assert (
            again.only_on_portal[0].instrument_code
            in told(heard, Kind.MISMATCH)[-1].facts["others"]
        )
        assert run.apply(again).mismatched == 0, "it is told once, and then with every plan"
    assert len(mock.records()) == 3, "nothing is deleted, nothing more is filed"


def test_a_list_that_shows_a_row_twice_once_is_read_again(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        mock.fault("duplicate_row", method=LIST)
        plan = run.plan(wishes(SCALE, UNPLATED))
        assert [step.verdict for step in plan.steps] == [Verdict.UNCHANGED, Verdict.ADD]
        assert plan.only_on_portal == ()


def test_a_list_that_never_adds_up_stops_the_work(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        mock.fault("duplicate_row", method=LIST, times=99)
        with pytest.raises(InconsistentListError):
            run.plan(wishes(SCALE, UNPLATED))
    mock.clear_faults()
    assert len(mock.records()) == 1


def test_a_request_carried_out_after_both_looks_is_seen_before_the_second_click(
    portal: Any, open_desk: OpenRun, heard: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    mock = portal()

    def late(attempt: int, key: str, flow: Flow) -> Item:
        if attempt == 2:
            assert mock.records() == []
            mock.clear_faults()  # only now does the portal carry the first request out
            until_there_are(mock, 1)
        return flow(key)

    with open_desk(mock, patience=SHORT) as run:
        plan = run.plan(wishes(SCALE))
        mock.fault("hang", method=SAVE, commit="late")
        around(run, monkeypatch, late)
        tally = run.apply(plan)
        events = [code for *_, code in run.journal.events(plan.steps[0].key)]
    assert events[:4] == ["taken", "intent", "unclear", "not-found"]
    assert (tally.proven, tally.mismatched) == (1, 0)
    assert len(mock.records()) == 1
    assert [one["method"] for one in mock.requests()["requests"]].count(SAVE) == 1
    assert told(heard, Kind.MISMATCH) == []


def test_a_request_carried_out_after_the_second_click_is_told(
    portal: Any, open_desk: OpenRun, heard: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not to be excluded by a client alone: the portal has no key by which it could know both."""
    mock = portal()

    def late(attempt: int, key: str, flow: Flow) -> Item:
        item = flow(key)
        if attempt == 2:
            assert len(mock.records()) == 1
            mock.clear_faults()
            until_there_are(mock, 2)
        return item

    with open_desk(mock, patience=SHORT) as run:
        plan = run.plan(wishes(SCALE))
        mock.fault("hang", method=SAVE, commit="late")
        around(run, monkeypatch, late)
        tally = run.apply(plan)
    assert (tally.proven, tally.mismatched) == (1, 1)
    (event,) = told(heard, Kind.MISMATCH)
    assert all(code in event.facts["number"] + event.facts["others"] for code in codes(mock))


def test_what_others_file_meanwhile_is_told_and_left_alone(
    portal: Any, open_desk: OpenRun, heard: list[Event]
) -> None:
    mock = portal()
    account = {"password": mock.password("demo"), "company": "示例"}
    mock.seed({"accounts": {"demo": {**account, "records": [{**EXAMPLE, "serialNum": "A1"}]}}})
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE))
        mock.seed({"accounts": {"demo": {**account, "records": [{**EXAMPLE, "serialNum": "A2"}]}}})
        by_hand = next(one for one in mock.records() if one["serialNum"] == "A2")
        tally = run.apply(plan)
    assert (tally.proven, tally.mismatched) == (1, 0)
    assert tally_exit(None, tally) is ExitCode.OK
    (event,) = told(heard, Kind.STRANGERS)
    assert event.facts["count"] == 1
    assert event.facts["names"] == f"{EXAMPLE['meterIntruName']} ({by_hand['strongInspCode']})"
    assert next(one for one in mock.records() if one["serialNum"] == "A2") == by_hand
    assert len(mock.records()) == 3
