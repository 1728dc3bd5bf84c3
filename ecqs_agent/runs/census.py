"""Whether anybody else has changed the ledger since it was read: a count and the newest rows.

The plan has seen every record. As long as the list holds exactly those and what this run filed,
no piece can have been filed by anybody else, and none needs to be looked for on its own.
"""

import time
from collections.abc import Callable, Iterable

from page_objects.screens import LedgerGlance

FRESH = 1.0  # seconds for which the list that the portal loaded after a save is news


class Census:
    """The records that are known to be in the ledger; once it is wrong it stays in doubt."""

    def __init__(
        self, uuids: Iterable[str] | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._known = None if uuids is None else set(uuids)
        self._clock = clock
        self._loaded = clock()

    @property
    def is_sure(self) -> bool:
        """Return whether every record of the ledger was known at the last glance."""
        return self._known is not None

    @property
    def is_old(self) -> bool:
        """Return whether the list in front was loaded so long ago that it has to be again."""
        return self._clock() - self._loaded > FRESH

    def loaded(self) -> None:
        """Take note that the list was loaded just now."""
        self._loaded = self._clock()

    def filed(self, uuid: str) -> None:
        """Take a record in that this run has filed; the portal then loads its list again."""
        self.loaded()
        if self._known is not None:
            self._known.add(uuid)

    def doubt(self) -> None:
        """Trust it no more: an outcome is unclear, or something was seen that nobody knows."""
        self._known = None

    def agrees(self, glance: LedgerGlance) -> bool:
        """Return whether the list holds what is known; if not, it is in doubt from now on."""
        known = self._known
        if known is None:
            return False
        if glance.total == len(known) and known.issuperset(glance.uuids):
            return True
        self.doubt()
        return False
