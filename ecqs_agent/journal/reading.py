"""Read many events of the journal at once, for those who tell stories. Nothing is written here."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ecqs_agent.journal.engine import cannot_write
from ecqs_agent.journal.schema import EventRow, ItemRow
from ecqs_agent.journal.states import State
from ecqs_agent.journal.store import Journal


class ItemEvent(BaseModel):
    """One event of one item, with what was kept as its proof."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    item_key: str
    at: datetime
    was: State
    became: State
    code: str
    detail: dict[str, Any]


def events_of(journal: Journal, account: str) -> tuple[ItemEvent, ...]:
    """Return every event of the account's items, oldest first.

    Raises:
        JournalUnavailableError: the journal cannot be read.
    """
    query = (
        select(EventRow)
        .join(ItemRow, ItemRow.key == EventRow.item_key)
        .where(ItemRow.account == account)
        .order_by(EventRow.id)
    )
    try:
        with Session(journal.engine) as session:
            return tuple(ItemEvent.model_validate(row) for row in session.scalars(query))
    except SQLAlchemyError as error:
        raise cannot_write(error) from error
