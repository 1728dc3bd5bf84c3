"""The browser of one run: started once, and anew with the same login when it has swollen.

Browser, driver and our side of it keep something of every request, about 0.35 MB per record: after
two thousand records it was twice what it was at first (docs/speed.md). Only a new start frees it.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from types import TracebackType
from typing import Self

from playwright.sync_api import BrowserContext, StorageState

from ecqs_agent.driving.browser import launched, portal_context
from ecqs_agent.events import Events, Kind
from ecqs_agent.settings import Settings
from page_objects.addresses import keep_within


class Given:
    """A context that belongs to somebody else, and is never replaced."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context

    def renew(self) -> None:
        """Leave it as it is."""


class Browsing:
    """A browser of our own, for the length of a `with` block."""

    context: BrowserContext

    def __init__(
        self,
        settings: Settings,
        storage: StorageState | None,
        *,
        events: Events,
    ) -> None:
        self._settings = settings
        self._storage = storage
        self._events = events
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            NoBrowserError: no browser could be started.
        """
        self.context = self._started(self._storage)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._open.__exit__(kind, error, trace)

    def renew(self) -> None:
        """End the browser and start it again with the login it had; nothing is in front then.

        Raises:
            NoBrowserError: it did not start again.
        """
        storage = self.context.storage_state()
        self._open.close()
        self.context = self._started(storage)

    def _started(self, storage: StorageState | None) -> BrowserContext:
        with ExitStack() as opening:
            settings, told = self._settings, partial(_tell_blocked, self._events)
            browser = opening.enter_context(launched(settings.browser, headed=settings.headed))
            context = opening.enter_context(
                portal_context(browser, settings.addresses, storage=storage, told=told)
            )
            self._open = opening.pop_all()
        return context


@contextmanager
def browsing(
    settings: Settings,
    storage: StorageState | None,
    *,
    given: BrowserContext | None,
    events: Events,
) -> Iterator[Given | Browsing]:
    """Use the context that is given, or start a browser with this login.

    Raises:
        NoBrowserError: no browser could be started.
    """
    if given is not None:
        keep_within(given, settings.addresses)
        yield Given(given)
        return
    with Browsing(settings, storage, events=events) as own:
        yield own


def _tell_blocked(events: Events, blocked: Mapping[str, int]) -> None:
    """Tell which outsiders the pages asked for; an origin carries no ticket."""
    events.tell(
        Kind.BLOCKED,
        "{count} requests to other addresses than the portal's were not let out: {origins}",
        count=sum(blocked.values()),
        origins=", ".join(sorted(blocked)),
    )
