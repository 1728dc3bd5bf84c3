"""Only the number itself, typed at a terminal, lets dates be set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import typer
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.validity import agree
from ecqs_agent.settings import Settings

for _ in range(5):
    try:
        agree(Console(), Settings(), account="demo", count=12, confirm=None)
        print("[agreed]", flush=True)
    except typer.Abort:
        print("[stopped]", flush=True)
"""
TYPED = {"": "stopped", "y": "stopped", "1": "stopped", "112": "stopped", " 12 ": "agreed"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_anything_but_the_number_stops_it(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    with subprocess.Popen(
        [sys.executable, "-c", ASK],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**own, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    ) as asking:
        os.close(theirs)
        ends = []
        shown = b""
        for typed in TYPED:
            shown = _read_until(ours, b"12\xef\xbc\x89", shown)  # （12）
            os.write(ours, f"{typed}\n".encode())
            shown = _read_until(ours, b"]", shown)
            ends.append(shown.split(b"[")[-1].split(b"]")[0].decode())
            shown = b""
        assert asking.wait(timeout=60) == 0
    os.close(ours)
    assert ends == list(TYPED.values())


def _read_until(terminal: int, mark: bytes, shown: bytes) -> bytes:
    while mark not in shown:
        shown += os.read(terminal, 1024)
    return shown
