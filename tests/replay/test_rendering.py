"""Verdicts for people and machines: exit codes, JUnit, the page."""

import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ecqs_agent.errors import ExitCode
from ecqs_agent.replay.comparing import compared
from ecqs_agent.replay.evidence import blank_archive
from ecqs_agent.replay.html import write_html
from ecqs_agent.replay.junit import write_junit
from ecqs_agent.replay.matching import Difference
from ecqs_agent.replay.places import told_in
from ecqs_agent.replay.verdict import (
    Evidence,
    RunVerdict,
    ScenarioVerdict,
    StepVerdict,
    Trouble,
    Verdict,
)
from ecqs_agent.replay.words import advice_in, alike
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from page_objects.payload import CHINA

ZH = translator(Language.ZH)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


def step(verdict: Verdict, **more: object) -> StepVerdict:
    return StepVerdict.model_validate(
        {"number": 1, "verb": "add", "line": 7, "verdict": verdict, **more}
    )


def scenario(name: str, *steps: StepVerdict, cell: str = "mock", **more: object) -> ScenarioVerdict:
    verdict = max((one.verdict for one in steps), key=list(Verdict).index)
    values = {"file": Path(f"{name}.yaml"), "zh": f"题 {name}", "en": name, "cell": cell}
    return ScenarioVerdict.model_validate({**values, "verdict": verdict, "steps": steps, **more})


def run_of(*scenarios: ScenarioVerdict) -> RunVerdict:
    cells = tuple(dict.fromkeys(one.cell for one in scenarios))
    return RunVerdict(cells=cells, scenarios=scenarios, seconds=1.5)


DIFFERENT = step(
    Verdict.DIFFERENT,
    differences=[Difference(place="message", expected="“保存成功！”", came="“<b>不</b>”")],
)
DRIFT = step(
    Verdict.DRIFT,
    trouble=Trouble(
        code="PORTAL-301",
        template="The screen {screen} has changed: {missing} was not found. It shows: {seen}",
        facts={"screen": "台账", "missing": "证书编号", "seen": ["证书号"]},
    ),
)
AWAY = step(Verdict.BLOCKED, trouble=Trouble(code="PORTAL-101", template="away"))
LATER = step(Verdict.BLOCKED, number=2)


@pytest.mark.parametrize(
    ("steps", "person", "code"),
    [
        ([step(Verdict.SAME)], False, ExitCode.OK),
        ([step(Verdict.SKIPPED)], False, ExitCode.OK),
        ([DIFFERENT], False, ExitCode.PARTLY),
        ([DRIFT], False, ExitCode.PORTAL),
        ([AWAY], False, ExitCode.PORTAL),
        ([AWAY], True, ExitCode.PERSON),
        ([DIFFERENT, LATER], False, ExitCode.PARTLY),
    ],
)
def test_exit_codes(steps: list[StepVerdict], *, person: bool, code: ExitCode) -> None:
    assert run_of(scenario("a", *steps, person=person)).exit_code == code


def test_the_gravest_counts() -> None:
    run = run_of(scenario("a", DIFFERENT), scenario("b", DRIFT), scenario("c", step(Verdict.SAME)))
    assert run.exit_code == ExitCode.PORTAL
    assert run.counts == {"skipped": 0, "same": 1, "blocked": 0, "different": 1, "drift": 1}


def test_junit_tells_failures_from_errors(tmp_path: Path) -> None:
    run = run_of(
        scenario("a", DIFFERENT, LATER),
        scenario("b", DRIFT),
        scenario("c", step(Verdict.SAME)),
        scenario("d", step(Verdict.SKIPPED)),
    )
    path = tmp_path / "out" / "junit.xml"
    write_junit(run, path, language=Language.ZH, t=ZH)
    (suite,) = ET.parse(path).getroot()
    counts = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    failure, error = suite[0].find("failure"), suite[1].find("error")
    assert failure is not None
    assert error is not None
    assert "门户提示 [message]：预期 “保存成功！”，实际 “<b>不</b>”" in str(failure.text)
    assert "第 7 行" in str(failure.get("message"))
    assert "证书编号" in str(error.text)


def test_the_page_stands_alone_and_escapes(tmp_path: Path) -> None:
    picture = tmp_path / "p.jpg"
    picture.write_bytes(b"picture")
    evidence = Evidence(picture=picture, excerpt="<script>alert(1)</script>")
    run = run_of(scenario("a", DIFFERENT.model_copy(update={"evidence": evidence})))
    path = tmp_path / "verdict.html"
    write_html(run, path, at=AT, language=Language.ZH, t=ZH)
    page = path.read_text("utf-8")
    assert 'lang="zh-CN"' in page
    assert "data:image/jpeg;base64,cGljdHVyZQ==" in page
    assert "<script" not in page
    assert "&lt;b&gt;不&lt;/b&gt;" in page
    assert "http://" not in page.replace("http-equiv", "")


