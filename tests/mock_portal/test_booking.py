"""Bookings, allocation, the institute's answers, receipts."""

import re
from typing import Any

import pytest

from ecqs_agent.mock_portal import institute_rules
from tests.mock_portal.conftest import Start
from tests.mock_portal.visitor import BOOKING, LEDGER, SCALE, Visitor

MAIN = "内蒙古自治区计量测试研究院"
LENS = {
    "meterIntruName": "焦度计",
    "meterCategoryCode": "22",
    "meterClassCode": "2201",
    "measureRang": "----",
    "serialNum": "9190039",
}
BAD_RANGE = {"measureRang": "30-15", "serialNum": "357753"}


def guest(start: Start, **variants: str) -> Visitor:
    visitor = start(variants=variants).visitor()
    visitor.log_in()
    return visitor


def answered(visitor: Visitor, *records: dict[str, Any]) -> dict[str, Any]:
    booking = visitor.submit(*(visitor.save(**record)["uuid"] for record in records))
    visitor.control("POST", "institute", {"do": "answer"})
    return booking


def states(visitor: Visitor, booking: dict[str, Any]) -> list[str]:
    return [piece["reservationState"] for piece in visitor.pieces(booking)]


def test_a_number_is_the_day_and_five_digits(visitor: Visitor) -> None:
    visitor.control("POST", "clock", {"set": "2026-04-10T09:17:47"})
    booking = visitor.submit(visitor.save()["uuid"])
    assert booking["appointmentId"] == "2026041000001"
    assert booking["meterTotal"] == {"value": 1}
    assert booking["applicationDate"] == {"value": 1775783867000}
    assert booking["processingState"] == "1"
    assert visitor.submit(visitor.save()["uuid"])["appointmentId"] == "2026041000002"


def test_a_draft_has_no_number_and_can_be_changed_submitted_deleted(visitor: Visitor) -> None:
    one, two = visitor.save()["uuid"], visitor.save()["uuid"]
    draft = visitor.call(BOOKING, "saveReservation", [{"uuid": "", "strongInspUuids": [one]}])
    assert "appointmentId" not in draft
    assert draft["processingState"] == "0"
    again = {"uuid": draft["uuid"], "strongInspUuids": [one, two]}
    assert visitor.call(BOOKING, "saveReservation", [again])["meterTotal"] == {"value": 2}
    submitted = visitor.call(BOOKING, "submitReservation", [again])
    assert submitted["uuid"] == draft["uuid"]
    assert "不可修改" in visitor.refusal(BOOKING, "saveReservation", [again])
    assert "不可删除" in visitor.refusal(BOOKING, "deleteReservation", [draft["uuid"]])
    other = visitor.call(BOOKING, "saveReservation", [{"uuid": "", "strongInspUuids": []}])
    assert visitor.call(BOOKING, "deleteReservation", [other["uuid"]]) is True


def test_an_empty_booking_is_refused(visitor: Visitor) -> None:
    message = visitor.refusal(BOOKING, "submitReservation", [{"uuid": "", "strongInspUuids": []}])
    assert message == "请选择器具！"


def test_a_piece_in_an_open_booking_is_locked(visitor: Visitor) -> None:
    uuid = visitor.save()["uuid"]
    visitor.submit(uuid)
    assert "不可修改" in visitor.refusal(
        LEDGER, "saveLedger", [SCALE | {"uuid": uuid, "modelSpec": "X"}]
    )
    assert "不可删除" in visitor.refusal(LEDGER, "deleteLedger", [uuid])
    again = {"uuid": "", "strongInspUuids": [uuid]}
    assert "请勿重复预约" in visitor.refusal(BOOKING, "submitReservation", [again])
    assert visitor.call(LEDGER, "getSelectableLedgerList", []) == []


def test_acceptance_reads_like_the_guide(visitor: Visitor) -> None:
    booking = answered(visitor, LENS)
    text = visitor.receipt(booking)
    assert f"预约单共1条计量器具，其中1条已分配至{MAIN}" in text
    assert (
        f"{MAIN}受理回执信息：本院已受理你单位强检计量器具，请与光学室电话0471-3337062联系" in text
    )
    assert "证书领取方式默认为电子证书" in text
    (piece,) = visitor.pieces(booking)
    assert piece["reservationState"] == "1"
    assert piece["inspOrgName"] == MAIN
    assert piece["inspOrgTel"] == "04713337100"
    assert "strongInspCode" not in piece
    assert "certificateNo" not in piece
    assert piece["strongInspUuid"] == visitor.records()[0]["uuid"]


