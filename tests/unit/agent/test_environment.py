"""No program that we start inherits what stands in our `ECQS_…` variables."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ecqs_agent.driving.environment import for_others, others_see
from ecqs_agent.mock_client import serving
from ecqs_agent.scheduling.installing import run_command

ROOT = Path(__file__).parents[3]
SECRET = "Planted+2026"
OURS = ("ECQS_PASSWORD", "ECQS_MOCK_TOKEN", "ECQS_JOURNAL", "ecqs_mock_token", "PGPASSWORD")

linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.setenv(name, SECRET)


def children(process: int) -> Iterator[int]:
    """Yield every process below this one."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # ended meanwhile
            continue
        if parent == process:
            child = int(path.parent.name)
            yield child
            yield from children(child)


def inherited() -> list[bytes]:
    """Return the environments of all programs that this process has started."""
    found = [Path(f"/proc/{one}/environ").read_bytes() for one in children(os.getpid())]
    return [environment for environment in found if environment]


# In a process of its own: pytest-playwright may have a driver running in this one.
LOOKING = """
import json, os
from ecqs_agent.driving.browser import launched
from tests.unit.agent.test_environment import OURS, inherited
with launched() as browser:
    browser.new_page().goto("about:blank")
    seen = [one.decode(errors="replace") for one in inherited()]
print(json.dumps([seen, [os.environ.get(name) for name in OURS]]))
"""


@linux
@pytest.mark.browser
def test_neither_browser_nor_driver_inherits_a_secret() -> None:
    asked = [sys.executable, "-c", LOOKING]
    told = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=ROOT)
    seen, kept = json.loads(told.stdout)
    assert len(seen) >= 3  # the driver, the browser, its helpers
    assert not [one for one in seen if SECRET in one or "ECQS_" in one.upper()]
    assert any("PATH=" in one for one in seen)
    assert kept == [SECRET] * len(OURS)


@linux
def test_the_mock_inherits_no_secret() -> None:
    with serving():
        seen = inherited()
    assert seen
    assert not [one for one in seen if SECRET.encode() in one]


@pytest.mark.skipif(sys.platform == "win32", reason="env is a program of POSIX systems")
def test_a_command_of_the_system_inherits_no_secret() -> None:
    ran = run_command(["env"], None)
    assert "PATH=" in ran.out
    assert SECRET not in ran.out


def test_what_is_needed_stays_and_everything_comes_back() -> None:
    before = dict(os.environ)
    assert for_others({"ECQS_A": "1", "ECQS_B": "2", "PATH": "3"}, "ECQS_B") == {
        "ECQS_B": "2",
        "PATH": "3",
    }
    with suppress(ZeroDivisionError), others_see(MORE="1"):
        assert os.environ["MORE"] == "1"
        assert SECRET not in os.environ.values()
        raise ZeroDivisionError
    assert dict(os.environ) == before
