"""The simulated year's world, with a browser of its own that can be closed and started again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.unit.agent.receivers import robot
from tests.year.world import World


@pytest.fixture
def world(tmp_path: Path, launch_browser: Callable[[], Browser]) -> Iterator[World]:
    """A world on New Year's Day 2026, with a group whose robot takes every message."""
    with robot() as running:
        running.says({"errcode": 0, "errmsg": "ok"})
        accounts = ("market", "optician", "hospital")
        with World(tmp_path, accounts=accounts, robot=running, launch=launch_browser) as world:
            yield world