def test_pieces_to_be_brought_are_told_so(visitor: Visitor) -> None:
    text = visitor.receipt(answered(visitor, {"inspSendType": "1"}))
    assert "请携带预约送检单将器具送至业务大厅" in text
    assert "现场检定时间" not in text


def test_refusal_reads_like_the_guide_and_frees_the_record(visitor: Visitor) -> None:
    booking = answered(visitor, BAD_RANGE)
    text = visitor.receipt(booking)
    reason = "请规范填写测量范围例如30g-15kg 注意计量单位大小写"
    assert f"器具电子计价秤（出厂编号为 357753）不予受理原因：{reason}" in text
    assert "受理回执信息" not in text
    assert states(visitor, booking) == ["2"]
    uuid = visitor.records()[0]["uuid"]
    visitor.save(uuid=uuid, serialNum="357753")
    second = visitor.submit(uuid)
    assert second["appointmentId"] != booking["appointmentId"]
    assert states(visitor, booking) == ["2"]


def test_acceptance_and_refusal_in_one_receipt(visitor: Visitor) -> None:
    booking = answered(visitor, LENS, BAD_RANGE)
    text = visitor.receipt(booking)
    assert "受理回执信息" in text
    assert "不予受理原因" in text
    assert states(visitor, booking) == ["1", "2"]


def test_several_institutes_share_a_booking(start: Start) -> None:
    visitor = guest(start, institutes="several")
    text = visitor.receipt(answered(visitor, LENS, {}))
    assert re.findall(r"其中(\d)条已分配至([^<]+)<", text) == [
        ("1", MAIN),
        ("1", "内蒙古示例市检验检测中心"),
    ]
    assert text.count("受理回执信息：") == 2


def test_partial_allocation_leaves_a_piece_waiting(start: Start) -> None:
    visitor = guest(start, allocation="partial")
    booking = answered(visitor, LENS, {})
    assert f"预约单共2条计量器具，其中1条已分配至{MAIN}" in visitor.receipt(booking)
    assert states(visitor, booking) == ["1", "0"]
    assert "inspOrgName" not in visitor.pieces(booking)[1]


def test_an_unallocated_piece_is_taken_up_when_somebody_asks(start: Start) -> None:
    visitor = guest(start, allocation="partial")
    booking = answered(visitor, LENS, {})
    asked = {"do": "allocate", "booking": booking["appointmentId"]}
    assert visitor.control("POST", "institute", asked) == {"allocated": 1}
    assert visitor.control("POST", "institute", asked) == {"allocated": 0}
    assert f"预约单共2条计量器具，其中2条已分配至{MAIN}" in visitor.receipt(booking)
    assert states(visitor, booking) == ["1", "0"]
    visitor.control("POST", "institute", {"do": "answer"})
    assert states(visitor, booking) == ["1", "1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"useAddrCode": "150100"},
        {"useAddrCode": "150000"},
        {"meterCategoryCode": "16"},
        {"meterCategoryCode": "06", "meterClassCode": "0601"},
    ],
)
def test_a_piece_that_matches_no_institute_stays_unallocated(
    visitor: Visitor, changes: dict[str, Any]
) -> None:
    booking = answered(visitor, changes)
    assert "其中0条已分配" in visitor.receipt(booking)
    assert states(visitor, booking) == ["0"]


def test_correcting_an_unallocated_record_matches_it_again(visitor: Visitor) -> None:
    booking = answered(visitor, {"useAddrCode": "150100"})
    visitor.save(uuid=visitor.records()[0]["uuid"])
    assert "其中1条已分配至" in visitor.receipt(booking)
    visitor.control("POST", "institute", {"do": "answer"})
    assert states(visitor, booking) == ["1"]


@pytest.mark.parametrize("code", ["441900", "429004", "110101"])
def test_counties_of_unusual_shape_are_allocated(visitor: Visitor, code: str) -> None:
    booking = answered(visitor, {"useAddrCode": code})
    assert states(visitor, booking) == ["1"]


