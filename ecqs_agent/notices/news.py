"""What is news for people: the institutes' answers that differ from what was told last.

Pure functions over the stories of the pieces. What the operator did is no news to the operator.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import NextStep, PieceStory, happened, stories
from ecqs_agent.journal import Item, ReceiptRecord
from ecqs_agent.journal.notices import ParkedAccount
from ecqs_agent.notices.writing import Message, News, message, shortened
from ecqs_agent.texts import Translate

HEADINGS: Final[Mapping[NextStep, str]] = {
    NextStep.CORRECT: "Refused: correct and book again",
    NextStep.CALL: "Accepted: call and agree on a date",
    NextStep.BRING_IN: "Accepted: bring in",
    NextStep.EXPECT_VISIT: "Accepted: they come to you",
    NextStep.REPAIR: "Not passed: repair before further use",
    NextStep.ENTER_EXPIRY: "Verified: enter the expiry date",
    NextStep.ASK: "No institute got it: check region and kind, then ask",
    NextStep.LOOK: "Look at the portal: its words are not known here",
}
_URGENT_FIRST: Final = list(HEADINGS)
_ANSWERED: Final = frozenset(
    {Standing.ACCEPTED, Standing.REFUSED, Standing.VERIFIED, Standing.UNKNOWN_STATE}
)
_OWN_WORDS: Final = frozenset({NextStep.CORRECT, NextStep.LOOK, NextStep.ASK, NextStep.REPAIR})
_WORDS: Final = 80  # characters of the institute's words; the receipt has all of them


def news(
    before: Iterable[PieceStory], after: Iterable[PieceStory], *, t: Translate
) -> tuple[News, ...]:
    """Return what somebody must know and do about, the most urgent first."""
    changed = [change.after for change in happened(before, after)]
    told = [story for story in changed if _concerns_people(story)]
    told.sort(key=lambda story: _URGENT_FIRST.index(story.next_step))
    return tuple(_piece(story, t) for story in told)


def receipt_news(
    account: str,
    *,
    items: Sequence[Item],
    history: Sequence[ReceiptRecord],
    told_until: datetime | None,
    t: Translate,
) -> tuple[Message | None, datetime | None]:
    """Return what the receipts say that was not told yet, and up to which reading that is.

    `told_until` is the newest reading told before; None tells everything that is open.
    """
    told = [reading for reading in history if told_until and reading.read_at <= told_until]
    found = news(
        stories(account, items=items, history=told) if told else (),
        stories(account, items=items, history=history),
        t=t,
    )
    until = max((reading.read_at for reading in history), default=None)
    if not found:
        return None, until
    title = t("{account}: news of {count} pieces", account=account, count=len(found))
    return message(account, title, found), until


def missing_news(account: str, numbers: Sequence[str], *, t: Translate) -> Message:
    """Return that unfinished bookings have left the portal's list."""
    heading = t("Look at the portal: its list no longer shows these bookings")
    found = [News(key=f"missing|{number}", heading=heading, line=number) for number in numbers]
    title = t("{account}: {count} bookings are missing", account=account, count=len(found))
    return message(account, title, found)


def parked_news(parked: ParkedAccount, *, t: Translate) -> Message:
    """Return that the account waits for a person; the same parking is the same news."""
    item = News(
        key=f"parked|{parked.since.isoformat()}",
        heading=t("Log in yourself: `ecqs login --account {account}`", account=parked.account),
        line=parked.reason,
    )
    title = t("{account}: receipts are not read, a person must log in", account=parked.account)
    return message(parked.account, title, [item])


def trouble_news(account: str, code: str, words: str, *, day: date, t: Translate) -> Message:
    """Return that the receipts could not be read; the same trouble is told once a day."""
    item = News(
        key=f"trouble|{code}|{day.isoformat()}",
        heading=t("The portal could not be read"),
        line=f"{code} {words}",
    )
    return message(account, t("{account}: receipts could not be read", account=account), [item])


def trial(*, t: Translate, now: datetime) -> Message:
    """Return a message that tries a channel."""
    line = t("If you can read this, notices of ecqs-agent arrive here.")
    item = News(key=f"trial|{now.isoformat()}", heading=t("Nothing is to be done"), line=line)
    return message("", t("test message"), [item])


def _concerns_people(story: PieceStory) -> bool:
    answered = story.standing in _ANSWERED or story.next_step is NextStep.ASK
    return answered and story.next_step in HEADINGS


def _piece(story: PieceStory, t: Translate) -> News:
    facts = (
        story.account,
        story.record_uuid or story.item_key,
        story.booking_number,
        story.standing,
        story.process_state,
        story.next_step,
        story.certificate_number,
        hashlib.sha256(story.words.encode()).hexdigest(),
    )
    said = shortened(story.words, _WORDS) if story.words else ""
    who = " ".join((story.institute, *story.phones)).strip()
    shared = "" if story.next_step in _OWN_WORDS else said
    heading = " | ".join(filter(None, (t(HEADINGS[story.next_step]), who, shared)))
    return News(key="|".join(facts), heading=heading, line=_line(story, said))


def _line(story: PieceStory, said: str) -> str:
    name = " ".join(filter(None, (story.name, story.serial_number)))
    number = story.certificate_number or story.booking_number
    shown = story.process_state if story.next_step is NextStep.LOOK else ""
    own = said if story.next_step in _OWN_WORDS else ""
    return "：".join(filter(None, (f"{name}（{number}）" if number else name, shown, own)))
