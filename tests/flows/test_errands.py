"""Whole errands in a real browser on the mock portal, and what the portal holds afterwards."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.journal import Errand
from ecqs_agent.mock_portal.seeds import EXAMPLE
from ecqs_agent.runs.planning import Verdict
from ecqs_agent.runs.run import Run
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from tests.flows.conftest import OpenRun
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

pytestmark = pytest.mark.browser

# What the mock stores under its wire names, against the form's fields.
STORED = {
    "name": "meterIntruName",
    "category": "meterCategoryName",
    "kind": "meterClassName",
    "model": "modelSpec",
    "measuring_range": "measureRang",
    "accuracy_class": "accuracyLevel",
    "serial_number": "serialNum",
    "manufacturer": "porgaoName",
    "origin": "prodAddrTypeName",
    "place_of_use": "setupPlace",
    "purpose": "instrPurposeName",
}


def assert_stored(records: list[dict[str, Any]], *pieces: Instrument) -> None:
    """Compare every filed value with what was wished, piece by piece."""
    assert len(records) == len(pieces)
    for record, piece in zip(records, pieces, strict=True):
        form = to_form(piece)
        stored = {field: record[wire] for field, wire in STORED.items()}
        assert stored == {field: getattr(form, field) for field in STORED}
        assert record["useAddrCode"] == piece.region_code
        assert not record["expiryDate"]


def codes_of(run: Run, key: str) -> list[str]:
    """Return what happened to an item, in order."""
    return [code for *_, code in run.journal.events(key)]


def test_pieces_are_filed_with_every_value_right(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    pieces = (SCALE, UNPLATED, UNPLATED)
    with open_desk(mock) as run:
        tally = run.apply(run.plan(wishes(*pieces)))
    assert tally.proven == 3
    assert_stored(mock.records(), *pieces)


def test_a_second_plan_is_empty_and_a_second_apply_does_nothing(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, UNPLATED)))
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE, UNPLATED))
        assert [step.verdict for step in plan.steps] == [Verdict.UNCHANGED] * 2
        run.apply(plan)
    assert len(mock.records()) == 2


def test_a_corrected_row_changes_its_record(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    corrected = scale("938579", measuring_range="30g-15kg", model="ACS-15")
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        tally = run.apply(run.plan(wishes(corrected)))
    assert tally.proven == 1
    assert_stored(mock.records(), corrected)


def test_records_filed_by_hand_are_adopted(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(UNPLATED, UNPLATED)))
        run.journal.engine.dispose()
    with open_desk(mock, journal="sqlite://") as run:  # another computer: an empty journal
        plan = run.plan(wishes(UNPLATED, UNPLATED, UNPLATED))
        assert "".join(step.verdict.value for step in plan.steps) == "==+"
        run.apply(plan)
        assert len(run.journal.owned("demo", Errand.ADD)) == 3
    assert len(mock.records()) == 3


def test_a_save_that_is_committed_and_not_answered_is_found(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE, UNPLATED))
        mock.fault("commit_then_lose", method="saveLedger", times=1)
        tally = run.apply(plan)
        assert "unclear" in codes_of(run, plan.steps[0].key)
    assert tally.proven == 2
    assert_stored(mock.records(), SCALE, UNPLATED)


def test_a_save_that_is_reset_before_it_arrives_is_sent_once_more(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE))
        mock.fault("reset", method="saveLedger", times=1)
        tally = run.apply(plan)
        assert "not-found" in codes_of(run, plan.steps[0].key)
    assert tally.proven == 1
    assert_stored(mock.records(), SCALE)


@pytest.mark.parametrize("kind", ["logout", "login_page"])
def test_a_session_that_ends_in_mid_run_is_established_again(
    portal: Any, open_desk: OpenRun, kind: str
) -> None:
    mock = portal()
    pieces = tuple(scale(str(number)) for number in range(3))
    with open_desk(mock) as run:
        plan = run.plan(wishes(*pieces))
        mock.fault(kind, method="saveLedger", times=1)
        tally = run.apply(plan)
        assert {"unclear", "not-found"} <= set(codes_of(run, plan.steps[0].key))
    assert tally.proven == 3
    serials = sorted(record["serialNum"] for record in mock.records())
    assert serials == ["0", "1", "2"]


def test_filed_pieces_are_booked_once_and_answered(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    stopped = scale("TY-2019停用")
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, UNPLATED, stopped)))
        groups = run.groups_to_book()
        assert [len(group.records) for group in groups] == [3]
        assert run.book(groups).proven == 1
        assert run.groups_to_book() == ()
        mock.institute("answer")
        poll = run.poll()
        assert len(poll.changed) == 1
        assert run.poll().changed == ()
        states = sorted(piece["process_state"] for piece in poll.changed[0].pieces)
        assert states == ["待检定", "待检定", "预约失败"]
        assert run.groups_to_book() == ()
    assert len(mock.bookings()) == 1


def test_a_booking_whose_answer_is_lost_is_found_by_its_pieces(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, UNPLATED)))
        groups = run.groups_to_book()
        mock.fault("commit_then_lose", method="submitReservation", times=1)
        assert run.book(groups).proven == 1
        item = run.journal.items("demo", errands=(Errand.BOOK,))[0]
        assert "unclear" in codes_of(run, item.key)
        number = item.portal_number
    assert [booking["appointmentId"] for booking in mock.bookings()] == [number]


@pytest.mark.parametrize("opening", ["tab", "same", "frame"])
@pytest.mark.parametrize("words", ["new", "old"])
def test_the_whole_errand_in_every_way_of_opening_and_wording(
    portal: Any, open_desk: OpenRun, opening: str, words: str
) -> None:
    mock = portal(open=opening, words=words)
    with open_desk(mock) as run:
        assert run.apply(run.plan(wishes(SCALE, UNPLATED))).proven == 2
        assert run.book(run.groups_to_book()).proven == 1
        mock.institute("answer")
        assert len(run.poll().changed) == 1
    assert_stored(mock.records(), SCALE, UNPLATED)


@pytest.mark.parametrize(
    "variant",
    [
        {"messages": "alert"},
        {"captcha": "keep"},
        {"captcha_case": "exact"},
        {"cells": "truncated"},
        {"institutes": "several"},
        {"allocation": "partial"},
        {"shield": "521"},
        {"sessions": "single"},
        {"codes": "late"},
        {"duplicates": "reject"},
        {"region": "chained"},
        {"dialog_note": "old"},
    ],
    ids=lambda variant: "-".join(*variant.items()),
)
def test_the_whole_errand_in_every_variant(
    portal: Any, open_desk: OpenRun, variant: dict[str, str]
) -> None:
    mock = portal(**variant)
    with open_desk(mock) as run:
        assert run.apply(run.plan(wishes(SCALE, scale("7")))).proven == 2
        assert run.book(run.groups_to_book()).proven == 1
        mock.institute("answer")
        assert len(run.poll().changed) == 1
    assert_stored(mock.records(), SCALE, scale("7"))


def test_a_filed_record_is_seen_again_in_the_grid(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE, UNPLATED))
        tally = run.apply(plan)
        assert [codes_of(run, step.key)[-1] for step in plan.steps] == ["seen", "seen"]
        assert run.journal.unconfirmed("demo") == ()
    assert (tally.proven, tally.mismatched) == (2, 0)


def test_a_rehearsal_fills_every_dialog_and_files_nothing(
    portal: Any, open_desk: OpenRun, tmp_path: Path
) -> None:
    mock = portal()
    corrected = scale("938579", measuring_range="30g-15kg", model="ACS-15")
    wrong = scale("1", category="no such category")
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        before = mock.records()
        plan = run.plan(wishes(corrected, wrong, UNPLATED))
        done = run.rehearse(plan, pictures=tmp_path)
        assert run.plan(wishes(corrected, wrong, UNPLATED)).steps == plan.steps
    assert [bool(one.trouble) for one in done] == [False, True, False]
    assert "no such category" in done[1].trouble
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        f"row-{step.row}.png" for step in plan.steps
    ]
    assert mock.records() == before


def test_the_proof_of_a_filing_is_kept_and_small(
    portal: Any, open_desk: OpenRun, tmp_path: Path
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(SCALE))
        run.apply(plan)
        details = dict(run.journal.details(plan.steps[0].key))
    intent, answer, row = details["intent"], details["proven"], details["seen"]
    (record,) = mock.records()
    assert answer["answer"]["uuid"] == row["row"]["uuid"] == record["uuid"]
    assert intent["filled"] == to_form(SCALE).model_dump(mode="json")
    (picture,) = (tmp_path / "data" / "evidence" / "demo").iterdir()
    content = picture.read_bytes()
    assert content.startswith(b"\xff\xd8")
    assert hashlib.sha256(content).hexdigest() == intent["picture_sha256"]
    assert len(content) + len(json.dumps(details, default=str).encode()) <= 60_000


def test_a_thousand_records_are_read_in_large_pages(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    account = {"password": mock.password("demo"), "company": "示例", "generate": 1000}
    mock.seed({"accounts": {"demo": account}})
    with open_desk(mock) as run:
        run.session.ledger()
        since = mock.requests()["requests"][-1]["n"]
        pulled = run.plan(())
    asked = [one for one in mock.requests(since)["requests"] if one["method"] == "getLedgerList"]
    assert len({record.uuid for record in pulled.only_on_portal}) == 1000
    assert len(asked) <= 1000 / 300 + 3  # the portal's largest page holds 300


def test_a_piece_that_a_person_files_during_the_run_is_not_filed_twice(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        plan = run.plan(wishes(UNPLATED, SCALE))
        by_hand = {**EXAMPLE, "serialNum": SCALE.serial_number, "useAddrCode": SCALE.region_code}
        seeded = {"password": mock.password("demo"), "company": "示例", "records": [by_hand]}
        mock.seed({"accounts": {"demo": seeded}})
        tally = run.apply(plan)
    assert (tally.proven, tally.mismatched) == (2, 0)
    assert_stored(sorted(mock.records(), key=lambda one: one["serialNum"]), UNPLATED, SCALE)
