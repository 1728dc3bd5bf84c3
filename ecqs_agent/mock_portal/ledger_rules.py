"""What the portal does with a ledger record before it keeps it: names for codes, checks, codes."""

import re
from collections.abc import Mapping
from datetime import date

from ecqs_agent.mock_portal import catalogue, regions, words
from ecqs_agent.mock_portal.wire import PortalRefusal

# What the page marks red, checked once more by the server; labels as in the messages (ours).
REQUIRED = {
    "meterIntruName": "器具名称",
    "meterType": "器具类型",
    "meterCategoryCode": "一级目录",
    "meterClassCode": "二级目录",
    "serialNum": "出厂编号",
    "useAddrCode": "使用地点行政区划",
    "meterNumber": "器具数量",
    "instrPurposeCode": "器具用途",
    "inspSendType": "送检方式",
}


def with_names(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with the names of all known codes; unknown codes keep the given name."""
    named = dict(fields)
    for name_field, name in _names(fields).items():
        named[name_field] = name or fields.get(name_field, "")
    return named


def _names(fields: Mapping[str, str]) -> dict[str, str]:
    category = catalogue.categories().get(fields.get("meterCategoryCode", ""))
    kind = catalogue.kinds().get(fields.get("meterClassCode", ""))
    region = regions.regions().get(fields.get("useAddrCode", ""))
    return {
        "meterCategoryName": category.name if category else "",
        "meterClassName": kind.name if kind else "",
        "useAddrName": region.name if region else "",
        "prodAddrTypeName": words.ORIGINS.get(fields.get("prodAddrTypeClass", ""), ""),
        "instrPurposeName": words.PURPOSES.get(fields.get("instrPurposeCode", ""), ""),
    }


def check(fields: Mapping[str, str]) -> None:
    """Raise PortalRefusal for what the server itself minds; the institute minds far more."""
    for name, label in REQUIRED.items():
        if not fields.get(name):
            raise PortalRefusal(f"{label}不能为空！")
    if not re.fullmatch(r"-?\d+(\.\d+)?", fields["meterNumber"]):
        raise PortalRefusal("器具数量必须是数字！")
    for name, label in (("purchaseDate", "购置时间"), ("expiryDate", "有效期至")):
        _check_date(fields.get(name, ""), label)


def _check_date(text: str, label: str) -> None:
    try:
        if text:
            date.fromisoformat(text)
    except ValueError:
        raise PortalRefusal(f"{label}格式错误！") from None


def instrument_code(fields: Mapping[str, str], seq: int) -> str:
    """Return a 器具编码; its shape is invented: region code and ten digits."""
    return f"{fields.get('useAddrCode', '') or '000000'}{seq:010d}"
