"""What a request carries, and what an answer means, whatever their shape."""

import json
from urllib.parse import quote

import pytest

from page_objects.payload import Meant, differing, likeness, payload_of
from page_objects.screens import Refused, Unclear
from page_objects.wire import Heard, Saved, understood

MEANT = (
    Meant(label="出厂编号", names=frozenset({"serialNum"}), code="938579", texts=frozenset()),
    Meant(
        label="一级目录",
        names=frozenset({"meterCategoryCode", "meterCategoryName"}),
        code="3",
        texts=frozenset({"非自动衡器"}),
    ),
    Meant(
        label="购置时间",
        names=frozenset({"purchaseDate"}),
        code="2018-11-22",
        texts=frozenset({"2018-11-22"}),
    ),
    Meant(label="器具数量", names=frozenset({"meterNumber"}), code="1", texts=frozenset({"1"})),
    Meant(label="有效期至", names=frozenset({"expiryDate"}), code="", texts=frozenset({""})),
)
FIELDS = {
    "serialNum": "938579",
    "meterCategoryCode": "3",
    "meterCategoryName": "非自动衡器",
    "purchaseDate": {"value": 1542816000000},
    "meterNumber": {"value": 1},
    "expiryDate": None,
}


def as_call(fields: object) -> tuple[str, str | None]:
    call = {"serviceClassName": "x.Service", "methodName": "saveLedger", "params": [fields]}
    return f"http://h/InspSystemV11/jsonClient.action?jsonValue={quote(json.dumps(call))}", None


def as_form(fields: dict[str, object]) -> tuple[str, str]:
    plain = {**fields, "purchaseDate": "2018-11-22", "meterNumber": "1", "expiryDate": ""}
    body = "&".join(f"{key}={quote(str(value))}" for key, value in plain.items())
    return "http://h/save.do", body


def as_json(fields: object) -> tuple[str, str]:
    return "http://h/save.do", json.dumps({"record": fields})


def as_multipart(fields: object) -> tuple[str, str]:
    part = f'Content-Disposition: form-data; name="jsonValue"\r\n\r\n{json.dumps(fields)}'
    return "http://h/jsonClient.action", f"--b\r\n{part}\r\n--b--\r\n"


@pytest.mark.parametrize("shape", [as_call, as_form, as_json, as_multipart])
def test_the_same_record_in_every_shape(shape: object) -> None:
    payload = payload_of(*shape(FIELDS))  # type: ignore[operator]
    assert likeness(payload, MEANT) == 1
    assert differing(payload, MEANT) == ()


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"serialNum": "938578"}, "出厂编号"),
        ({"serialNum": ""}, "出厂编号"),
        ({"meterCategoryCode": "4"}, "一级目录"),
        ({"meterCategoryName": "自动衡器"}, "一级目录"),
        ({"purchaseDate": {"value": 1542902400000}}, "购置时间"),
        ({"purchaseDate": None}, "购置时间"),
        ({"meterNumber": {"value": 2}}, "器具数量"),
        ({"expiryDate": {"value": 1542816000000}}, "有效期至"),
    ],
)
def test_each_difference_is_named(change: dict[str, object], label: str) -> None:
    payload = payload_of(*as_call({**FIELDS, **change}))
    assert differing(payload, MEANT) == (label,)


def test_values_under_other_names_are_enough() -> None:
    payload = payload_of(
        "http://h/save.do", json.dumps({"a": "938579", "b": "3", "c": "2018-11-22", "d": 1})
    )
    assert differing(payload, MEANT) == ()


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (Heard(200, "", '{"returnValue": {"value": {"uuid": "A"}}}'), Saved),
        (Heard(200, "", '{"returnValue": {"uuid": "A"}}'), Saved),
        (Heard(200, "", '{"__className": "com.x.ExceptionWrapper", "message": "不行"}'), Refused),
        (Heard(200, "", '{"__className": "ExceptionWrapper", "message": "请重新登录"}'), Unclear),
        (Heard(200, "", '{"returnValue": null}'), Unclear),
        (Heard(200, "", '{"returnValue": true}'), Unclear),
        (Heard(200, "", "[]"), Unclear),
        (Heard(200, "", "<html>用户登录界面</html>"), Unclear),
        (Heard(200, "", ""), Unclear),
        (Heard(302, "http://h/casServer/login", ""), Unclear),
        (Heard(500, "", "{}"), Unclear),
    ],
)
def test_what_an_answer_means(heard: Heard, kind: type) -> None:
    assert isinstance(understood(heard), kind)
