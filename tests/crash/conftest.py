"""Commands as processes that die, freeze and are started again, on a mock portal."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chaos_client import Client, environment
from benchmarks.chaos_pieces import Piece, Verdict, compare, pieces, write_workbook
from ecqs_agent.mock_client import MockPortal

PIECES = 7  # the sixth has no plate
SEED = 3
ECQS = ("-m", "ecqs_agent.cli")


class Scene:
    """A workbook, a portal, and the commands of one operator."""

    def __init__(self, portal: Any, folder: Path, wanted: Sequence[Piece]) -> None:
        self.portal = portal
        self.pieces = wanted
        self.data = folder / "data"
        self._folder = folder
        self._book = folder / "workbook.xlsx"
        self._clients: list[Client] = []
        write_workbook(self._book, wanted)

    def start(self, command: str, *, program: tuple[str, ...] = ECQS, **more: str) -> Client:
        """Start a command and return at once."""
        mock = MockPortal(url=self.portal.url, token=self.portal.token)
        book = [str(self._book)] if command in {"apply", "plan"} else []
        client = Client(
            *(command, *book, "--account", "demo", "--json"),
            env=environment(mock, self._folder, **{"ECQS_QUIET_PERIOD": "1", **more}),
            log=self._folder / f"{len(self._clients)}-{command}.log",
            program=program,
        )
        self._clients.append(client)
        return client

    def run(self, command: str, **more: str) -> Client:
        """Run a command to its end."""
        client = self.start(command, program=ECQS, **more)
        client.wait()
        return client

    def verdict(self) -> Verdict:
        """Compare the portal with the workbook."""
        return compare(self.pieces, self.portal.records())

    def asked(self) -> Counter[str]:
        """Return how often each service was asked."""
        return Counter(one["method"] for one in self.portal.requests()["requests"])

    def end(self) -> None:
        for client in self._clients:
            client.end()


@pytest.fixture
def scene(portal: Any, tmp_path: Path) -> Iterator[Scene]:
    """A workbook of all sorts of pieces."""
    scene = Scene(portal(), tmp_path, pieces(PIECES, SEED))
    yield scene
    scene.end()


@pytest.fixture
def short_scene(portal: Any, tmp_path: Path) -> Iterator[Scene]:
    """A workbook of two kinds: two bookings."""
    scene = Scene(portal(), tmp_path, pieces(2, SEED))
    yield scene
    scene.end()


def wait_until(happened: Callable[[], object], client: Client) -> None:
    """Wait for a condition; fail when the client ends before it came true."""
    while not happened():
        assert client.code is None, client.output
