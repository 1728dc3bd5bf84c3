"""The journal: what was wanted, what was done, what the portal answered.

One state change is one transaction: the item's conditional update and its event commit
together or not at all. An update that changes no row is a bug and raises.
"""

import hashlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from ecqs_agent.errors import JournalError
from ecqs_agent.journal.engine import cannot_write, open_engine
from ecqs_agent.journal.schema import (
    LONGEST_NUMBER,
    LONGEST_PLACE,
    LONGEST_STATUS,
    EventRow,
    ItemRow,
    ReceiptRow,
)
from ecqs_agent.journal.states import TRANSITIONS, Errand, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

Clock = Callable[[], datetime]
TICK = "tick"  # in an event's detail: the machine's monotonic clock, which nobody can set


def utc_now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def item_key(account: str, errand: Errand, fingerprint: str, ordinal: int) -> str:
    """Return the item's name: the same wish has the same key, whatever its row or file."""
    parts = "\x1f".join((account, errand, fingerprint, str(ordinal)))
    return hashlib.sha256(parts.encode()).hexdigest()[:40]


class NewItem(BaseModel):
    """A wish to be noted. `ordinal` counts identical pieces from 0; `place` is for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    errand: Errand
    fingerprint: str
    ordinal: int
    wish: dict[str, Any]
    place: str = ""

    @field_validator("place")
    @classmethod
    def _fits(cls, value: str) -> str:
        """Cut a place that is too long for the journal: it is read by people alone."""
        return value if len(value) <= LONGEST_PLACE else f"{value[: LONGEST_PLACE - 1]}…"

    @property
    def key(self) -> str:
        """Return the key under which the journal keeps it."""
        return item_key(self.account, self.errand, self.fingerprint, self.ordinal)


class Item(BaseModel):
    """An item as it stands in the journal."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    key: str
    account: str
    errand: Errand
    fingerprint: str
    ordinal: int
    state: State
    attempts: int
    portal_uuid: str | None
    portal_number: str
    place: str
    wish: dict[str, Any]
    words: str
    created_at: datetime
    changed_at: datetime


