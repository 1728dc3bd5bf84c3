"""Answer from a cassette: what was answered then, and nothing that was not.

A request is answered as it was between the same two writes. A page that was asked for more often
than it is in the recording gets its last answer of that time again. What the recording does not
have is refused and named: a request it never saw, a look at a moment when nobody looked, a write
that came in another order, with other values, or for the second time.

Whether a page still asks for something just before it is left, is a matter of chance. So a look at
a moment when the recording has none is a failure only if the step fails for want of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.model import Answer, Aside, Asked, Exchange, Track
from page_objects.errors import Sentence

START: Final = -1
UNSEEN: Final = "{call}: the recording never saw it."
OTHERWISE: Final = "{call}: the recording has it with other values ({differing})."
NOT_NOW: Final = "{call}: the recording has no answer for this moment."
LATER: Final = "{call}: the recording has {earlier} before it."
ONCE_MORE: Final = "{call}: it comes once more than in the recording."


class Refusal(BaseModel):
    """A request that was not answered: its name, and what the recording has instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str
    call: str
    differing: tuple[str, ...] = ()
    earlier: str = ""

    @property
    def may_be_chance(self) -> bool:
        """Return whether this is a look that the recording has at other moments."""
        return self.why == NOT_NOW

    @property
    def sentence(self) -> Sentence:
        """Return it in words."""
        return Sentence(self.why, self.model_dump(exclude={"why"}))


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
                return min(places, key=self._is_poor)
            case "write":
                return self._write(asked, places)
            case "door":
                end = self._next_write(or_aside=False)
                fresh = [at for at in places if at not in self._used and self._now < at < end]
                return fresh[0] if fresh else Refusal(why=NOT_NOW, call=asked.call)
            case _:
                return self._look(asked, places)

    def _is_poor(self, at: int) -> bool:
        answer = self._exchange(at).answer
        return answer.unread or answer.broken

    def _write(self, asked: Asked, places: list[int]) -> int | Refusal:
        coming = self._next_write()
        if coming in places:
            return coming
        if any(at > coming for at in places):
            return Refusal(why=LATER, call=asked.call, earlier=self._name_of(coming))
        return Refusal(why=ONCE_MORE, call=asked.call)

    def _look(self, asked: Asked, places: list[int]) -> int | Refusal:
        within = [at for at in places if self._now < at < self._next_write()]
        known = [at for at in within if not self._exchange(at).answer.unread]
        fresh = [at for at in known if at not in self._used]
        if known:
            return fresh[0] if fresh else known[-1]
        # A page that was left to itself may have asked only after the step on the mock had begun.
        end = self._next_write(or_aside=False)
        late = [at for at in places if self._now < at < end and at not in self._used]
        found = [*(at for at in late if not self._exchange(at).answer.unread), *within, *late]
        return found[0] if found else Refusal(why=NOT_NOW, call=asked.call)

    def _next_write(self, *, or_aside: bool = True) -> int:
        """Return where the next write (or step aside) stands that has not come yet."""
        entries = self.track.entries
        for at in range(self._now + 1, len(entries)):
            one = entries[at]
            if at in self._used:
                continue
            if or_aside if isinstance(one, Aside) else one.kind == "write":
                return at
        return len(entries)

    # ---- why not ---------------------------------------------------------------------------

    def _unknown(self, asked: Asked) -> Refusal:
        nearest = self._nearest(asked)
        if nearest is None:
            return Refusal(why=UNSEEN, call=asked.call)
        apart = tuple(_apart(self._exchange(nearest).asked, asked))
        return Refusal(why=OTHERWISE, call=asked.call, differing=apart)

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
