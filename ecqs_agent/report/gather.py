"""Gather a report from the journal. A pure function of journal objects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from ecqs_agent.answers.next_steps import NextStep
from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import PieceStory, stories
from ecqs_agent.journal import Errand as ItemErrand
from ecqs_agent.journal import Item, ReceiptRecord, State
from ecqs_agent.journal.reading import ItemEvent
from ecqs_agent.report import figures
from ecqs_agent.report.acts import Acts, acts_of, moment
from ecqs_agent.report.model import Moment, PieceReport, ReportData, StepGroup, Text, Tone
from ecqs_agent.report.privacy import public
from ecqs_agent.report.wording import ERRANDS, OF_STANDING, TO_DO, TONES, Errand

CHINA: Final = timezone(timedelta(hours=8))  # one zone, no summer time
# Whoever asks for these needs a partner: pieces go together by institute and phone.
_WITH_INSTITUTE: Final = frozenset(
    {
        NextStep.CALL,
        NextStep.BRING_IN,
        NextStep.EXPECT_VISIT,
        NextStep.ASK,
        NextStep.LOOK,
        NextStep.REPAIR,
    }
)
_WITHOUT_WORDS: Final = frozenset({NextStep.WAIT, NextStep.BOOK, NextStep.FILE, NextStep.RECONCILE})


@dataclass(frozen=True)
class Period:
    """From when on things count as new; None: from the beginning."""

    since: datetime | None
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Return whether it happened in here."""
        return (self.since is None or at >= self.since) and at <= self.until


def gather(
    account: str,
    *,
    portal: str,
    items: Sequence[Item],
    history: Sequence[ReceiptRecord],
    events: Iterable[ItemEvent],
    until: datetime,
    since: datetime | None = None,
    errand: Errand | None = None,
) -> ReportData:
    """Return what there is to say about the account; `history` and `events` are oldest first.

    `portal` is the portal's host, `since` the beginning of the period whose deeds are told first.
    """
    period = Period(since, until)
    told = stories(account, items=items, history=history)
    by_item = _by_item(events)
    of_record = _items_by_record(items)
    pieces = tuple(
        _piece(number, story, _items_of(story, items_by_key, of_record), by_item, period)
        for items_by_key in ({item.key: item for item in items},)
        for number, story in enumerate(told, start=1)
    )
    moments = [one for piece in pieces for one in piece.moments]
    return ReportData(
        account=account,
        portal=portal,
        errand=None if errand is None else Text(template=ERRANDS[errand]),
        since=since,
        until=until,
        bookings=_bookings(items, history),
        steps=_steps(told, pieces),
        acts=figures.acts([one for one in moments if one.is_new]),
        states=figures.states(pieces),
        due=figures.due(pieces, today=until.astimezone(CHINA).date()),
        without_date=sum(figures.day_of(piece.valid_until) is None for piece in pieces),
        refusals=figures.reasons(_refusals(told, pieces)),
        pieces=pieces,
    )


def _by_item(events: Iterable[ItemEvent]) -> Mapping[str, list[ItemEvent]]:
    found: dict[str, list[ItemEvent]] = defaultdict(list)
    for event in events:
        found[event.item_key].append(event)
    return found


