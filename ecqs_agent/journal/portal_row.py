"""Which portal this journal is of: one row, written once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from ecqs_agent.journal.engine import cannot_write
from ecqs_agent.journal.schema import ONLY_ROW, PortalRow
from ecqs_agent.journal.store import Journal


def portal_of(journal: Journal) -> str:
    """Return the portal this journal is of, or "" when it is of none yet.

    Raises:
        JournalUnavailableError: the journal cannot be read.
    """
    try:
        with Session(journal.engine) as session:
            row = session.get(PortalRow, ONLY_ROW)
            return "" if row is None else row.portal
    except SQLAlchemyError as error:
        raise cannot_write(error) from error


def give_to(journal: Journal, portal: str, *, at: datetime) -> str:
    """Give a journal that is of no portal to this one; return whose it is then.

    Of two runs that do this at once the first one wins, and both are told so.

    Raises:
        JournalUnavailableError: the journal cannot be written.
    """
    try:
        with Session(journal.engine) as session, session.begin():
            if session.get(PortalRow, ONLY_ROW) is None:
                session.add(PortalRow(id=ONLY_ROW, portal=portal, since=at))
    except IntegrityError:  # another run was faster
        pass
    except SQLAlchemyError as error:
        raise cannot_write(error) from error
    return portal_of(journal)


def move(journal: Journal, was: str, portal: str) -> None:
    """Change the portal's address from the one to the other, where it still is the one.

    Raises:
        JournalUnavailableError: the journal cannot be written.
    """
    try:
        with Session(journal.engine) as session, session.begin():
            session.execute(update(PortalRow).where(PortalRow.portal == was).values(portal=portal))
    except SQLAlchemyError as error:
        raise cannot_write(error) from error
