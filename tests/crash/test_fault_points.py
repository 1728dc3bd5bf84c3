"""The process dies at every named point of the commit path; nothing is lost or doubled."""

from typing import Any

import pytest

from ecqs_agent.runs.faultpoints import EXIT_CODE, VARIABLE, FaultPoint
from tests.crash.conftest import PIECES, Scene

pytestmark = [pytest.mark.browser, pytest.mark.crash]

BEFORE_THE_REQUEST = (FaultPoint.BEFORE_INTENT, FaultPoint.AFTER_INTENT)
AFTER_THE_ANSWER = (FaultPoint.AFTER_CLICK, FaultPoint.AFTER_CONFIRMATION)
NTH = 3


@pytest.mark.parametrize("point", list(FaultPoint))
def test_a_filing_survives_a_death(scene: Scene, point: FaultPoint) -> None:
    died = scene.run("apply", **{VARIABLE: f"{point}:{NTH}"})
    assert died.code == EXIT_CODE, died.output
    if point in BEFORE_THE_REQUEST:
        assert len(scene.portal.records()) == NTH - 1
    elif point in AFTER_THE_ANSWER:
        assert len(scene.portal.records()) == NTH

    again = scene.run("apply")
    assert again.code == 0, again.output
    verdict = scene.verdict()
    assert verdict.is_clean, verdict
    assert verdict.codes == PIECES
    assert scene.asked()["saveLedger"] == PIECES


@pytest.mark.parametrize("point", list(FaultPoint))
def test_a_booking_survives_a_death(short_scene: Scene, point: FaultPoint) -> None:
    scene = short_scene
    assert scene.run("apply").code == 0
    died = scene.run("book", **{VARIABLE: point})
    assert died.code == EXIT_CODE, died.output
    sent = [one for one in scene.portal.bookings() if one["appointmentId"]]
    if point in BEFORE_THE_REQUEST:
        assert sent == []
    elif point in AFTER_THE_ANSWER:
        assert len(sent) == 1

    again = scene.run("book")
    assert again.code == 0, again.output
    _each_piece_is_booked_once(scene)
    assert len(scene.portal.bookings()) == len(scene.pieces)
    assert scene.run("book").told["groups"] == []
    _each_piece_is_booked_once(scene)


def _each_piece_is_booked_once(scene: Scene) -> None:
    bookings: list[dict[str, Any]] = scene.portal.bookings()
    booked = [piece["strongInspUuid"] for one in bookings for piece in one["pieces"]]
    assert sorted(booked) == sorted(record["uuid"] for record in scene.portal.records())
    assert all(one["appointmentId"] for one in bookings)
    assert scene.asked()["submitReservation"] == len(bookings)


def test_what_a_person_filed_meanwhile_is_adopted(scene: Scene) -> None:
    scale = next(piece for piece in scene.pieces if piece.is_scale)
    place = scene.pieces.index(scale) + 1
    died = scene.run("apply", **{VARIABLE: f"{FaultPoint.AFTER_INTENT}:{place}"})
    assert died.code == EXIT_CODE, died.output
    company = scene.portal.state()["accounts"]["demo"]["company"]
    seeded = {"password": "Demo+2026", "company": company, "records": [scale.by_hand()]}
    scene.portal.seed({"accounts": {"demo": seeded}})

    assert scene.run("apply").code == 0
    verdict = scene.verdict()
    assert verdict.is_clean, verdict
    assert scene.asked()["saveLedger"] == PIECES - 1
    rest = scene.run("plan").told["counts"]
    assert rest.pop("unchanged") == PIECES
    assert not any(rest.values())


@pytest.mark.parametrize("commits", ["first", "never"])
def test_a_lost_answer_is_looked_for(scene: Scene, commits: str) -> None:
    kind = "commit_then_lose" if commits == "first" else "reset"
    scene.portal.fault(kind, path="jsonClient", method="saveLedger")
    assert scene.run("apply").code == 0
    verdict = scene.verdict()
    assert verdict.is_clean, verdict
    assert scene.asked()["saveLedger"] == PIECES + (commits == "never")
