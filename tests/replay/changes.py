"""Thirty-odd changes to the mock portal, and which shipped scenario shall notice each.

A change rewrites what the mock sends below a path (`old` becomes `new`), or patches an attribute of
the mock. `names` is what the verdict must say, so that a person knows what has changed.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from ecqs_agent.mock_portal import captcha, cas, institute, institute_rules, words
from ecqs_agent.mock_portal import portal as portal_module
from ecqs_agent.mock_portal.entities import Piece
from ecqs_agent.mock_portal.inspection import booking, ledger
from ecqs_agent.mock_portal.sessions import Sessions
from ecqs_agent.mock_portal.store import Store

LEDGER, FORM, LIST = "ledgerManage.jsp", "reservationForm.jsp", "reservationList.jsp"


@dataclass(frozen=True)
class Change:
    caught_by: str
    names: str
    path: str = ""
    old: str = ""
    new: str = ""
    patches: tuple[Callable[[], Any], ...] = field(default=())

    @contextmanager
    def made(self) -> Iterator[None]:
        started = [make() for make in self.patches]
        for one in started:
            one.start()
        try:
            yield
        finally:
            for one in reversed(started):
                one.stop()


def text(path: str, old: str, new: str, *, by: str, names: str) -> Change:
    return Change(caught_by=by, names=names, path=path, old=old, new=new)


def attribute(owner: Any, name: str, value: Any, *, by: str, names: str) -> Change:
    return Change(by, names, patches=(lambda: patch.object(owner, name, value),))


def entry(table: Any, key: str, value: str, *, by: str, names: str) -> Change:
    return Change(by, names, patches=(lambda: patch.dict(table, {key: value}),))


def without(table: dict[str, str], key: str, *, by: str, names: str) -> Change:
    left = {name: value for name, value in table.items() if name != key}
    return Change(by, names, patches=(lambda: patch.dict(table, left, clear=True),))


def reversed_rows(method: str) -> Callable[[Store, str], list[Any]]:
    original = getattr(Store, method)
    return lambda store, account: list(reversed(original(store, account)))


NEXT_NUMBER = Store.next_number


def far_ahead(store: Store, counter: str) -> int:
    number = NEXT_NUMBER(store, counter)
    return number + 100 if counter.startswith("booking:") else number


def too_long(store: Store, counter: str) -> int:
    number = NEXT_NUMBER(store, counter)
    return number + 1_000_000 if counter.startswith("booking:") else number


GRANT = Sessions.grant


def one_login_alone(sessions: Sessions, account: str, *, displace: bool) -> Any:
    del displace
    return GRANT(sessions, account, displace=True)


def many_logins(sessions: Sessions, account: str, *, displace: bool) -> Any:
    del displace
    return GRANT(sessions, account, displace=False)


LABELS: Mapping[str, Change] = {
    "column renamed to an alias": text(
        "ledger.js", 'title: "检定机构"', 'title: "检定单位"', by="screen-ledger", names="检定单位"
    ),
    "column renamed": text(
        "ledger.js", 'title: "证书编号"', 'title: "证书号"', by="screen-ledger", names="证书编号"
    ),
    "field renamed": text(LEDGER, ">测量范围<", ">量程<", by="ledger-add", names="测量范围"),
    "button renamed": text(LEDGER, ">复制<", ">拷贝<", by="screen-ledger", names="拷贝"),
    "booking button renamed": text(
        FORM, ">暂存预约单<", ">暂存<", by="screen-bookings", names="暂存预约单"
    ),
    "dialog renamed": text(
        "ledger.js", '"器具新增"', '"新增器具"', by="ledger-add", names="器具新增"
    ),
    "link renamed": text("login", "忘记密码?", "找回密码", by="door-log-in", names="忘记密码?"),
    "system renamed": text(
        "shIndex.html",
        "强制检定工作计量器具业务管理系统",
        "强检业务系统",
        by="door-log-in",
        names="强制检定工作计量器具",
    ),
    "receipt column renamed": text(
        "receipt.js", 'title: "流程状态"', 'title: "办理状态"', by="booking-three", names="流程状态"
    ),
    "option gone": without(words.PURPOSES, "4", by="screen-new-instrument", names="环境监测"),
    "options in another order": Change(
        "screen-new-instrument",
        "进口",
        patches=(lambda: patch.dict(words.ORIGINS, {"2": "进口", "1": "国产"}, clear=True),),
    ),
}

RULES: Mapping[str, Change] = {
    "field no longer required": text(
        LEDGER,
        'name="serialNum" style="width:220px" data-options="required:true"',
        'name="serialNum" style="width:220px"',
        by="screen-new-instrument",
        names="出厂编号",
    ),
    "a range in capitals is accepted": attribute(
        institute_rules,
        "RULES",
        tuple(rule for rule in institute_rules.RULES if rule.__name__ != "_unit_case"),
        by="receipt-refusals",
        names="R-6",
    ),
    "booked records can be changed": attribute(
        Piece, "locks", property(lambda _: False), by="ledger-locked-while-booked", names="accepted"
    ),
    "a record can be booked twice": attribute(
        booking, "_refuse_open", lambda *_: None, by="booking-twice", names="accepted"
    ),
    "valid until can be changed": text(
        "ledger.js",
        "Boolean(values && values.uuid && values.expiryDate)",
        "false",
        by="ledger-valid-until-once",
        names="有效期至",
    ),
    "valid until is copied": text(
        "ledger.js",
        '{ uuid: "", expiryDate: "" }',
        '{ uuid: "" }',
        by="ledger-copy",
        names="valid_until",
    ),
    "a login elsewhere ends this one": attribute(
        Sessions, "grant", one_login_alone, by="door-two-computers", names="logged_in"
    ),
    "a login elsewhere ends nothing": attribute(
        Sessions, "grant", many_logins, by="door-displaced", names="PORTAL-117"
    ),
    "a login elsewhere ends nothing, unsaid": attribute(
        Sessions, "grant", many_logins, by="door-displaced-silent", names="PORTAL-111"
    ),
    "another captcha is the same": attribute(
        captcha, "new_text", lambda **_: "abcd", by="door-captcha-renewed", names="logged_in"
    ),
    "the captcha minds capitals": attribute(
        cas,
        "_same_captcha",
        lambda _, held, typed: held == typed != "",
        by="door-captcha-any-case",
        names="rejected",
    ),
    "the captcha does not mind capitals": attribute(
        cas,
        "_same_captcha",
        lambda _, held, typed: held.lower() == typed.lower() != "",
        by="door-captcha-exact-case",
        names="logged_in",
    ),
    "six mistakes lock": attribute(cas, "LOCK_AFTER", 6, by="door-locked", names="锁定"),
}

STATES: Mapping[str, Change] = {
    "accepted is called otherwise": entry(
        words.PROCESS_STATES, "1", "已受理", by="booking-three", names="已受理"
    ),
    "answered is called otherwise": entry(
        words.BOOKING_STATES, "2", "已答复", by="booking-three", names="已答复"
    ),
    "under verification is called otherwise": entry(
        words.VERIFICATION_STATES, "1", "待检", by="booking-three", names="“待检”"
    ),
    "new records are out of use": attribute(ledger, "IN_USE", "2", by="ledger-add", names="停用"),
}

NUMBERS: Mapping[str, Change] = {
    "booking numbers begin elsewhere": attribute(
        Store, "next_number", far_ahead, by="booking-numbers", names="2026030200101"
    ),
    "booking numbers are longer": attribute(
        Store, "next_number", too_long, by="booking-three", names="number"
    ),
    "a piece is missing in the receipt": text(
        "receipt.js",
        "rows: Wire.list(answer) }",
        "rows: Wire.list(answer).slice(1) }",
        by="booking-three",
        names="A-",
    ),
    "instrument codes are shorter": attribute(
        institute,
        "portal_code",
        lambda record: f"{record.get('useAddrCode')}{record.seq:06d}",
        by="ledger-add",
        names="150102000001",
    ),
    "another phone": attribute(
        institute, "HALL_PHONE", "0471-3337199", by="booking-three", names="04713337199"
    ),
    "certificates are numbered otherwise": text(
        "jsonClient", "SL00000", "JL00000", by="receipt-certified", names="JL000001"
    ),
    "quantity is preset otherwise": text(
        "ledger.js",
        'meterType: "1", meterNumber: 1',
        'meterType: "1", meterNumber: 2',
        by="screen-new-instrument",
        names="quantity",
    ),
    "larger pages": text(
        "portal.js", "pageSize: 10", "pageSize: 20", by="ledger-pages", names="显示1到20"
    ),
}

ORDERS: Mapping[str, Change] = {
    "oldest record first": attribute(
        Store, "records_of", reversed_rows("records_of"), by="ledger-pages", names="MOCK000001"
    ),
    "oldest booking first": attribute(
        Store,
        "bookings_of",
        reversed_rows("bookings_of"),
        by="booking-numbers",
        names="2026030300001",
    ),
}

TEXTS: Mapping[str, Change] = {
    "another note": text(
        LEDGER,
        "一旦保存不可修改",
        "保存后可以修改",
        by="screen-new-instrument",
        names="一旦保存不可修改",
    ),
    "saved is said otherwise": text(
        "ledger.js", "保存成功！", "操作成功。", by="ledger-add", names="操作成功。"
    ),
    "wrong password is said otherwise": attribute(
        words,
        "WRONG_PASSWORD",
        "密码错误，请重试",
        by="door-wrong-password",
        names="密码错误，请重试",
    ),
    "a login elsewhere is said otherwise": attribute(
        words, "DISPLACED", "您已退出，请重新登录", by="door-displaced", names="PORTAL-111"
    ),
    "a refusal is said otherwise": attribute(
        institute_rules,
        "BAD_RANGE",
        "测量范围有误",
        by="receipt-correct-and-again",
        names="测量范围有误",
    ),
    "the receipt is worded otherwise": text(
        "receipt.jsp", "条已分配至", "条已分派至", by="booking-three", names="已分派至"
    ),
}

TIMES: Mapping[str, Change] = {
    "locked for a quarter of an hour": attribute(
        cas, "LOCK_SECONDS", 900.0, by="door-locked", names="logged_in"
    ),
    "answered within the hour": attribute(
        portal_module, "ANSWER_AFTER", 3600.0, by="booking-answered-next-day", names="待检定"
    ),
}

CHANGES: Mapping[str, Change] = {
    **LABELS,
    **RULES,
    **STATES,
    **NUMBERS,
    **ORDERS,
    **TEXTS,
    **TIMES,
}
