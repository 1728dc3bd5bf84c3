"""Progress as a stream of typed events. Terminal, `--json`, report and notices all read it."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What happened. Stable words: scripts read them."""

    RUN_STARTED = "run-started"
    LOGGED_IN = "logged-in"
    LEDGER_READ = "ledger-read"
    ITEM_PROVEN = "item-proven"
    ITEM_REFUSED = "item-refused"
    ITEM_REJECTED = "item-rejected"
    ITEM_UNCLEAR = "item-unclear"
    ITEM_PUT_BACK = "item-put-back"
    WAITING = "waiting"
    BOOKING_SUBMITTED = "booking-submitted"
    RECEIPT_READ = "receipt-read"
    PICTURE_TAKEN = "picture-taken"
    MISMATCH = "mismatch"
    STRANGERS = "strangers"
    BLOCKED = "blocked"
    HELD_UP = "held-up"
    PROGRESS = "progress"
    NOTICE_WAITS = "notice-waits"
    NOTICE_FAILED = "notice-failed"
    ACCOUNT_PARKED = "account-parked"
    ROUND_ENDED = "round-ended"
    RUN_ENDED = "run-ended"


class Event(BaseModel):
    """One thing that happened. `template` with `facts` is its English sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    template: str
    facts: dict[str, Any] = Field(default_factory=dict)


Listener = Callable[[Event], None]


class Events:
    """Hand each event to every listener, in order."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def tell(self, kind: Kind, template: str, /, **facts: object) -> None:
        """Tell the listeners that something happened."""
        event = Event(kind=kind, template=template, facts=facts)
        for listener in self._listeners:
            listener(event)
