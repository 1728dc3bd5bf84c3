"""Where a run of tests plays: mocks of our own, or a portal that is there."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.errors import ConsentError, ReplayError
from ecqs_agent.mock_client import mock_of
from ecqs_agent.pytest_plugin.marks import VARIANT, WRITES
from ecqs_agent.pytest_plugin.telling import reason
from ecqs_agent.replay.model import Needs
from ecqs_agent.replay.stage import Cell, Mocks, Stage, cells_of
from ecqs_agent.settings import load_settings


class PortalUnderTest(BaseModel):
    """The portal that a test has in front of it; of one that is no mock little is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    is_mock: bool
    account: str
    engine: str = ""
    variants: Mapping[str, str] = Field(default_factory=dict)


class Venue:
    """The portals of one run of pytest, kept until it ends."""

    def __init__(self, config: pytest.Config) -> None:
        (self.cell,) = cells_of(
            portal=config.getoption("--ecqs-portal"),
            engine=config.getoption("--ecqs-engine"),
            variants=config.getoption("--ecqs-variant"),
            matrix=(),
            fresh=config.getoption("--ecqs-fresh"),
        )
        _must_be_alone(self.cell)
        self.account = str(config.getoption("--ecqs-account"))
        self.may_write = bool(config.getoption("--ecqs-allow-writing"))
        self.settings = load_settings(
            portal=self.cell.portal or None, browser=config.getoption("--ecqs-browser") or None
        )
        self._ends = ExitStack()
        data = self._ends.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        self.mocks = self._ends.enter_context(Mocks(self.settings, Path(data)))
        config.add_cleanup(self._ends.close)

    def stage(self, variants: Mapping[str, str]) -> Stage:
        """Return the portal for one test, in its first state if it is ours to put there.

        Raises:
            pytest.skip.Exception: the test is about another kind of portal.
            MockOnlyError, AgentError: the mock does not answer, or does not know a variant.
        """
        stage = self.mocks.stage(self.cell, Needs(variants=variants))
        if stage is None:
            needed = ", ".join(f"{key}={value}" for key, value in variants.items())
            pytest.skip(reason("other_variant", needed=needed, portal=self.cell.label))
        return stage

    def described(self, stage: Stage) -> PortalUnderTest:
        """Return what is known of the portal in front."""
        if stage.mock is None:
            return PortalUnderTest(url=stage.settings.portal, is_mock=False, account=self.account)
        health = stage.mock.ask("health")
        return PortalUnderTest(
            url=stage.mock.url,
            is_mock=True,
            account=self.account,
            engine=health["engine"],
            variants=health["variants"],
        )

    def must_be_let_write(self) -> None:
        """Make sure that a test may write to the portal.

        Raises:
            ConsentError: it is no mock that has proven itself, and nobody has consented.
        """
        if self.may_write or not self.cell.portal or mock_of(self.settings) is not None:
            return
        raise ConsentError(
            "This test writes ({mark}), and {portal} is no mock portal that has proven itself. "
            "Nothing was clicked. For a mock give its token in ECQS_MOCK_TOKEN; to write to this "
            'portal all the same, add --ecqs-allow-writing; to leave such tests out, add -m "not '
            '{mark}".',
            mark=WRITES,
            portal=self.cell.portal,
        )


_VENUE: Final = pytest.StashKey[Venue]()


def venue_of(config: pytest.Config) -> Venue:
    """Return the venue of this run, made when it is first needed."""
    if _VENUE not in config.stash:
        config.stash[_VENUE] = Venue(config)
    return config.stash[_VENUE]


def variants_of(node: pytest.Item) -> dict[str, str]:
    """Return the variants that a test's marks ask for; the closest mark counts."""
    marks = reversed(list(node.iter_markers(VARIANT)))
    return {key: str(value) for mark in marks for key, value in mark.kwargs.items()}


def _must_be_alone(cell: Cell) -> None:
    if cell.portal and int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        raise ReplayError(
            "A given portal is tested by one process alone: two hands in one account would meet. "
            "Leave -n out."
        )
