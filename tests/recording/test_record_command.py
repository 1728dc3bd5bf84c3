"""`ecqs record`: says what it does, shows what it keeps, asks, saves whole or not at all."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.errors import ExitCode
from tests.cli.command import ecqs
from tests.cli.terminal import type_in
from tests.recording.conftest import ACCOUNT, COMPANY, PASSWORD, plant


def usual(mock: Any) -> dict[str, str]:
    return {
        "ECQS_PORTAL": mock.url,
        "ECQS_MOCK_TOKEN": mock.token,
        "ECQS_PASSWORD": PASSWORD,
        "ECQS_CAPTCHA": "mock",
    }


def test_without_the_word_it_says_what_it_would_do(tmp_path: Path) -> None:
    ended = ecqs("record", "--account", "a", "--out", str(tmp_path / "a.zip"), data=tmp_path)
    assert ended.code == 2
    assert "--read-only" in ended.out
    assert not list(tmp_path.glob("*.zip"))


def test_without_a_person_it_wants_the_word(tmp_path: Path) -> None:
    out = str(tmp_path / "a.zip")
    ended = ecqs("record", "--account", "a", "--read-only", "--out", out, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (5, True)
    assert "--yes" in ended.err
    (tmp_path / "a.zip").write_bytes(b"mine")
    ended = ecqs("record", "--account", "a", "--read-only", "--yes", "--out", out, data=tmp_path)
    assert ended.code == 2
    assert (tmp_path / "a.zip").read_bytes() == b"mine"


@pytest.mark.browser
def test_it_shows_and_saves_what_has_changed(portal: Any, tmp_path: Path) -> None:
    """A ledger that we could not work on is recorded, and what lies behind it is named."""
    mock = portal()
    plant(mock)
    mock.redesign({"path": "ledger.js", "old": 'title: "出厂编号"', "new": 'title: "编号"'})
    out = tmp_path / "a.zip"
    ended = ecqs(
        *("record", "--account", ACCOUNT, "--read-only", "--yes", "--out", str(out)),
        *("--hide", "查询"),
        data=tmp_path,
        **usual(mock),
        ECQS_PATIENCE="0.2",
    )
    assert (ended.code, ended.is_clean()) == (ExitCode.PARTLY, True), ended.err
    for word in ("保留", "已替换", "器具名称", "未能打开：器具新增窗口", "“编号”", str(out)):
        assert word in ended.out, word
    assert COMPANY not in ended.out + ended.err
    with zipfile.ZipFile(out) as archive:
        assert {"manifest.json", "index.html", "wire.json"} <= set(archive.namelist())
        assert "查询".encode() not in archive.read("ledger/0.html")
        seen = json.loads(archive.read("ledger/screen.json"))["seen"]
    assert "编号" in [column["title"] for column in seen["grids"][0]]
    assert sorted(one.name for one in tmp_path.glob("*.tmp")) == []


@pytest.mark.browser
def test_a_no_leaves_nothing(portal: Any, tmp_path: Path) -> None:
    mock = portal()
    plant(mock)
    folder = tmp_path / "temporary"
    folder.mkdir()
    out = tmp_path / "a.zip"
    shown = type_in(
        tmp_path,
        *("record", "--account", ACCOUNT, "--read-only", "--out", str(out)),
        lines=("n", "n"),
        code=130,
        environment={**usual(mock), "TMPDIR": str(folder)},
    )
    assert "保留" in shown
    assert not out.exists()
    assert [one.name for one in folder.iterdir() if one.name.startswith("ecqs-")] == []
