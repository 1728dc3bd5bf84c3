"""Robot Framework with its Browser library: runs `robot_browser.robot`, and its own few keywords.

`python -m benchmarks.rivals.robot_browser TASK`
"""

import sys
from pathlib import Path

from robot import run_cli

from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import FIELDS, SIZE, Task, browser_flags, browser_path, task_given


class RobotKeywords:
    """What the suite needs besides the browser: its rows, the mock's captcha, the stopwatch."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self, path: str) -> None:
        self._task = Task.load(path)
        self._watch = Stopwatch()
        self.begin = self._watch.begin
        self.opened = self._watch.opened
        self.answered = self._watch.answered

    def finish(self) -> None:
        """Write what was measured."""
        self._watch.finish(self._task.result)

    def rows(self) -> list[dict[str, str]]:
        """Return what to file."""
        return [dict(row) for row in self._task.rows]

    def fields(self) -> list[tuple[str, str, str]]:
        """Return the dialog's fields: id, label, sort."""
        return list(FIELDS)

    def flags(self) -> list[str]:
        """Return the flags of the browser."""
        return browser_flags()

    def read_captcha(self, session: str) -> str:
        """Return what the captcha of a session says."""
        return self._task.captcha(session)


def main() -> int:
    """File everything."""
    return run_suite("robot_browser")


def run_suite(name: str, **more: str) -> int:
    """Run a suite of this folder on the task given, with more variables; return its exit code."""
    task = task_given()
    values = {
        "TASK": sys.argv[1],
        "LEDGER": task.ledger,
        "ACCOUNT": task.account,
        "PASSWORD": task.password,
        "BROWSER": browser_path(),
        "WIDTH": SIZE[0],
        "HEIGHT": SIZE[1],
        **more,
    }
    options = [part for name, value in values.items() for part in ("-v", f"{name}:{value}")]
    suite = Path(__file__).with_name(f"{name}.robot")
    return int(run_cli([*options, "--outputdir", task.folder, str(suite)], exit=False))


if __name__ == "__main__":
    raise SystemExit(main())
