"""How far a run has come: counts by outcome, time passed, and an estimate of the rest."""

from collections import Counter
from collections.abc import Callable

from ecqs_agent.journal import Item, State


class Progress:
    """How far a run has come, and how long the rest will take if it goes on like this."""

    def __init__(self, total: int, *, clock: Callable[[], float]) -> None:
        self._total = total
        self._clock = clock
        self._began = clock()
        self._states: dict[str, State] = {}

    def note(self, item: Item) -> None:
        """Take note of where an item stands now; one that is tried again counts once."""
        self._states[item.key] = item.state

    def facts(self) -> dict[str, object]:
        """Return counts by outcome, and seconds passed and still to come."""
        counts = Counter(self._states.values())
        known = counts[State.PROVEN] + counts[State.REFUSED] + counts[State.REJECTED]
        left = max(self._total - known - counts[State.UNCLEAR], 0)
        elapsed = self._clock() - self._began
        tried = max(len(self._states), 1)
        return {
            "proven": counts[State.PROVEN],
            "refused": counts[State.REFUSED],
            "rejected": counts[State.REJECTED],
            "unclear": counts[State.UNCLEAR],
            "left": left,
            "total": self._total,
            "elapsed": round(elapsed, 1),
            "rest": round(elapsed / tried * left, 1),
        }
