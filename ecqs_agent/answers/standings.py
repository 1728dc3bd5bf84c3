"""Where a piece stands, as a clerk would say it, and which words and states say so."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ecqs_agent.journal import State
from page_objects.words import WORDS


class Standing(StrEnum):
    """Where a row or a piece stands, as a clerk would say it."""

    NOT_FILED = "not-filed"  # the check stopped it
    WAITING = "waiting"  # good, and not sent yet
    FILED = "filed"  # in the ledger, not booked
    BOOKED = "booked"  # booked, no answer yet
    ACCEPTED = "accepted"
    REFUSED = "refused"  # by the institute
    PORTAL_REFUSED = "portal-refused"  # by the portal, on saving
    UNCLEAR = "unclear"
    VERIFIED = "verified"
    UNKNOWN_STATE = "unknown-state"  # the portal shows a word nobody has agreed on


_MEANINGS: Final[Mapping[str, Standing]] = {
    "waiting": Standing.BOOKED,
    "accepted": Standing.ACCEPTED,
    "refused": Standing.REFUSED,
    "verified": Standing.VERIFIED,
}

OF_STATE: Final[Mapping[State, Standing]] = {
    State.TODO: Standing.WAITING,
    State.DOING: Standing.WAITING,
    State.SUBMITTING: Standing.UNCLEAR,
    State.UNCLEAR: Standing.UNCLEAR,
    State.PROVEN: Standing.FILED,
    State.REFUSED: Standing.PORTAL_REFUSED,
    State.REJECTED: Standing.PORTAL_REFUSED,
}  # what an item's state says of a piece that no booking holds

FINISHED: Final = frozenset({Standing.REFUSED, Standing.VERIFIED})  # the institute is done with it


def standing_of(process_state: str) -> Standing:
    """Return what a 流程状态 means; a word nobody has agreed on is never guessed."""
    meaning = WORDS.statuses["process"].get(process_state, "")
    return _MEANINGS.get(meaning, Standing.UNKNOWN_STATE)
