"""Who must do what next with a piece, and which phone helps. Pure functions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from ecqs_agent.answers.sightings import Sighting
from ecqs_agent.answers.standings import Standing
from ledgers.receipts.acceptance import Acceptance, Do, Instruction
from ledgers.receipts.phones import distinct, phones_in


class NextStep(StrEnum):
    """What the operator does next."""

    NOTHING = "nothing"
    WAIT = "wait"  # for the institute's answer
    BRING_IN = "bring-in"
    EXPECT_VISIT = "expect-visit"
    CALL = "call"  # agree on the date first
    CORRECT = "correct"
    BOOK = "book"
    ENTER_EXPIRY = "enter-expiry"
    REPAIR = "repair"  # verified and not passed: out of use until it is repaired
    ASK = "ask"  # no institute got it: check region and kind, then ask
    LOOK = "look"  # an unknown word: look at the portal
    RECONCILE = "reconcile"  # an unclear outcome
    FILE = "file"


_STEPS: Final[Mapping[Standing, NextStep]] = {
    Standing.NOT_FILED: NextStep.CORRECT,
    Standing.WAITING: NextStep.FILE,
    Standing.FILED: NextStep.BOOK,
    Standing.BOOKED: NextStep.WAIT,
    Standing.REFUSED: NextStep.CORRECT,
    Standing.PORTAL_REFUSED: NextStep.CORRECT,
    Standing.UNCLEAR: NextStep.RECONCILE,
    Standing.VERIFIED: NextStep.ENTER_EXPIRY,
    Standing.UNKNOWN_STATE: NextStep.LOOK,
}
_DEEDS: Final[Mapping[Do, NextStep]] = {
    Do.CALL: NextStep.CALL,
    Do.BRING_IN: NextStep.BRING_IN,
    Do.EXPECT_VISIT: NextStep.EXPECT_VISIT,
}
_NOT_PASSED: Final = ("不合格", "结果通知书")


def next_step(
    standing: Standing, sighting: Sighting | None, *, delivery: str, has_expiry: bool
) -> tuple[NextStep, tuple[str, ...]]:
    """Return what is to be done, and the institute's phones for it, the best one first.

    `sighting` is the newest one of the booking that counts; `delivery` is 送检方式.
    """
    own = distinct([sighting.text("phone")]) if sighting else ()
    step = _STEPS.get(standing, NextStep.LOOK)
    if standing is Standing.ACCEPTED:
        return _accepted(sighting.acceptance if sighting else None, own, delivery=delivery)
    if standing is Standing.VERIFIED and sighting and _has_failed(sighting):
        return NextStep.REPAIR, own
    if standing is Standing.VERIFIED and has_expiry:
        return NextStep.NOTHING, ()
    if standing is Standing.BOOKED and sighting and sighting.is_unallocated:
        return NextStep.ASK, own
    if standing is Standing.REFUSED and sighting:
        return step, distinct([*phones_in(sighting.words), *own])
    return step, own if step is NextStep.LOOK else ()


def _has_failed(sighting: Sighting) -> bool:
    return any(word in sighting.text("result") for word in _NOT_PASSED)


def _accepted(
    acceptance: Acceptance | None, own: tuple[str, ...], *, delivery: str
) -> tuple[NextStep, tuple[str, ...]]:
    """Follow the institute's words; where they say both ways, the piece's delivery decides."""
    wanted = _way_of(delivery)
    instructions = acceptance.instructions if acceptance else ()
    fitting = [one for one in instructions if one.do in (wanted, Do.CALL)] or list(instructions)
    if not fitting:
        return _without_words(wanted, own)
    step = NextStep.CALL if any(map(_calls, fitting)) else _DEEDS[fitting[0].do]
    named = _phones(one for one in fitting if step is not NextStep.CALL or _calls(one))
    return step, named or own


def _way_of(delivery: str) -> Do | None:
    if "现场" in delivery:
        return Do.EXPECT_VISIT
    return Do.BRING_IN if "送" in delivery else None


def _calls(instruction: Instruction) -> bool:
    return instruction.call_first or instruction.do is Do.CALL


def _phones(instructions: Iterable[Instruction]) -> tuple[str, ...]:
    return distinct(contact.phone for one in instructions for contact in one.contacts)


def _without_words(wanted: Do | None, own: tuple[str, ...]) -> tuple[NextStep, tuple[str, ...]]:
    if wanted is Do.BRING_IN:
        return NextStep.BRING_IN, own
    return (NextStep.CALL, own) if own else (NextStep.LOOK, ())
