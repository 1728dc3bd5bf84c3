"""One account, one run: a lease in the journal, renewed while work goes on.

Ended leases stay as tombstones; renewing is an UPDATE of our own row, never an INSERT, and every
check asks the journal, so a run that was frozen and taken over finds out before its next click
(durability). No clock that can be set lets a second run in: on one machine the monotonic clock
counts, between machines the database server's.
"""

import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from filelock import FileLock, Timeout
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from ecqs_agent.errors import (
    AccountBusyError,
    JournalUnavailableError,
    LeaseLostError,
    SettingsError,
)
from ecqs_agent.journal.beat import Beat, BeatFile
from ecqs_agent.journal.engine import cannot_write
from ecqs_agent.journal.schema import LONGEST_ACCOUNT, LeaseRow
from ecqs_agent.journal.store import Journal

LEASE_SECONDS = 90.0
Monotonic = Callable[[], float]


class Lease:
    """Our hold on an account. `check` before every click that commits."""

    def __init__(
        self,
        journal: Journal,
        account: str,
        token: str,
        *,
        seconds: float,
        beats: BeatFile,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self.account = account
        self._journal = journal
        self._token = token
        self._seconds = seconds
        self._beats = beats
        self._monotonic = monotonic
        self._beat(monotonic())

    def renew(self) -> Self:
        """Say that we are still here.

        Raises:
            LeaseLostError: another run took the account over.
        """
        before = self._monotonic()
        with _transaction(self._journal) as session:
            changed = session.execute(
                update(LeaseRow)
                .where(LeaseRow.token == self._token, LeaseRow.state == "held")
                .values(renewed_at=_time_of_day(session, self._journal))
                .returning(LeaseRow.token)
            ).all()
        if not changed:
            raise self._lost()
        self._beat(before)
        return self

    def check(self) -> None:
        """Make sure that the account is ours in this moment; past half its life renew the lease.

        Raises:
            LeaseLostError: another run took the account over.
        """
        if self._monotonic() - self._renewed > self._seconds / 2:
            self.renew()
            return
        with _transaction(self._journal) as session:
            held = session.get(LeaseRow, self._token)
            if held is None or held.state != "held":
                raise self._lost()

    def _beat(self, tick: float) -> None:
        try:
            self._beats.write(Beat(self._token, tick))
        except OSError as error:
            raise JournalUnavailableError(
                "The folder of locks cannot be written: {why}. Check disk space and permissions.",
                why=str(error),
            ) from error
        self._renewed = tick

    def _lost(self) -> LeaseLostError:
        return LeaseLostError(
            "Account {account} was taken over by another run; this run stops.",
            account=self.account,
        )

    def release(self) -> None:
        """Let the account go; the row stays as a tombstone."""
        with _transaction(self._journal) as session:
            session.execute(
                update(LeaseRow)
                .where(LeaseRow.token == self._token, LeaseRow.state == "held")
                .values(state="released")
            )


@contextmanager
def hold_account(
    journal: Journal,
    account: str,
    *,
    locks: Path,
    seconds: float = LEASE_SECONDS,
    monotonic: Monotonic = time.monotonic,
) -> Iterator[Lease]:
    """Hold the account while the block runs.

    The operating system's lock on a file in `locks` tells whether a holder that works in this
    folder still lives, so that a killed run does not block its account until the lease runs out.

    Raises:
        AccountBusyError: another run holds it.
        SettingsError: the account's name is longer than the journal keeps.
    """
    _must_fit(account)
    locks.mkdir(parents=True, exist_ok=True)
    name = _file_name(account)
    life, beats = FileLock(locks / f"{name}.lock"), BeatFile(locks / f"{name}.beat")
    try:
        life.acquire(timeout=0)
        alone_here = True
    except Timeout:
        alone_here = False
    try:
        seen = Sighting(beat=beats.read(), alone=alone_here, tick=monotonic())
        token = _take(journal, account, seconds=seconds, seen=seen)
        lease = Lease(journal, account, token, seconds=seconds, beats=beats, monotonic=monotonic)
        try:
            yield lease
        finally:
            lease.release()
    finally:
        life.release()


class Sighting(NamedTuple):
    """What is seen of holders in our own folder of locks: the last beat, and who lives."""

    beat: Beat | None
    alone: bool
    tick: float  # the monotonic clock when we looked

    def tells_age_of(self, token: str) -> float | None:
        """Return how many seconds ago this lease was renewed, None when nothing is known of it."""
        if self.beat is None or self.beat.token != token or self.beat.tick > self.tick:
            return None
        return self.tick - self.beat.tick


@contextmanager
def _transaction(journal: Journal) -> Iterator[Session]:
    """Run one transaction; a broken rule is left to the caller, trouble becomes our error."""
    try:
        with Session(journal.engine) as session, session.begin():
            yield session
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise cannot_write(error) from error


def _file_name(account: str) -> str:
    """Return a name every file system takes, different for different accounts."""
    return uuid.uuid5(uuid.NAMESPACE_URL, account).hex


def _must_fit(account: str) -> None:
    if len(account) > LONGEST_ACCOUNT:
        raise SettingsError(
            "The account name {start}… has {length} characters; {most} are the most that can be. "
            "Check --account.",
            start=account[:20],
            length=len(account),
            most=LONGEST_ACCOUNT,
        )


def _take(journal: Journal, account: str, *, seconds: float, seen: Sighting) -> str:
    """Write our lease down and return its token."""
    host, token = socket.gethostname(), uuid.uuid4().hex
    try:
        with _transaction(journal) as session:
            now = _time_of_day(session, journal)
            query = select(LeaseRow).where(LeaseRow.account == account, LeaseRow.state == "held")
            for held in session.scalars(query.with_for_update()):
                if _lives(held, host=host, now=now, seconds=seconds, seen=seen):
                    raise _busy(account, held)
                held.state = "taken_over"
            session.flush()
            row = LeaseRow(
                token=token,
                account=account,
                host=host,
                process=os.getpid(),
                state="held",
                taken_at=now,
                renewed_at=now,
            )
            session.add(row)
    except IntegrityError as error:  # two runs took it in the same moment; one was first
        raise AccountBusyError(
            "Account {account} was taken by another run in this very moment.", account=account
        ) from error
    return token


def _lives(held: LeaseRow, *, host: str, now: datetime, seconds: float, seen: Sighting) -> bool:
    """Return whether the lease's run is at work: not dead, not frozen, not out of reach."""
    age = seen.tells_age_of(held.token) if held.host == host else None
    if age is None:  # another computer, or another data folder: only the lease itself tells
        return abs(now - held.renewed_at) < timedelta(seconds=seconds)
    return not seen.alone and age < seconds


def _time_of_day(session: Session, journal: Journal) -> datetime:
    """Return the clock that all who share the journal share: the server's, if it has one."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return journal.now()


def _busy(account: str, held: LeaseRow) -> AccountBusyError:
    return AccountBusyError(
        "Account {account} is in use by another run (computer {host}, process {process}). "
        "Wait until it has ended.",
        account=account,
        host=held.host,
        process=held.process,
    )
