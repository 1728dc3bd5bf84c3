"""Every fault, and above all: whether the request was carried out."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.mock_portal.visitor import LEDGER, LEDGER_PAGE, LISTS, SCALE, Running, Visitor

SAVE = {"path": "jsonClient", "method": "saveLedger"}


def arm(visitor: Visitor, **fault: Any) -> None:
    visitor.control("POST", "fault", fault)


def save(visitor: Visitor) -> httpx.Response:
    return visitor.post(LEDGER, "saveLedger", [SCALE])


def test_status500_strikes_before_anything_is_kept(visitor: Visitor) -> None:
    arm(visitor, kind="status500", **SAVE)
    assert save(visitor).status_code == 500
    assert visitor.records() == []


def test_reset_cuts_the_line_before_anything_is_kept(visitor: Visitor) -> None:
    arm(visitor, kind="reset", **SAVE)
    with pytest.raises(httpx.TransportError):
        save(visitor)
    assert visitor.records() == []


def test_commit_then_lose_keeps_and_cuts_the_line(visitor: Visitor) -> None:
    arm(visitor, kind="commit_then_lose", **SAVE)
    with pytest.raises(httpx.TransportError):
        save(visitor)
    assert len(visitor.records()) == 1
    assert save(visitor).status_code == 200


def test_logout_is_silent_for_a_data_call(visitor: Visitor) -> None:
    arm(visitor, kind="logout", **SAVE)
    answer = save(visitor)
    assert answer.status_code == 200
    assert "用户登录界面" in answer.text
    assert visitor.records() == []
    assert visitor.http.get(LEDGER_PAGE).url.path == "/casServer/login"


def test_logout_redirects_a_page(visitor: Visitor) -> None:
    arm(visitor, kind="logout", path="ledgerManage")
    answer = visitor.http.get(LEDGER_PAGE, follow_redirects=False)
    assert answer.status_code == 302
    assert "/casServer/login" in answer.headers["location"]


def test_login_page_answers_a_page_though_the_session_lives(visitor: Visitor) -> None:
    arm(visitor, kind="login_page", **SAVE)
    answer = save(visitor)
    assert answer.status_code == 200
    assert "用户登录界面" in answer.text
    assert visitor.records() == []
    assert save(visitor).json()["returnValue"]


class Sending:
    """A request under way in a thread of its own."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self.outcome: object = None
        self._ask = ask
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self._ask()
        except httpx.TransportError as error:
            self.outcome = error

    @property
    def waits(self) -> bool:
        return self._thread.is_alive()

    def ended(self) -> object:
        self._thread.join(60)
        assert not self.waits
        return self.outcome


def struck(visitor: Visitor) -> None:
    """Wait until a fault has taken hold of a request."""
    while not any(asked["fault"] for asked in visitor.control("GET", "requests")["requests"]):
        pass


def test_delay_keeps_at_once_and_answers_late(place: Running, visitor: Visitor) -> None:
    arm(visitor, kind="delay", seconds=600, **SAVE)
    watcher, sending = place.visitor(), Sending(lambda: save(visitor).status_code)
    while not watcher.records():
        pass
    assert sending.waits
    watcher.control("DELETE", "fault")
    assert sending.ended() == 200


@pytest.mark.parametrize("fault", [{"kind": "slow"}, {"kind": "delay", "commit": "late"}])
def test_slow_keeps_late(place: Running, visitor: Visitor, fault: dict[str, Any]) -> None:
    arm(visitor, seconds=600, **fault, **SAVE)
    watcher, sending = place.visitor(), Sending(lambda: save(visitor).status_code)
    struck(watcher)
    assert watcher.records() == []
    watcher.control("DELETE", "fault")
    assert sending.ended() == 200
    assert len(watcher.records()) == 1


@pytest.mark.parametrize("kind", ["delay", "slow"])
def test_a_late_answer_takes_the_seconds_told(visitor: Visitor, kind: str) -> None:
    arm(visitor, kind=kind, seconds=0.3, **SAVE)
    started = time.perf_counter()
    assert save(visitor).status_code == 200
    assert time.perf_counter() - started >= 0.3


