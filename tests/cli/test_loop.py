"""The commands one after the other, each in its own process, as an operator types them."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.command import Command, Ended, on_mock

pytestmark = pytest.mark.browser

SMALL = Path("examples/instruments-small.xls").resolve()


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.fixture
def run(mock: Any, tmp_path: Path) -> Command:
    """Return `run(*arguments)`: a command for account demo on the mock, unattended."""

    on_it = on_mock(mock, tmp_path)

    def command(*arguments: str, account: str = "demo", **environment: str) -> Ended:
        return on_it(*arguments, "--account", account, **environment)

    return command


def log_in(run: Command, mock: Any, account: str = "demo") -> None:
    ended = run("login", "--captcha", "mock", account=account, ECQS_PASSWORD=mock.password(account))
    assert ended.code == 0, ended.err


def test_the_loop_by_hand(run: Command, mock: Any, tmp_path: Path) -> None:
    log_in(run, mock)
    planned = run("plan", str(SMALL), "--json")
    assert planned.json["counts"]["add"] == 6
    assert mock.records() == []

    out = tmp_path / "result.xlsx"
    applied = run("apply", str(SMALL), "--json", "--out", str(out))
    assert (applied.code, applied.json["proven"]) == (0, 6)
    assert len(mock.records()) == 6
    codes = {record["strongInspCode"] for record in mock.records()}
    page = openpyxl.load_workbook(out).worksheets[0]
    assert codes <= {str(cell.value) for row in page.iter_rows() for cell in row}

    again = run("apply", str(SMALL), "--json")
    assert (again.code, again.json["plan"]["unchanged"]) == (0, 6)
    assert len(mock.records()) == 6

    booked = run("book", "--json")
    assert booked.code == 0
    assert sum(len(group["records"]) for group in booked.json["groups"]) == 6
    assert run("book", "--json").json["groups"] == []

    mock.institute("answer")
    polled = run("receipts", "poll", "--json")
    assert (polled.code, polled.json["read"]) == (0, len(mock.bookings()))
    assert len(polled.json["pieces"]) == 6
    shown = run("receipts", "list")
    assert "待检定" in shown.out

    pulled = run("pull", "--out", str(tmp_path / "pulled.xlsx"))
    assert pulled.code == 0
    assert len(openpyxl.load_workbook(tmp_path / "pulled.xlsx").worksheets[0]["A"]) == 7

    status = run("status", "--json")
    assert (status.code, status.json["demo"]["proven"]) == (0, 6 + len(mock.bookings()))


def test_without_a_person_and_a_session_a_person_is_asked_for(run: Command) -> None:
    ended = run("pull", "--json")
    assert (ended.code, ended.is_clean()) == (5, True)
    assert ended.json["error"]["code"] in {"AGENT-311", "PORTAL-111"}
    assert "ecqs login" in ended.err


def test_a_wrong_password_is_said_once_and_nothing_is_kept(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    ended = run("login", "--captcha", "mock", ECQS_PASSWORD="Wrong+2026")
    assert (ended.code, ended.is_clean()) == (5, True)
    assert "AGENT-312" in ended.err
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Wrong+2026" not in everything
    assert run("pull").code == 5


def test_the_password_is_nowhere_on_disk(run: Command, mock: Any, tmp_path: Path) -> None:
    log_in(run, mock)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert mock.password("demo").encode() not in everything
    assert b"JSESSIONID" not in everything


def test_each_account_has_its_own_session(run: Command, mock: Any) -> None:
    log_in(run, mock)
    assert run("pull", account="second").code == 5
    log_in(run, mock, account="second")
    assert run("apply", str(SMALL), "--limit", "2", account="second").code == 0
    assert (len(mock.records("demo")), len(mock.records("second"))) == (0, 2)


def test_writing_to_a_portal_that_is_not_the_mock_needs_an_approval(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    log_in(run, mock)
    ended = run("apply", str(SMALL), ECQS_MOCK_TOKEN="")
    assert (ended.code, ended.is_clean()) == (2, True)  # the folder is the mock's
    assert "AGENT-331" in ended.err
    for path in ((data := tmp_path / "data") / "portal.json", *data.glob("journal.sqlite*")):
        path.unlink()  # as a portal's folder would be, with a session that is alive
    ended = run("apply", str(SMALL), ECQS_MOCK_TOKEN="")
    assert (ended.code, ended.is_clean()) == (5, True)
    assert "--yes" in ended.err
    assert mock.records() == []


def test_a_dry_run_fills_every_dialog_and_files_nothing(
    run: Command, mock: Any, tmp_path: Path
) -> None:
    log_in(run, mock)
    ended = run("apply", str(SMALL), "--dry-run", "fill", "--json", "--limit", "2")
    assert ended.code == 0, ended.err
    assert [one["trouble"] for one in ended.json["rehearsed"]] == ["", ""]
    pictures = sorted((tmp_path / "data" / "rehearsal" / "demo").glob("*.png"))
    assert [picture.stem for picture in pictures] == [
        f"row-{one['row']}" for one in ended.json["rehearsed"]
    ]
    assert mock.records() == []
    assert run("plan", str(SMALL), "--json").json["counts"]["add"] == 6
