"""`ecqs receipts list` and `export`: from the journal alone, on eighty columns and in Excel."""

import unicodedata
from pathlib import Path

import openpyxl
import pytest

from ecqs_agent.journal import Errand, Journal, NewItem
from ecqs_agent.workbooks.mapping import to_form
from tests.cli.command import Ended, ecqs
from tests.unit.agent.samples import SCALE, scale
from tests.unit.agent.tellings import FIRST, MAIN, piece, reading

TEXT = f"""预约单共4条计量器具，其中4条已分配至{MAIN}
{MAIN}受理回执信息：本院已受理，请与力学室电话0471-3337062联系，确定现场检定时间。
器具电子计价秤（出厂编号为 2）不予受理原因：=HYPERLINK("http://x.example","点我")<script>alert(1)</script>"""
LONG_NAME = "验光仪、综合验光仪（含立式、台式以及便携式各类型号）"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder whose journal knows five pieces and one receipt."""
    (tmp_path / "data").mkdir()
    journal = Journal.open(f"sqlite:///{(tmp_path / 'data' / 'journal.sqlite').as_posix()}")
    pieces = [SCALE, scale("2"), scale("3"), scale("4", name=LONG_NAME), scale("5")]
    for at, instrument in enumerate(pieces):
        wish = to_form(instrument).model_dump(mode="json")
        new = NewItem(account="demo", errand=Errand.ADD, fingerprint=f"F{at}", ordinal=0, wish=wish)
        item = journal.note(new)
        if at < 4:
            journal.mark_proven(item.key, portal_uuid=f"U{at}", evidence={})
    shown = [
        piece("U0", "待检定"),
        piece("U1", "预约失败", serial_number="2"),
        piece("U2", "\x1b[2J已送达\u202e", serial_number="3"),
        piece("U3", "待检定", name=LONG_NAME, serial_number="4"),
    ]
    journal.keep_receipt("demo", reading(*shown, on=3, text=TEXT))
    journal.close()
    return tmp_path


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def receipts(folder: Path, *arguments: str) -> Ended:
    return ecqs("receipts", *arguments, "--account", "demo", data=folder, COLUMNS="80")


def test_the_list_says_who_must_do_what_on_eighty_columns(folder: Path) -> None:
    shown = receipts(folder, "list")
    assert (shown.code, shown.is_clean()) == (0, True)
    assert max(map(width, shown.out.splitlines())) <= 80
    headings = [line for line in shown.out.splitlines() if "件）" in line]
    assert [line.rpartition("（")[2] for line in headings] == [
        "1 件）",
        "1 件）",
        "2 件）",
        "1 件）",
    ]
    assert f"{MAIN} 0471-3337062" in shown.out
    assert "[2J已送达" in shown.out
    assert not {"\x1b", "\u202e"} & set(shown.out)
    assert "2026-11-03" in shown.out
    assert FIRST in shown.out


def test_the_list_for_scripts(folder: Path) -> None:
    shown = receipts(folder, "list", "--json").json
    steps = [one["next_step"] for one in shown["pieces"]]
    assert steps == ["call", "correct", "look", "call", "file"]
    assert shown["pieces"][0]["phones"] == ["0471-3337062"]
    assert [moment["standing"] for moment in shown["pieces"][1]["moments"]] == ["refused"]


def test_the_workbook_holds_text_and_nothing_else(folder: Path) -> None:
    out = folder / "pieces.xlsx"
    written = receipts(folder, "export", str(out), "--json")
    assert written.json == {"account": "demo", "file": str(out), "pieces": 5, "bookings": 1}
    book = openpyxl.load_workbook(out)
    pieces, bookings = book.worksheets
    rows = list(pieces.iter_rows(values_only=True))
    assert len(rows) == 6
    words = rows[0].index("机构答复")
    assert rows[1][words] == '=HYPERLINK("http://x.example","点我")alert(1)'
    assert {cell.data_type for row in pieces.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert all(cell.hyperlink is None for row in pieces.iter_rows() for cell in row)
    assert [row[-1].value for row in bookings.iter_rows(min_row=2)] == [TEXT]


def test_a_workbook_that_cannot_be_written_is_said_in_one_line(folder: Path) -> None:
    (folder / "pieces.xlsx").mkdir()  # in the way, as a file that Excel holds open
    refused = receipts(folder, "export", str(folder / "pieces.xlsx"))
    assert refused.code != 0
    assert refused.is_clean()
    assert "pieces.xlsx" in refused.err
    assert list(folder.glob(".~*")) == []


def test_an_account_nobody_has_heard_of_has_no_pieces(tmp_path: Path) -> None:
    assert receipts(tmp_path, "list", "--json").json["pieces"] == []
    assert receipts(tmp_path, "export", str(tmp_path / "a.xlsx")).code == 0
