"""A mock that can be changed, one browser, and a way to play shipped scenarios on it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.mock_client import MockPortal
from ecqs_agent.replay.loading import read_scenario, shipped
from ecqs_agent.replay.player import play
from ecqs_agent.replay.stage import Stage, put_back
from ecqs_agent.replay.verdict import ScenarioVerdict
from ecqs_agent.replay.words import reasons_in
from ecqs_agent.settings import Captcha, Language, load_settings
from ecqs_agent.texts import translator

PlayFile = Callable[[Path], ScenarioVerdict]


@pytest.fixture(scope="session")
def changing() -> Iterator[MockPortal]:
    """A mock in a process of its own, which takes orders for changes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.replay.changing_mock", "serve", "--exit-with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    assert process.stdin is not None
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    yield MockPortal(url=ready["url"], token=ready["token"])
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=20)


@pytest.fixture
def change(changing: MockPortal) -> Iterator[Callable[[str], None]]:
    """Make a change by its name; it is taken back after the test."""

    def order(name: str) -> None:
        answer = httpx.post(f"{changing.url}/__change__", json={"name": name}, trust_env=False)
        assert answer.status_code == 200

    yield order
    order("")


@pytest.fixture
def play_file(changing: MockPortal, browser: Browser, tmp_path: Path) -> PlayFile:
    """Play one scenario file on the mock that can be changed."""

    def played(path: Path) -> ScenarioVerdict:
        file = read_scenario(path)
        settings = load_settings(
            portal=changing.url,
            mock_token=changing.token,
            captcha=Captcha.MOCK,
            data=tmp_path / "data",
            patience=0.1,
        )
        needs = file.scenario.needs
        put_back(changing, needs.variants, clock=needs.clock)
        stage = Stage(settings=settings, mock=changing)
        return play(file, stage, browser, cell="mock", folder=tmp_path / "evidence", log_in=nobody)

    return played


@pytest.fixture
def play_shipped(play_file: PlayFile) -> Callable[[str], ScenarioVerdict]:
    """Play one of the shipped scenarios by its name."""
    return lambda name: play_file(shipped() / f"{name}.yaml")


def nobody(session: PortalSession) -> None:
    pytest.fail(f"a person was asked for: {session.account}")


def told(verdict: ScenarioVerdict) -> str:
    """Return everything the verdict says of the steps that failed."""
    t = translator(Language.ZH)
    return "\n".join(line for step in verdict.failed for line in reasons_in(t, step))
