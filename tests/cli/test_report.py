"""`ecqs report`, and the report that a run leaves: real commands, the real journal and evidence."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.journal import Errand, Journal, NewItem
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.workbooks.mapping import to_form
from tests.cli.command import ecqs, on_mock
from tests.unit.agent.samples import SCALE

SMALL = Path("examples/instruments-small.xls").resolve()


def noted(tmp_path: Path, *accounts: str) -> Path:
    """Put one refused piece of each account into a journal; return the data folder."""
    data = tmp_path / "data"
    data.mkdir()
    with closing(Journal.open(sqlite_url(data / "journal.sqlite"))) as journal:
        for account in accounts:
            wish = to_form(SCALE).model_dump(mode="json")
            new = NewItem(account=account, errand=Errand.ADD, fingerprint="F", ordinal=0, wish=wish)
            key = journal.note(new).key
            journal.take(key)
            journal.mark_submitting(key)
            journal.mark_refused(key, ["测量范围填写错误"])
    return data


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data" / "reports").rglob("*.html"))


def test_the_only_account_need_not_be_named(tmp_path: Path) -> None:
    noted(tmp_path, "demo")
    out = tmp_path / "new folder" / "r.html"
    ended = ecqs("report", "--out", str(out), "--json", data=tmp_path)
    assert (ended.code, ended.json["pieces"]) == (0, 1)
    assert ended.json["states"] == {"portal-refused": 1}
    page = out.read_text(encoding="utf-8")
    assert "测量范围填写错误" in page
    assert "psp.e-cqs.cn" in page


def test_it_goes_to_the_accounts_folder_and_is_named_after_the_time(tmp_path: Path) -> None:
    noted(tmp_path, "demo", "a/b")
    ended = ecqs("--lang", "en", "report", "--account", "a/b", data=tmp_path)
    assert ended.code == 0, ended.err
    (path,) = reports(tmp_path)
    assert path.parent.name == "a_b"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{6}-report\.html", path.name)
    assert str(path) in ended.out
    assert '<html lang="en">' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("--account", "nobody")])
def test_an_account_that_is_not_clear_is_asked_for(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    noted(tmp_path, "demo", "second")
    ended = ecqs("report", *arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "demo、second" in ended.err
    assert "--account" in ended.err


def test_without_a_journal_there_is_nothing_to_report(tmp_path: Path) -> None:
    ended = ecqs("report", data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)


def test_a_day_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    noted(tmp_path, "demo")
    assert ecqs("report", "--since", "yesterday", data=tmp_path).code == 2
    later = ecqs("report", "--since", "2999-01-01", "--json", data=tmp_path)
    assert later.code == 0
    page = Path(later.json["path"]).read_text(encoding="utf-8")
    assert "本期没有办理任何事项。" in page


def test_a_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    noted(tmp_path, "demo")
    (tmp_path / "r.html").mkdir()
    ended = ecqs("report", "--out", str(tmp_path / "r.html"), data=tmp_path)
    assert (ended.code, ended.is_clean()) == (3, True)
    assert "LEDGER-121" in ended.err
    assert list(tmp_path.glob(".report-*")) == []


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.mark.browser
def test_runs_leave_a_report_when_they_changed_something(tmp_path: Path, mock: Any) -> None:
    run = on_mock(mock, tmp_path, "--account", "demo")
    assert run("login", "--captcha", "mock", ECQS_PASSWORD=mock.password("demo")).code == 0
    applied = run("apply", str(SMALL), "--limit", "2")
    assert applied.code == 0, applied.err
    assert "新增 2 条" in applied.err  # what is asked for is what will be done, not the whole plan
    (filed,) = reports(tmp_path)
    assert filed.name.endswith("-apply.html")
    assert applied.err.rstrip().endswith(str(filed))
    page = filed.read_text(encoding="utf-8")
    assert page.count('src="data:image/jpeg;base64,') == 2
    for record in mock.records():
        assert record["strongInspCode"] in page

    assert run("apply", str(SMALL), "--limit", "0").code == 0
    assert reports(tmp_path) == [filed]  # nothing was done

    assert run("book", ECQS_REPORTS="none").code == 0
    assert reports(tmp_path) == [filed]

    mock.institute("answer")
    assert run("receipts", "poll").code == 0
    (read,) = set(reports(tmp_path)) - {filed}
    assert read.name.endswith("-receipts.html")
    assert "0471-" in read.read_text(encoding="utf-8")
    for report in reports(tmp_path):
        text = report.read_text(encoding="utf-8")
        assert mock.password("demo") not in text
        assert mock.token not in text
