"""Bad input gets one clear message with what to do, the right exit code, and no traceback."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.command import Ended, ecqs

TABLE = """
器具名称 一级目录 二级目录 型号规格 测量范围 准确度等级 出厂编号 生产厂家 器具产地 使用地点行政区划
电子计价秤 非自动衡器 非自动衡器 ACS-15 30g-15kg 1级 938579 某厂 国产 内蒙古/呼和浩特/赛罕区
安装/使用地点 购置时间 器具数量 器具用途 送检方式
店铺内 2018-11-22 1 贸易结算 现场检
"""
LINES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
HEADER, ROW = LINES[0] + LINES[2], LINES[1] + LINES[3]


def write(path: Path, header: tuple[str, ...], *rows: tuple[str, ...], sheet: str = "台账") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, line in enumerate((header, *rows)):
            for column, text in enumerate(line):
                page.write_string(number, column, text)
    return path


def check(path: Path, *options: str) -> Ended:
    return ecqs("check", str(path), *options, data=path.parent)


def test_a_good_workbook_passes(tmp_path: Path) -> None:
    ended = check(write(tmp_path / "good.xlsx", HEADER, ROW), "--json")
    assert ended.code == 0, ended.out + ended.err
    assert ended.json["good"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "bad.xlsx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "bad.xlsx"),
        (b"PK\x03\x04 truncated", "bad.xlsx"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    ended = check(path)
    assert ended.code == 3
    assert ended.is_clean()
    assert "LEDGER-1" in ended.err
    assert words in ended.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ended = check(tmp_path / "nowhere.xlsx")
    assert (ended.code, ended.is_clean()) == (3, True)
    assert "nowhere.xlsx" in ended.err


def test_a_wrong_sheet_lists_the_sheets(tmp_path: Path) -> None:
    ended = check(write(tmp_path / "a.xlsx", HEADER, ROW), "--sheet", "别的")
    assert ended.code == 3
    assert "台账" in ended.err
    assert "别的" in ended.err


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    ended = check(write(tmp_path / "a.xlsx", (*HEADER, "什么东西"), (*ROW, "x")))
    assert ended.code == 3
    assert "什么东西" in ended.err


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    ended = check(write(tmp_path / "a.xlsx", HEADER[:6] + HEADER[7:], ROW[:6] + ROW[7:]))
    assert ended.code == 3
    assert "出厂编号" in ended.err


def test_an_error_names_its_cell(tmp_path: Path) -> None:
    wrong = (*ROW[:12], "3", *ROW[13:])
    ended = check(write(tmp_path / "a.xlsx", HEADER, ROW, wrong))
    assert ended.code == 3
    assert "M3" in ended.out


def test_messages_come_in_english_on_request(tmp_path: Path) -> None:
    ended = ecqs("--lang", "en", "check", str(tmp_path / "nowhere.xlsx"), data=tmp_path)
    assert "There is no file" in ended.err


def test_errors_are_json_for_scripts(tmp_path: Path) -> None:
    ended = check(tmp_path / "nowhere.xlsx", "--json")
    assert ended.json["error"]["code"] == "LEDGER-101"
    assert ended.json["error"]["exit_code"] == ended.code == 3


def test_an_impossible_setting_names_its_source(tmp_path: Path) -> None:
    ended = ecqs("status", data=tmp_path, ECQS_PATIENCE="viel")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "ECQS_PATIENCE" in ended.err


def test_no_browser_says_what_to_install(tmp_path: Path) -> None:
    ended = ecqs("doctor", "--json", data=tmp_path, PATH="/nowhere", ECQS_BROWSER="edge")
    assert (ended.code, ended.is_clean()) == (5, True)
    assert "Edge" in ended.json["browser"]["text"]


def test_a_portal_that_cannot_be_reached(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", HEADER, ROW)
    ended = ecqs(
        *("plan", str(path), "--account", "demo", "--portal", "http://127.0.0.1:9", "--json"),
        data=tmp_path,
        ECQS_PATIENCE="0.2",
    )
    assert (ended.code, ended.is_clean()) == (6, True)
    assert ended.json["error"]["code"] == "PORTAL-101"


def test_captcha_mock_is_refused_on_a_real_portal(tmp_path: Path) -> None:
    ended = ecqs(
        *("login", "--account", "a", "--portal", "https://psp.e-cqs.invalid", "--captcha", "mock"),
        data=tmp_path,
        ECQS_PASSWORD="irrelevant",
    )
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "AGENT-501" in ended.err
    assert "irrelevant" not in ended.err


def test_a_console_without_chinese_still_works(tmp_path: Path) -> None:
    ended = ecqs("status", data=tmp_path, PYTHONIOENCODING="cp1252")
    assert (ended.code, ended.is_clean()) == (0, True)


@pytest.mark.parametrize("arguments", [["unheard-of"], ["check"], ["check", "a", "--what"]])
def test_wrong_usage_is_exit_2(tmp_path: Path, arguments: list[str]) -> None:
    ended = ecqs(*arguments, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
