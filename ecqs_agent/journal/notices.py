"""What people were told, on which channel, and which accounts unattended runs leave alone.

A notice waits here until its service itself has said that it took it, so that neither a crash
nor a dead network loses one. The same news is kept once per channel.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from ecqs_agent.journal.engine import cannot_write
from ecqs_agent.journal.schema import NoticeRow, ParkedRow
from ecqs_agent.journal.store import Journal, utc_now

CONSOLE: Final = "console"  # what a run told on its own screen; the record of what is told
LOOK: Final = "look"  # a notice to nobody: when a watch last looked at the account
ROUNDS: Final = 40  # deliveries in which a notice may be tried: two working days of trouble
IN_HAND: Final = timedelta(minutes=2)  # longer than one delivery of one notice takes


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class NewNotice(BaseModel):
    """One message that fits its channel; `digest` names the news it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    channel: str
    digest: str
    title: str
    text: str


class KeptNotice(NewNotice):
    """A notice as it stands, with the last answer of its service in words."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    id: int
    state: NoticeState
    attempts: int
    answer: str
    created_at: datetime
    changed_at: datetime


class ParkedAccount(BaseModel):
    """An account that waits for a person: since when, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    account: str
    since: datetime
    code: str
    reason: str


class NoticeBoard:
    """The journal's notices and parked accounts."""

    def __init__(self, journal: Journal, *, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = journal.engine
        self._now = now

    # --- notices ------------------------------------------------------------------------

    def put_up(
        self, notices: Iterable[NewNotice], *, told: NewNotice, until: datetime | None = None
    ) -> bool:
        """Keep these notices, all or none; false when every one was known.

        `told` is the same news as the console shows it. `until` is the newest reading of a
        receipt that it takes into account; news of something else than receipts have none.
        """
        try:
            return self._put_up((*notices,), told, until)
        except IntegrityError:  # another run told the same in this very moment
            return self._put_up((*notices,), told, until)

    def told_until(self, account: str) -> datetime | None:
        """Return up to which reading of receipts the account's news are told, or None."""
        query = (
            select(NoticeRow.answer)
            .where(NoticeRow.account == account, NoticeRow.channel == CONSOLE)
            .where(NoticeRow.answer != "")
            .order_by(NoticeRow.id.desc())
            .limit(1)
        )
        with self._transaction() as session:
            answer = session.scalars(query).first()
        return None if answer is None else datetime.fromisoformat(answer)

    def _put_up(
        self, notices: tuple[NewNotice, ...], told: NewNotice, until: datetime | None
    ) -> bool:
        now = self._now()
        with self._transaction() as session:
            fresh = [
                _row(new, now, NoticeState.WAITING) for new in notices if _is_new(session, new)
            ]
            if _is_new(session, told):
                answer = "" if until is None else until.isoformat()
                fresh.append(_row(told, now, NoticeState.SENT, answer))
            session.add_all(fresh)
            return bool(fresh)

    def waiting(self, channel: str) -> tuple[KeptNotice, ...]:
        """Return what this channel still has to tell, oldest first.

        What another run has in hand at this moment is left out.
        """
        query = (
            select(NoticeRow)
            .where(NoticeRow.channel == channel, NoticeRow.state == NoticeState.WAITING.value)
            .order_by(NoticeRow.id)
        )
        with self._transaction() as session:
            found = [KeptNotice.model_validate(row) for row in session.scalars(query)]
        return tuple(notice for notice in found if not self._is_in_hand(notice))

    def take(self, notice: KeptNotice) -> bool:
        """Take the notice in hand before it is sent; false when another run was faster."""
        with self._transaction() as session:
            taken = session.execute(
                update(NoticeRow)
                .where(
                    NoticeRow.id == notice.id,
                    NoticeRow.state == NoticeState.WAITING.value,
                    NoticeRow.attempts == notice.attempts,
                )
                .values(attempts=notice.attempts + 1, answer="", changed_at=self._now())
                .returning(NoticeRow.id)
            ).all()
            return bool(taken)

    def mark_sent(self, notice: KeptNotice, answer: str) -> None:
        """Record that the service itself said it took the notice."""
        self._settle(notice, NoticeState.SENT, answer)

    def mark_not_sent(self, notice: KeptNotice, answer: str, *, final: bool) -> NoticeState:
        """Record that it was not taken; it waits on unless that is final or it was tried enough."""
        given_up = final or notice.attempts + 1 >= ROUNDS
        state = NoticeState.FAILED if given_up else NoticeState.WAITING
        self._settle(notice, state, answer)
        return state

    def try_again(self, channel: str) -> int:
        """Let the failed notices of a channel wait again; return how many."""
        with self._transaction() as session:
            again = session.execute(
                update(NoticeRow)
                .where(NoticeRow.channel == channel, NoticeRow.state == NoticeState.FAILED.value)
                .values(state=NoticeState.WAITING.value, attempts=0, changed_at=self._now())
                .returning(NoticeRow.id)
            ).all()
            return len(again)

    def notices(self, *, account: str = "", channel: str = "") -> tuple[KeptNotice, ...]:
        """Return the notices of an account and channel, or all of them, oldest first."""
        query = select(NoticeRow).where(NoticeRow.channel != LOOK).order_by(NoticeRow.id)
        if account:
            query = query.where(NoticeRow.account == account)
        if channel:
            query = query.where(NoticeRow.channel == channel)
        with self._transaction() as session:
            return tuple(KeptNotice.model_validate(row) for row in session.scalars(query))

    def _settle(self, notice: KeptNotice, state: NoticeState, answer: str) -> None:
        with self._transaction() as session:
            session.execute(
                update(NoticeRow)
                .where(NoticeRow.id == notice.id)
                .values(state=state.value, answer=answer, changed_at=self._now())
            )

    def _is_in_hand(self, notice: KeptNotice) -> bool:
        """Return whether a run took it a moment ago and has not said how it went."""
        fresh = abs(self._now() - notice.changed_at) < IN_HAND
        return notice.attempts > 0 and not notice.answer and fresh

    # --- looks --------------------------------------------------------------------------

    def note_look(self, account: str, at: datetime) -> None:
        """Note that a watch looked at the account, whatever it found."""
        with self._transaction() as session:
            row = session.scalars(_look_of(account)).first()
            if row is not None:
                row.changed_at = at
                return
            new = NewNotice(
                account=account, channel=LOOK, digest=_digest(account), title="", text=""
            )
            session.add(_row(new, at, NoticeState.SENT))

    def last_look(self, account: str) -> datetime | None:
        """Return when a watch last looked at the account, or None."""
        with self._transaction() as session:
            row = session.scalars(_look_of(account)).first()
            return None if row is None else row.changed_at

    # --- parked accounts ----------------------------------------------------------------

    def park(self, account: str, *, code: str, reason: str) -> bool:
        """Leave the account alone from now on; false when it was parked already."""
        with self._transaction() as session:
            if session.get(ParkedRow, account) is not None:
                return False
            session.add(ParkedRow(account=account, since=self._now(), code=code, reason=reason))
            return True

    def unpark(self, account: str) -> bool:
        """Let unattended runs use the account again; false when it was not parked."""
        with self._transaction() as session:
            row = session.get(ParkedRow, account)
            if row is None:
                return False
            session.delete(row)
            return True

    def parked(self, account: str) -> ParkedAccount | None:
        """Return why the account is left alone, or None when it is not."""
        with self._transaction() as session:
            row = session.get(ParkedRow, account)
            return None if row is None else ParkedAccount.model_validate(row)

    def all_parked(self) -> tuple[ParkedAccount, ...]:
        """Return every account that is left alone."""
        with self._transaction() as session:
            rows = session.scalars(select(ParkedRow).order_by(ParkedRow.account))
            return tuple(ParkedAccount.model_validate(row) for row in rows)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise cannot_write(error) from error


def _row(new: NewNotice, now: datetime, state: NoticeState, answer: str = "") -> NoticeRow:
    return NoticeRow(
        **new.model_dump(), state=state.value, answer=answer, created_at=now, changed_at=now
    )


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()


def _look_of(account: str) -> Select[NoticeRow]:
    return select(NoticeRow).where(NoticeRow.channel == LOOK, NoticeRow.account == account)


def _is_new(session: Session, new: NewNotice) -> bool:
    query = select(NoticeRow.id).where(
        NoticeRow.channel == new.channel, NoticeRow.digest == new.digest
    )
    return session.scalars(query).first() is None
