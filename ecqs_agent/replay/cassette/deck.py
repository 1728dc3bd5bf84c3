"""Answer from a cassette: what was answered then, and nothing that was not.

A request is answered as it was between the same two writes. A page that was asked for more often
than it is in the recording gets its last answer of that time again. What the recording does not
have is refused and named: a request it never saw, a look at a moment when nobody looked, a write
that came in another order, with other values, or for the second time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.model import Answer, Aside, Asked, Exchange, Track

START: Final = -1
NOT_NOW: Final = "the recording has no answer for this moment"


class Refusal(BaseModel):
    """A request that was not answered: its name, and what the recording has instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call: str
    why: str
    differing: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Return it in one line."""
        return f"{self.call}: {self.why}" + "".join(f"; {one}" for one in self.differing)


class Deck:
    """One cassette while it is played. Asked by the server's thread, moved on by the player's."""

    def __init__(self, track: Track, cleaner: Cleaner) -> None:
        self.track = track
        self.cleaner = cleaner
        self._lock = Lock()
        self._now = START
        self._used: set[int] = set()
        self._refused: list[Refusal] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, one in self._exchanges():
            self._places[_key(one.asked)].append(at)

    def answer(self, asked: Asked) -> Answer | Refusal:
        """Return what was answered, or why nothing is."""
        with self._lock:
            at = self._found(asked, self._places.get(_key(asked), []))
            if isinstance(at, Refusal):
                self._refused.append(at)
                return at
            self._used.add(at)
            found = self._exchange(at)
            if found.kind in ("write", "door"):
                self._now = max(self._now, at)
            return found.answer

    def step_aside(self, step: int) -> Aside | None:
        """Return what a step behind the portal's back showed, and go on behind it."""
        with self._lock:
            for at, one in enumerate(self.track.entries):
                if isinstance(one, Aside) and one.step == step and at not in self._used:
                    self._used.add(at)
                    self._now = max(self._now, at)
                    return one
        return None

    def refused(self) -> tuple[Refusal, ...]:
        """Return what was refused since the last look."""
        with self._lock:
            found, self._refused = tuple(dict.fromkeys(self._refused)), []
        return found

    # ---- which of several answers ----------------------------------------------------------

    def _found(self, asked: Asked, places: list[int]) -> int | Refusal:
        if not places:
            return self._unknown(asked)
        match self._exchange(places[0]).kind:
            case "asset":
                return places[0]
            case "write":
                return self._write(asked, places)
            case "door":
                fresh = [at for at in places if at not in self._used and at > self._now]
                return fresh[0] if fresh else self._refusal(asked, NOT_NOW)
            case _:
                return self._look(asked, places)

    def _write(self, asked: Asked, places: list[int]) -> int | Refusal:
        coming = self._next_write()
        if coming in places:
            return coming
        if any(at > coming for at in places):
            why = f"the recording has {self._name_of(coming)} before it"
            return self._refusal(asked, why, coming)
        return self._refusal(asked, "it comes once more than in the recording")

    def _look(self, asked: Asked, places: list[int]) -> int | Refusal:
        end = self._next_write()
        within = [at for at in places if self._now < at < end]
        fresh = [at for at in within if at not in self._used]
        if fresh:
            return fresh[0]
        return within[-1] if within else self._refusal(asked, NOT_NOW)

    def _next_write(self) -> int:
        """Return where the next write or step aside stands that has not come yet."""
        entries = self.track.entries
        for at in range(self._now + 1, len(entries)):
            one = entries[at]
            if at not in self._used and (isinstance(one, Aside) or one.kind == "write"):
                return at
        return len(entries)

    # ---- why not ---------------------------------------------------------------------------

    def _unknown(self, asked: Asked) -> Refusal:
        nearest = self._nearest(asked)
        if nearest is None:
            return self._refusal(asked, "the recording never saw it")
        return self._refusal(asked, "the recording has it with other values", nearest)

    def _refusal(self, asked: Asked, why: str, nearest: int | None = None) -> Refusal:
        one = None if nearest is None else self.track.entries[nearest]
        is_alike = isinstance(one, Exchange) and one.asked.call == asked.call
        apart = _apart(one.asked, asked) if is_alike and isinstance(one, Exchange) else ()
        return Refusal(call=asked.call, why=why, differing=tuple(apart))

    def _nearest(self, asked: Asked) -> int | None:
        """Return the request of the same name that differs least; one still to come before others.

        What is equal in two requests counts, not how long they are.
        """
        alike = [at for at, one in self._exchanges() if one.asked.call == asked.call]
        if not alike:
            return None
        return min(
            alike,
            key=lambda at: (
                len(list(_apart(self._exchange(at).asked, asked))),
                at in self._used,
                at < self._now,
            ),
        )

    def _name_of(self, at: int) -> str:
        one = self.track.entries[at]
        return f"step {one.step}" if isinstance(one, Aside) else one.asked.call

    def _exchange(self, at: int) -> Exchange:
        one = self.track.entries[at]
        if isinstance(one, Aside):
            raise TypeError(at)
        return one

    def _exchanges(self) -> Iterator[tuple[int, Exchange]]:
        for at, one in enumerate(self.track.entries):
            if isinstance(one, Exchange):
                yield at, one


def _key(asked: Asked) -> str:
    return asked.model_dump_json()


def _apart(recorded: Asked, asked: Asked) -> Iterator[str]:
    """Yield the names under which two requests carry something else."""
    for before, now in ((recorded.query, asked.query), (recorded.body, asked.body)):
        was, came = _by_name(before), _by_name(now)
        for name in sorted(was.keys() | came.keys()):
            if was.get(name) != came.get(name):
                yield f"{name}: {_shown(was.get(name))} -> {_shown(came.get(name))}"


def _by_name(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return found


def _shown(values: list[str] | None) -> str:
    return "∅" if values is None else " ".join(f"“{one}”" for one in values)
