"""`ecqs due`: offline from a workbook, and from the portal's ledgers of two accounts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

from ecqs_agent.mock_portal.seeds import EXAMPLE
from tests.cli.command import ecqs, on_mock
from tests.unit.ledgers.sheets import write_xlsx

TODAY = date.today()  # noqa: DTZ011 - as the command sees it
TITLES = ["器具名称", "一级目录", "二级目录", "型号规格", "测量范围", "出厂编号", "有效期至"]
TITLES += ["行政区划", "使用地点", "用途", "送检方式"]


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def row(serial: str, valid_until: str) -> list[str]:
    kinds = ["电子计价秤", "非自动衡器", "非自动衡器", "ACS-30", "200g-30kg"]
    return [*kinds, serial, valid_until, "赛罕区", "店铺内", "贸易结算", "现场检"]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    rows = [row("S1", day(-3)), row("S2", day(5)), row("S3", day(80)), row("S4", day(200))]
    return write_xlsx(tmp_path / "台账.xlsx", [TITLES, *rows, row("S5", ""), row("S6", "明年")])


def test_a_workbook_is_enough(workbook: Path, tmp_path: Path) -> None:
    out, ics = tmp_path / "到期.xlsx", tmp_path / "到期.ics"
    where = ("--out", str(out), "--ics", str(ics))
    ended = ecqs("due", str(workbook), *where, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (0, True), ended.err
    for word in ("S1", "已过期", "S2", "立即预约", "S3", "待预约", "S6", "明年", day(80)):
        assert word in ended.out, word
    assert "S4" not in ended.out
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [str(cell.value) for cell in sheet["F"]][1:] == ["S1", "S2", "S3"]
    assert len(Calendar.from_ical(ics.read_bytes()).walk("VEVENT")) == 3


def test_a_script_gets_every_figure(workbook: Path, tmp_path: Path) -> None:
    ended = ecqs("due", str(workbook), "--within", "30d", "--json", data=tmp_path)
    assert ended.json["counts"] == {
        "overdue": 1,
        "late": 1,
        "soon": 0,
        "booked": 0,
        "later": 2,
        "undated": 1,
        "unreadable": 1,
    }
    assert [one["piece"]["serial_number"] for one in ended.json["due"]] == ["S1", "S2"]


def test_the_lead_time_is_a_setting(workbook: Path, tmp_path: Path) -> None:
    ended = ecqs("due", str(workbook), "--json", data=tmp_path, ECQS_LEAD_TIME="0")
    assert ended.json["counts"]["late"] == 0
    assert all(one["book_by"] == one["valid_until"] for one in ended.json["due"])


@pytest.mark.parametrize(
    "arguments",
    [(), ("a.xlsx", "--account", "demo"), ("a.xlsx", "--within", "soon")],
    ids=["nothing", "both", "no time"],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = ecqs("due", *arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)


def test_a_file_in_the_way_is_said(workbook: Path, tmp_path: Path) -> None:
    ended = ecqs("due", str(workbook), "--out", str(workbook / "x.xlsx"), data=tmp_path)
    assert (ended.code, ended.is_clean()) == (3, True)
    assert "LEDGER-121" in ended.err


@pytest.mark.browser
def test_the_ledgers_of_two_accounts(portal: Any, tmp_path: Path) -> None:
    mock = portal()

    def account(name: str, *days: int) -> dict[str, object]:
        records = [
            {**EXAMPLE, "serialNum": f"{name}{offset}", "expiryDate": day(offset)}
            for offset in days
        ]
        return {"password": mock.password(name), "company": name, "records": records}

    accounts = {"demo": account("demo", -3, 85, 200), "second": account("second", 80)}
    mock.seed({"accounts": accounts})

    run = on_mock(mock, tmp_path)
    for name in accounts:
        where = ("--account", name, "--captcha", "mock")
        assert run("login", *where, ECQS_PASSWORD=mock.password(name)).code == 0
    both = ("--account", "demo", "--account", "second")
    ended = run("due", *both, "--json")
    assert ended.code == 0, ended.err
    assert [
        (one["piece"]["account"], one["piece"]["serial_number"]) for one in ended.json["due"]
    ] == [("demo", "demo-3"), ("second", "second80"), ("demo", "demo85")]
    assert ended.json["later"] == 1
