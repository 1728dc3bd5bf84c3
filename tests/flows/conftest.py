"""A run on the mock portal inside the test's own browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from ecqs_agent.events import Event, Events
from ecqs_agent.login.access import way_in
from ecqs_agent.runs.run import Run, open_run
from ecqs_agent.settings import Captcha, Settings, load_settings

OpenRun = Callable[..., AbstractContextManager[Run]]


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
def events(heard: list[Event]) -> Events:
    return Events(heard.append)


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[[Any], Settings]:
    def make(portal: Any, **more: Any) -> Settings:
        values: dict[str, Any] = {
            "portal": portal.url,
            "mock_token": portal.token,
            "captcha": Captcha.MOCK,
            "data": tmp_path / "data",
            "pause": 0.0,
            "quiet_period": 1.0,
            "patience": 0.25,
        }
        return load_settings(**{**values, **more})

    return make


@pytest.fixture
def open_desk(
    context: BrowserContext, settings_for: Callable[..., Settings], events: Events
) -> OpenRun:
    """Return `open_desk(portal, account="demo")`: a logged-in run in this test's context."""

    @contextmanager
    def enter(portal: Any, account: str = "demo", **more: Any) -> Iterator[Run]:
        settings = settings_for(portal, **more)
        way = way_in(
            settings,
            account,
            ask_password=lambda name: str(portal.password(name)),
            ask_word=lambda _: "",
        )
        with open_run(settings, account, log_in=way, events=events, context=context) as run:
            way(run.session)
            yield run

    return enter
