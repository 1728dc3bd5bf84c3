"""A person's own clicking is recorded, written as a scenario, and replays on a fresh mock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from ecqs_agent.replay.recognising.draft import Recognised
from ecqs_agent.replay.recognising.recogniser import recognised
from ecqs_agent.replay.recognising.recording import Recording, open_portal
from ecqs_agent.replay.recognising.writing import as_yaml, write_scenario
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from tests.cli.command import ecqs
from tests.replay.a_person import Person

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
