"""What became of every row, in the words of the portal and the institute. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import PieceStory, stories
from ecqs_agent.journal import Errand, Item, ReceiptRecord

__all__ = ["RowIdentity", "RowStanding", "Standing", "stand"]


class RowStanding(BaseModel):
    """One row's standing, with the portal's identities and the institute's words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    standing: Standing
    instrument_code: str = ""
    booking_number: str = ""
    process_state: str = ""
    words: str = ""


class RowIdentity(BaseModel):
    """Under which names a row is known: its item's key, and its record where one was matched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str | None = None  # None: the check stopped the row
    uuid: str | None = None


def stand(
    rows: Mapping[int, RowIdentity],
    *,
    items: Sequence[Item],
    receipts: Iterable[ReceiptRecord],
) -> tuple[RowStanding, ...]:
    """Return where each row stands, from the journal and the receipts, oldest reading first."""
    account = next((item.account for item in items if item.errand is Errand.ADD), "")
    ours = [
        story for story in stories(account, items=items, history=tuple(receipts)) if story.item_key
    ]
    by_key = {story.item_key: story for story in ours}
    by_uuid = {story.record_uuid: story for story in ours if story.record_uuid}
    standings = []
    for row, identity in rows.items():
        story = by_uuid.get(identity.uuid or "") or by_key.get(identity.key or "")
        standings.append(_row(row, story, is_good=identity.key is not None))
    return tuple(standings)


def _row(row: int, story: PieceStory | None, *, is_good: bool) -> RowStanding:
    if not is_good:
        return RowStanding(row=row, standing=Standing.NOT_FILED)
    if story is None:
        return RowStanding(row=row, standing=Standing.WAITING)
    return RowStanding(
        row=row,
        standing=story.standing,
        instrument_code=story.instrument_code,
        booking_number=story.booking_number,
        process_state=story.process_state,
        words=story.words,
    )
