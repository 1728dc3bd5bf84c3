"""The report a run leaves: written when something was done, told where, never a run's failure."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.report import leave_report
from ecqs_agent.journal import Errand, Journal, NewItem
from ecqs_agent.journal.store import utc_now
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.settings import Reports, Settings, load_settings
from ecqs_agent.workbooks.mapping import to_form
from tests.unit.agent.samples import SCALE


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path, portal="https://psp.e-cqs.cn")


@pytest.fixture
def began(settings: Settings) -> datetime:
    """Refuse one piece on the portal; return the time just before."""
    began = utc_now()
    wish = to_form(SCALE).model_dump(mode="json")
    new = NewItem(account="demo", errand=Errand.ADD, fingerprint="F", ordinal=0, wish=wish)
    with closing(Journal.open(settings.journal_url)) as journal:
        key = journal.note(new).key
        journal.take(key)
        journal.mark_submitting(key)
        journal.mark_refused(key, ["测量范围填写错误"])
    return began


def leave(settings: Settings, since: datetime) -> list[Path]:
    leave_report(Console(), settings, "demo", errand=ReportOf.APPLY, since=since)
    return sorted((settings.data / "reports").rglob("*"))


def test_a_run_that_did_something_leaves_its_report(
    settings: Settings, began: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = leave(settings, began)
    assert (folder.name, file.name.endswith("-apply.html")) == ("demo", True)
    assert str(file) in capsys.readouterr().err
    page = file.read_text(encoding="utf-8")
    assert "<li class=new>" in page
    assert "测量范围填写错误" in page


def test_a_run_that_did_nothing_leaves_none(
    settings: Settings, began: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave(settings, began + timedelta(days=1)) == []
    assert capsys.readouterr().err == ""


def test_the_setting_turns_reports_off(settings: Settings, began: datetime) -> None:
    assert leave(settings.model_copy(update={"reports": Reports.NONE}), began) == []


def test_an_old_report_is_not_replaced_by_a_later_run(settings: Settings, began: datetime) -> None:
    _, first = leave(settings, began)
    first = first.rename(first.with_name(f"2020-01-01-000000-{ReportOf.APPLY}.html"))
    assert first in leave(settings, began)


def test_trouble_with_the_report_is_told_and_no_error(
    settings: Settings, began: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.data / "reports").write_bytes(b"in the way")
    leave(settings, began)
    assert "reports" in capsys.readouterr().err
