"""Expectations against what was seen; names; what is dynamic."""

from datetime import date
from typing import Any

import pytest

from ecqs_agent.replay.judging import judge, trouble_of
from ecqs_agent.replay.matching import differences
from ecqs_agent.replay.normal import Normal
from ecqs_agent.replay.values import UnboundError, Values, at
from ecqs_agent.replay.verbs.ledger import Add, InstrumentArgs, Query, QueryArgs
from ecqs_agent.replay.verbs.steps import AnyStep
from ecqs_agent.replay.verdict import Verdict
from page_objects.errors import (
    ActionRefusedError,
    AnswerLostError,
    PortalDriftError,
    PortalUnavailableError,
    SessionEndedError,
)


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "x", "c": 0}]}),
        ({"a": {"matches": r"^\d+$"}}, {"a": "12"}),
        ({"a": {"contains": "b"}}, {"a": "abc"}),
        ({"a": {"contains": ["x", "y"]}}, {"a": ["y", "z", "x"]}),
        ({"a": {"lacks": "q", "starts": "ab", "count": 3}}, {"a": "abc"}),
        ({"a": {"any_order": [{"n": 1}, {"n": 2}]}}, {"a": [{"n": 2}, {"n": 1}]}),
        ({"a": {"includes": {"n": 2}}}, {"a": [{"n": 1}, {"n": 2}]}),
        ({"a": {"shape": "booking_number"}}, {"a": "2026030200001"}),
        ({"a": {"is_not": "x"}}, {"a": "y"}),
        ({"a": 3}, {"a": "3"}),
    ],
)
def test_what_agrees(expected: Any, seen: Any) -> None:
    assert differences(expected, seen) == []


@pytest.mark.parametrize(
    ("expected", "seen", "place"),
    [
        ({"a": 1}, {"b": 1}, "a"),
        ({"a": [1, 2]}, {"a": [2, 1]}, "a.0"),
        ({"a": [1]}, {"a": [1, 2]}, "a"),
        ({"a": {"matches": r"^\d+$"}}, {"a": "x1"}, "a"),
        ({"a": {"contains": "q"}}, {"a": "abc"}, "a"),
        ({"a": {"lacks": "b"}}, {"a": "abc"}, "a"),
        ({"a": {"lacks": "b"}}, {}, "a"),
        ({"a": {"is_not": "b"}}, {}, "a"),
        ({"a": {"starts": "b"}}, {"a": "abc"}, "a"),
        ({"a": {"count": 2}}, {"a": "abc"}, "a"),
        ({"a": {"any_order": [1, 1]}}, {"a": [1, 2]}, "a"),
        ({"a": {"includes": {"n": 3}}}, {"a": [{"n": 1}]}, "a"),
        ({"a": {"shape": "booking_number"}}, {"a": "20260302"}, "a"),
        ({"a": {"is_not": "x"}}, {"a": "x"}, "a"),
        ({"a": True}, {"a": 1}, "a"),
        ({"a": {"b": 1}}, {"a": "b"}, "a"),
    ],
)
def test_what_differs_is_placed(expected: Any, seen: Any, place: str) -> None:
    assert differences(expected, seen)[0].place == place


def test_a_list_of_another_length_shows_what_is_too_much_and_too_little() -> None:
    (found,) = differences({"a": ["x", "y", "z"]}, {"a": ["x", "q"]})
    assert (found.expected, found.came) == ("[“y”, “z”]", "[“q”]")
    assert found.counts == (3, 2)


def test_of_many_entries_only_those_at_fault_are_told() -> None:
    (found,) = differences({"contains": ["x", "y"]}, ["x", "z"])
    assert (found.expected, found.came, found.how) == ("[“y”]", "[“x”, “z”]", "contains")
    rows = [{"name": "a", "uuid": "1"}, {"name": "b", "uuid": "2"}]
    (found,) = differences({"any_order": [{"name": "b"}, {"name": "c"}]}, rows)
    assert (found.expected, found.came) == ("[{name: “c”}]", "[{name: “a”}]")
    assert (found.how, found.counts) == ("any_order", (2, 2))


