"""The states of an item and the only transitions between them."""

from enum import StrEnum
from typing import Final


class Errand(StrEnum):
    """What an item wants done on the portal."""

    ADD = "add"  # a new ledger record
    CHANGE = "change"  # other values in an existing ledger record
    BOOK = "book"  # a booking of ledger records
    VALIDITY = "validity"  # 有效期至 of an existing record: once, and only when a person says so


class State(StrEnum):
    """Where an item stands.

    todo -> doing -> submitting -> proven
                 |              -> refused        the portal said no: words kept
                 |              -> todo           provably not sent: stopped on the wire
                 |              -> unclear -> proven     found when looking
                 |                         -> todo       looked; provably not there
                 -> todo        nothing was committed: retry, relogin, crash before the click
                 -> rejected    the row itself is at fault
    """

    TODO = "todo"
    DOING = "doing"
    SUBMITTING = "submitting"
    PROVEN = "proven"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    REJECTED = "rejected"


TRANSITIONS: Final[frozenset[tuple[State, State]]] = frozenset(
    {
        (State.TODO, State.DOING),
        (State.TODO, State.PROVEN),  # a record of the same fingerprint was already there: adopted
        (State.DOING, State.SUBMITTING),
        (State.DOING, State.TODO),
        (State.DOING, State.REJECTED),
        (State.SUBMITTING, State.PROVEN),
        (State.SUBMITTING, State.REFUSED),
        (State.SUBMITTING, State.UNCLEAR),
        (State.SUBMITTING, State.TODO),
        (State.UNCLEAR, State.PROVEN),
        (State.UNCLEAR, State.TODO),
        (State.REFUSED, State.TODO),  # the row was corrected, or a person asks again
        (State.REJECTED, State.TODO),
        (State.PROVEN, State.TODO),  # change errands: a later wish for the same record
    }
)

IN_HAND: Final = (State.DOING, State.SUBMITTING)
