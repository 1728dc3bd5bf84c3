"""`ecqs replay` as QA people use it: exit codes, files, consent, matrix, comparison."""

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ecqs_agent.mock_client import DEMO_PASSWORD
from ecqs_agent.replay.loading import shipped
from tests.cli.command import Ended, ecqs
from tests.replay.another_portal import another_portal

ONE = shipped() / "ledger-add.yaml"
WIDTH = 80


def replay(*arguments: str | Path, data: Path, **environment: str) -> Ended:
    return ecqs("replay", *(str(one) for one in arguments), data=data, **environment)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A scenario that expects another message, then goes on, then meets a changed page."""
    text = ONE.read_text("utf-8").replace("message: 保存成功！", "message: 已保存")
    text += """
  - leave: {}
  - fault: {kind: rename_label, path: ledgerManage.jsp, label: 准确度等级, to: 精度, times: 9}
  - add: {of: scale}
  - query: {}
"""
    path = tmp_path / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.browser
def test_what_is_as_expected_ends_with_zero(tmp_path: Path) -> None:
    junit, html = tmp_path / "junit.xml", tmp_path / "verdict.html"
    scenarios = [ONE, shipped() / "door-wrong-password.yaml"]
    ended = replay(
        "run", *scenarios, "--processes", "2", "--junit", junit, "--html", html, "--json",
        data=tmp_path,
    )  # fmt: skip
    assert (ended.code, ended.is_clean()) == (0, True)
    assert ended.json["counts"] == {
        "skipped": 0, "same": 2, "blocked": 0, "different": 0, "drift": 0,
    }  # fmt: skip
    (suite,) = ET.parse(junit).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "0", "0")
    assert "新增一件器具，读回每个字段" in html.read_text("utf-8")
    assert not list(tmp_path.rglob("*.zip"))
    assert not list(tmp_path.rglob("*.jpg"))


@pytest.mark.browser
def test_differences_and_drift_leave_evidence_without_secrets(
    tmp_path: Path, changed: Path
) -> None:
    out = tmp_path / "evidence"
    ended = replay("run", changed, "--out", out, "--json", data=tmp_path)
    assert (ended.code, ended.is_clean()) == (6, True)
    (scenario,) = ended.json["scenarios"]
    verdicts = [(step["verb"], step["verdict"]) for step in scenario["steps"]]
    assert verdicts == [
        ("log_in", "same"),
        ("add", "different"),
        ("query", "same"),
        ("requests", "same"),
        ("leave", "same"),
        ("fault", "same"),
        ("add", "drift"),
        ("query", "blocked"),
    ]
    added = scenario["steps"][1]
    (apart,) = added["differences"]
    assert apart["place"] == "message"
    assert (apart["expected"], apart["came"]) == ("“已保存”", "“保存成功！”")
    drift = scenario["steps"][6]
    assert drift["trouble"]["facts"]["missing"] == "准确度等级"
    assert "精度" in drift["evidence"]["excerpt"]
    assert Path(drift["evidence"]["picture"]).read_bytes().startswith(b"\xff\xd8")
    with zipfile.ZipFile(scenario["trace"]) as trace:
        assert [name for name in trace.namelist() if name.endswith(".trace")]
        content = b"".join(trace.read(name) for name in trace.namelist())
    for secret in (DEMO_PASSWORD, "JSESSIONID=", "ST-1-", "CASTGC=", ":1d5mf8c2k"):
        assert secret.encode() not in content


@pytest.mark.browser
def test_a_matrix_is_one_table_of_eighty_columns(tmp_path: Path) -> None:
    scenarios = [ONE, shipped() / "ledger-region-chained.yaml"]
    ended = replay(
        "run", *scenarios, "--matrix", "region=tree,chained", data=tmp_path, COLUMNS=str(WIDTH)
    )
    assert (ended.code, ended.is_clean()) == (0, True)
    table = ended.out.splitlines()[:3]
    assert table[0].split() == ["场景", "region=tree", "region=chained"]
    assert table[1].split() == ["ledger-add", "一致", "一致"]
    assert table[2].split() == ["ledger-region-chained", "不适用", "一致"]
    assert all(len(line) <= WIDTH for line in table)


@pytest.mark.browser
def test_a_comparison_reports_only_what_differs(tmp_path: Path) -> None:
    scenarios = [shipped() / "screen-new-instrument.yaml", shipped() / "door-wrong-captcha.yaml"]
    ended = replay("compare", "mock", "words=old", *scenarios, "--json", data=tmp_path)
    assert ended.code == 4
    found = ended.json
    assert found["compared"] == 2
    assert {Path(one["file"]).stem for one in found["contrasts"]} == {"screen-new-instrument"}
    (shown, *_) = found["contrasts"]
    apart = {one["place"]: (one["expected"], one["came"]) for one in shown["differences"]}
    assert apart["labels.2"] == ("“一级目录”", "“器具项别”")
    assert "headings" not in " ".join(apart)


@pytest.mark.browser
def test_two_alike_portals_do_not_differ(tmp_path: Path) -> None:
    ended = replay("compare", "mock", "captcha=keep", ONE, "--json", data=tmp_path)
    assert (ended.code, ended.json["contrasts"], ended.json["compared"]) == (0, [], 1)


def test_writing_to_another_portal_needs_consent_and_nothing_is_clicked(tmp_path: Path) -> None:
    with another_portal() as (address, asked):
        ended = replay("run", ONE, "--portal", address, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert asked == []
    assert "REPLAY-121" in ended.err
    assert "--allow-writing" in ended.err
    assert f"{ONE} 第 " in ended.err.replace("\n", "")


def test_a_token_does_not_make_another_portal_a_mock(tmp_path: Path) -> None:
    with another_portal() as (address, asked):
        ended = replay("run", ONE, "--portal", address, data=tmp_path, ECQS_MOCK_TOKEN="guess")
    assert ended.code == 2
    assert asked == ["/__mock__/health"]


def test_a_wrong_scenario_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("version: 1\ntitle: {zh: 试, en: t}\nsteps:\n  - {pres: {}}\n", "utf-8")
    ended = replay("run", path, "--json", data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert ended.json["error"]["code"] == "REPLAY-111"
    assert "第 4 行" in ended.json["error"]["message"]


def test_the_list_names_every_shipped_scenario(tmp_path: Path) -> None:
    ended = replay("list", "--json", data=tmp_path)
    listed = {one["name"] for one in ended.json["scenarios"]}
    assert listed == {path.stem for path in shipped().glob("*.yaml")}
    tagged = json.loads(replay("list", "--tag", "timing", "--json", data=tmp_path).out)
    assert {one["name"] for one in tagged["scenarios"]} == {
        "door-locked",
        "booking-answered-next-day",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--portal", "http://127.0.0.1:1", "--engine", "lite"], "--portal"),
        (["run", "--engine", "jqm"], "lite"),
        (["run", "--variant", "words"], "K=V"),
        (["run", "--tag", "nothing"], "timing"),
        (["compare", "mock", "mock"], "mock"),
    ],
)
def test_wrong_options_are_explained(tmp_path: Path, arguments: list[str], words: str) -> None:
    ended = replay(*arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert words in ended.err
