from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest

from tests.mock_portal.visitor import Running, Visitor, running


class Start(Protocol):
    def __call__(self, **options: Any) -> Running: ...


@pytest.fixture
def start() -> Iterator[Start]:
    """Start portals that end with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(running(**options))


@pytest.fixture
def place(start: Start) -> Running:
    return start()


@pytest.fixture
def visitor(place: Running) -> Visitor:
    """A visitor who is logged in as demo."""
    guest = place.visitor()
    guest.log_in()
    return guest
