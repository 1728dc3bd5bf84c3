"""The durable record of what was intended, done and seen. The only SQL of the project."""

from ecqs_agent.journal.lease import Lease, hold_account
from ecqs_agent.journal.states import Errand, State
from ecqs_agent.journal.store import Item, Journal, NewItem, ReceiptRecord, item_key

__all__ = [
    "Errand",
    "Item",
    "Journal",
    "Lease",
    "NewItem",
    "ReceiptRecord",
    "State",
    "hold_account",
    "item_key",
]
