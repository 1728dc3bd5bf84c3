"""The scenario as it grows: steps, instruments, names that later steps use, and what is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from ecqs_agent.replay.normal import DYNAMIC
from ecqs_agent.replay.recognising.events import Seen, is_secret

FEW = 4  # fields in which an instrument may differ from the first to be written as one like it
SHORT = 60  # characters of a text that is told


class Aside(BaseModel):
    """Something that was seen and is no step: why, and its number in the recording."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    why: str
    what: str


class Recognised(BaseModel):
    """The steps and data of a scenario, what was not understood, and what is no step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Mapping[str, Mapping[str, Any]]
    steps: tuple[Mapping[str, Any], ...]
    numbers: tuple[int, ...]  # of the event behind each step
    unknown: tuple[Aside, ...]
    asides: tuple[Aside, ...]


@dataclass
class Known:
    """An instrument that the recording filed, and the step that did."""

    fields: dict[str, Any]
    step: int
    name: str = ""  # under which its 器具编码 is bound


@dataclass
class Sent:
    """A booking that the recording made: number or draft, and the step that did."""

    number: str
    step: int
    name: str


@dataclass
class Draft:
    """A scenario in the making."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    instruments: list[Known] = field(default_factory=list)
    bookings: list[Sent] = field(default_factory=list)
    unknown: list[Aside] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    def act(self, number: int, verb: str, args: object, expect: Mapping[str, Any]) -> int:
        """Add a step and return its place."""
        self.steps.append({verb: args, **({"expect": dict(expect)} if expect else {})})
        self.numbers.append(number)
        return len(self.steps) - 1

    def raw(self, seen: Seen, why: str) -> None:
        """Keep what was not understood as a marked step; never what was typed."""
        self.act(seen.number, "raw", {"why": why, **_kept(seen)}, {})
        self.unknown.append(Aside(number=seen.number, why=why, what=words_of(seen)))

    def aside(self, seen: Seen, why: str) -> None:
        """Note what was seen and is no step of its own."""
        self.asides.append(Aside(number=seen.number, why=why, what=words_of(seen)))

    def instrument(self, fields: Mapping[str, Any]) -> str:
        """Put an instrument into the data and return its name there."""
        name = f"instrument_{len(self.data) + 1}"
        given = {key: value for key, value in fields.items() if value}
        first = self.data.get("instrument_1")
        if first is not None and first.keys() == given.keys():
            other = {key: value for key, value in given.items() if first[key] != value}
            given = {"like": "instrument_1", **other} if len(other) <= FEW else given
        self.data[name] = given
        return name

    def filed(self, fields: Mapping[str, Any], step: int) -> None:
        """Remember an instrument that a step filed."""
        self.instruments.append(Known(fields=dict(fields), step=step))

    def code_of(self, known: Known) -> str:
        """Return the name of an instrument's 器具编码, bound by the step that filed it."""
        if not known.name:
            known.name = f"code_{sum(bool(one.name) for one in self.instruments) + 1}"
            self.steps[known.step].setdefault("bind", {})[known.name] = "code"
        return f"${{{known.name}}}"

    def booked(self, step: int, number: str, *, place: str) -> None:
        """Remember a booking and bind its number or, for a draft, its identity."""
        name = f"{'draft' if place == 'uuid' else 'booking'}_{len(self.bookings) + 1}"
        self.bookings.append(Sent(number=number, step=step, name=name))

    def name_of(self, sent: Sent) -> str:
        """Return the name of a booking, bound by the step that made it."""
        place = "uuid" if sent.name.startswith("draft") else "number"
        self.steps[sent.step].setdefault("bind", {})[sent.name] = place
        return f"${{{sent.name}}}"

    def whole(self) -> Recognised:
        """Return everything so far."""
        return Recognised(
            data=self.data,
            steps=tuple(self.steps),
            numbers=tuple(self.numbers),
            unknown=tuple(self.unknown),
            asides=tuple(self.asides),
        )


def message_pattern(text: str) -> object:
    """Return a message as an expectation, without what the portal gives anew each time."""
    found = DYNAMIC.search(text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    if before:
        return {"starts": before}
    return {"contains": after} if after else {"shape": "something"}


def words_of(seen: Seen) -> str:
    """Return what a thing was called, as short as a person needs it to find it again."""
    names = (seen.window, seen.row, seen.label, seen.text, *seen.selectors[:1])
    return " / ".join(name[:SHORT] for name in names if name) or seen.kind


def _kept(seen: Seen) -> dict[str, Any]:
    kept: dict[str, Any] = {"event": seen.number, "kind": seen.kind}
    for key in ("text", "row", "label"):
        value = getattr(seen, key)
        if value:
            kept[key] = value
    if seen.window:
        kept["window"] = seen.window
    selectors = [one for one in seen.selectors if not is_secret(one)]
    return {**kept, **({"selectors": selectors} if selectors else {})}
