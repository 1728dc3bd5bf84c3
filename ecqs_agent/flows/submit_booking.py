"""Book ledger records in two phases: draft, read back, submit (architecture 3).

A draft is no filing and may be repeated; a draft with exactly these pieces that an earlier run
left behind is taken up again. Only 提交申请 is the point of no return.
"""

from collections.abc import Collection

from ecqs_agent.flows.file_record import commit
from ecqs_agent.flows.ports import Booking, Bookings, Hold, Session, UnknownPayload
from ecqs_agent.journal import Item, Journal
from page_objects.errors import AmbiguousMatchError, FieldNotTakenError, PortalUnavailableError
from page_objects.screens import Accepted, Outcome, Refused


def submit_booking(
    key: str,
    *,
    session: Session,
    journal: Journal,
    hold: Hold,
    unknown_payload: UnknownPayload,
    draft_only: bool = False,
) -> Item:
    """Book the item's records, once; with `draft_only` leave a draft and put the item back."""
    item = journal.take(key)
    records = tuple(item.wish["records"])
    draft = find_draft(session.bookings(), records)
    if draft is None:
        outcome = _save_draft(session.bookings(), records)
        session.settle()
        match outcome:
            case Refused(messages=messages):
                words = "\n".join(messages)
                return journal.mark_rejected(key, code="draft-refused", words=words)
            case Accepted(uuid=uuid) if uuid:
                draft = uuid
            case _:  # whether it is there is seen in the list, not in the answer
                draft = find_draft(session.bookings(), records)
    if draft is None:
        raise PortalUnavailableError(step="暂存预约单")
    if draft_only:
        return journal.put_back(key, code="draft-saved")
    form = session.bookings().edit(draft)
    compare(form, records)
    item = commit(
        key,
        lambda release: form.submit(
            records, before_release=release, unknown_payload=unknown_payload
        ),
        journal=journal,
        hold=hold,
        uuid=draft,
    )
    session.settle()
    return item


def find_draft(bookings: Bookings, records: Collection[str]) -> str | None:
    """Return the unsubmitted booking that holds exactly these records, or None.

    Raises:
        AmbiguousMatchError: two drafts do.
    """
    found = []
    for row in bookings.rows():
        if row.number or row.piece_count not in ("", str(len(records))):
            continue
        form = bookings.edit(row.uuid)
        if {piece.uuid for piece in form.pieces()} == set(records):
            found.append(row.uuid)
        form.back()
        bookings.wait_ready()
    if len(found) > 1:
        raise AmbiguousMatchError(what="预约单", count=len(found))
    return found[0] if found else None


def _save_draft(bookings: Bookings, records: tuple[str, ...]) -> Outcome:
    """Save a draft with these records and return the portal's answer."""
    form = bookings.new()
    form.choose(records)
    compare(form, records)
    return form.save_draft(records)


def compare(form: Booking, records: Collection[str]) -> None:
    """Read the form back: exactly these pieces, each of them once.

    Raises:
        FieldNotTakenError: it holds others; nothing was sent.
    """
    shown = [piece.uuid for piece in form.pieces()]
    seen = set(shown)
    if seen != set(records) or len(shown) != len(seen):
        raise FieldNotTakenError(
            field="预约单",
            filled=f"{len(set(records))}",
            shown=f"{len(shown)}",
            held=", ".join(sorted(seen - set(records))) or "-",
            posted=", ".join(sorted(set(records) - seen)) or "-",
        )
