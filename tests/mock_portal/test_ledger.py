"""The ledger's rules: what is kept, what is refused, what is left to the institute."""

from typing import Any

import pytest

from tests.mock_portal.conftest import Start
from tests.mock_portal.visitor import LEDGER, SCALE, Visitor

EXPIRY = {"value": 1806508800000}  # 2027-04-01


def test_a_saved_record_comes_back_as_kept(visitor: Visitor) -> None:
    saved = visitor.save()
    assert saved["strongInspCode"]
    (record,) = visitor.records()
    assert record["uuid"] == saved["uuid"]
    assert record["purchaseDate"] == "2018-11-22"
    assert record["meterNumber"] == "1"
    assert record["expiryDate"] == ""
    assert (record["useAddrName"], record["instrPurposeName"]) == ("新城区", "贸易结算")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("meterIntruName", "器具名称"),
        ("meterCategoryCode", "一级目录"),
        ("meterClassCode", "二级目录"),
        ("useAddrCode", "使用地点行政区划"),
        ("inspSendType", "送检方式"),
    ],
)
def test_required_fields_are_checked_by_the_server(visitor: Visitor, name: str, label: str) -> None:
    message = visitor.refusal(LEDGER, "saveLedger", [SCALE | {name: ""}])
    assert message == f"{label}不能为空！"
    assert visitor.records() == []


@pytest.mark.parametrize("changes", [{"purchaseDate": "22.11.2018"}, {"meterNumber": "viele"}])
def test_nonsense_is_refused(visitor: Visitor, changes: dict[str, Any]) -> None:
    assert visitor.refusal(LEDGER, "saveLedger", [SCALE | changes])


def test_what_only_the_institute_minds_is_kept(visitor: Visitor) -> None:
    saved = visitor.save(
        modelSpec="", meterNumber={"value": 7}, measureRang="30KG", useAddrCode="150000"
    )
    assert saved["meterNumber"] == {"value": 7}


def test_the_stale_list_of_a_cascade_is_kept_as_posted(visitor: Visitor) -> None:
    saved = visitor.save(meterCategoryCode="02", meterClassCode="1601", meterClassName="1601")
    assert (saved["meterCategoryName"], saved["meterClassCode"]) == ("非自动衡器", "1601")


def test_changing_keeps_identity(visitor: Visitor) -> None:
    saved = visitor.save()
    changed = visitor.save(uuid=saved["uuid"], modelSpec="ACS-15")
    assert changed["uuid"] == saved["uuid"]
    assert changed["strongInspCode"] == saved["strongInspCode"]
    assert [record["modelSpec"] for record in visitor.records()] == ["ACS-15"]


def test_a_double_click_files_twice(visitor: Visitor) -> None:
    visitor.save()
    visitor.save()
    assert len(visitor.records()) == 2


def test_valid_until_is_write_once(visitor: Visitor) -> None:
    saved = visitor.save()
    visitor.save(uuid=saved["uuid"], expiryDate=EXPIRY)
    assert visitor.records()[0]["expiryDate"] == "2027-04-01"
    later = SCALE | {"uuid": saved["uuid"], "expiryDate": {"value": EXPIRY["value"] + 86400000}}
    assert "不可修改" in visitor.refusal(LEDGER, "saveLedger", [later])
    blank = SCALE | {"uuid": saved["uuid"], "expiryDate": None}
    assert "不可修改" in visitor.refusal(LEDGER, "saveLedger", [blank])
    assert visitor.save(uuid=saved["uuid"], expiryDate=EXPIRY, modelSpec="ACS-15")


def test_deleting(visitor: Visitor) -> None:
    saved = visitor.save()
    assert visitor.call(LEDGER, "deleteLedger", [saved["uuid"]]) is True
    assert visitor.records() == []
    assert "不存在" in visitor.refusal(LEDGER, "deleteLedger", [saved["uuid"]])


def test_codes_late_come_with_the_certificate(start: Start) -> None:
    visitor = start(variants={"codes": "late"}).visitor()
    visitor.log_in()
    saved = visitor.save()
    assert "strongInspCode" not in saved
    number = visitor.submit(saved["uuid"])["appointmentId"]
    visitor.control("POST", "institute", {"do": "answer"})
    visitor.control("POST", "institute", {"do": "certify", "booking": number})
    assert visitor.records()[0]["strongInspCode"]


def test_duplicates_reject(start: Start) -> None:
    visitor = start(variants={"duplicates": "reject"}).visitor()
    visitor.log_in()
    saved = visitor.save()
    assert "已存在" in visitor.refusal(LEDGER, "saveLedger", [SCALE])
    visitor.save(uuid=saved["uuid"], modelSpec="ACS-15")  # changing is no duplicate
    visitor.save(serialNum="-----")
    visitor.save(serialNum="-----")  # unplated pieces are told apart by nothing
    assert len(visitor.records()) == 3
