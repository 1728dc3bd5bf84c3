"""The wire format of `jsonClient.action` (portal-facts 8): wrapping, filters, paging, failures.

Class names of rows are invented, except the exception wrapper's. Dates travel as
`{"value": milliseconds}` of midnight in Chinese time, numbers as `{"value": n}`; what is absent is
left out.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple, TypeVar

from ecqs_agent.mock_portal.clock import CHINA
from ecqs_agent.mock_portal.entities import DATES, FIELDS, NUMBERS

EXCEPTION_WRAPPER = "com.itown.rcp.proxy.impl.http.json.ExceptionWrapper"
RESPONSE = "com.itown.rcp.proxy.impl.http.json.JsonResponse"  # invented

Row = dict[str, object]
Item = TypeVar("Item")


class PortalRefusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Carry the words with which the portal says no."""


class Call(NamedTuple):
    """One request to a service, with what the grid added in the body."""

    service: str
    method: str
    params: tuple[object, ...]
    form: Mapping[str, str]

    @classmethod
    def read(cls, text: str, form: Mapping[str, str]) -> "Call":
        """Read `jsonValue`; raises PortalRefusal when it is not one."""
        try:
            value = json.loads(text)
            params = value.get("params") or []
            return cls(str(value["serviceClassName"]), str(value["methodName"]), (*params,), form)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise PortalRefusal("请求参数格式错误") from None


def moment(value: datetime) -> Row:
    """Wrap a moment as the wire does."""
    return {"value": int(value.timestamp() * 1000)}


def day(text: str) -> Row | None:
    """Wrap a day written yyyy-MM-dd; "" gives None, which is left out of rows."""
    if not text:
        return None
    return moment(datetime.combine(date.fromisoformat(text), time(), CHINA))


def number(value: float) -> Row:
    """Wrap a number as the wire does."""
    return {"value": value}


def row(class_name: str, **values: object) -> Row:
    """Build a row with its class name, leaving out what is absent."""
    return {"__className": class_name} | {k: v for k, v in values.items() if v not in (None, "")}


def fields_to_wire(fields: Mapping[str, str]) -> Row:
    """Turn plain field texts into wrapped values."""
    wired: Row = {}
    for name in FIELDS:
        text = fields.get(name, "")
        if name in DATES:
            wired[name] = day(text)
        elif name in NUMBERS and text:
            wired[name] = number(_to_number(text))
        else:
            wired[name] = text
    return wired


def _to_number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def fields_from_wire(posted: Mapping[str, object]) -> dict[str, str]:
    """Turn a posted record into plain texts; unknown names are dropped."""
    return {name: _plain(name, posted.get(name)) for name in FIELDS}


def _plain(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("value")
    if value is None or value == "":
        return ""
    if name in DATES and isinstance(value, int | float):
        return datetime.fromtimestamp(value / 1000, CHINA).date().isoformat()
    if name in NUMBERS and isinstance(value, int | float):
        return f"{value:g}"
    return str(value)


def answer(value: object) -> Row:
    """Wrap one value as a successful answer."""
    return {"__className": RESPONSE, "returnValue": {"value": value}}


def page_of(items: Sequence[Item], to_row: Callable[[Item], Row], form: Mapping[str, str]) -> Row:
    """Wrap the asked page of the filtered rows, with the total count.

    Rows are written only where they are looked at, so that a long ledger pages quickly.
    """
    filters = _filters(form)
    kept = [item for item in items if _passes(to_row(item), filters)] if filters else items
    size = max(1, _int(form.get("rows"), 10))
    start = (max(1, _int(form.get("page"), 1)) - 1) * size
    pagination = {"totalCount": len(kept)}
    return answer([to_row(item) for item in kept[start : start + size]]) | {
        "transferableProperties": {"fspParameter": {"pagination": pagination}}
    }


def failure(message: str) -> Row:
    """Wrap a refusal; the HTTP status stays 200 (portal-facts 8.3)."""
    return {"__className": EXCEPTION_WRAPPER, "message": message}


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _filters(form: Mapping[str, str]) -> list[Mapping[str, object]]:
    try:
        found = json.loads(form.get("__filterSet") or "[]")
    except ValueError:
        raise PortalRefusal("查询条件格式错误") from None
    entries: list[Mapping[str, object]] = [entry for entry in found if isinstance(entry, dict)]
    for entry in entries:
        if entry.get("type") not in _TESTS:
            raise PortalRefusal(f"不支持的查询方式：{entry.get('type')}")
    return entries


def _passes(candidate: Row, filters: Iterable[Mapping[str, object]]) -> bool:
    return all(_matches(candidate, entry) for entry in filters)


def _matches(candidate: Row, entry: Mapping[str, object]) -> bool:
    held, wanted = candidate.get(str(entry.get("name"))), str(entry.get("value") or "")
    return _TESTS[str(entry["type"])](_comparable(held), wanted)


def _comparable(held: object) -> str:
    value = held.get("value") if isinstance(held, Mapping) else held
    if isinstance(value, int | float) and value > 10**10:
        return datetime.fromtimestamp(value / 1000, CHINA).date().isoformat()
    return "" if value is None else str(value)


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "EQUAL": lambda held, wanted: held == wanted,
    "CONTAIN": lambda held, wanted: wanted in held,
    "GREAT_EQUAL_THAN": lambda held, wanted: bool(held) and held >= wanted,
    "DATE_LESS_EQUAL_THAN": lambda held, wanted: bool(held) and held <= wanted,
}
