"""A schedule by command, with stand-ins for the system's own commands where these are missing."""

import os
import sys
from pathlib import Path

import pytest

from tests.cli.command import Ended, ecqs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in with shell scripts")

CRONTAB = """#!/bin/sh
if [ "$1" = -l ]; then cat "$CRONTAB_FILE"; else cat > "$CRONTAB_FILE"; fi
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A crontab with somebody else's line in it."""
    table = tmp_path / "table"
    table.write_text("0 3 * * * backup\n", encoding="utf-8")
    return table


def run(tmp_path: Path, table: Path, *arguments: str, **environment: str) -> Ended:
    commands = tmp_path / "commands"
    commands.mkdir(exist_ok=True)
    (commands / "crontab").write_text(CRONTAB, encoding="utf-8")
    (commands / "crontab").chmod(0o755)
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    told = {"PATH": path, "CRONTAB_FILE": str(table), **environment}
    ended = ecqs("schedule", *arguments, data=tmp_path, **told)
    assert ended.is_clean()
    return ended


def test_a_crontab_gets_our_lines_and_loses_them_again(tmp_path: Path, table: Path) -> None:
    asked = ("--kind", "cron", "--account", "demo", "--at", "9:07", "--at", "14:37")
    installed = run(
        tmp_path, table, "install", *asked, ECQS_NOTICE_WECOM="https://example.com/KEYKEY"
    )
    assert installed.code == 0, installed.err
    assert "ECQS_NOTICE_WECOM" in installed.err  # a scheduled start does not see it
    lines = table.read_text(encoding="utf-8")
    assert lines.startswith("0 3 * * * backup\n")
    assert lines.count("receipts watch --once --account demo") == 2
    assert "KEYKEY" not in lines + installed.out + installed.err

    status = run(tmp_path, table, "status", "--json")
    assert (status.code, status.json["installed"]["kind"]) == (0, "cron")
    assert len(status.json["next"]) == 5
    assert {moment[-5:] for moment in status.json["next"]} == {"09:07", "14:37"}

    assert run(tmp_path, table, "remove").code == 0
    assert table.read_text(encoding="utf-8") == "0 3 * * * backup\n"
    assert run(tmp_path, table, "status", "--json").json == {"installed": None, "next": []}


def test_printing_writes_nothing(tmp_path: Path, table: Path) -> None:
    for kind, word in (("systemd", "OnCalendar="), ("cron", "* * *"), ("windows", "<Task")):
        ended = run(tmp_path, table, "install", "--print", "--kind", kind, "--account", "demo")
        assert ended.code == 0
        assert word in ended.out
    assert table.read_text(encoding="utf-8") == "0 3 * * * backup\n"
    assert not (tmp_path / "data" / "schedule").exists()


def test_where_the_system_s_command_is_missing_it_is_told(tmp_path: Path, table: Path) -> None:
    ended = run(tmp_path, table, "install", "--kind", "windows", "--account", "demo")
    assert ended.code == 4
    assert "schtasks /Create" in ended.err
    assert (tmp_path / "data" / "schedule" / "ecqs-receipts.xml").exists()


@pytest.mark.parametrize("at", ["25:00", "9", "nine", "23:00"])
def test_an_impossible_time_is_a_wrong_usage(tmp_path: Path, table: Path, at: str) -> None:
    ended = run(tmp_path, table, "install", "--account", "demo", "--at", at)
    assert ended.code == 2
    assert "AGENT-711" in ended.err
