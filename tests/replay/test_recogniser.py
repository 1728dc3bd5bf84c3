"""Events become steps of our vocabulary; what is not understood is kept and named."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.errors import ReplayError
from ecqs_agent.replay.loading import read_scenario
from ecqs_agent.replay.parts import Fields
from ecqs_agent.replay.recognising.devtools import Flow, events_of, read_flow
from ecqs_agent.replay.recognising.draft import Recognised, message_pattern
from ecqs_agent.replay.recognising.events import Seen
from ecqs_agent.replay.recognising.reasons import REASONS
from ecqs_agent.replay.recognising.recogniser import recognised
from ecqs_agent.replay.recognising.writing import as_yaml, lines_of, write_scenario
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from page_objects.words import WORDS

T = translator(Language.ZH)
FLOW = Path(__file__).with_name("devtools-flow.json")
LEDGER = tuple(words[0] for words in WORDS.ledger.columns.values())
BOOKINGS = tuple(words[0] for words in WORDS.bookings.columns.values())
RECEIPT = tuple(words[0] for words in WORDS.receipt.columns.values())
FORM = tuple(words[0] for words in WORDS.booking.columns.values())
SCALE = {
    "器具名称": ("电子秤",),
    "出厂编号": ("007",),
    "使用地点行政区划": ("内蒙古自治区", "呼和浩特市", "新城区"),
    "准确度等级": ("",),
}
SCALE_HELD = {
    "name": "电子秤",
    "serial_number": "007",
    "region": ["内蒙古自治区", "呼和浩特市", "新城区"],
}
YES, ASK = ("确定",), ("确定", "取消")


def press(text: str, *, on: tuple[str, ...] = LEDGER, window: str = "", **more: Any) -> Seen:
    columns = () if window else on
    return Seen(kind="press", role="button", text=text, window=window, columns=columns, **more)


def said(text: str, buttons: tuple[str, ...] = YES) -> Seen:
    return Seen(kind="said", text=text, buttons=buttons)


def row(serial: str = "007", **more: str) -> Mapping[str, str]:
    return {"器具编码": "1501020000000001", "器具名称": "电子秤", "出厂编号": serial, **more}


def add(serial: str = "007") -> list[Seen]:
    form = {**SCALE, "出厂编号": (serial,)}
    return [press("新增"), press("确定", window="器具新增", form=form), said("保存成功！")]


def told(*events: Seen) -> Recognised:
    numbered = [one.model_copy(update={"number": at}) for at, one in enumerate(events, 1)]
    login = [
        Seen(kind="arrive", login=True),
        Seen(kind="press", role="button", text="登录", login=True),
        Seen(kind="arrive", title="首页"),
    ]
    return recognised([*login, *numbered])


def steps(found: Recognised) -> list[dict[str, Any]]:
    assert next(iter(found.steps[0])) == "log_in"
    return [dict(one) for one in found.steps[1:]]


def verbs(found: Recognised) -> list[str]:
    return [next(iter(step)) for step in steps(found)]


# ---- the ledger ---------------------------------------------------------------------------------


def test_a_filed_instrument_is_data_and_a_step_with_what_was_said() -> None:
    found = told(*add())
    assert found.data == {"instrument_1": SCALE_HELD}
    assert steps(found) == [{"add": {"of": "instrument_1"}, "expect": {"message": "保存成功！"}}]
    assert found.unknown == ()


def test_a_second_like_the_first_says_only_what_differs() -> None:
    found = told(*add(), *add("008"))
    assert found.data["instrument_2"] == {"like": "instrument_1", "serial_number": "008"}


def test_a_refusal_is_expected_as_one() -> None:
    (step,) = steps(told(*add()[:2], said("出厂编号重复！")))
    assert step["expect"] == {"outcome": "refused", "message": "出厂编号重复！"}


def test_a_form_that_held_itself_back_counts_once() -> None:
    opened, ok, answer = add()
    empty = press("确定", window="器具新增", form={"器具名称": ("电子秤",)})
    found = told(opened, empty, ok, answer)
    assert verbs(found) == ["add"]
    assert [one.why for one in found.asides if one.why == "nothing"] == ["nothing"]


def test_a_form_filled_and_closed_is_a_filling() -> None:
    opened = Seen(kind="opened", window="器具新增", form={"器具名称": ("",)})
    found = told(press("新增"), opened, press("关闭", window="器具新增", form=SCALE))
    assert steps(found) == [{"fill": {"of": "instrument_1"}}]


@pytest.mark.parametrize(("button", "verb"), [("修改", "change"), ("复制", "copy")])
def test_a_change_says_only_the_fields_that_became_otherwise(button: str, verb: str) -> None:
    title = "器具修改" if verb == "change" else "器具新增"
    found = told(
        *add(),
        press(button, chosen=(row(),)),
        Seen(kind="opened", window=title, form=SCALE),
        press("确定", window=title, form={**SCALE, "准确度等级": ("Ⅲ级",)}),
        said("保存成功！"),
    )
    first, second = steps(found)
    assert first["bind"] == {"code_1": "code"}
    assert second[verb] == {"record": "${code_1}", "with": {"accuracy_class": "Ⅲ级"}}


def test_a_record_of_before_is_named_by_what_the_list_shows() -> None:
    found = told(
        press("删除", chosen=(row("Z-9"),)), said("确定要删除？", ASK),
        Seen(kind="answered", text="确定"), said("删除成功！"),
    )  # fmt: skip
    assert steps(found) == [
        {
            "delete": {"record": {"name": "电子秤", "serial_number": "Z-9"}},
            "expect": {"message": "删除成功！"},
        }
    ]


def test_a_deletion_that_was_taken_back_is_no_step() -> None:
    found = told(
        press("删除", chosen=(row(),)),
        said("确定要删除？", ASK),
        Seen(kind="answered", text="取消"),
    )
    assert steps(found) == []


def test_a_query_expects_what_was_counted() -> None:
    form = {"器具名称": ("",), "出厂编号": ("007",)}
    found = told(press("查询", form=form), Seen(kind="listed", window="", columns=LEDGER, total=3))
    assert steps(found) == [{"query": {"serial_number": "007"}, "expect": {"total": 3}}]


# ---- bookings -----------------------------------------------------------------------------------


def book(*rows: Mapping[str, str], end: str = "提交申请") -> list[Seen]:
    answer = "提交成功！预约编号：2026112700001" if end == "提交申请" else "保存成功！"
    return [
        press("新增", on=BOOKINGS),
        press("选择器具", on=FORM),
        press("选择", window="选择器具", chosen=rows),
        press(end, on=FORM),
        said(answer),
    ]


def test_a_booking_binds_codes_and_its_number() -> None:
    shown = row(预约编号="2026112700001")
    found = told(
        *add(),
        *book(row()),
        press("预约单详情", on=BOOKINGS, chosen=(shown,)),
        Seen(kind="listed", window="", columns=RECEIPT, rows=(row(),)),
    )
    _, booked, receipt = steps(found)
    assert booked == {
        "book": {"pieces": ["${code_1}"]},
        "expect": {
            "message": {"starts": "提交成功！预约编号："},
            "number": {"shape": "booking_number"},
        },
        "bind": {"booking_1": "number"},
    }
    assert receipt == {
        "read_receipt": {"booking": "${booking_1}"},
        "expect": {"pieces": {"any_order": [{"name": "电子秤", "serial_number": "007"}]}},
    }
    assert found.unknown == ()


def test_alike_pieces_are_booked_one_each() -> None:
    found = told(*add("-----"), *add("-----"), *book(row("-----"), row("-----")))
    assert steps(found)[-1]["book"] == {"pieces": ["${code_1}", "${code_2}"]}


def test_a_draft_that_is_submitted_in_the_same_form_is_edited() -> None:
    found = told(
        *add(), *book(row(), end="暂存预约单"), press("提交申请", on=FORM), said("提交成功！")
    )
    assert verbs(found) == ["add", "draft", "edit_draft"]
    assert steps(found)[-1]["edit_draft"] == {"booking": "${draft_1}", "submit": True}


def test_a_piece_taken_out_again_is_not_booked() -> None:
    events = book(row(), row("008"))
    events.insert(3, press("删除器具", on=FORM, chosen=(row("008"),)))
    found = told(*add(), *add("008"), *events)
    assert steps(found)[-1]["book"] == {"pieces": ["${code_1}"]}


# ---- doors --------------------------------------------------------------------------------------


def test_a_refused_login_is_not_repeated_and_nothing_typed_is_kept() -> None:
    pressed = Seen(kind="press", role="button", text="登录", login=True)
    typed = Seen(kind="set", label="密码", value=("Geheim+77",), login=True)
    again = Seen(kind="arrive", login=True)
    found = recognised([typed, pressed, again, typed, pressed, Seen(kind="arrive")], account="a")
    assert list(found.steps) == [{"log_in": {"account": "a"}}]
    assert [one.why for one in found.asides].count("again") == 1
    assert "Geheim" not in found.model_dump_json()


def test_a_recording_that_began_behind_the_login_gets_one() -> None:
    found = recognised(add())
    assert [next(iter(step)) for step in found.steps] == ["log_in", "add"]


def test_another_button_beside_a_password_is_kept_and_not_taken_for_a_login() -> None:
    pressed = Seen(kind="press", role="button", text="修改密码", login=True)
    found = recognised([pressed, Seen(kind="arrive"), *add()])
    assert [next(iter(step)) for step in found.steps] == ["log_in", "raw", "add"]
    assert found.steps[1]["raw"]["text"] == "修改密码"


# ---- what is not understood ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (press("导出"), "button"),
        (press("修改"), "row"),
        (press("删除", chosen=(row("1"), row("2"))), "row"),
        (press("预约单详情", on=BOOKINGS), "row"),
        (press("查询", form={"证书编号": ("X",)}), "filter"),
        (press("确定", window="使用须知"), "button"),
        (said("请选择要修改的记录！"), "message"),
        (Seen(kind="set", label="手机号", value=("13800000000",), window=""), "field"),
        (Seen(kind="other", role="pointer", text="图标", window=""), "thing"),
        (Seen(kind="press", role="link", text="更多", window="", row="通知"), "button"),
    ],
)
def test_what_acts_and_is_not_understood_is_a_marked_step(event: Seen, why: str) -> None:
    found = told(press("新增", on=("别的",)) if why == "message" else event, event)
    raws = [step["raw"] for step in steps(found) if "raw" in step]
    assert why in {one["why"] for one in raws}
    assert found.unknown
    assert "13800000000" not in found.model_dump_json()


def test_a_field_of_the_form_that_is_not_ours_is_named() -> None:
    _, ok, answer = add()
    odd = ok.model_copy(update={"form": {**SCALE, "备注": ("x",)}})
    found = told(press("新增"), odd, answer)
    assert [(one.why, "备注" in one.what) for one in found.unknown] == [("field", True)]
    assert verbs(found) == ["raw", "add"]


def test_every_reason_has_its_words() -> None:
    zh = {T(text) for text in REASONS.values()}
    assert len(zh) == len(REASONS)
    assert zh.isdisjoint(REASONS.values())


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("保存成功！", "保存成功！"),
        ("提交成功！预约编号：2026112700001", {"starts": "提交成功！预约编号："}),
        ("1501020000000001 已删除", {"contains": " 已删除"}),
        ("2026112700001", {"shape": "something"}),
    ],
)
def test_numbers_of_the_portal_are_no_expectation(text: str, pattern: object) -> None:
    assert message_pattern(text) == pattern


# ---- the file -----------------------------------------------------------------------------------


def test_the_file_says_beside_the_step_what_was_not_understood(tmp_path: Path) -> None:
    wait = Seen(kind="wait", text="waitForElement")
    found = told(press("导出"), wait, *add())
    text = as_yaml(found, title="试", about="", t=T)
    path = tmp_path / "x.yaml"
    write_scenario(text, path)
    file = read_scenario(path)
    assert [step.verb for step in file.scenario.steps] == ["log_in", "raw", "add"]
    instrument = file.scenario.data["instrument_1"]
    assert isinstance(instrument, Fields)
    assert instrument.serial_number == "007"
    lines = text.splitlines()
    assert lines[lines.index("  - raw:") - 1].startswith("  # 1: 导出 - ")
    assert any(line.startswith("  # 2: waitForElement - ") for line in lines)
    with pytest.raises(ReplayError) as caught:
        write_scenario(text, path)
    assert caught.value.facts["file"] == str(path)


def test_several_remarks_stand_before_the_same_step() -> None:
    waits = [Seen(kind="wait", text=text) for text in ("one", "two", "three")]
    lines = as_yaml(told(*waits, *add()), title="试", about="", t=T).splitlines()
    at = lines.index("  - add:")
    assert [line.split(" - ")[0] for line in lines[at - 3 : at]] == [
        "  # 1: one",
        "  # 2: two",
        "  # 3: three",
    ]


def test_nothing_recorded_is_no_scenario() -> None:
    with pytest.raises(ReplayError, match="steps"):
        as_yaml(recognised([]), title="试", about="", t=T)


# ---- Chrome's Recorder --------------------------------------------------------------------------


def test_a_recording_of_chrome_becomes_steps() -> None:
    found = recognised(events_of(read_flow(FLOW)))
    assert [next(iter(step)) for step in found.steps] == ["log_in", "add", "book"]
    assert found.unknown == ()
    assert found.data["instrument_1"] == {
        "name": "电子计价秤",
        "instrument_type": "工作计量器具",
        "category": "非自动衡器",
        "kind": "非自动衡器",
        "model": "ACS-30",
        "measuring_range": "200g-30kg",
        "serial_number": "A-1",
        "region": ["内蒙古自治区", "呼和浩特市", "和林格尔县"],
        "quantity": "1",
        "purpose": "贸易结算",
        "delivery": "现场检",
    }
    assert found.steps[2]["book"] == {"pieces": ["${code_1}"]}
    events = "".join(one.model_dump_json() for one in events_of(read_flow(FLOW)))
    text = events + found.model_dump_json() + as_yaml(found, title="试", about="", t=T)
    for secret in ("Geheim+77", "k7wq", "zhangsan", "ST-1-abcdef", "jsessionid"):
        assert secret not in text
    _, asides = lines_of(found, T)
    assert asides[0].startswith("13: waitForElement / #ledgerGrid - ")


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"type": "click", "selectors": [["#datagrid-row-r1-2-0 input"]]}, "thing"),
        ({"type": "change", "value": "x", "selectors": [["#_easyui_textbox_input9"]]}, "field"),
        ({"type": "doubleClick", "selectors": [["text/新增"]]}, "kind"),
        ({"type": "customStep", "name": "x", "parameters": {}}, "kind"),
        ({"type": "keyDown", "key": "F5"}, "kind"),
    ],
)
def test_a_step_known_by_its_place_alone_is_named_with_its_number(
    step: dict[str, Any], why: str
) -> None:
    steps_ = [*json.loads(FLOW.read_text("utf-8"))["steps"][:14], step]
    found = recognised(events_of(Flow.model_validate({"steps": steps_})))
    assert [(one.number, one.why) for one in found.unknown] == [(15, why)]
    assert found.steps[-1]["raw"]["event"] == 15


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "JSON"), ('{"title": "x"}', "steps"), ('{"steps": [{"x": 1}]}', "steps.1.type")],
)
def test_another_file_is_told_apart(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ReplayError) as caught:
        read_flow(path)
    assert words in str(caught.value)