class ReceiptRecord(BaseModel):
    """One reading of a booking's receipt."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    booking_uuid: str
    booking_number: str
    booking_status: str
    read_at: datetime
    text: str
    pieces: list[dict[str, Any]]


class Journal:
    """The durable record of one or more accounts. Safe against a crash at any moment."""

    def __init__(
        self,
        engine: "Engine",
        *,
        now: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._now = now
        self._monotonic = monotonic

    @classmethod
    def open(cls, url: str, *, now: Clock = utc_now) -> Self:
        """Open the journal at a SQLAlchemy address, creating or upgrading its tables.

        Raises:
            JournalUnavailableError: it cannot be opened, created or upgraded.
        """
        return cls(open_engine(url), now=now)

    @property
    def engine(self) -> "Engine":
        """Return the engine, for the lease that lives in the same database."""
        return self._engine

    def now(self) -> datetime:
        """Return the time of day as this journal's events get it."""
        return self._now()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # --- wishes -------------------------------------------------------------------------

    def note(self, new: NewItem) -> Item:
        """Note a wish; one that is known is returned as it stands, its place brought up to date."""
        with self._transaction() as session:
            row = session.get(ItemRow, new.key)
            if row is None:
                row = self._new_row(new)
                session.add(row)
                session.flush()
            elif new.place and row.place != new.place:
                row.place = new.place
            return Item.model_validate(row)

    def wish_again(self, key: str, wish: Mapping[str, Any], *, code: str) -> Item:
        """Take a refused, rejected or proven item up again with corrected values."""
        allowed = (State.REFUSED, State.REJECTED, State.PROVEN)
        return self._move(key, allowed, State.TODO, code=code, wish=dict(wish), words="")

    def refresh_wish(self, key: str, wish: Mapping[str, Any]) -> None:
        """Replace the values of an item that nobody has in hand and that was never sent."""
        with self._transaction() as session:
            session.execute(
                update(ItemRow)
                .where(ItemRow.key == key, ItemRow.state == State.TODO)
                .values(wish=dict(wish))
            )

    def _new_row(self, new: NewItem) -> ItemRow:
        now = self._now()
        return ItemRow(
            key=new.key,
            account=new.account,
            errand=new.errand.value,
            fingerprint=new.fingerprint,
            ordinal=new.ordinal,
            state=State.TODO.value,
            attempts=0,
            place=new.place,
            wish=new.wish,
            created_at=now,
            changed_at=now,
        )

    # --- transitions --------------------------------------------------------------------

    def recover(self, account: str) -> tuple[Item, ...]:
        """Bring order after a crash: `doing` becomes `todo`, `submitting` becomes `unclear`.

        To be called by the holder of the account's lease alone. Returns what is unclear.
        """
        for item in self.items(account, states=(State.DOING,)):
            self._move(item.key, (State.DOING,), State.TODO, code="recovered")
        for item in self.items(account, states=(State.SUBMITTING,)):
            self._move(
                item.key,
                (State.SUBMITTING,),
                State.UNCLEAR,
                code="recovered",
                detail={TICK: self._monotonic()},
            )
        return self.items(account, states=(State.UNCLEAR,))

    def take(self, key: str) -> Item:
        """Take an item in hand; one account holds one item at a time."""
        return self._move(key, (State.TODO,), State.DOING, code="taken")

    def mark_submitting(self, key: str, *, evidence: Mapping[str, Any] | None = None) -> Item:
        """Write the intention down before the click: from here on a crash means `unclear`."""
        return self._move(
            key, (State.DOING,), State.SUBMITTING, code="intent", detail=evidence, attempt=True
        )

    def mark_proven(
        self, key: str, *, portal_uuid: str, portal_number: str = "", evidence: Mapping[str, Any]
    ) -> Item:
        """Record the portal's own proof that the wish is fulfilled.

        Raises:
            JournalError: the portal's identity is longer than the journal keeps; never cut.
        """
        _must_fit(portal_uuid)
        states = (State.SUBMITTING, State.UNCLEAR, State.TODO)
        return self._move(
            key,
            states,
            State.PROVEN,
            code="proven",
            detail=evidence,
            portal_uuid=portal_uuid,
            portal_number=portal_number[:LONGEST_NUMBER],
            words="",
        )

    def mark_refused(self, key: str, messages: Sequence[str]) -> Item:
        """Record that the portal said no, in its words."""
        words = "\n".join(messages)
        return self._move(key, (State.SUBMITTING,), State.REFUSED, code="refused", words=words)

    def mark_unclear(self, key: str, evidence: str) -> Item:
        """Record that the act went out and its result is not known."""
        return self._move(
            key,
            (State.SUBMITTING,),
            State.UNCLEAR,
            code="unclear",
            detail={TICK: self._monotonic()},
            words=evidence,
        )

    def mark_rejected(self, key: str, *, code: str, words: str) -> Item:
        """Record that the row itself is at fault; nothing was sent."""
        return self._move(key, (State.DOING,), State.REJECTED, code=code, words=words)

    def put_back(self, key: str, *, code: str) -> Item:
        """Put an item back that provably was not sent."""
        states = (State.DOING, State.SUBMITTING, State.UNCLEAR)
        return self._move(key, states, State.TODO, code=code, words="")

    def learn_number(self, key: str, number: str) -> None:
        """Remember the portal's number of a proven item, once it is seen."""
        with self._transaction() as session:
            values = {"portal_number": number[:LONGEST_NUMBER]}
            session.execute(update(ItemRow).where(ItemRow.key == key).values(values))

    def remark(self, key: str, *, code: str, detail: Mapping[str, Any] | None = None) -> None:
        """Append what was seen of an item that stays as it is."""
        with self._transaction() as session:
            row = session.get(ItemRow, key)
            if row is None:
                raise JournalError("The journal has no item {key}.", key=key)
            session.add(
                EventRow(
                    item_key=key,
                    at=self._now(),
                    was=row.state,
                    became=row.state,
                    code=code,
                    detail=dict(detail or {}),
                )
            )

    def _move(
        self,
        key: str,
        sources: Collection[State],
        target: State,
        *,
        code: str,
        detail: Mapping[str, Any] | None = None,
        attempt: bool = False,
        **values: Any,  # noqa: ANN401 - column values
    ) -> Item:
        with self._transaction() as session:
            row = session.get(ItemRow, key)
            if row is None or not _allowed(State(row.state), sources, target):
                raise JournalError(
                    "The item {key} is {state} and cannot become {target}.",
                    key=key,
                    state=row.state if row else "unknown",
                    target=target.value,
                )
            was, now = row.state, self._now()
            values["attempts"] = row.attempts + (1 if attempt else 0)
            changed = session.execute(
                update(ItemRow)
                .where(ItemRow.key == key, ItemRow.state == was)
                .values(state=target.value, changed_at=now, **values)
                .returning(ItemRow.key)
            ).all()
            if len(changed) != 1:
                raise JournalError("The item {key} was changed by another run.", key=key)
            session.add(
                EventRow(
                    item_key=key,
                    at=now,
                    was=was,
                    became=target.value,
                    code=code,
                    detail=dict(detail or {}),
                )
            )
            session.flush()
            session.refresh(row)
            return Item.model_validate(row)

    # --- reading ------------------------------------------------------------------------

    def item(self, key: str) -> Item:
        """Return one item.

        Raises:
            JournalError: nothing has this key.
        """
        with self._transaction() as session:
            row = session.get(ItemRow, key)
            if row is None:
                raise JournalError("The journal has no item {key}.", key=key)
            return Item.model_validate(row)

    def items(
        self,
        account: str,
        *,
        errands: Collection[Errand] = tuple(Errand),
        states: Collection[State] = tuple(State),
    ) -> tuple[Item, ...]:
        """Return the account's items of these errands and states, oldest first."""
        query = (
            select(ItemRow)
            .where(
                ItemRow.account == account,
                ItemRow.errand.in_([errand.value for errand in errands]),
                ItemRow.state.in_([state.value for state in states]),
            )
            .order_by(ItemRow.created_at, ItemRow.key)
        )
        with self._transaction() as session:
            return tuple(Item.model_validate(row) for row in session.scalars(query))

    def unclear_for(self, account: str) -> float | None:
        """Return for how many seconds at least all unclear items have been so; None without any.

        Of the clock on the wall and the machine's monotonic one, that counts which says less:
        the first may be set while we run, the second begins anew with the machine.
        """
        query = (
            select(EventRow)
            .join(ItemRow, ItemRow.key == EventRow.item_key)
            .where(
                ItemRow.account == account,
                ItemRow.state == State.UNCLEAR.value,
                EventRow.became == State.UNCLEAR.value,
                EventRow.was != State.UNCLEAR.value,
            )
            .order_by(EventRow.id)
        )
        with self._transaction() as session:
            last = {event.item_key: event for event in session.scalars(query)}
            return min(map(self._age, last.values()), default=None)

    def _age(self, event: EventRow) -> float:
        ages = [(self._now() - event.at).total_seconds()]
        if TICK in event.detail:
            ages.append(self._monotonic() - event.detail[TICK])
        return max(0.0, min(ages))

    def unconfirmed(self, account: str) -> tuple[Item, ...]:
        """Return the proven ledger items whose row was not compared with the wish yet."""
        other = aliased(EventRow)
        newest = (
            select(func.max(other.id))
            .where(other.item_key == ItemRow.key)
            .correlate(ItemRow)
            .scalar_subquery()
        )
        query = (
            select(ItemRow, EventRow)
            .join(EventRow, EventRow.id == newest)
            .where(
                ItemRow.account == account,
                ItemRow.errand != Errand.BOOK.value,
                ItemRow.state == State.PROVEN.value,
                EventRow.code.in_(("proven", "not-seen")),
            )
            .order_by(ItemRow.created_at, ItemRow.key)
        )
        with self._transaction() as session:
            return tuple(
                Item.model_validate(item)
                for item, event in session.execute(query)
                if "adopted" not in event.detail  # those were compared when they were adopted
            )

    def owned(self, account: str, errand: Errand) -> dict[str, Item]:
        """Return the portal's identities that an item of this errand already owns."""
        items = self.items(account, errands=(errand,))
        return {item.portal_uuid: item for item in items if item.portal_uuid}

    def accounts(self) -> tuple[str, ...]:
        """Return the accounts the journal has heard of."""
        with self._transaction() as session:
            return tuple(session.scalars(select(ItemRow.account).distinct().order_by("account")))

    def events(self, key: str) -> tuple[tuple[datetime, State, State, str], ...]:
        """Return an item's transitions in order: time, was, became, code."""
        query = select(EventRow).where(EventRow.item_key == key).order_by(EventRow.id)
        with self._transaction() as session:
            return tuple(
                (row.at, State(row.was), State(row.became), row.code)
                for row in session.scalars(query)
            )

    def details(self, key: str) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return the evidence of an item's events in order: code and what was kept with it."""
        query = select(EventRow).where(EventRow.item_key == key).order_by(EventRow.id)
        with self._transaction() as session:
            return tuple((row.code, dict(row.detail)) for row in session.scalars(query))

    # --- receipts -----------------------------------------------------------------------

    def keep_receipt(self, account: str, receipt: ReceiptRecord) -> bool:
        """Keep a reading of a receipt; return whether it differs from the last one kept."""
        _must_fit(receipt.booking_uuid)
        receipt = receipt.model_copy(
            update={
                "booking_number": receipt.booking_number[:LONGEST_NUMBER],
                "booking_status": receipt.booking_status[:LONGEST_STATUS],
            }
        )
        digest = _digest(receipt)
        with self._transaction() as session:
            last = session.scalars(self._receipts(account, receipt.booking_uuid).limit(1)).first()
            if last is not None and last.digest == digest:
                last.seen_at = receipt.read_at
                return False
            seen = {"seen_at": receipt.read_at, **receipt.model_dump()}
            session.add(ReceiptRow(account=account, digest=digest, **seen))
            return True

    def see_again(self, account: str, booking_uuids: Collection[str], at: datetime) -> None:
        """Remember that these receipts need not be read at `at`: nothing in them can change."""
        newest = (
            select(func.max(ReceiptRow.id))
            .where(ReceiptRow.account == account, ReceiptRow.booking_uuid.in_(booking_uuids))
            .group_by(ReceiptRow.booking_uuid)
        )
        with self._transaction() as session:
            session.execute(
                update(ReceiptRow)
                .where(ReceiptRow.id.in_(newest))
                .values(seen_at=at)
                .execution_options(synchronize_session=False)
            )

    def receipt_history(self, account: str) -> tuple[ReceiptRecord, ...]:
        """Return every kept reading of every booking, oldest first: what changed, and when."""
        with self._transaction() as session:
            rows = session.scalars(self._receipts(account, None))
            return tuple(reversed([ReceiptRecord.model_validate(row) for row in rows]))

    def last_seen(self, account: str) -> dict[str, datetime]:
        """Return when each booking's receipt was last read, changed or not, by booking uuid."""
        with self._transaction() as session:
            seen: dict[str, datetime] = {}
            for row in session.scalars(self._receipts(account, None)):
                seen.setdefault(row.booking_uuid, row.seen_at)
            return seen

    def receipts(self, account: str) -> tuple[ReceiptRecord, ...]:
        """Return the newest reading of each booking's receipt, oldest booking first."""
        newest: dict[str, ReceiptRecord] = {}
        with self._transaction() as session:
            for row in session.scalars(self._receipts(account, None)):
                newest.setdefault(row.booking_uuid, ReceiptRecord.model_validate(row))
        return tuple(sorted(newest.values(), key=lambda receipt: receipt.booking_number))

    @staticmethod
    def _receipts(account: str, booking_uuid: str | None) -> Any:  # noqa: ANN401 - a select
        query = select(ReceiptRow).where(ReceiptRow.account == account)
        if booking_uuid is not None:
            query = query.where(ReceiptRow.booking_uuid == booking_uuid)
        return query.order_by(ReceiptRow.id.desc())

    @contextmanager
    def _transaction(self) -> "Iterator[Session]":
        """Run one transaction; a database in trouble becomes our error."""
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except IntegrityError as error:
            raise JournalError(
                "The journal's rules forbid this: {why}", why=str(error.orig)
            ) from error
        except SQLAlchemyError as error:
            raise cannot_write(error) from error


def _must_fit(portal_uuid: str) -> None:
    if len(portal_uuid) > LONGEST_NUMBER:
        raise JournalError(
            "The portal calls a record {start}…: {length} characters, {most} are the most that "
            "the journal keeps. Nothing was guessed; tell those who look after this program.",
            start=portal_uuid[:20],
            length=len(portal_uuid),
            most=LONGEST_NUMBER,
        )


def _allowed(was: State, sources: Collection[State], target: State) -> bool:
    return was in sources and (was, target) in TRANSITIONS


def _digest(receipt: ReceiptRecord) -> str:
    content = receipt.model_dump_json(exclude={"read_at"})
    return hashlib.sha256(content.encode()).hexdigest()
