"""Take the next item, run its flow, turn what happened into a transition.

The runner knows retries and logins; flows know the business; pages know the screen.
"""

import time
from collections.abc import Callable, Iterable
from threading import Event as Flag
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import PersonNeededError, UnclearOutcomeError
from ecqs_agent.events import Events, Kind
from ecqs_agent.flows.ports import Hold, Session
from ecqs_agent.flows.reconcile import Resolved, reconcile
from ecqs_agent.journal import Errand, Item, Journal, State
from ecqs_agent.politeness.backoff import backing_off, delay
from ecqs_agent.politeness.courtesy import HINDRANCES, Courtesy, Hindrance
from ecqs_agent.runs.progress import Progress
from ecqs_agent.runs.retrying import pause
from page_objects.errors import Disposition, PortalError, SessionEndedError, WirePayloadError

Flow = Callable[[str], Item]
T = TypeVar("T")

LOGINS_PER_RUN = 2
RETRIES_PER_ITEM = 3
UNCLEAR_IN_A_ROW = 3
FRESHEN_AFTER = 200  # items; what a browser keeps of them is freed then
BREATH = 20.0  # seconds; in long waits the lease is looked after this often
# Seconds of waiting after which the session is kept alive by a look; no lifetime is known of the
# portal's sessions, half an hour is usual. A back-off is shorter: a busy portal is left alone.
TOUCH_AFTER = 600.0


