"""The journal's databases: SQLite in a file, and a real PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqs_agent.journal.engine import sqlite_url
from tests.unit.agent.postgres import WITHOUT, Cluster, running_cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Return a private PostgreSQL, started once and ended with the session."""
    if os.environ.get(WITHOUT):
        pytest.skip(f"{WITHOUT} is set")
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "journal.sqlite")
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()
