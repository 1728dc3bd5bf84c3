"""Look after accounts over days: read receipts when it is time, tell what changed, park who must.

One account's trouble never stops the others. An account whose session has ended is parked: the
portal is left alone with it until a person has logged in.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event as Flag
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import (
    AccountBusyError,
    ExitCode,
    JournalUnavailableError,
    LoginFailedError,
    PersonNeededError,
)
from ecqs_agent.events import Events, Kind
from ecqs_agent.flows.read_receipts import Poll
from ecqs_agent.journal import Errand, Journal
from ecqs_agent.journal.store import utc_now
from ecqs_agent.notices.delivery import Delivery
from ecqs_agent.notices.teller import Teller
from ecqs_agent.polling.rhythm import BEIJING, Rhythm, end_of_quiet, may_tell, next_look, next_open
from ecqs_agent.remedies import KNOWN_ERRORS, KnownError, exit_code_of
from ecqs_agent.runs.retrying import pause
from ecqs_agent.texts import Translate
from page_objects.errors import (
    LoginRefusedError,
    PortalDriftError,
    SessionDisplacedError,
    SessionEndedError,
)

log = logging.getLogger(__name__)

A_PERSONS: Final = (
    PersonNeededError,
    LoginFailedError,
    SessionEndedError,
    SessionDisplacedError,
    LoginRefusedError,
)
LONGEST_WAIT: Final = 600.0  # seconds: after a computer slept, the clock is looked at soon
TROUBLE_AFTER: Final = timedelta(hours=24)  # without one good look
INTERNAL: Final = "INTERNAL"

Read = Callable[[str], Poll]
"""Read the account's receipts into the journal, logging nobody in."""


class Outcome(StrEnum):
    """How a look at one account ended."""

    READ = "read"
    NOT_YET = "not-yet"
    PARKED = "parked"
    BUSY = "busy"
    FAILED = "failed"


class Looked(BaseModel):
    """One account after a pass: how it ended, and when it is looked at again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    outcome: Outcome
    next_at: datetime
    bookings: int = 0
    changed: int = 0
    code: str = ""
    words: str = ""
    exit_code: ExitCode = ExitCode.OK


class Pass(BaseModel):
    """One pass over all accounts, and what was told after it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: tuple[Looked, ...]
    delivery: Delivery | None  # None: quiet hours, the news wait
    next_at: datetime

    @property
    def exit_code(self) -> ExitCode:
        """Return what a scheduler is told: that a person is needed comes first."""
        codes = {looked.exit_code for looked in self.accounts}
        order = (ExitCode.PERSON, ExitCode.INTERNAL, ExitCode.UNCLEAR, ExitCode.PORTAL)
        return next((code for code in order if code in codes), max(codes, default=ExitCode.OK))


