"""The turns of one piece in the order they came: filed, booked, refused, corrected, accepted.

Pure functions over items of the journal and sightings in receipts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.sightings import Sighting
from ecqs_agent.answers.standings import OF_STATE, Standing
from ecqs_agent.journal import Item, State

AT_THE_INSTITUTE: Final = frozenset(
    {Standing.BOOKED, Standing.ACCEPTED, Standing.VERIFIED, Standing.UNKNOWN_STATE}
)


class Moment(BaseModel):
    """One turn: from `at` on the piece stood like this. `words` are the institute's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    standing: Standing
    process_state: str
    booking_number: str
    words: str


class _Source(StrEnum):
    ADD = "add"
    CHANGE = "change"
    BOOK = "book"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class _Turn:
    source: _Source
    moment: Moment


def moments_of(
    add: Item | None,
    *,
    changes: Iterable[Item],
    bookings: Iterable[Item],
    sightings: Sequence[Sighting],
    numbers: Mapping[str, str],
) -> tuple[Moment, ...]:
    """Return a piece's turns, oldest first; the last one is where it stands.

    What an older booking says after a newer one began is no turn; nor is a change of the record
    while an institute has the piece, or a record adopted after a receipt named it.
    `numbers` are the bookings' numbers by their uuid.
    """
    turns = [
        *(_of_item(item, _Source.ADD) for item in (add,) if item),
        *_of_bookings(bookings, numbers),
        *(_Turn(_Source.RECEIPT, _of_sighting(one)) for one in sightings),
        *(_of_item(item, _Source.CHANGE) for item in changes),
    ]
    told: list[_Turn] = []
    for turn in sorted(turns, key=lambda turn: turn.moment.at):
        _tell(told, turn)
    return tuple(turn.moment for turn in told)


def since(moments: Sequence[Moment]) -> datetime:
    """Return when the last standing began."""
    last = moments[-1]
    began = last.at
    for moment in reversed(moments):
        if _place(moment) != _place(last):
            break
        began = moment.at
    return began


def current_booking(moments: Sequence[Moment]) -> str:
    """Return the number of the booking that counts, "" when none does."""
    return moments[-1].booking_number


def _of_item(item: Item, source: _Source) -> _Turn:
    standing = OF_STATE[item.state]
    return _Turn(source, _moment(item.changed_at, standing, words=item.words))


def _of_bookings(items: Iterable[Item], numbers: Mapping[str, str]) -> Iterator[_Turn]:
    for item in items:
        number = item.portal_number or numbers.get(item.portal_uuid or "", "")
        match item.state:
            case State.PROVEN:
                yield _Turn(_Source.BOOK, _moment(item.changed_at, Standing.BOOKED, number=number))
            case State.TODO | State.DOING:
                continue
            case state:
                yield _Turn(
                    _Source.BOOK, _moment(item.changed_at, OF_STATE[state], words=item.words)
                )


def _of_sighting(sighting: Sighting) -> Moment:
    return Moment(
        at=sighting.at,
        standing=sighting.standing,
        process_state=sighting.text("process_state"),
        booking_number=sighting.booking_number,
        words=sighting.words,
    )


def _moment(at: datetime, standing: Standing, *, number: str = "", words: str = "") -> Moment:
    return Moment(at=at, standing=standing, process_state="", booking_number=number, words=words)


def _tell(told: list[_Turn], turn: _Turn) -> None:
    """Add a turn unless it says nothing new."""
    last = told[-1] if told else None
    if last is None:
        told.append(turn)
    elif _is_void(turn, last, told):
        return
    elif last.source is _Source.BOOK and _place(turn.moment) == _place(last.moment):
        # the receipt confirms our own submission: one turn, since the submission
        told[-1] = _Turn(turn.source, turn.moment.model_copy(update={"at": last.moment.at}))
    elif turn.moment.standing is Standing.FILED:
        told.append(_Turn(turn.source, turn.moment.model_copy(update={"booking_number": ""})))
    else:
        told.append(turn)


def _is_void(turn: _Turn, last: _Turn, told: Sequence[_Turn]) -> bool:
    moment = turn.moment
    number = moment.booking_number
    if turn.source is _Source.ADD or _same(moment, last.moment):
        return True
    if not number:  # our own errand
        under_way = last.moment.standing in AT_THE_INSTITUTE
        return under_way and moment.standing is not Standing.UNCLEAR
    if number < max(one.moment.booking_number for one in told):
        return True
    if moment.standing is Standing.FILED:  # the piece has gone from this booking
        return last.moment.booking_number != number
    earlier = [one.moment for one in told if one.moment.booking_number == number]
    if turn.source is _Source.BOOK or last.moment.booking_number == number:
        return turn.source is _Source.BOOK and bool(earlier)
    return bool(earlier) and _place(earlier[-1]) == _place(moment)  # corrected since


def _same(one: Moment, other: Moment) -> bool:
    return _place(one) == _place(other) and (one.process_state, one.words) == (
        other.process_state,
        other.words,
    )


def _place(moment: Moment) -> tuple[Standing, str, str]:
    unknown = moment.process_state if moment.standing is Standing.UNKNOWN_STATE else ""
    return moment.standing, moment.booking_number, unknown