def test_nothing_is_answered_before_its_time(visitor: Visitor) -> None:
    visitor.control("POST", "clock", {"set": "2026-04-10T09:00:00"})
    booking = visitor.submit(visitor.save()["uuid"])
    visitor.control("POST", "clock", {"advance_seconds": 86399})
    assert states(visitor, booking) == ["0"]
    visitor.control("POST", "clock", {"advance_seconds": 1})
    assert states(visitor, booking) == ["1"]
    (row,) = visitor.call(BOOKING, "getCompanyAppointmentList", [])
    assert row["processingState"] == "2"


def test_a_person_can_decide_by_hand(visitor: Visitor) -> None:
    booking = visitor.submit(visitor.save()["uuid"], visitor.save(serialNum="2")["uuid"])
    number = booking["appointmentId"]
    decision = {"do": "refuse", "booking": number, "serial": "2", "reason": "铭牌不符"}
    assert visitor.control("POST", "institute", decision) == {"decided": 1}
    visitor.control("POST", "institute", {"do": "accept", "booking": number, "serial": "938579"})
    assert states(visitor, booking) == ["1", "2"]
    assert "不予受理原因：铭牌不符" in visitor.receipt(booking)
    page = visitor.http.get("/__mock__/institute").text
    assert number in page
    form = {"token": "for-tests", "do": "accept", "booking": number, "serial": "2"}
    visitor.http.post("/__mock__/institute/decide", data=form)
    assert states(visitor, booking) == ["1", "1"]
    wrong = visitor.http.post("/__mock__/institute/decide", data=form | {"token": "x"})
    assert wrong.status_code == 403


def test_certificates_complete_the_record(visitor: Visitor) -> None:
    booking = answered(visitor, {})
    decision = {"do": "certify", "booking": booking["appointmentId"]}
    assert visitor.control("POST", "institute", decision) == {"certified": 1}
    (piece,) = visitor.pieces(booking)
    assert piece["reservationState"] == "3"
    assert piece["certificateNo"]
    assert piece["strongInspCode"]
    (row,) = visitor.call(LEDGER, "getLedgerList", [])
    assert row["certificateNo"] == piece["certificateNo"]
    assert (row["verificationState"], row["verificationResult"]) == ("2", "合格")
    assert "expiryDate" not in row
    visitor.save(uuid=row["uuid"], expiryDate={"value": 1806508800000})


@pytest.mark.parametrize(
    ("category", "changes", "reason"),
    [
        ("02", {"measureRang": "200g-30kg"}, ""),
        ("02", {"measureRang": "----"}, ""),
        ("02", {"measureRang": "30kg"}, institute_rules.BAD_RANGE),
        ("02", {"measureRang": "200g-30Kg"}, institute_rules.BAD_RANGE),
        ("17", {"measureRang": "(20~180) km/h"}, ""),
        ("17", {"measureRang": "(20~180) Km/h"}, institute_rules.BAD_UNIT),
        ("08", {"measureRang": "(5~45) L/min"}, ""),
        ("08", {"measureRang": "(5~45) l/min"}, institute_rules.BAD_UNIT),
        ("08", {"measureRang": "(3~80) kg/min"}, ""),
        ("16", {"measureRang": "(0~1.6) MPa", "modelSpec": "(0～1.6) MPa"}, ""),
        ("16", {"measureRang": "(0~1.6) Mpa", "modelSpec": "Y-100"}, institute_rules.BAD_UNIT),
        (
            "16",
            {"measureRang": "(0~1.6) MPa", "modelSpec": "(0~1.6) MPa"},
            institute_rules.BAD_WAVE,
        ),
        ("22", {"measureRang": "----", "meterNumber": "2"}, institute_rules.BAD_QUANTITY),
        ("22", {"measureRang": "----", "modelSpec": " "}, institute_rules.NO_MODEL),
        ("22", {"measureRang": "----", "serialNum": ""}, institute_rules.NO_SERIAL),
        ("22", {"measureRang": "----", "serialNum": "TY-2019停用"}, institute_rules.OUT_OF_USE),
        ("02", {"measureRang": "----", "modelSpec": "-----", "serialNum": "-----"}, ""),
        ("25", {"measureRang": "(0~2.000) mg/L"}, ""),
    ],
)
def test_institute_rules(category: str, changes: dict[str, str], reason: str) -> None:
    fields = {
        "meterCategoryCode": category,
        "meterNumber": "1",
        "modelSpec": "X-1",
        "serialNum": "1",
    }
    assert institute_rules.refusal(fields | changes) == reason
