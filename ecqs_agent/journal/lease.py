"""One account, one run: a lease in the journal, renewed while work goes on.

Ended leases stay as tombstones; renewing is an UPDATE of our own row, never an INSERT, so a
run that was frozen and taken over finds out before its next click (durability).
"""

import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from ecqs_agent.errors import AccountBusyError, LeaseLostError
from ecqs_agent.journal.engine import cannot_write
from ecqs_agent.journal.schema import LeaseRow
from ecqs_agent.journal.store import Journal, utc_now

LEASE_SECONDS = 90.0


class Lease:
    """Our hold on an account. `check` before every click that commits."""

    def __init__(
        self,
        journal: Journal,
        account: str,
        token: str,
        *,
        seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.account = account
        self._journal = journal
        self._token = token
        self._seconds = seconds
        self._monotonic = monotonic
        self._renewed = monotonic()

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
                .values(renewed_at=utc_now())
                .returning(LeaseRow.token)
            ).all()
        if not changed:
            raise LeaseLostError(
                "Account {account} was taken over by another run; this run stops.",
                account=self.account,
            )
        self._renewed = before
        return self

    def check(self) -> None:
        """Make sure that the lease is fresh; one past half its life is renewed first.

        Raises:
            LeaseLostError: another run took the account over.
        """
        if self._monotonic() - self._renewed > self._seconds / 2:
            self.renew()

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
    journal: Journal, account: str, *, locks: Path, seconds: float = LEASE_SECONDS
) -> Iterator[Lease]:
    """Hold the account while the block runs.

    The operating system's lock on a file in `locks` tells whether a holder on this machine
    still lives, so that a killed run does not block its account until the lease runs out.

    Raises:
        AccountBusyError: another run holds it.
    """
    locks.mkdir(parents=True, exist_ok=True)
    life = FileLock(locks / f"{_file_name(account)}.lock")
    try:
        life.acquire(timeout=0)
        alone_here = True
    except Timeout:
        alone_here = False
    try:
        lease = _take(journal, account, seconds=seconds, alone_here=alone_here)
        try:
            yield lease
        finally:
            lease.release()
    finally:
        life.release()


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


def _take(journal: Journal, account: str, *, seconds: float, alone_here: bool) -> Lease:
    now, host, token = utc_now(), socket.gethostname(), uuid.uuid4().hex
    try:
        with _transaction(journal) as session:
            query = select(LeaseRow).where(LeaseRow.account == account, LeaseRow.state == "held")
            for held in session.scalars(query.with_for_update()):
                dead = held.host == host and alone_here
                if not dead and _is_fresh(held.renewed_at, now, seconds):
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
    return Lease(journal, account, token, seconds=seconds)


def _is_fresh(renewed_at: datetime, now: datetime, seconds: float) -> bool:
    return abs(now - renewed_at) < timedelta(seconds=seconds)


def _busy(account: str, held: LeaseRow) -> AccountBusyError:
    return AccountBusyError(
        "Account {account} is in use by another run (computer {host}, process {process}). "
        "Wait until it has ended.",
        account=account,
        host=held.host,
        process=held.process,
    )