def test_a_difference_is_told_in_words() -> None:
    lists = Difference(place="records", expected="[]", came="[{name: “秤”}]", counts=(0, 1))
    told = told_in(ZH, lists)
    assert (told.where, told.expected) == ("台账记录", "共 0 项")
    assert told.came == "共 1 项，仅此处有：[{name: “秤”}]"
    missing = Difference(place="records.1.name", expected="“秤”", came="∅", how="starts")
    told = told_in(ZH, missing)
    assert (told.where, told.place) == ("台账记录 / 第 2 项 / 器具名称", "records.1.name")
    assert (told.expected, told.came) == ("以 “秤” 开头", "（没有）")
    outcome = Difference(place="outcome", expected="“accepted”", came="“”")
    assert told_in(ZH, outcome).expected == "“accepted” - 门户已接受"
    assert told_in(ZH, outcome).came == "（空）"


def test_what_fails_alike_on_several_portals_is_told_once(tmp_path: Path) -> None:
    run = run_of(
        scenario("a", DIFFERENT, cell="one"),
        scenario("a", DIFFERENT, cell="two"),
        scenario("a", DRIFT, cell="three"),
    )
    assert [[one.cell for one in group] for group in alike(ZH, run)] == [["one", "two"], ["three"]]
    assert [line.partition(":")[0] for line in advice_in(ZH, run)] == ["不同", "页面已变"]
    path = tmp_path / "verdict.html"
    write_html(run, path, at=AT, language=Language.ZH, t=ZH)
    page = path.read_text("utf-8")
    assert page.count("<article") == 2
    assert "one; two" in page
    assert page.count('href="#case-2"') == 3  # at a glance, and from both portals in the table


def test_every_failure_is_reached_from_the_top_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "verdict.html"
    run = run_of(scenario("a", DIFFERENT, LATER), scenario("b", AWAY))
    write_html(run, path, at=AT, language=Language.ZH, t=ZH)
    page = path.read_text("utf-8")
    assert page.count('href="#case-1"') == page.count('href="#case-2"') == 2
    assert page.count('id="case-1"') == page.count('id="case-2"') == 1
    assert "此后的 1 个步骤未执行。" in page
    assert page.count("请按该步骤的说明处理") == 1


def test_the_page_in_english(tmp_path: Path) -> None:
    path = tmp_path / "verdict.html"
    write_html(
        run_of(scenario("a", DRIFT)), path, at=AT, language=Language.EN, t=translator(Language.EN)
    )
    page = path.read_text("utf-8")
    assert "The screen 台账 has changed: 证书编号 was not found." in page
    assert "What the words mean, and what to do" in page
    assert "File nothing on this portal with the program." in page


def test_a_comparison_reports_only_what_differs() -> None:
    def seen(value: object, cell: str, name: str) -> ScenarioVerdict:
        return scenario(name, step(Verdict.SAME, seen=value), cell=cell)

    run = run_of(
        seen({"a": 1, "b": [1]}, "one", "x"),
        seen({"a": 1, "b": [2], "c": 3}, "two", "x"),
        seen({"a": 1}, "one", "y"),
        seen({"a": 1}, "two", "y"),
        seen({"a": 1}, "one", "z"),
        scenario("z", step(Verdict.SKIPPED), cell="two"),
    )
    found = compared(run)
    (contrast,) = found.contrasts
    assert [(one.place, one.expected, one.came) for one in contrast.differences] == [
        ("b.0", "1", "2"),
        ("c", "∅", "3"),
    ]
    assert (found.compared, found.only_one) == (2, ("z",))
    assert found.exit_code == ExitCode.PARTLY


def test_a_trace_is_kept_without_cookies_tickets_and_secrets(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw.zip", tmp_path / "clean.zip"
    network = (
        '{"headers":[{"name":"Cookie","value":"JSESSIONID=0000abc"},{"name":"Accept","value":"x"}],'
        '"url":"http://h/egov/shIndex.html?ticket=ST-1-abcdefghijkl-cas01"}'
    )
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("trace.network", network)
        archive.writestr("resources/a.html", "session 0000SECRETSESSION here")
    blank_archive(raw, clean, ["0000SECRETSESSION"])
    with zipfile.ZipFile(clean) as archive:
        text = archive.read("trace.network").decode() + archive.read("resources/a.html").decode()
    assert "JSESSIONID" not in text
    assert "ST-1-" not in text
    assert "SECRETSESSION" not in text
    assert '"Accept","value":"x"' in text