def _items_by_record(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    """Return the changes and expiry dates of each ledger record."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.errand in (ItemErrand.CHANGE, ItemErrand.VALIDITY):
            found[item.portal_uuid or str(item.wish.get("uuid") or "")].append(item)
    return found


def _items_of(
    story: PieceStory, by_key: Mapping[str, Item], of_record: Mapping[str, list[Item]]
) -> list[Item]:
    own = [by_key[story.item_key]] if story.item_key in by_key else []
    return own + (of_record.get(story.record_uuid, []) if story.record_uuid else [])


def _piece(
    number: int,
    story: PieceStory,
    items: Sequence[Item],
    events: Mapping[str, list[ItemEvent]],
    period: Period,
) -> PieceReport:
    acts = acts_of(items, events)
    moments = _told([*acts.moments, *_at_the_institute(story, items)], period)
    return PieceReport(
        number=number,
        name=story.name,
        serial_number=story.serial_number,
        standing=story.standing,
        since=story.since,
        instrument_code=story.instrument_code,
        booking_number=story.booking_number,
        process_state=story.process_state,
        institute=story.institute,
        certificate_number=story.certificate_number,
        record_uuid=story.record_uuid,
        valid_until=acts.values.get("valid_until", ""),
        next_step=_to_do(story),
        words=public(story.words),
        values=_values(story, acts),
        moments=tuple(moments),
        pictures=tuple(acts.pictures),
        is_new=any(one.is_new for one in moments),
    )


def _told(moments: Iterable[Moment], period: Period) -> list[Moment]:
    """Return the moments in their order; words that were said just before are not repeated."""
    told: list[Moment] = []
    said = ""
    for one in sorted(moments, key=lambda one: one.at):
        words = "" if one.words == said else one.words
        said = one.words or said
        told.append(one.model_copy(update={"words": words, "is_new": period.covers(one.at)}))
    return told


def _to_do(story: PieceStory) -> Text | None:
    if story.next_step is NextStep.NOTHING:
        return None
    return Text(template=TO_DO[story.next_step])


def _at_the_institute(story: PieceStory, items: Iterable[Item]) -> list[Moment]:
    """Return the turns that bookings and receipts brought; those of items are told as acts."""
    told = {item.changed_at for item in items}
    return [
        moment(
            turn.at,
            OF_STANDING[turn.standing],
            words=turn.words if turn.standing is not Standing.UNCLEAR else "",
            number=turn.booking_number,
            state=turn.process_state,
        )
        for turn in story.moments
        if turn.standing in OF_STANDING and turn.at not in told
    ]


def _values(story: PieceStory, acts: Acts) -> dict[str, str]:
    """Return the values as filed; of a piece filed by hand what the receipt shows."""
    shown = {
        "model": story.model,
        "place_of_use": story.place_of_use,
        "region": story.region,
        "delivery": story.delivery,
    }
    return {**shown, **{name: value for name, value in acts.values.items() if value}}


def _bookings(items: Iterable[Item], history: Iterable[ReceiptRecord]) -> int:
    ours = {
        item.portal_uuid
        for item in items
        if item.errand is ItemErrand.BOOK and item.state is State.PROVEN
    }
    return len(ours | {reading.booking_uuid for reading in history})


def _steps(told: Iterable[PieceStory], pieces: Iterable[PieceReport]) -> tuple[StepGroup, ...]:
    groups: dict[tuple[NextStep, str, tuple[str, ...]], list[PieceReport]] = defaultdict(list)
    for story, piece in zip(told, pieces, strict=True):
        if story.next_step is NextStep.NOTHING:
            continue
        shared = story.next_step in _WITH_INSTITUTE
        key = (story.institute, story.phones) if shared else ("", ())
        groups[(story.next_step, *key)].append(piece)
    urgency = {step: place for place, step in enumerate(TO_DO)}
    return tuple(
        _group(step, institute, phones, found)
        for (step, institute, phones), found in sorted(
            groups.items(), key=lambda entry: urgency[entry[0][0]]
        )
    )


def _group(
    step: NextStep, institute: str, phones: tuple[str, ...], pieces: Sequence[PieceReport]
) -> StepGroup:
    if step in _WITHOUT_WORDS:
        pieces = [piece.model_copy(update={"words": ""}) for piece in pieces]
    words = {piece.words for piece in pieces}
    return StepGroup(
        what=Text(template=TO_DO[step]),
        tone=TONES.get(step, Tone.ACT),
        pieces=tuple(pieces),
        institute=institute,
        phones=phones,
        words=words.pop() if len(words) == 1 else "",
    )


def _refusals(told: Iterable[PieceStory], pieces: Iterable[PieceReport]) -> list[str]:
    """Return the words of every refusal, the institutes' and the portal's."""
    institutes = [
        public(turn.words)
        for story in told
        for turn in story.moments
        if turn.standing is Standing.REFUSED
    ]
    portal = [
        piece.words for piece in pieces if piece.standing is Standing.PORTAL_REFUSED and piece.words
    ]
    return institutes + portal
