"""Run the command line as an operator or a scheduler does: in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the last line of stdout as JSON."""
        return json.loads(self.out.strip().splitlines()[-1])

    def is_clean(self) -> bool:
        """Return whether no traceback was shown."""
        return "Traceback" not in self.out + self.err


def ecqs(*arguments: str, data: Path, module: str = "ecqs_agent.cli", **environment: str) -> Ended:
    """Run `ecqs` with its own data folder and no settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    folders = {"XDG_CONFIG_HOME": str(data / "config"), "XDG_STATE_HOME": str(data / "state")}
    ended = subprocess.run(
        [sys.executable, "-m", module, "--data", str(data / "data"), *arguments],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=300,
        env={**kept, **folders, "PYTHONIOENCODING": "utf-8", **environment},
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


Command = Callable[..., Ended]


def on_mock(mock: Any, data: Path, *where: str, **usual: str) -> Command:
    """Return `command(*arguments)`: `ecqs` on this mock, in haste; `where` ends every command."""
    haste = {"ECQS_PAUSE": "0", "ECQS_QUIET_PERIOD": "1"}
    told = {"ECQS_PORTAL": mock.url, "ECQS_MOCK_TOKEN": mock.token, **haste, **usual}

    def command(*arguments: str, **environment: str) -> Ended:
        return ecqs(*arguments, *where, data=data, **{**told, **environment})

    return command


def as_demo(mock: Any, data: Path, **usual: str) -> Command:
    """Return such a command that logs the demo account in by itself."""
    login = {"ECQS_CAPTCHA": "mock", "ECQS_PASSWORD": mock.password("demo")}
    return on_mock(mock, data, **login, **usual)