class Tally(BaseModel):
    """How a run ended, item by item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proven: int = 0
    refused: int = 0
    rejected: int = 0
    unclear: int = 0
    left: int = 0
    mismatched: int = 0  # proven, and the ledger shows other values or no row
    until: str = ""  # when what is left may be written (Beijing time), if it may not be now

    @property
    def done(self) -> int:
        """Return how many items have an outcome that is known."""
        return self.proven + self.refused + self.rejected


class Runner:
    """Carries items out, one after the other, for one account that we hold."""

    def __init__(
        self,
        session: Session,
        *,
        journal: Journal,
        hold: Hold,
        events: Events,
        quiet: float,
        courtesy: Courtesy,
        log_in: Callable[[], None],
        stop: Flag | None = None,
        wait: Callable[[float], None] = pause,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._journal = journal
        self._hold = hold
        self._events = events
        self._quiet = quiet
        self._courtesy = courtesy
        self._hindrance: Hindrance | None = None
        self._log_in = log_in
        self._stop = stop or Flag()
        self._wait = wait
        self._clock = clock
        self._logins = 0

    @property
    def stopped(self) -> bool:
        """Return whether a person asked to stop."""
        return self._stop.is_set()

    def run(self, keys: Iterable[str], flow: Flow) -> Tally:
        """Run the flow for each item; what is unclear is looked for, and sent again once at most.

        Raises:
            PortalError: going on would do harm or fail the same way every time.
            PersonNeededError: the session ended and nobody is here to log in.
        """
        waiting = list(keys)
        everything = list(waiting)
        progress = Progress(len(everything), clock=self._clock)
        self._pass(waiting, flow, progress)
        if not self._stop.is_set():  # what is unclear then is looked for by the next run
            resolved = self.resolve(progress)
            again = [item.key for item in resolved.absent if item.key in everything]
            if again:
                self._pass(again, flow, progress)
            if again and not self._stop.is_set():
                self.resolve(progress)
        return self._tally(everything)

    def resolve(self, progress: Progress | None = None) -> Resolved:
        """Look for every unclear item of the account and record what was seen."""
        unclear = self._journal.items(self._session.account, states=(State.UNCLEAR,))
        if not unclear:
            return Resolved()
        self._events.tell(
            Kind.WAITING,
            "{count} outcomes are unclear; looking at the portal after {seconds} s of quiet.",
            count=len(unclear),
            seconds=round(self._quiet),
        )
        self._session.leave()
        resolved = self.reading(
            lambda: reconcile(
                self._session.account,
                ledger=self._session.ledger,
                bookings=self._session.bookings,
                journal=self._journal,
                quiet=self._quiet,
                wait=self._wait_awake,
            )
        )
        for item in resolved.found:
            self._tell(item)
            self._tell_progress(progress, item)
        return resolved

    def _wait_awake(self, seconds: float) -> None:
        """Wait, and keep the account ours meanwhile: a lease is shorter than a quiet period.

        Raises:
            LeaseLostError: another run took the account over.
        """
        waited = 0.0
        while seconds > 0:
            self._wait(min(seconds, BREATH))
            seconds -= BREATH
            waited += BREATH
            self._stay(waited)

    def _stay(self, waited: float) -> None:
        """Keep the account ours, and now and then its session alive, after so long a wait.

        Raises:
            LeaseLostError: another run took the account over.
        """
        if waited % BREATH == 0:
            self._hold.check()
        if waited % TOUCH_AFTER == 0:
            self._session.stay_alive()

    def _pause(self, seconds: float) -> None:
        """Be slow on purpose, unless a person wants to stop, and keep the account ours meanwhile.

        Raises:
            LeaseLostError: another run took the account over.
        """
        waited = 0.0
        while seconds > 0 and not self._stop.is_set():
            self._wait(min(seconds, 1.0))
            seconds -= 1.0
            waited += 1.0
            self._stay(waited)

    def _may_write(self, *, first: bool, left: int) -> bool:
        """Wait until it is our turn; return whether the next item may be carried out at all."""
        if not first:
            self._pause(self._courtesy.gap())
        if self._stop.is_set():
            return False
        hindrance = self._courtesy.hindrance()
        if hindrance is not None:
            self._tell_hindrance(hindrance, left=left)
            return False
        self._pause(self._courtesy.take_turn())
        return not self._stop.is_set()

    def _tell_hindrance(self, hindrance: Hindrance, *, left: int) -> None:
        if self._hindrance is None:
            self._events.tell(
                Kind.HELD_UP,
                HINDRANCES[hindrance.why],
                why=hindrance.why.value,
                when=hindrance.when,
                most=hindrance.most,
                left=left,
            )
        self._hindrance = hindrance

    def _pass(self, keys: list[str], flow: Flow, progress: Progress) -> None:
        unclear_in_a_row = 0
        for position, key in enumerate(keys):
            if not self._may_write(first=not position, left=len(keys) - position):
                return
            if position and position % FRESHEN_AFTER == 0:
                self._session.freshen()
            item = self._carry_out(key, flow)
            self._tell(item, left=len(keys) - position - 1)
            self._tell_progress(progress, item)
            unclear_in_a_row = unclear_in_a_row + 1 if item.state is State.UNCLEAR else 0
            if unclear_in_a_row >= UNCLEAR_IN_A_ROW:
                raise UnclearOutcomeError(
                    "{count} outcomes in a row are unclear; the portal is in trouble. Nothing "
                    "more is sent. Run `ecqs reconcile` later.",
                    count=unclear_in_a_row,
                )

    def _carry_out(self, key: str, flow: Flow) -> Item:
        """Run the flow until the item has left our hand."""
        last: PortalError | None = None
        for attempt in range(1, RETRIES_PER_ITEM + 1):
            self._hold.check()
            try:
                item = flow(key)
                if item.state is not State.PROVEN:
                    self._session.leave()  # a message or the dialog may still be open
            except PortalError as error:
                item = self._settle(key, error)
                if item.state is not State.TODO:
                    return item
                self._make_ready_again(error, attempt)
                last = error
            except BaseException:
                self._settle(key, None)
                raise
            else:
                return item
        raise last or AssertionError("an item is tried at least once")

    def _settle(self, key: str, error: PortalError | None) -> Item:
        """Put the item where it belongs after its flow was left by an error."""
        self._session.leave()
        item = self._journal.item(key)
        if item.state is State.DOING:
            if error is not None and error.disposition is Disposition.REJECT_ITEM:
                return self._journal.mark_rejected(key, code=error.code, words=str(error))
            return self._journal.put_back(key, code=error.code if error else "interrupted")
        if item.state is State.SUBMITTING:
            if isinstance(error, WirePayloadError):  # stopped on the wire: provably not sent
                self._journal.put_back(key, code=error.code)
                raise error
            return self._journal.mark_unclear(key, str(error) if error else "interrupted")
        return item

    def _make_ready_again(self, error: PortalError, attempt: int) -> None:
        """Do what the error asks for before the item, which was not sent, is tried again."""
        match error.disposition:
            case Disposition.RETRY:
                self._wait(1.0)
            case Disposition.BACK_OFF:
                self._tell_back_off(error, seconds := delay(error, attempt))
                self._pause(seconds)
            case Disposition.RELOGIN:
                self._renew_login(error)
            case _:
                raise error

    def reading(self, call: Callable[[], T]) -> T:
        """Run something that only reads, again when a busy portal has time, logged in."""
        return backing_off(
            lambda: self.logged_in(call),
            sleep=self._pause,
            tell=self._leave_alone,
            stopped=self._stop.is_set,
        )

    def logged_in(self, call: Callable[[], T]) -> T:
        """Run something that may be begun anew, logging in again when the session has ended."""
        while True:
            try:
                return call()
            except SessionEndedError as error:
                self._session.leave()
                self._renew_login(error)

    def _leave_alone(self, error: PortalError, seconds: float) -> None:
        self._session.leave()
        self._tell_back_off(error, seconds)

    def _tell_back_off(self, error: PortalError, seconds: float) -> None:
        self._events.tell(
            Kind.WAITING,
            "The portal is busy or closed ({code}); looking again in {seconds} s.",
            code=error.code,
            seconds=round(seconds),
        )

    def _renew_login(self, error: PortalError) -> None:
        self._logins += 1
        self._session.forget()
        if self._logins > LOGINS_PER_RUN:
            raise PersonNeededError(
                "The session of {account} ended {count} times in one run; somebody else may be "
                "logged in with it. Nothing is lost; start the command again later.",
                account=self._session.account,
                count=self._logins,
            ) from error
        self._log_in()
        self._events.tell(Kind.LOGGED_IN, "Logged in again.")

    def _tell(self, item: Item, *, left: int | None = None) -> None:
        sentences = _SENTENCES_OF.get(item.errand, _SENTENCES)
        kind, template = sentences[item.state]
        self._events.tell(
            kind,
            template,
            key=item.key,
            row=item.place,
            number=item.portal_number,
            words=item.words,
            left=left,
            name=_name_of(item),
            pieces=len(item.wish.get("records", ())),
            serial=item.wish.get("serial_number", ""),
            day=item.wish.get("valid_until", "") if item.errand is Errand.VALIDITY else "",
        )

    def _tell_progress(self, progress: Progress | None, item: Item) -> None:
        if progress is not None:
            progress.note(item)
            self._events.tell(
                Kind.PROGRESS,
                "{proven} done, {refused} refused, {rejected} not possible, {unclear} unclear, "
                "{left} left; {elapsed} passed, about {rest} to go.",
                **progress.facts(),
            )

    def _tally(self, keys: list[str]) -> Tally:
        counts = dict.fromkeys(State, 0)
        for key in keys:
            counts[self._journal.item(key).state] += 1
        return Tally(
            proven=counts[State.PROVEN],
            refused=counts[State.REFUSED],
            rejected=counts[State.REJECTED],
            unclear=counts[State.UNCLEAR],
            left=counts[State.TODO] + counts[State.DOING] + counts[State.SUBMITTING],
            until=self._hindrance.when if self._hindrance else "",
        )


_SENTENCES: dict[State, tuple[Kind, str]] = {
    State.PROVEN: (Kind.ITEM_PROVEN, "Row {row}: {name} is on the portal ({number})."),
    State.REFUSED: (Kind.ITEM_REFUSED, "Row {row}: the portal refused {name}: {words}"),
    State.REJECTED: (Kind.ITEM_REJECTED, "Row {row}: {name} cannot be filed: {words}"),
    State.UNCLEAR: (Kind.ITEM_UNCLEAR, "Row {row}: the outcome of {name} is unclear: {words}"),
    State.TODO: (Kind.ITEM_PUT_BACK, "Row {row}: {name} was not sent and waits."),
}


_BOOKING_SENTENCES: dict[State, tuple[Kind, str]] = {
    State.PROVEN: (Kind.BOOKING_SUBMITTED, "Booking {number}: {pieces} pieces, {name}."),
    State.REFUSED: (Kind.ITEM_REFUSED, "The portal refused a booking ({pieces} pieces): {words}"),
    State.REJECTED: (Kind.ITEM_REJECTED, "A booking of {pieces} pieces is not possible: {words}"),
    State.UNCLEAR: (Kind.ITEM_UNCLEAR, "The outcome of a booking is unclear: {words}"),
    State.TODO: (Kind.ITEM_PUT_BACK, "A booking of {pieces} pieces was not submitted and waits."),
}


_VALIDITY_SENTENCES: dict[State, tuple[Kind, str]] = {
    State.PROVEN: (Kind.ITEM_PROVEN, "{name} {serial} ({number}): valid until {day}."),
    State.REFUSED: (
        Kind.ITEM_REFUSED,
        "The portal refused the valid-until date of {name} {serial}: {words}",
    ),
    State.REJECTED: (
        Kind.ITEM_REJECTED,
        "The valid-until date of {name} {serial} cannot be set: {words}",
    ),
    State.UNCLEAR: (
        Kind.ITEM_UNCLEAR,
        "Whether the valid-until date of {name} {serial} was set is unclear: {words}",
    ),
    State.TODO: (
        Kind.ITEM_PUT_BACK,
        "The valid-until date of {name} {serial} was not sent and waits.",
    ),
}

_SENTENCES_OF = {Errand.BOOK: _BOOKING_SENTENCES, Errand.VALIDITY: _VALIDITY_SENTENCES}


def _name_of(item: Item) -> str:
    form = item.wish.get("form", item.wish)
    return str(form.get("name", item.errand.value))
