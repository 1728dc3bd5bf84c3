"""A person's own clicking is recorded, written as a scenario, and replays on a fresh mock."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from ecqs_agent.cli import recorded
from ecqs_agent.cli.main import run
from ecqs_agent.cli.options import typer_state
from ecqs_agent.replay.loading import read_scenario
from ecqs_agent.replay.recognising.draft import Recognised
from ecqs_agent.replay.recognising.recogniser import recognised
from ecqs_agent.replay.recognising.recording import Recording, open_portal
from ecqs_agent.replay.recognising.writing import as_yaml, write_scenario
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from tests.cli.command import ecqs
from tests.replay.a_person import Person

FLOW = Path(__file__).with_name("devtools-flow.json")
T = translator(Language.ZH)
Started = Callable[[Any], tuple[Recording, Person]]


@pytest.fixture
def started(context: BrowserContext) -> Started:
    """Return a function that begins a recording and puts a person in front of the portal."""

    def begin(portal: Any) -> tuple[Recording, Person]:
        recording = Recording(context)
        open_portal(context, f"{portal.url}/egov/shIndex.html")
        return recording, Person(context.pages[0], portal)

    return begin


def written(found: Recognised, path: Path) -> Path:
    write_scenario(as_yaml(found, title="录制", about="", t=T), path)
    return path


def verbs(found: Recognised) -> list[str]:
    return [next(iter(step)) for step in found.steps]


def file_book_and_look(person: Person) -> None:
    person.log_in()
    person.enter("强检器具台账维护")
    person.add("A-1")
    person.add("A-2")
    person.type(person.screen(), "出厂编号", "A-2")
    person.press("查询")
    expect(person.page.locator(".pagination-info")).to_contain_text("共1记录")
    person.enter("强检器具预约申请")
    person.press("新增")
    person.press("选择器具")
    picker = person.window("选择器具")
    expect(picker.locator(".datagrid-view2 tr.datagrid-row")).to_have_count(2)
    person.tick(picker, "A-1")
    person.tick(picker, "A-2")
    person.button("选择", picker).click()
    expect(picker).to_be_hidden()
    person.press("提交申请")
    person.agree("提交成功")
    person.page.wait_for_url("**/reservationList.jsp")
    person.tick(person.screen(), "已提交")
    person.press("预约单详情")
    expect(person.page.locator(".datagrid-view2 tr.datagrid-row")).to_have_count(2)


@pytest.mark.browser
def test_what_a_person_does_replays(
    portal: Any, engine: str, started: Started, tmp_path: Path
) -> None:
    recording, person = started(portal(engine=engine, open="same"))
    file_book_and_look(person)
    person.button("返回").click()
    person.page.wait_for_url("**/reservationList.jsp")
    found = recognised(recording.events)
    path = written(found, tmp_path / "recorded.yaml")
    assert verbs(found) == ["log_in", "add", "add", "query", "book", "read_receipt"]
    assert found.unknown == ()
    query, book, receipt = found.steps[3:]
    assert query == {"query": {"serial_number": "A-2"}, "expect": {"total": 1}}
    assert book["book"] == {"pieces": ["${code_1}", "${code_2}"]}
    assert book["expect"]["message"] == {"starts": "提交成功！预约编号："}
    assert {one["serial_number"] for one in receipt["expect"]["pieces"]["any_order"]} == {
        "A-1",
        "A-2",
    }
    ended = ecqs("replay", "run", str(path), "--engine", engine, "--json", data=tmp_path)
    (scenario,) = ended.json["scenarios"]
    assert [step["verdict"] for step in scenario["steps"]] == ["same"] * 6, ended.out
    assert ended.code == 0


@pytest.mark.browser
@pytest.mark.parametrize("variants", [{"messages": "alert"}, {"open": "frame"}, {"open": "tab"}])
def test_it_is_heard_in_every_tab_and_frame_and_from_native_boxes(
    portal: Any, started: Started, variants: dict[str, str]
) -> None:
    recording, person = started(portal(**{"open": "same", **variants}))
    native = variants.get("messages") == "alert"
    answered = person.answers_native_boxes() if native else []
    person.log_in()
    person.page = person.in_front("强检器具台账维护", variants["open"] if not native else "same")
    person.add("A-1", is_told=not native)
    person.tick(person.screen(), "A-1")
    person.press("删除")
    if not native:
        person.agree("确定要删除")
        person.agree("删除成功")
    expect(person.screen().locator(".datagrid-view2 tr.datagrid-row")).to_have_count(0)
    found = recognised(recording.events)
    assert verbs(found) == ["log_in", "add", "delete"]
    assert found.steps[1]["expect"] == {"message": "保存成功！"}
    assert found.steps[2] == {
        "delete": {"record": "${code_1}"},
        "expect": {"message": "删除成功！"},
    }
    assert found.unknown == ()
    if native:
        assert answered == ["保存成功！", "确定要删除选中的记录吗？", "删除成功！"]


@pytest.mark.browser
def test_changes_drafts_and_what_is_not_ours(
    portal: Any, engine: str, started: Started, tmp_path: Path
) -> None:
    recording, person = started(portal(engine=engine, open="same"))
    person.log_in()
    person.enter("强检器具台账维护")
    person.add("A-1")
    for button, title, serial in (("修改", "器具修改", "A-7"), ("复制", "器具新增", "A-8")):
        person.tick(person.screen(), "A-1" if button == "修改" else "A-7")
        person.press(button)
        box = person.window(title)
        expect(box).to_be_visible()
        person.type(box, "出厂编号", serial)
        person.button("确定", box).click()
        person.agree("保存成功")
        expect(person.screen().locator(".datagrid-view2", has_text=serial)).to_be_visible()
    person.enter("强检器具预约申请")
    person.press("新增")
    person.press("选择器具")
    picker = person.window("选择器具")
    person.tick(picker, "A-8")
    person.button("选择", picker).click()
    person.press("暂存预约单")
    person.agree("保存成功")
    person.press("提交申请")
    person.agree("提交成功")
    person.page.wait_for_url("**/reservationList.jsp")
    person.press("修改")
    person.agree("请选择要修改的预约单")
    found = recognised(recording.events)
    assert verbs(found)[:6] == ["log_in", "add", "change", "copy", "draft", "edit_draft"]
    assert found.steps[2]["change"]["with"]["serial_number"] == "A-7"
    assert {one.why for one in found.unknown} == {"row", "message"}
    path = written(found, tmp_path / "recorded.yaml")
    ended = ecqs("replay", "run", str(path), "--engine", engine, "--json", data=tmp_path)
    (scenario,) = ended.json["scenarios"]
    verdicts = [step["verdict"] for step in scenario["steps"]]
    assert verdicts == ["same"] * 6 + ["blocked"] * 2, ended.out
    assert scenario["steps"][6]["trouble"]["code"] == "REPLAY-203"
    assert "修改" in str(scenario["steps"][6]["trouble"]["facts"])


@pytest.mark.browser
def test_no_secret_leaves_the_login_page(portal: Any, started: Started) -> None:
    mock = portal(open="same")
    recording, person = started(mock)
    person.log_in()
    told = "".join(one.model_dump_json() for one in recording.events)
    assert [one.login for one in recording.events if one.kind == "press"] == [False, True]
    assert mock.password("demo") not in told
    assert "demo" not in told
    assert "ticket" not in told


@pytest.mark.browser
def test_what_is_typed_elsewhere_is_named_and_not_kept(
    portal: Any, started: Started, tmp_path: Path
) -> None:
    mock = portal(open="same")
    recording, person = started(mock)
    search = person.page.get_by_placeholder("请输入搜索内容")
    search.fill("13800000000")
    search.blur()
    person.page.get_by_role("link", name="注册").click()
    person.page.get_by_label("联系人身份证号码").fill("150102199001011234")
    person.page.get_by_label("邮箱").fill("x@example.org")
    person.page.get_by_label("邮箱").blur()
    person.log_in()
    found = recognised(recording.events)
    assert ("field", "请输入搜索内容") in {(one.why, one.what) for one in found.unknown}
    told = "".join(one.model_dump_json() for one in recording.events)
    assert "150102199001011234" not in told
    assert "x@example.org" not in told
    assert "13800000000" not in written(found, tmp_path / "x.yaml").read_text("utf-8")


@pytest.mark.browser
def test_a_recording_ends_with_the_last_tab_or_when_told(
    portal: Any, started: Started, context: BrowserContext
) -> None:
    recording, person = started(portal())
    asked: list[bool] = []

    def never() -> bool:
        asked.append(True)
        if len(asked) > 1:
            person.page.close()
        return len(asked) > 5

    recording.until_left(lambda: True)
    recording.until_left(never)
    assert context.pages == []
    assert 1 < len(asked) <= 3


@pytest.mark.browser
def test_the_command_tells_recognises_and_writes(
    portal: Any, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    mock = portal(open="same")
    out = tmp_path / "mine.yaml"
    acted: list[bool] = []

    def person_acts(recording: Recording, is_over: Callable[[], bool]) -> None:
        del is_over
        acted.append(True)
        (page,) = recording.context.pages
        person = Person(page, mock)
        person.log_in()
        person.enter("强检器具台账维护")
        person.add("A-1")
        page.close()

    monkeypatch.setattr(recorded, "launched", lambda *_, **__: nullcontext(browser))
    monkeypatch.setattr(Recording, "until_left", person_acts)
    for folder in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(folder, str(tmp_path))
    monkeypatch.setattr(typer_state(), "data", None)  # put back after the test
    arguments = ["--data", str(tmp_path), "replay", "record", "--portal", mock.url]
    code = run([*arguments, "--out", str(out)])
    told = capfd.readouterr().err
    assert code == 0, told
    assert "这不是模拟门户" in told
    assert "密码、验证码和 Cookie 不会被录制" in told
    assert [step.verb for step in read_scenario(out).scenario.steps] == ["log_in", "add"]
    before = out.read_text("utf-8")
    assert run([*arguments, "--out", str(out)]) == 2
    assert out.read_text("utf-8") == before
    assert len(acted) == 1, "a name that is taken is told before anybody works in vain"


@pytest.mark.browser
def test_a_recording_of_chrome_is_imported_and_replays(tmp_path: Path) -> None:
    flow = json.loads(FLOW.read_text("utf-8"))
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(flow), "utf-8")
    ended = ecqs("replay", "import", str(file), data=tmp_path)
    assert (ended.code, ended.is_clean()) == (0, True)
    assert "13: waitForElement / #ledgerGrid - 页面对象会自行等待" in ended.out
    played = ecqs("replay", "run", str(tmp_path / "flow.yaml"), "--json", data=tmp_path)
    (scenario,) = played.json["scenarios"]
    assert [step["verdict"] for step in scenario["steps"]] == ["same"] * 3, played.out


def test_an_import_names_what_it_could_not_map(tmp_path: Path) -> None:
    flow = json.loads(FLOW.read_text("utf-8"))
    flow["steps"].insert(14, {"type": "click", "selectors": [["#_easyui_textbox_input9"]]})
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(flow), "utf-8")
    ended = ecqs("replay", "import", str(file), "--json", data=tmp_path)
    assert (ended.code, ended.is_clean()) == (4, True)
    (unknown,) = ended.json["unknown"]
    assert unknown == {"number": 15, "why": "thing", "what": "#_easyui_textbox_input9"}
    again = ecqs("replay", "import", str(file), data=tmp_path)
    assert again.code == 2
    assert "flow.yaml" in again.err


def test_where_nothing_was_done_no_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_text(
        '{"title": "-", "steps": [{"type": "waitForElement", "selectors": []}]}', "utf-8"
    )
    ended = ecqs("replay", "import", str(file), data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "没有能构成步骤的操作" in ended.err
    assert "should have" not in ended.err
    assert not (tmp_path / "flow.yaml").exists()


@pytest.mark.browser
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one process alone")
def test_ctrl_c_ends_the_recording_and_it_is_written(portal: Any, tmp_path: Path) -> None:
    out = tmp_path / "mine.yaml"
    command = [sys.executable, "-m", "tests.replay.unseen_recorder", "--data", str(tmp_path)]
    recorder = subprocess.Popen(
        [*command, "replay", "record", "--portal", portal().url, "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
    )
    assert recorder.stdout is not None
    assert recorder.stdout.readline() == "in front\n"
    recorder.send_signal(signal.SIGINT)
    told, complaints = recorder.communicate(timeout=120)
    assert recorder.returncode == 4, complaints
    assert "更多 - 这里的这个按钮没有对应的动词" in told
    assert [step.verb for step in read_scenario(out).scenario.steps] == ["raw"]
