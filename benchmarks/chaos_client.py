"""The client as a process that can be killed, frozen and started again, with its browser.

POSIX only: reads /proc and sends signals.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from ecqs_agent.mock_client import DEMO_PASSWORD, MockPortal

Target = Literal["client", "browser", "both"]
KILLED = -signal.SIGKILL


def environment(portal: MockPortal, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a client that logs in to the mock by itself."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ECQS_")}
    return {
        **kept,
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONIOENCODING": "utf-8",
        "ECQS_LANG": "en",
        "ECQS_DATA": str(folder / "data"),
        "ECQS_PORTAL": portal.url,
        "ECQS_MOCK_TOKEN": portal.token,
        "ECQS_CAPTCHA": "mock",
        "ECQS_PASSWORD": DEMO_PASSWORD,
        "ECQS_PAUSE": "0",
        **more,
    }


class Client:
    """One `ecqs` command under way."""

    def __init__(
        self,
        *arguments: str,
        env: Mapping[str, str],
        log: Path,
        program: tuple[str, ...] = ("-m", "ecqs_agent.cli"),
    ) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, *program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=dict(env),
            )

    @property
    def code(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._process.poll()

    @property
    def output(self) -> str:
        """Return what it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def told(self) -> Any:  # noqa: ANN401 - JSON
        """Return the last JSON object it has printed; the narrative goes around it."""
        objects = [line for line in self.output.splitlines() if line.startswith("{")]
        return json.loads(objects[-1])

    def wait(self, seconds: float = 300) -> int:
        """Wait until it ends and return its exit code."""
        return self._process.wait(seconds)

    def freeze(self) -> None:
        """Stop the client in its tracks; its browser goes on."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def interrupt(self) -> None:
        """Press Ctrl-C: a terminal tells every process of the group, driver and browser too."""
        os.killpg(self._process.pid, signal.SIGINT)

    def kill(self, target: Target) -> None:
        """Kill -9 the client, its browser, or both; one whose browser died may end by itself."""
        below = descendants(self._process.pid)
        if target != "browser":
            self._process.kill()
        if target != "client":
            for pid in below:
                if target == "both" or "chrom" in command_name(pid):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        if target != "browser":
            self._process.wait()

    def end(self) -> None:
        """Kill whatever is left of it."""
        if self.code is None:
            self.kill("both")


def command_name(pid: int) -> str:
    """Return the short name of a process, "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def descendants(root: int) -> list[int]:
    """Return all processes below one, the nearest first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with suppress(OSError, ValueError, IndexError):
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(0), [])
        found += children
        waiting += children
    return found


def pause(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)
