"""Run pytest as a QA team does: in a process of its own, on files of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class QaRun:
    code: int
    out: str
    outcomes: dict[str, str]  # by the test's name: passed, failed, error, skipped


def qa_run(folder: Path, *arguments: str, **environment: str) -> QaRun:
    """Run the tests in a folder, with no settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ECQS_")}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTEST_")}
    home = folder / "home"
    folders = {"XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data"}
    junit = folder / "junit.xml"
    junit.unlink(missing_ok=True)
    options = ("-ra", "-p", "no:cacheprovider", "-p", "no:xdist", f"--junitxml={junit}")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=400,
        cwd=folder,
        env={**kept, **folders, "PYTHONIOENCODING": "utf-8", "ECQS_LANG": "en", **environment},
    )
    return QaRun(ended.returncode, ended.stdout + ended.stderr, _outcomes(junit))


def _outcomes(junit: Path) -> dict[str, str]:
    words = {"failure": "failed", "error": "error", "skipped": "skipped"}
    cases = ET.parse(junit).iter("testcase") if junit.exists() else ()
    return {
        str(case.get("name")).removesuffix("[chromium]"): next(
            (words[part.tag] for part in case if part.tag in words), "passed"
        )
        for case in cases
    }
