"""The pytest plugin as a QA team uses it, and as everybody else does not notice it."""

import shutil
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Playwright

from ecqs_agent.errors import NoBrowserError
from ecqs_agent.mock_client import DEMO_PASSWORD, serving
from ecqs_agent.pytest_plugin.browsers import launch_args
from ecqs_agent.replay.loading import shipped
from tests.replay.another_portal import another_portal
from tests.replay.qa_run import qa_run
from tests.replay.qa_tests import FIXTURES, GIVEN

ROOT = Path(__file__).parents[2]
SECRETS = (DEMO_PASSWORD, "JSESSIONID=", "ST-1-", "CASTGC=", ":1d5mf8c2k")


@pytest.mark.browser
def test_the_fixtures_do_what_they_say_and_nothing_is_written_without_a_mark(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_it.py").write_text(FIXTURES, encoding="utf-8")
    ended = qa_run(tmp_path, "--strict-markers")
    assert ended.outcomes == {
        "test_files": "passed",
        "test_starts_anew": "passed",
        "test_variant": "passed",
        "test_control": "passed",
        "test_wrong_order": "failed",
        "test_unmarked_filing": "failed",
        "test_unmarked_deleting": "failed",
        "test_two_screens": "error",
        "test_unknown_variant": "error",
        "test_not_logged_in": "passed",
    }, ended.out
    assert "AGENT-501 The mock portal does not take this order: kind: " in ended.out
    assert ended.out.count("Mark it with @pytest.mark.ecqs_writes.") >= 2
    assert "ledger_page and booking_list_page cannot both be" in ended.out
    assert "variant colour" in ended.out
    assert ended.out.count("- e-CQS -") == 3  # below the traceback of each test that failed


@pytest.mark.browser
def test_evidence_of_a_failure_holds_no_secret(tmp_path: Path) -> None:
    text = "def test_fails(ledger_page):\n    assert ledger_page.columns() == ()\n"
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    ended = qa_run(
        tmp_path, "--tracing=retain-on-failure", "--screenshot=only-on-failure", "-l", "-vv"
    )
    assert ended.outcomes == {"test_fails": "failed"}, ended.out
    assert list(tmp_path.rglob("test-failed-*.png"))
    (kept,) = tmp_path.rglob("trace.zip")
    with zipfile.ZipFile(kept) as trace:
        content = b"".join(trace.read(name) for name in trace.namelist())
    assert b"ledgerManage.jsp" in content
    for secret in SECRETS:
        assert secret.encode() not in content, secret
        assert secret not in ended.out
    assert not [path.name for path in tmp_path.rglob("*.raw")]


@pytest.mark.browser
def test_scenarios_are_tests_and_other_yaml_is_left_alone(tmp_path: Path) -> None:
    text = (shipped() / "ledger-add.yaml").read_text("utf-8")
    (tmp_path / "bad.ecqs.yaml").write_text(
        text.replace("message: 保存成功！", "message: 已保存"), encoding="utf-8"
    )
    (tmp_path / "compose.yaml").write_text("version: 1\nservices: {}\n", encoding="utf-8")
    ours = tmp_path / "ours"
    ours.mkdir()
    shutil.copy(shipped() / "door-wrong-password.yaml", ours)
    shutil.copy(shipped() / "screen-old-words.yaml", ours)
    (tmp_path / "pytest.ini").write_text("[pytest]\necqs_scenarios = ours\n", encoding="utf-8")
    ended = qa_run(tmp_path, "--ecqs-variant", "words=new")
    assert ended.outcomes == {
        "bad": "failed", "door-wrong-password": "passed", "screen-old-words": "skipped",
    }, ended.out  # fmt: skip
    assert "Message of the portal [message]: expected “已保存”, came “保存成功！”" in ended.out
    assert "step 2 (Add an instrument), line" in ended.out
    assert "Traceback" not in ended.out
    assert list((tmp_path / "test-results").rglob("*.jpg"))

    chosen = qa_run(tmp_path, "--collect-only", "-q", "-m", "not ecqs_writes", "-k", "door")
    assert "door-wrong-password" in chosen.out
    assert "bad" not in chosen.out


def test_a_wrong_scenario_file_is_told_by_line_and_field(tmp_path: Path) -> None:
    text = (shipped() / "ledger-add.yaml").read_text("utf-8")
    wrong = text.replace("    quantity: 1\n", "    quantity: 1\n    colour: red\n")
    (tmp_path / "wrong.ecqs.yaml").write_text(wrong, encoding="utf-8")
    ended = qa_run(tmp_path)
    assert ended.code == 2
    assert "wrong.ecqs.yaml, line 22, data.scale.colour: this field is not known." in ended.out
    assert "Traceback" not in ended.out


@pytest.mark.browser
def test_a_given_portal_is_not_written_to_without_consent(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(GIVEN.replace("IS_MOCK", "False"), encoding="utf-8")
    shutil.copy(shipped() / "ledger-add.yaml", tmp_path / "add.ecqs.yaml")
    with another_portal() as (url, asked):
        ended = qa_run(tmp_path, "--ecqs-portal", url)
    assert ended.outcomes == {
        "add": "error",
        "test_reads": "passed",
        "test_writes": "error",
        "test_variant": "skipped",
        "test_behind": "skipped",
        "test_logged_in": "error",
    }, ended.out
    assert asked == []
    assert "REPLAY-121" in ended.out
    assert "venue.py" not in ended.out  # no traceback
    assert "--ecqs-allow-writing" in ended.out
    assert f"ecqs login --portal {url} --account demo" in ended.out
    with another_portal() as (url, _):
        allowed = qa_run(
            tmp_path, "--ecqs-portal", url, "--ecqs-allow-writing", "-k", "test_writes"
        )
        one_of_two = qa_run(
            tmp_path, "--ecqs-portal", url, "-k", "test_reads", PYTEST_XDIST_WORKER_COUNT="2"
        )
    assert allowed.outcomes == {"test_writes": "passed"}, allowed.out
    assert one_of_two.outcomes == {"test_reads": "error"}, one_of_two.out
    assert "Leave -n out" in one_of_two.out


@pytest.mark.browser
def test_a_given_mock_is_taken_as_it_is_unless_it_may_be_fresh(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(GIVEN.replace("IS_MOCK", "True"), encoding="utf-8")
    with serving() as mock:
        mock.tell("seed", {"accounts": {"demo": {
            "password": DEMO_PASSWORD, "company": "示例", "generate": 2,
        }}})  # fmt: skip
        given = ("--ecqs-portal", mock.url)
        ended = qa_run(tmp_path, *given, ECQS_MOCK_TOKEN=mock.token)
        assert set(ended.outcomes.items()) == {
            ("test_reads", "passed"),
            ("test_writes", "passed"),
            ("test_variant", "skipped"),
            ("test_behind", "passed"),
            ("test_logged_in", "passed"),
        }, ended.out
        assert mock.ask("health")["records"] == 2
        fresh = qa_run(
            tmp_path, *given, "--ecqs-fresh", "-k", "variant", ECQS_MOCK_TOKEN=mock.token
        )
        assert fresh.outcomes == {"test_variant": "passed"}, fresh.out
        assert mock.ask("health")["records"] == 0


def test_a_run_that_is_not_about_the_portal_loads_nothing_of_ours(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "test_other.py").write_text(
        """
import sys
HEAVY = ("playwright", "pydantic", "httpx", "page_objects", "ledgers", "sqlalchemy", "ruamel")

def test_other(request):
    assert request.config.pluginmanager.has_plugin("ecqs")
    loaded = {name for name in sys.modules if name.partition(".")[0] == "ecqs_agent"}
    ours = {"", ".pytest_plugin"} | {
        f".pytest_plugin.{name}" for name in ("collecting", "fixtures", "hooks", "marks")
    }
    assert loaded == {f"ecqs_agent{name}" for name in ours}
    assert not [name for name in HEAVY if name in sys.modules]

def test_fails():
    raise ValueError("its own error")
""",
        encoding="utf-8",
    )
    ended = qa_run(tmp_path, "-p", "no:playwright", "-p", "no:hypothesispytest", "-p", "no:anyio")
    assert ended.outcomes == {"test_other": "passed", "test_fails": "failed"}, ended.out
    assert "e-CQS" not in ended.out


def test_the_plugin_is_installed_as_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["entry-points"]["pytest11"]
    installed = {one.name: one.value for one in entry_points(group="pytest11")}
    assert declared.items() <= installed.items(), "install anew: rm .venv/.installed; make test"


def test_the_fixtures_of_this_suite_win(portal: Any, browser_type_launch_args: Any) -> None:
    assert callable(portal)
    assert "--no-sandbox" in browser_type_launch_args["args"]


def _playwright(program: Path) -> Playwright:
    return cast("Playwright", SimpleNamespace(chromium=SimpleNamespace(executable_path=program)))


def test_a_browser_is_chosen_only_where_nobody_else_did(tmp_path: Path) -> None:
    own, missing = tmp_path / "chrome", tmp_path / "nowhere"
    own.touch()

    def args(program: Path, *, wanted: str = "", **theirs: Any) -> dict[str, Any]:
        return launch_args(_playwright(program), theirs, wanted=wanted, engines=())

    assert args(own, args=["--x"]) == {"args": ["--x"]}
    assert args(missing, channel="msedge") == {"channel": "msedge"}
    assert args(missing, executable_path="/x") == {"executable_path": "/x"}
    firefox = launch_args(_playwright(missing), {}, wanted="", engines=["firefox"])
    assert firefox == {}
    found = args(missing, args=["--x"])
    assert Path(found["executable_path"]).is_file()
    assert found["args"][0] == "--x"
    assert "--disable-quic" in found["args"]
    assert args(own, wanted=str(own))["executable_path"] == own
    with pytest.raises(NoBrowserError):
        args(missing, wanted="edge" if not shutil.which("msedge") else "nothing-like-it")


@pytest.mark.browser
def test_the_example_project_of_a_qa_team_is_green(tmp_path: Path) -> None:
    folder = tmp_path / "qa"
    shutil.copytree(ROOT / "examples" / "qa", folder, ignore=shutil.ignore_patterns("__pycache__"))
    ended = qa_run(folder)
    assert ended.code == 0, ended.out
    fields = [name for name in ended.outcomes if name.startswith("booking-three: ")]
    assert len(fields) > 250  # of the cassette: a test for each
    assert len(ended.outcomes) - len(fields) == 6
    assert set(ended.outcomes.values()) == {"passed"}