@pytest.mark.parametrize(("commit", "kept"), [("first", 1), ("never", 0)])
def test_hang_holds_until_it_is_cleared(
    place: Running, visitor: Visitor, commit: str, kept: int
) -> None:
    arm(visitor, kind="hang", commit=commit, **SAVE)
    watcher, sending = place.visitor(), Sending(lambda: save(visitor))
    struck(watcher)
    assert sending.waits
    watcher.control("DELETE", "fault")
    assert isinstance(sending.ended(), httpx.TransportError)
    assert len(watcher.records()) == kept


def test_hang_ends_without_an_answer(visitor: Visitor) -> None:
    arm(visitor, kind="hang", seconds=0.2, **SAVE)
    with pytest.raises(httpx.TransportError):
        save(visitor)
    assert len(visitor.records()) == 1


def test_duplicate_row_shows_a_record_twice(visitor: Visitor) -> None:
    visitor.save()
    arm(visitor, kind="duplicate_row", method="getLedgerList")
    first, second = visitor.call(LEDGER, "getLedgerList", [])
    assert first["uuid"] == second["uuid"]
    assert len(visitor.call(LEDGER, "getLedgerList", [])) == 1


def test_duplicate_row_keeps_a_save_twice(visitor: Visitor) -> None:
    arm(visitor, kind="duplicate_row", **SAVE)
    assert save(visitor).json()["returnValue"]
    first, second = visitor.records()
    assert first["uuid"] != second["uuid"]


def test_rename_label(visitor: Visitor) -> None:
    arm(visitor, kind="rename_label", path="ledgerManage", label="型号规格", to="规格与型号")
    text = visitor.http.get(LEDGER_PAGE).text
    assert "规格与型号" in text
    assert "型号规格" not in text
    assert "型号规格" in visitor.http.get(LEDGER_PAGE).text


def test_out_of_order_answers_the_first_after_the_second(visitor: Visitor, place: Running) -> None:
    arm(visitor, kind="out_of_order", method="getClassList", seconds=600)
    first = Sending(lambda: visitor.call(LISTS, "getClassList", ["02"]))
    other = place.visitor()
    struck(other)
    assert first.waits
    other.log_in()
    assert other.call(LISTS, "getClassList", ["16"])
    assert first.ended() == [
        {"__className": "com.itown.inspSystem.common.entity.DictionaryEntry"}
        | {"code": "0201", "name": "非自动衡器"}
    ]


def test_out_of_order_gives_up_waiting(visitor: Visitor) -> None:
    arm(visitor, kind="out_of_order", method="getClassList", seconds=0.1)
    assert visitor.call(LISTS, "getClassList", ["02"])


def test_a_fault_strikes_as_often_as_told_and_only_where_told(visitor: Visitor) -> None:
    arm(visitor, kind="status500", method="saveLedger", times=2)
    assert visitor.call(LEDGER, "getLedgerList", []) == []
    assert [save(visitor).status_code for _ in range(3)] == [500, 500, 200]


def test_faults_are_listed_and_cleared(visitor: Visitor) -> None:
    arm(visitor, kind="status500", path="ledger", times=3)
    (fault,) = visitor.control("GET", "fault")["faults"]
    assert {"kind": "status500", "path": "ledger", "left": 3}.items() <= fault.items()
    assert visitor.control("DELETE", "fault") == {"cleared": 1}
    assert visitor.http.get(LEDGER_PAGE).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [{}, {"kind": "earthquake"}, {"kind": "rename_label", "label": "x"}, {"kind": "hang", "x": 1}],
)
def test_an_impossible_fault_is_told(visitor: Visitor, fault: dict[str, Any]) -> None:
    answer = visitor.http.post("/__mock__/fault", json=fault, headers={"X-Mock-Token": "for-tests"})
    assert answer.status_code == 400
    assert answer.json()["error"]
