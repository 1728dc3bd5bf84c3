"""`ecqs replay record` as a person sees it: a window on a screen, a mouse, a keyboard."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from ecqs_agent.replay.loading import read_scenario
from tests.cli.command import ecqs
from tests.replay.at_the_screen import (
    LookedInto,
    Mouse,
    PersonAtScreen,
    Screen,
    a_screen,
    what_is_missing,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
MISSING = [*what_is_missing(), *([] if CHROMIUM else ["chromium"])]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        bool(MISSING), reason=f"a screen that nobody sees needs {', '.join(MISSING)}"
    ),
]


@pytest.fixture
def screen() -> Iterator[Screen]:
    with a_screen() as started:
        yield started


@contextmanager
def recorder(
    screen: Screen, folder: Path, browser: LookedInto, *order: str
) -> Iterator["subprocess.Popen[str]"]:
    """Run `ecqs replay record` on this screen."""
    folders = {"XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    kept = {key: one for key, one in screen.environment.items() if not key.startswith("ECQS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "ecqs_agent.cli", "--data", str(folder), "replay", "record", *order],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**kept, **folders, "ECQS_BROWSER": str(browser.program), "PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def test_a_person_with_mouse_and_keyboard_is_recorded_and_it_replays(
    portal: Any, screen: Screen, playwright: Playwright, tmp_path: Path
) -> None:
    mock = portal()
    out = tmp_path / "mine.yaml"
    browser = LookedInto(tmp_path, CHROMIUM)
    with recorder(screen, tmp_path, browser, "--portal", mock.url, "--out", str(out)) as process:
        front = browser.page(playwright)
        hand = Mouse(screen)
        person = PersonAtScreen(front, mock, hand)
        fits = "screenX + outerWidth <= screen.width && screenY + outerHeight <= screen.height"
        assert front.evaluate(fits), "a window larger than the screen cannot be worked in"
        person.log_in()
        person.page = person.in_front("强检器具台账维护", "tab")
        person.add("X-1")
        expect(person.page.locator(".datagrid-view2 tr.datagrid-row")).to_have_count(1)
        hand.keys("ctrl+shift+w")
        told, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, told + complaints
    scenario = read_scenario(out).scenario
    assert [step.verb for step in scenario.steps] == ["log_in", "add"]
    (record,) = mock.records()
    assert (record["serialNum"], record["meterIntruName"]) == ("X-1", "电子计价秤")
    text = out.read_text("utf-8")
    assert mock.password("demo") not in text
    ended = ecqs("replay", "run", str(out), "--json", data=tmp_path)
    (played,) = ended.json["scenarios"]
    assert [step["verdict"] for step in played["steps"]] == ["same", "same"], ended.out
    assert ended.code == 0