class Watch:
    """Accounts under watch. Every time comes from `clock`, every wait goes through `wait`."""

    def __init__(
        self,
        accounts: Sequence[str],
        *,
        rhythm: Rhythm,
        journal: Journal,
        teller: Teller,
        read: Read,
        events: Events,
        t: Translate,
        clock: Callable[[], datetime] = utc_now,
        wait: Callable[[float], None] = pause,
    ) -> None:
        self._accounts = accounts
        self._rhythm = rhythm
        self._journal = journal
        self._teller = teller
        self._read = read
        self._events = events
        self._t = t
        self._clock = clock
        self._wait = wait
        self._tried: dict[str, datetime] = {}  # what this run looked at, successful or not
        self._failures: dict[str, int] = {}  # in a row
        self._said_parked: set[str] = set()

    def until(self, stop: Flag) -> Pass | None:
        """Pass after pass until the flag is set; return the last pass."""
        last = None
        while not stop.is_set():
            last = self.once(stop)
            while not stop.is_set() and (left := last.next_at - self._clock()) > timedelta():
                self._wait(min(left.total_seconds(), LONGEST_WAIT))
        return last

    def once(self, stop: Flag | None = None) -> Pass:
        """Look at every account whose time has come, then deliver what is to be told."""
        accounts = []
        for account in self._accounts:
            if stop is not None and stop.is_set():
                break
            accounts.append(self._look(account))
        now = self._clock()
        delivery = None
        wakes = [looked.next_at for looked in accounts]
        if may_tell(now, self._rhythm.quiet):
            delivery = self._teller.deliver()
            if delivery.waiting:
                wakes.append(next_open(now + self._rhythm.shortest, self._rhythm.office))
        elif self._teller.has_waiting:
            wakes.append(end_of_quiet(now, self._rhythm.quiet))
        next_at = min(wakes, default=now + self._rhythm.longest)
        self._events.tell(
            Kind.ROUND_ENDED,
            "Next look: {when}.",
            when=f"{next_at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        )
        return Pass(accounts=tuple(accounts), delivery=delivery, next_at=next_at)

    # --- one account --------------------------------------------------------------------

    def _look(self, account: str) -> Looked:
        parked = self._teller.board.parked(account)
        if parked is not None:
            self._say_parked(account, parked.reason)
            return self._parked(account, parked.code, parked.reason)
        self._said_parked.discard(account)
        now = self._clock()
        due = self._due(account, now)
        if due > now:
            return Looked(account=account, outcome=Outcome.NOT_YET, next_at=due)
        self._tried[account] = now
        try:
            return self._looked_at(account)
        except JournalUnavailableError:
            raise
        except KNOWN_ERRORS as error:
            return self._ended_by(account, error)
        except Exception as error:  # a bug with one account does not stop the others
            log.exception("reading the receipts of one account")
            return self._failed(account, INTERNAL, type(error).__name__, ExitCode.INTERNAL)

    def _looked_at(self, account: str) -> Looked:
        seen = self._read(account)
        self._failures.pop(account, None)
        self._teller.board.note_look(account, self._clock())
        self._teller.receipts(account)
        self._teller.missing(account, seen.missing)
        return Looked(
            account=account,
            outcome=Outcome.READ,
            next_at=self._due(account, self._clock()),
            bookings=seen.bookings,
            changed=len(seen.changed),
        )

    def _ended_by(self, account: str, error: KnownError) -> Looked:
        """Say what an error means for the account: parked, busy, or tried again later."""
        words = self._t(error.template, **error.facts)
        if isinstance(error, A_PERSONS):
            if self._teller.board.park(account, code=error.code, reason=words):
                self._teller.parked(account)
            self._said_parked.add(account)
            return self._parked(account, error.code, words)
        if isinstance(error, AccountBusyError):
            return self._failed(account, error.code, words, error.exit_code, Outcome.BUSY)
        last = self._last_look(account)
        blind = last is None or self._clock() - last > TROUBLE_AFTER
        if blind or isinstance(error, PortalDriftError):
            self._teller.trouble(account, error.code, words)
        return self._failed(account, error.code, words, exit_code_of(error))

    def _parked(self, account: str, code: str, words: str) -> Looked:
        again = next_open(self._clock() + self._rhythm.shortest, self._rhythm.office)
        return Looked(
            account=account,
            outcome=Outcome.PARKED,
            next_at=again,  # asks the journal, not the portal
            code=code,
            words=words,
            exit_code=ExitCode.PERSON,
        )

    def _failed(
        self,
        account: str,
        code: str,
        words: str,
        exit_code: ExitCode,
        outcome: Outcome = Outcome.FAILED,
    ) -> Looked:
        self._failures[account] = self._failures.get(account, 0) + 1
        self._events.tell(
            Kind.WAITING, "{account}: {code} {words}", account=account, code=code, words=words
        )
        return Looked(
            account=account,
            outcome=outcome,
            next_at=self._due(account, self._clock()),
            code=code,
            words=words,
            exit_code=exit_code,
        )

    def _say_parked(self, account: str, reason: str) -> None:
        if account not in self._said_parked:
            self._said_parked.add(account)
            self._events.tell(
                Kind.ACCOUNT_PARKED,
                "{account} is left alone until a person runs `ecqs login --account {account}`: "
                "{reason}",
                account=account,
                reason=reason,
            )

    # --- when ---------------------------------------------------------------------------

    def _due(self, account: str, now: datetime) -> datetime:
        """Return when the account is looked at next; a look that was missed is due at once."""
        failures = self._failures.get(account, 0)
        tried = self._tried.get(account)
        if failures and tried:
            doubled = self._rhythm.shortest * 2 ** min(failures - 1, 10)
            later = min(doubled, self._rhythm.longest)
            return next_open(tried + later, self._rhythm.office)
        last = max(filter(None, (self._last_look(account), tried)), default=None)
        due = now
        if last is not None:
            news = self._last_news(account)
            due = next_look(self._rhythm, account, last_look=last, last_news=news)
        return due if due > now else next_open(now, self._rhythm.office)

    def _last_look(self, account: str) -> datetime | None:
        """Return when the portal last answered, to a watch or to `ecqs receipts poll`."""
        looks = [self._teller.board.last_look(account), *self._journal.last_seen(account).values()]
        return max((look for look in looks if look is not None), default=None)

    def _last_news(self, account: str) -> datetime | None:
        changes = [record.read_at for record in self._journal.receipts(account)]
        bookings = self._journal.items(account, errands=(Errand.BOOK,))
        return max([*changes, *(item.changed_at for item in bookings)], default=None)
