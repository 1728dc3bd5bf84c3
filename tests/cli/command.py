"""Run the command line as an operator or a scheduler does: in a process of its own."""

import json
import os
import subprocess
import sys
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
