"""From a refusal to the next booking, command by command, as an operator types them."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.columns import LABELS
from tests.cli.command import Command, as_demo, ecqs
from tests.unit.ledgers.sheets import GOOD, grid_of, write_xlsx

pytestmark = pytest.mark.browser


@pytest.fixture
def mock(portal: Any) -> Any:
    return portal()


@pytest.fixture
def run(mock: Any, tmp_path: Path) -> Command:
    """Return `run(*arguments)`: a command on the mock, unattended, in 80 columns."""

    return as_demo(mock, tmp_path, COLUMNS="80")


def type_into(path: Path, row: int, **values: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    assert isinstance(sheet, Worksheet)
    columns = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
    for name, text in values.items():
        sheet.cell(row, columns[LABELS[name]]).value = text
    book.save(path)


def test_the_loop_after_a_refusal(run: Command, mock: Any, tmp_path: Path) -> None:
    ledger, corrections = tmp_path / "ledger.xlsx", tmp_path / "correct.xlsx"
    good = {**GOOD, "serial_number": "1"}
    bad = {**GOOD, "serial_number": "357753", "measuring_range": "200g~30kg"}
    write_xlsx(ledger, grid_of([good, bad]))
    account = ("--account", "demo")
    assert run("apply", str(ledger), *account, "--json").json["proven"] == 2
    assert run("book", str(ledger), *account, "--json").json["proven"] == 1
    again = run("book", str(ledger), *account)
    (booking,) = mock.bookings()
    number = booking["appointmentId"]
    assert again.out.count(number) == 2
    assert max(map(len, again.out.splitlines())) <= 80

    words = "测量范围请写成100g-30kg"
    mock.institute("refuse", booking=number, serial="357753", reason=words)
    mock.institute("accept", booking=number, serial="1")
    run("receipts", "poll", *account)
    shown = run("correct", str(corrections), *account)
    assert (shown.code, shown.is_clean()) == (0, True)
    assert "测量范围" in shown.out
    type_into(corrections, 3, measuring_range="100g-30kg")

    proposed = run("rules", "propose", *account, "--json").json["proposed"]
    assert [rule["value"] for rule in proposed] == ["200g~30kg"]
    assert "L811" not in run("check", str(ledger)).out
    nobody = run("rules", "approve", proposed[0]["id"])
    assert (nobody.code, "L811" in run("check", str(ledger)).out) == (5, False)
    assert run("rules", "approve", proposed[0]["id"], "--yes").code == 0
    assert words in run("check", str(ledger), "--json").out
    assert run("rules", "list", "--json").json["proposed"] == []
    assert run("rules", "drop", proposed[0]["id"]).code == 0

    assert run("apply", str(corrections), *account, "--json").json["plan"]["change"] == 1
    booked = run("book", str(corrections), *account, "--json")
    assert booked.json["groups"][0]["after"] == [number]
    assert len(mock.bookings()) == 2
    assert len(mock.records()) == 2
    assert run("correct", str(corrections), *account, "--json").json["pieces"] == []


def test_drafts_by_hand(run: Command, mock: Any, tmp_path: Path) -> None:
    ledger, listed = tmp_path / "ledger.xlsx", tmp_path / "list.txt"
    rows = [{**GOOD, "serial_number": number} for number in ("1", "2")]
    write_xlsx(ledger, grid_of(rows))
    account = ("--account", "demo")
    run("apply", str(ledger), *account)
    assert run("book", *account, "--draft-only", "--json").json["left"] == 1
    (draft,) = run("drafts", "list", *account, "--json").json["drafts"]
    listed.write_text("电子计价秤 2\n电子计价秤 3\n", encoding="utf-8")
    name = draft["uuid"][:8]
    changed = run("drafts", "change", name, *account, "--take-out", str(listed), "--json")
    assert (changed.code, len(changed.json["records"])) == (4, 1)  # one line names no piece
    assert run("drafts", "submit", name, *account, "--json").json["proven"] == 1
    (booking,) = mock.bookings()
    refused = run("drafts", "remove", booking["appointmentId"], *account)
    assert (refused.code, booking["appointmentId"] in refused.err) == (2, True)
    left = run("book", "--list", str(listed), *account, "--draft-only", "--json")
    assert [piece["reason"] for piece in left.json["left_out"]] == ["not-filed"]
    (other,) = run("drafts", "list", *account, "--json").json["drafts"]
    assert run("drafts", "remove", other["uuid"], *account).code == 0
    assert len(mock.bookings()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("book", "a.xlsx", "--list", "b.txt", "--account", "demo"),
        ("book", "--due-within", "soon", "--account", "demo"),
        ("drafts", "change", "abcd", "--account", "demo"),
        ("rules", "approve", "r-none", "--yes"),
        ("rules", "drop", "r-none"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_before_anything_is_done(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    ended = ecqs(*arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)


def test_without_refusals_no_workbook_is_written(tmp_path: Path) -> None:
    out = tmp_path / "correct.xlsx"
    ended = ecqs("correct", str(out), "--account", "demo", "--json", data=tmp_path)
    assert (ended.code, ended.json["pieces"], out.exists()) == (0, [], False)
