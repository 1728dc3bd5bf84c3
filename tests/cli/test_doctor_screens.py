"""`ecqs doctor` on a portal that has changed: told, proposed, adopted, approved; then filed."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command, as_demo

pytestmark = pytest.mark.browser

SMALL = Path("examples/instruments-small.xls").resolve()
RENAMED = {
    "path": "ledgerManage.jsp",
    "old": '<td class="label">出厂编号</td><td><input id="serialNum"',
    "new": '<td class="label">出厂号</td><td><input id="serialNum"',
}
BUTTON = {
    "path": "ledgerManage.jsp",
    "old": '<a id="editBtn"',
    "new": '<a class="easyui-linkbutton">导入</a><a id="editBtn"',
}


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.fixture
def run(mock: Any, tmp_path: Path) -> Command:
    """Return `run(*arguments)`: an unattended command on the mock, words in a file of its own."""

    return as_demo(mock, tmp_path, ECQS_WORDS=str(tmp_path / "words.toml"), ECQS_LANG="en")


def test_a_renamed_label_is_proposed_adopted_and_then_filed_through(
    run: Command, mock: Any
) -> None:
    mock.redesign(RENAMED)
    stopped = run("apply", str(SMALL), "--account", "demo", "--json")
    assert stopped.code == 6, stopped.err
    assert stopped.json["error"]["code"] == "AGENT-341"
    assert "出厂编号" in stopped.json["error"]["message"]
    assert mock.records() == []

    told = run("doctor", "--account", "demo", "--json")
    assert told.code == 6
    assert [(one["table"], one["key"], one["word"]) for one in told.json["proposed"]] == [
        ("fields", "serial_number", "出厂号")
    ]
    refused = run("doctor", "--account", "demo", "--adopt-words")
    assert (refused.code, refused.is_clean()) == (5, True)  # nobody is here to agree

    adopted = run("doctor", "--account", "demo", "--adopt-words", "--yes")
    assert "words added" in adopted.out
    assert run("doctor", "--account", "demo").code == 0
    filed = run("apply", str(SMALL), "--account", "demo", "--json")
    assert (filed.code, filed.json["proven"]) == (0, 6), filed.err
    assert {record["serialNum"] for record in mock.records()} >= {"SX16001"}


def test_the_mocks_words_stay_out_of_the_real_ones(run: Command, mock: Any) -> None:
    mock.redesign(RENAMED)
    ended = run("doctor", "--account", "demo", "--adopt-words", "--yes", ECQS_WORDS="")
    assert ended.code == 2
    assert "AGENT-501" in ended.err


def test_what_does_no_harm_is_approved_by_a_person(run: Command, mock: Any) -> None:
    mock.redesign(BUTTON)
    told = run("doctor", "--account", "demo")
    assert told.code == 6
    assert "A button that is not known: “导入”." in told.out
    assert run("apply", str(SMALL), "--account", "demo").code == 6
    assert run("doctor", "--account", "demo", "--approve", "--yes").code == 0
    assert run("doctor", "--account", "demo").code == 0
    assert run("apply", str(SMALL), "--account", "demo", "--json").json["proven"] == 6

    mock.redesign()  # back to what it was: that, too, is another screen than the approved one
    back = run("doctor", "--account", "demo")
    assert (back.code, "The button “导入” is missing." in back.out) == (6, True)


def test_a_portal_nobody_has_an_account_of_is_looked_at_from_outside(
    run: Command, mock: Any
) -> None:
    mock.redesign({"path": "casServer/login", "old": ">密码</label>", "new": ">口令</label>"})
    ended = run("doctor", "--portal", mock.url, "--json")
    assert ended.code == 6
    (missing, *_) = ended.json["screens"]["login"]
    assert (missing["kind"], missing["what"]) == ("missing", "密码")


def test_damaged_files_are_named(run: Command, mock: Any, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("[fields]\nserial = ['x']\n", encoding="utf-8")
    ended = run("apply", str(SMALL), "--account", "demo")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "PORTAL-309" in ended.err
    assert "fields.serial" in ended.err
    (tmp_path / "words.toml").unlink()
    assert run("doctor", "--account", "demo", "--approve", "--yes").code == 0
    (kept,) = (tmp_path / "data" / "screens").glob("*.json")
    kept.write_text("{", encoding="utf-8")
    ended = run("doctor", "--account", "demo")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert kept.name in ended.err
