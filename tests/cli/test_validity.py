"""`ecqs validity set` as an operator and a script use it, on the mock portal."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.mock_portal.seeds import EXAMPLE
from tests.certificates import Sample, boxed, classic, draw, electronic, failure_notice, scan, table
from tests.cli.command import Command, ecqs, on_mock
from tests.unit.ledgers.sheets import write_xlsx

pytestmark = pytest.mark.browser

TODAY = date.today()  # noqa: DTZ011 - as the command sees it
VERIFIED = TODAY - timedelta(days=10)
ENDS = VERIFIED + timedelta(days=364)


def scale(serial: str, **changes: object) -> Sample:
    return Sample(
        certificate_number=f"JL-{serial}",
        name="电子计价秤",
        serial_number=serial,
        model="ACS-30",
        manufacturer="示例衡器有限公司",
        verified_on=VERIFIED,
        valid_until=ENDS,
    ).but(**changes)


def fields(serial: str, **more: str) -> dict[str, str]:
    """Return a ledger record as the mock is seeded with it."""
    return {**EXAMPLE, "serialNum": serial, "expiryDate": "", **more}


@pytest.fixture
def mock(portal: Any) -> Any:
    mock = portal()
    records = [fields("1001"), fields("1002"), fields("1003", expiryDate="2026-01-31")]
    records += [fields("-----"), fields("-----")]
    account = {"password": mock.password("demo"), "company": "示例公司", "records": records}
    mock.seed({"accounts": {"demo": account}})
    return mock


@pytest.fixture
def run(mock: Any, tmp_path: Path) -> Command:
    """Return `run(*arguments)`: a command for account demo on the mock, unattended."""

    command = on_mock(mock, tmp_path, "--account", "demo")
    ended = command("login", "--captcha", "mock", ECQS_PASSWORD=mock.password("demo"))
    assert ended.code == 0, ended.err
    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with certificates of every kind of ending."""
    folder = tmp_path / "证书"
    folder.mkdir()
    draw(folder / "1001.pdf", (classic, scale("1001")))
    draw(folder / "1002.pdf", (electronic, scale("1002", valid_until=ENDS - timedelta(days=1))))
    draw(folder / "1003.pdf", (boxed, scale("1003")))
    draw(folder / "unplated.pdf", (table, scale("-----")))
    draw(folder / "unknown.pdf", (table, scale("9999")))
    draw(folder / "failed.pdf", (failure_notice, scale("1003")))
    scan(folder / "scan.pdf")
    return folder


def dates(mock: Any) -> dict[str, str]:
    return {
        record["serialNum"]: record["expiryDate"]
        for record in mock.records()
        if record["serialNum"] != "-----"
    }


def test_certificates_become_dates_once_and_only_when_counted(
    run: Command, mock: Any, folder: Path
) -> None:
    before = dates(mock)
    for arguments in ((), ("--yes",), ("--confirm", "3")):
        ended = run("validity", "set", "--certificates", str(folder), *arguments)
        assert ended.code in {2, 5}, ended.err
        assert ended.is_clean()
        assert dates(mock) == before

    ended = run("validity", "set", "--certificates", str(folder), "--confirm", "2")
    assert ended.code == 4, ended.err
    assert dates(mock) == {
        "1001": ENDS.isoformat(),
        "1002": (ENDS - timedelta(days=1)).isoformat(),
        "1003": "2026-01-31",
    }
    for word in ("1001.pdf", "JL-1001", "scan.pdf", "扫描件", "2026-01-31", "不合格", "9999"):
        assert word in ended.out, word
    stored = mock.records()
    assert all(not one["expiryDate"] for one in stored if one["serialNum"] == "-----")

    again = run("validity", "set", "--certificates", str(folder), "--json")
    assert again.code == 4
    assert again.json["counts"] == {"set": 0, "same": 2, "conflict": 1, "doubt": 4}
    assert {entry["reason"] for entry in again.json["entries"]} == {
        None,
        "other-date",
        "several-records",
        "no-record",
        "failed",
        "no-text",
    }
    assert mock.records() == stored
    status = run("status", "--json")
    assert status.json["demo"]["proven"] == 2


def test_a_script_sees_the_list_before_it_counts(run: Command, folder: Path) -> None:
    ended = run("validity", "set", "--certificates", str(folder), "--json")
    shown, error = (json.loads(line) for line in ended.out.strip().splitlines()[-2:])
    assert (ended.code, error["error"]["code"]) == (5, "AGENT-311")
    assert shown["counts"]["set"] == 2
    assert [entry["place"] for entry in shown["entries"] if entry["finding"] == "set"] == [
        "1001.pdf",
        "1002.pdf",
    ]


def test_the_workbooks_column_gives_dates_too(run: Command, mock: Any, tmp_path: Path) -> None:
    titles = ["器具编码", "器具名称", "一级目录", "二级目录", "型号规格", "测量范围", "出厂编号"]
    titles += ["有效期至", "行政区划", "使用地点", "用途", "送检方式"]
    codes = {record["serialNum"]: record["strongInspCode"] for record in mock.records()}
    unplated = next(one for one in mock.records() if one["serialNum"] == "-----")
    rows = (
        ("", "1001", f"{ENDS:%Y/%m/%d}"),
        (codes["1002"], "1002", ENDS.isoformat()),
        (unplated["strongInspCode"], "-----", ENDS.isoformat()),
        ("", "1003", ""),
        ("", "1003", "明年三月"),
    )
    before = ["电子计价秤", "非自动衡器", "非自动衡器", "ACS-30", "200g-30kg"]
    after = ["赛罕区", "店铺内", "贸易结算", "现场检"]
    lines = [[code, *before, serial, day, *after] for code, serial, day in rows]
    path = write_xlsx(tmp_path / "rows.xlsx", [titles, *lines])
    ended = run("validity", "set", str(path), "--confirm", "3", "--json")
    assert ended.code == 4, ended.err
    assert ended.json["counts"] == {"set": 3, "same": 0, "conflict": 0, "doubt": 1}
    assert ended.json["proven"] == 3
    assert dates(mock) == {"1001": f"{ENDS}", "1002": f"{ENDS}", "1003": "2026-01-31"}
    stored = {one["uuid"]: one["expiryDate"] for one in mock.records()}
    assert stored[unplated["uuid"]] == ENDS.isoformat()
    assert sum(1 for day in stored.values() if day) == 4


@pytest.mark.parametrize(
    "arguments", [(), ("a.xlsx", "--certificates", "b")], ids=["neither", "both"]
)
def test_one_source_is_needed(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = ecqs("validity", "set", "--account", "demo", *arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    missing = str(tmp_path / "没有")
    ended = ecqs("validity", "set", "--account", "x", "--certificates", missing, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (3, True)
    assert "LEDGER-131" in ended.err
    assert "没有这个文件夹" in ended.err
