"""Play a scenario as a test."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.pytest_plugin.login import kept_login
from ecqs_agent.pytest_plugin.telling import reason
from ecqs_agent.pytest_plugin.venue import venue_of
from ecqs_agent.replay.crew import Plan, Task, played
from ecqs_agent.replay.loading import ScenarioFile
from ecqs_agent.replay.verdict import Verdict
from ecqs_agent.replay.words import failure_in
from ecqs_agent.texts import chosen_language, translator


def play_here(file: ScenarioFile, config: pytest.Config, browser: Browser, folder: Path) -> None:
    """Play a scenario where the run plays; a verdict other than `same` fails the test."""
    venue = venue_of(config)
    cell = venue.cell

    def enter(session: PortalSession) -> None:
        cookies: Any = kept_login(venue)["cookies"]  # Playwright's own, under two types
        session.context.add_cookies(cookies)

    plan = Plan(files=(file,), cells=(cell,), folder=folder, account=venue.account)
    verdict = played(plan, Task(at=0, cell=cell, file=file), venue.mocks, browser, enter)
    if verdict.verdict is Verdict.SKIPPED:
        needs = file.scenario.needs.model_dump(exclude_defaults=True)
        pytest.skip(reason("other_variant", needed=needs, portal=cell.label))
    if verdict.verdict is not Verdict.SAME:
        language = chosen_language()
        lines = failure_in(translator(language), language, verdict)
        trace = [f"  {verdict.trace}"] if verdict.trace else []
        pytest.fail("\n".join((str(file.path), *lines, *trace)), pytrace=False)
