"""Run the command line as a person does: at a terminal, where what is typed may be hidden."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType


def type_in(
    tmp_path: Path,
    *arguments: str,
    lines: tuple[str, ...],
    code: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Run a command at a terminal, typing these lines; return what the terminal showed."""
    import pty

    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    folders = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "s")}
    command = [sys.executable, "-m", "ecqs_agent.cli", "--data", str(tmp_path / "data"), *arguments]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**own, **folders, **environment},
    ) as typing:
        os.close(theirs)
        shown = b""
        for line in lines:
            start = len(shown)
            while b": " not in shown[start:]:  # a prompt, and the terminal's echo is off by now
                shown += os.read(ours, 1024)
            os.write(ours, f"{line}\n".encode())
        while True:
            try:
                more = os.read(ours, 1024)
            except OSError:  # Linux says so when the other side has gone
                break
            if not more:
                break
            shown += more
        assert typing.wait(timeout=60) == code, shown.decode()
    os.close(ours)
    return shown.decode()
