"""What the journal's events say of one piece: what was done, with which values and pictures.

Pure functions over an item's events. Only named fields are taken from their details; an answer of
the portal as it came is never looked into.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ecqs_agent.journal import Errand, Item, State
from ecqs_agent.journal.reading import ItemEvent
from ecqs_agent.labels import COLUMNS
from ecqs_agent.report.model import Moment, Picture, Text
from ecqs_agent.report.privacy import public
from ecqs_agent.report.values import FIELDS, changes_between, filled_values, row_in, row_values
from ecqs_agent.report.wording import ACTS, DEEDS, Deed

_SEEN: Final[Mapping[str, Deed]] = {
    "seen": Deed.SEEN,
    "differs": Deed.DIFFERS,
    "not-seen": Deed.NOT_SEEN,
}
_ENDS: Final[Mapping[State, Deed]] = {
    State.REFUSED: Deed.PORTAL_REFUSED,
    State.REJECTED: Deed.REJECTED,
    State.UNCLEAR: Deed.UNCLEAR,
}
_DONE: Final[Mapping[Errand, Deed]] = {
    Errand.ADD: Deed.FILED,
    Errand.CHANGE: Deed.CHANGED,
    Errand.VALIDITY: Deed.EXPIRY,
}
_TELL_CHANGES: Final = frozenset({Deed.FILED, Deed.CHANGED})


def moment(
    at: datetime, deed: Deed, *, number: str = "", words: str = "", **facts: object
) -> Moment:
    """Return a moment of this kind; `words` are the portal's or the institute's."""
    act = ACTS.get(deed)
    return Moment(
        at=at,
        what=Text(template=DEEDS[deed], facts=facts),
        number=number,
        act=None if act is None else Text(template=act),
        words=public(words),
    )


@dataclass
class Acts:
    """What was done to one piece, in order, and its values as they became."""

    moments: list[Moment] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)  # as filed, else as wished
    _sent: dict[str, str] = field(default_factory=dict)  # by the last click
    _refused: dict[str, str] = field(default_factory=dict)

    def hear(self, item: Item, event: ItemEvent) -> None:
        """Take the next event in."""
        if event.became is State.SUBMITTING:
            self._send(item, event)
        elif event.was is event.became:
            self._look_again(event)
        elif event.became is State.PROVEN:
            self._prove(item, event)
        elif event.became in _ENDS:
            self.moments.append(moment(event.at, _ENDS[event.became]))
            if event.became is State.REFUSED:
                self._refused = self._sent

    def _send(self, item: Item, event: ItemEvent) -> None:
        filled = event.detail.get("filled")
        self._sent = filled_values(filled if isinstance(filled, Mapping) else wished(item))
        name = event.detail.get("picture")
        if isinstance(name, str) and name:
            kept_hash = str(event.detail.get("picture_sha256") or "")
            self.pictures.append(Picture(name=name, at=event.at, sha256=kept_hash))

    def _look_again(self, event: ItemEvent) -> None:
        deed = _SEEN.get(event.code)
        if deed is None:
            return
        row = row_in(event.detail)
        fields = [name for name in event.detail.get("differing") or () if name in COLUMNS]
        labels = [Text(template=COLUMNS[name]) for name in fields]
        self.moments.append(moment(event.at, deed, fields=labels))
        if row is not None:
            self._learn_expiry(row_values(row))

    def _prove(self, item: Item, event: ItemEvent) -> None:
        before = self.values or self._refused
        deed = self._take_over(item, event)
        told = moment(event.at, deed, number=self._number(item))
        changes = changes_between(before, self.values) if deed in _TELL_CHANGES and before else ()
        self.moments.append(told.model_copy(update={"changes": changes}))

    def _take_over(self, item: Item, event: ItemEvent) -> Deed:
        """Take over what the portal holds from this event on, and return what was done."""
        row = row_in(event.detail)
        if item.errand is Errand.VALIDITY:
            self._became({**self.values, "valid_until": str(item.wish.get("valid_until") or "")})
        elif item.errand is Errand.ADD and row is not None:
            self._became(row_values(row))
            return Deed.ADOPTED if "adopted" in event.detail else Deed.FOUND
        else:
            self._became(self._sent or filled_values(wished(item)))
        return _DONE[item.errand]

    def _number(self, item: Item) -> str:
        match item.errand:
            case Errand.ADD:
                return item.portal_number
            case Errand.VALIDITY:
                return self.values.get("valid_until", "")
            case _:
                return ""

    def _became(self, values: Mapping[str, str]) -> None:
        known = self.values.get("valid_until", "")
        self.values = {**values, "valid_until": values.get("valid_until", "") or known}

    def _learn_expiry(self, values: Mapping[str, str]) -> None:
        if self.values and values["valid_until"]:
            self.values["valid_until"] = values["valid_until"]


def wished(item: Item) -> Mapping[str, Any]:
    """Return the form an item wants filled, whatever its errand."""
    form = item.wish.get("form", item.wish)
    return form if isinstance(form, Mapping) else {}


def acts_of(items: Iterable[Item], events: Mapping[str, list[ItemEvent]]) -> Acts:
    """Return what was done to the piece that these items are about.

    The words of a refusal belong to the item as it stands; only its last event can have them.
    """
    known = {item.key: item for item in items}
    acts = Acts()
    turns = [event for key in known for event in events.get(key, ())]
    for event in sorted(turns, key=lambda event: event.at):
        acts.hear(known[event.item_key], event)
    for item in known.values():
        _give_words(acts, item)
    if not acts.values:
        acts.values = next(
            (filled_values(wished(item)) for item in known.values()), dict.fromkeys(FIELDS, "")
        )
    return acts


def _give_words(acts: Acts, item: Item) -> None:
    if item.state not in (State.REFUSED, State.REJECTED) or not item.words:
        return
    for place in reversed(range(len(acts.moments))):
        if acts.moments[place].at == item.changed_at:
            words = public(item.words)
            acts.moments[place] = acts.moments[place].model_copy(update={"words": words})
            return
