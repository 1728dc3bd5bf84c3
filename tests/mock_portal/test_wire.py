"""The wire format of portal-facts 8, seen from outside."""

import json
import time
from typing import Any

import pytest

from ecqs_agent.mock_portal import wire
from tests.mock_portal.visitor import LEDGER, LISTS, SCALE, Running, Visitor

GRID = {"name": "easyui", "subject": "datagrid"}


def seed(visitor: Visitor, count: int, account: str = "demo") -> None:
    company = {"password": "Demo+2026", "company": "内蒙古示例计量有限公司", "generate": count}
    visitor.control("POST", "seed", {"accounts": {account: company}})


def listed(visitor: Visitor, **form: str) -> dict[str, Any]:
    answer: dict[str, Any] = visitor.post(LEDGER, "getLedgerList", [], GRID | form).json()
    return answer


def total(answer: dict[str, Any]) -> int:
    return int(answer["transferableProperties"]["fspParameter"]["pagination"]["totalCount"])


def test_a_list_is_wrapped_with_its_total(visitor: Visitor) -> None:
    seed(visitor, 23)
    answer = listed(visitor, page="3", rows="10")
    assert total(answer) == 23
    assert [row["serialNum"] for row in answer["returnValue"]["value"]] == [
        "MOCK000003",
        "MOCK000002",
        "MOCK000001",
    ]


def test_rows_carry_class_uuid_and_wrapped_values(visitor: Visitor) -> None:
    visitor.save()
    row = listed(visitor)["returnValue"]["value"][0]
    assert row["__className"]
    assert len(row["uuid"]) == 32
    assert row["uuid"] == row["uuid"].upper()
    assert row["purchaseDate"] == {"value": 1542816000000}
    assert row["meterNumber"] == {"value": 1}


def test_absent_values_are_left_out(visitor: Visitor) -> None:
    visitor.save(porgaoName="")
    row = listed(visitor)["returnValue"]["value"][0]
    assert not {"expiryDate", "porgaoName", "certificateNo"} & set(row)


@pytest.mark.parametrize(
    ("name", "kind", "value", "found"),
    [
        ("serialNum", "EQUAL", "A-1", 1),
        ("serialNum", "EQUAL", "A", 0),
        ("serialNum", "CONTAIN", "A-", 2),
        ("meterIntruName", "CONTAIN", "计价", 2),
        ("purchaseDate", "GREAT_EQUAL_THAN", "2018-11-22", 2),
        ("purchaseDate", "GREAT_EQUAL_THAN", "2018-11-23", 0),
        ("purchaseDate", "DATE_LESS_EQUAL_THAN", "2018-11-22", 2),
        ("purchaseDate", "DATE_LESS_EQUAL_THAN", "2018-11-21", 0),
        ("expiryDate", "DATE_LESS_EQUAL_THAN", "2030-01-01", 0),
    ],
)
def test_filters(visitor: Visitor, name: str, kind: str, value: str, found: int) -> None:
    visitor.save(serialNum="A-1")
    visitor.save(serialNum="A-2")
    entry = {"name": name, "type": kind, "value": value}
    assert total(listed(visitor, __filterSet=json.dumps([entry]))) == found


def test_the_siblings_spelling_of_a_filter_is_refused(visitor: Visitor) -> None:
    entry = {"name": "serialNum", "type": "CONTAINS", "values": ["A"]}
    answer = listed(visitor, __filterSet=json.dumps([entry]))
    assert answer["__className"] == "com.itown.rcp.proxy.impl.http.json.ExceptionWrapper"


def test_a_refusal_is_http_200_with_the_wrapper(visitor: Visitor) -> None:
    answer = visitor.post(LEDGER, "saveLedger", [SCALE | {"serialNum": ""}])
    assert answer.status_code == 200
    assert answer.json() == {"__className": wire.EXCEPTION_WRAPPER, "message": "出厂编号不能为空！"}


def test_an_unknown_service_is_refused(visitor: Visitor) -> None:
    assert "服务不存在" in visitor.refusal("com.itown.Nothing", "getAll", [])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"methodName": "x"}'])
def test_junk_is_refused_not_crashed_on(visitor: Visitor, text: str) -> None:
    answer = visitor.http.post("/InspSystemV11/jsonClient.action", params={"jsonValue": text})
    assert answer.json()["message"] == "请求参数格式错误"


def test_json_value_may_stand_in_the_body(visitor: Visitor) -> None:
    call = {"serviceClassName": LEDGER, "methodName": "getLedgerList", "params": []}
    answer = visitor.http.post(
        "/InspSystemV11/jsonClient.action?encoding=true", data={"jsonValue": json.dumps(call)}
    )
    assert total(answer.json()) == 0


def test_cascades(visitor: Visitor) -> None:
    categories = {row["name"]: row["code"] for row in visitor.call(LISTS, "getCategoryList", [])}
    kinds = visitor.call(LISTS, "getClassList", [categories["验光仪器"]])
    assert [kind["name"] for kind in kinds] == ["验光仪、综合验光仪", "验光镜片箱", "角膜曲率计"]
    assert visitor.call(LISTS, "getClassList", ["99"]) == []


def test_region_tree_is_read_level_by_level(visitor: Visitor) -> None:
    provinces = {row["text"]: row for row in visitor.call(LISTS, "getRegionChildren", [""])}
    assert provinces["内蒙古自治区"]["id"] == "150000"
    cities = visitor.call(LISTS, "getRegionChildren", [""], {"id": "150000"})
    assert {"id": "150100", "text": "呼和浩特市", "state": "closed"}.items() <= cities[0].items()
    counties = visitor.call(LISTS, "getRegionChildren", ["150100"])
    assert {"id": "150102", "text": "新城区", "state": "open"}.items() <= counties[0].items()


def test_a_thousand_records_page_quickly(place: Running, visitor: Visitor) -> None:
    seed(visitor, 1500)
    started = time.process_time()  # server and client: one process
    for page in range(1, 6):
        assert len(listed(visitor, page=str(page), rows="300")["returnValue"]["value"]) == 300
    assert time.process_time() - started < 3


def test_accounts_do_not_see_each_other(place: Running, visitor: Visitor) -> None:
    record = visitor.save()
    other = place.visitor()
    other.log_in("second", "Second+2026")
    assert total(listed(other)) == 0
    assert "不存在" in other.refusal(LEDGER, "deleteLedger", [record["uuid"]])
    assert "不存在" in other.refusal(LEDGER, "saveLedger", [SCALE | {"uuid": record["uuid"]}])