def test_names_stand_for_values() -> None:
    values = Values(date(2026, 2, 27))
    values.bind("codes", "a", more=True)
    values.bind("codes", "b", more=True)
    values.bind("row", {"serial_number": "7"})
    given = {"all": "${codes}", "second": "${codes.1}", "text": "no ${row.serial_number}!"}
    assert values.filled(given) == {"all": ["a", "b"], "second": "b", "text": "no 7!"}
    assert values.filled("${today}, ${today+2}") == "2026-02-27, 2026-03-01"
    assert values.filled("${today_digits}") == "20260227"
    with pytest.raises(UnboundError, match=r"codes\.2"):
        values.filled("${codes.2}")


def test_a_place_in_what_was_seen() -> None:
    seen = {"records": [{"uuid": "A"}, {"uuid": "B"}]}
    assert at(seen, "records.-1.uuid") == "B"
    assert at(seen, "records.2.uuid") is None
    assert at(seen, "records.uuid") is None


def test_what_is_dynamic_is_put_aside_and_identities_stay_told_apart() -> None:
    one, two = "A" * 32, "B" * 32
    seen = [
        one,
        two,
        one,
        "预约编号：2026030200001",
        "2026-03-02 09:15:00",
        "2026-03-02",
        "1501020000000001",
    ]
    assert Normal("2026-03-02").of(seen) == [
        "«uuid 1»",
        "«uuid 2»",
        "«uuid 1»",
        "预约编号：«booking 1»",
        "«moment»",
        "«today»",
        "«code 1»",
    ]


ADD = Add(add=InstrumentArgs())
QUERY = Query(query=QueryArgs())


@pytest.mark.parametrize(
    ("step", "expected", "error", "verdict"),
    [
        (ADD, {}, PortalDriftError(screen="s", missing="m", seen=()), Verdict.DRIFT),
        (ADD, {}, PortalUnavailableError(step="s"), Verdict.BLOCKED),
        (ADD, {}, ActionRefusedError(action="a", message="no"), Verdict.DIFFERENT),
        (ADD, {}, AnswerLostError(step="s"), Verdict.DIFFERENT),
        (ADD, {"outcome": "refused"}, ActionRefusedError(message="no"), Verdict.SAME),
        (
            ADD,
            {"message": "yes", "outcome": "refused"},
            ActionRefusedError(message="no"),
            Verdict.DIFFERENT,
        ),
        (ADD, {"error": "PORTAL-201"}, PortalDriftError(), Verdict.DRIFT),
        (QUERY, {"total": 1}, PortalDriftError(), Verdict.DRIFT),
        (QUERY, {"total": 1}, SessionEndedError(), Verdict.BLOCKED),
        (QUERY, {"error": "PORTAL-117"}, SessionEndedError(), Verdict.DIFFERENT),
        (QUERY, {"error": "PORTAL-117"}, PortalUnavailableError(step="s"), Verdict.BLOCKED),
    ],
)
def test_an_error_is_judged_by_its_class(
    step: AnyStep, expected: dict[str, Any], error: Any, verdict: Verdict
) -> None:
    judged = judge(step, expected, trouble_of(error))
    assert judged.verdict is verdict
    assert judged.ends is (verdict is not Verdict.SAME)


def test_what_acts_is_expected_to_succeed() -> None:
    refused = judge(ADD, {}, {"outcome": "refused", "message": "no"})
    assert (refused.verdict, refused.ends) == (Verdict.DIFFERENT, True)
    assert judge(ADD, {}, {"outcome": "accepted"}).verdict is Verdict.SAME


def test_a_difference_that_leaves_the_rest_possible_does_not_end_it() -> None:
    judged = judge(ADD, {"message": "a"}, {"outcome": "accepted", "message": "b"})
    assert (judged.verdict, judged.ends) == (Verdict.DIFFERENT, False)
