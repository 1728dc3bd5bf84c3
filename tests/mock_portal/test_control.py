"""The control API: token, reset, state, requests, seed, clock, variants."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.mock_portal.seeds import EXAMPLE, SeedError
from ecqs_agent.mock_portal.variants import VariantError, Variants
from tests.mock_portal.conftest import Start
from tests.mock_portal.visitor import LEDGER, LEDGER_PAGE, SCALE, TOKEN, Running, Visitor

CALLS = [
    ("GET", "health"),
    ("POST", "reset"),
    ("GET", "state"),
    ("GET", "requests"),
    ("POST", "seed"),
    ("POST", "clock"),
    ("POST", "fault"),
    ("POST", "institute"),
    ("GET", "captcha"),
    ("POST", "variants"),
]


@pytest.mark.parametrize(("verb", "name"), CALLS)
@pytest.mark.parametrize("headers", [{}, {"X-Mock-Token": "guess"}])
def test_nothing_works_without_the_token(
    place: Running, verb: str, name: str, headers: dict[str, str]
) -> None:
    answer = place.visitor().http.request(verb, f"/__mock__/{name}", headers=headers)
    assert answer.status_code == 403


def bad(visitor: Visitor, name: str, body: Any) -> str:
    answer = visitor.http.post(f"/__mock__/{name}", json=body, headers={"X-Mock-Token": TOKEN})
    assert answer.status_code == 400
    return str(answer.json()["error"])


def test_health(place: Running) -> None:
    health = place.visitor().control("GET", "health")
    assert health["ok"] is True
    assert health["engine"] == "lite"
    assert health["variants"] == Variants().model_dump()
    assert (health["accounts"], health["records"]) == (2, 0)


def test_reset_goes_back_to_the_beginning(visitor: Visitor) -> None:
    visitor.save()
    visitor.control("POST", "variants", {"words": "old"})
    visitor.control("POST", "clock", {"set": "2030-01-01T00:00:00"})
    visitor.control("POST", "fault", {"kind": "status500"})
    visitor.control("POST", "reset")
    assert visitor.records() == []
    assert visitor.control("GET", "variants")["words"] == "new"
    assert not visitor.control("GET", "clock")["now"].startswith("2030")
    assert visitor.http.get(LEDGER_PAGE).url.path == "/casServer/login"


def test_state_tells_records_with_their_bookings(visitor: Visitor) -> None:
    booking = visitor.submit(visitor.save()["uuid"])
    state = visitor.control("GET", "state")["accounts"]
    assert state["demo"]["company"] == "内蒙古示例计量有限公司"
    (record,) = state["demo"]["records"]
    assert record["bookings"] == [booking["uuid"]]
    (told,) = state["demo"]["bookings"]
    assert (told["appointmentId"], told["state"]) == (booking["appointmentId"], "已提交")
    assert [piece["state"] for piece in told["pieces"]] == ["待受理"]
    assert told["receipt_text"].startswith("预约单共1条计量器具")
    assert state["second"]["records"] == []


def test_requests_are_numbered_and_tell_what_was_asked(visitor: Visitor) -> None:
    before = visitor.control("GET", "requests")["requests"][-1]["n"]
    visitor.save()
    (asked,) = visitor.control("GET", f"requests?since={before}")["requests"]
    assert (asked["service"], asked["method"]) == (LEDGER, "saveLedger")
    assert asked["account"] == "demo"
    assert asked["params"] == [SCALE]
    assert asked["status"] == 200


def test_requests_never_hold_a_password(visitor: Visitor) -> None:
    log = json.dumps(visitor.control("GET", "requests"))
    assert "casServer/login" in log
    assert "password" not in log


def test_seeding(visitor: Visitor) -> None:
    account = {
        "password": "Third+2026",
        "company": "第三示例公司",
        "records": [EXAMPLE],
        "generate": 2,
    }
    visitor.control("POST", "seed", {"accounts": {"third": account}})
    records = visitor.records("third")
    assert len(records) == 3
    assert records[0]["useAddrName"] == "新城区"
    assert visitor.records("demo") == []


@pytest.mark.parametrize(
    "seed",
    [
        {"accounts": {"x": {"password": "p"}}},
        {"accounts": {"x": {"password": "p", "company": "c", "records": [{"colour": "red"}]}}},
        {"people": {}},
    ],
)
def test_a_wrong_seed_is_told(visitor: Visitor, seed: dict[str, Any]) -> None:
    assert bad(visitor, "seed", seed)


def test_a_seed_file(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    accounts = {"third": {"password": "Third+2026", "company": "第三示例公司", "generate": 5}}
    path.write_text(json.dumps({"accounts": accounts}), encoding="utf-8")
    assert len(start(seed=path).visitor().records("third")) == 5


def test_a_missing_seed_file_is_told(start: Start, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"none\.json"):
        start(seed=tmp_path / "none.json")


def test_the_clock_can_be_set_advanced_and_released(visitor: Visitor) -> None:
    assert visitor.control("POST", "clock", {"set": "2026-04-10T09:17:47"})["now"] == (
        "2026-04-10T09:17:47+08:00"
    )
    assert visitor.control("GET", "clock")["now"] == "2026-04-10T09:17:47+08:00"
    advanced = visitor.control("POST", "clock", {"advance_seconds": 60})
    assert advanced["now"] == "2026-04-10T09:18:47+08:00"
    assert not visitor.control("POST", "clock", {"run": True})["now"].startswith("2026-04-10T09:1")


@pytest.mark.parametrize("body", [{}, {"set": "tomorrow"}, {"jump": 1}])
def test_a_wrong_clock_call_is_told(visitor: Visitor, body: dict[str, Any]) -> None:
    assert bad(visitor, "clock", body)


def test_variants_can_be_changed_while_running(visitor: Visitor) -> None:
    assert visitor.control("POST", "variants", {"words": "old"})["words"] == "old"
    assert "器具项别" in visitor.http.get(LEDGER_PAGE).text
    assert "colour" in bad(visitor, "variants", {"colour": "red"})


def test_the_institute_tells_what_it_cannot_do(visitor: Visitor) -> None:
    assert bad(visitor, "institute", {"do": "dance"})
    assert "2020" in bad(visitor, "institute", {"do": "accept", "booking": "2020"})


@pytest.mark.parametrize("pair", ["words", "words=purple", "colour=red"])
def test_a_wrong_variant_is_told(pair: str) -> None:
    with pytest.raises(VariantError):
        Variants.parse([pair])


def test_latency_holds_back_pages_but_not_the_control_side(start: Start) -> None:
    guest = start(latency_ms=150).visitor()
    started = time.perf_counter()
    guest.http.get("/egov/shIndex.html")
    assert time.perf_counter() - started >= 0.15
