"""Drafts of bookings: see them, change their pieces, remove them. A submitted one is never touched.

A draft is no filing, so everything here may be repeated. What a draft is, is asked of the list
just before anything is done to it: a person may have submitted it meanwhile.
"""

from collections.abc import Collection, Iterable

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import DraftError
from ecqs_agent.flows.ports import Bookings, Session
from ecqs_agent.flows.submit_booking import compare
from page_objects.screens import Accepted, BookingPiece, BookingRow, Refused
from page_objects.words import WORDS

SHORTEST_BEGINNING = 4  # of a draft's identity, when a person types it


class Draft(BaseModel):
    """One unsubmitted booking with its pieces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uuid: str
    begun_at: str
    pieces: tuple[BookingPiece, ...]


def read_drafts(bookings: Bookings) -> tuple[Draft, ...]:
    """Return every draft of the account with its pieces, newest first as the portal lists them."""
    drafts = []
    for row in bookings.rows():
        if not is_draft(row):
            continue
        form = bookings.edit(row.uuid)
        drafts.append(Draft(uuid=row.uuid, begun_at=row.booked_at, pieces=form.pieces()))
        form.back()
        bookings.wait_ready()
    return tuple(drafts)


def is_draft(row: BookingRow) -> bool:
    """Return whether a booking was provably not submitted: no number, and the word for drafts."""
    return not row.number and WORDS.statuses["booking"].get(row.status) == "draft"


def find_draft_named(rows: Iterable[BookingRow], word: str) -> BookingRow:
    """Return the draft a person means by the beginning of its identity.

    Raises:
        DraftError: it is a submitted booking, or no draft or several begin so.
    """
    rows = tuple(rows)
    submitted = next((row for row in rows if row.number and word in (row.number, row.uuid)), None)
    if submitted is not None:
        raise DraftError(
            "Booking {number} has been submitted ({status}); this program never changes or removes "
            "a submitted booking. Ask the institute, or look at it on the portal.",
            number=submitted.number,
            status=submitted.status,
        )
    begin = word if len(word) >= SHORTEST_BEGINNING else "-"
    found = [row for row in rows if row.uuid.startswith(begin) and is_draft(row)]
    if len(found) != 1:
        raise DraftError(
            "{count} drafts begin with {word}. `ecqs drafts list` shows them; give at least "
            "{least} characters.",
            count=len(found),
            word=word,
            least=SHORTEST_BEGINNING,
        )
    return found[0]


def remove_draft(session: Session, uuid: str) -> None:
    """Remove a draft and see that it is gone.

    Raises:
        DraftError: it is no draft any more; nothing was removed.
    """
    find_draft_named(session.bookings().rows(), uuid)
    session.bookings().delete(uuid)


def change_draft(
    session: Session, uuid: str, *, add: Collection[str] = (), remove: Collection[str] = ()
) -> tuple[str, ...]:
    """Put records into a draft and take others out; return the uuids it then holds.

    Raises:
        DraftError: it is no draft any more, nothing would be left in it, or the portal refused.
        FieldNotTakenError: the saved draft does not hold what was asked for.
    """
    find_draft_named(session.bookings().rows(), uuid)
    form = session.bookings().edit(uuid)
    held = {piece.uuid for piece in form.pieces()}
    wanted = (held | set(add)) - set(remove)
    if not wanted:
        form.back()
        session.bookings().wait_ready()
        raise DraftError("Nothing would be left in the draft: remove it instead.")
    if gone := held - wanted:
        form.remove(gone)
    if wanted - held:
        form.choose(wanted)
    compare(form, wanted)
    outcome = form.save_draft(wanted)
    session.settle()
    if isinstance(outcome, Refused):
        raise DraftError("The portal refused the draft: {words}", words=list(outcome.messages))
    saved = outcome.uuid if isinstance(outcome, Accepted) and outcome.uuid else uuid
    form = session.bookings().edit(saved)
    compare(form, wanted)
    form.back()
    session.bookings().wait_ready()
    return tuple(sorted(wanted))
