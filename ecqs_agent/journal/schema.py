"""Tables of the journal, and the constraints that say the state machine once more.

The same models serve SQLite (one PC) and PostgreSQL (many machines). Times are UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ecqs_agent.journal.states import Errand, State

LONGEST_ACCOUNT = 100
LONGEST_PLACE = 300
LONGEST_NUMBER = 64
LONGEST_STATUS = 40
LONGEST_PORTAL = 300
ONLY_ROW = 1  # the key of the one row that a table may have

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """Keep an aware time as UTC on every engine (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; a naive one is a bug."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a time in the journal must carry its zone")
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with the zone put back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of the journal's tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        datetime: Utc,
    }


def _one_of(values: type[State | Errand]) -> str:
    return ", ".join(f"'{value}'" for value in values)


class ItemRow(Base):
    """One errand for one thing: its wish, its state, and what the portal calls it."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint(f"state IN ({_one_of(State)})", name="state"),
        CheckConstraint(f"errand IN ({_one_of(Errand)})", name="errand"),
        CheckConstraint(
            "state <> 'proven' OR portal_uuid IS NOT NULL", name="proven_has_its_portal_uuid"
        ),
        CheckConstraint("ordinal >= 0 AND attempts >= 0", name="counts"),
        UniqueConstraint("account", "errand", "fingerprint", "ordinal"),
        # two items can never own the same row of the portal
        Index(
            "ix_item_one_owner",
            "account",
            "errand",
            "portal_uuid",
            unique=True,
            sqlite_where=text("portal_uuid IS NOT NULL"),
            postgresql_where=text("portal_uuid IS NOT NULL"),
        ),
        # one account = one browser = one item in hand
        Index(
            "ix_item_one_in_hand",
            "account",
            unique=True,
            sqlite_where=text("state IN ('doing', 'submitting')"),
            postgresql_where=text("state IN ('doing', 'submitting')"),
        ),
        Index("ix_item_account_state", "account", "state"),
    )

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    account: Mapped[str] = mapped_column(String(LONGEST_ACCOUNT))
    errand: Mapped[str] = mapped_column(String(10))
    fingerprint: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default=State.TODO.value)
    attempts: Mapped[int] = mapped_column(default=0)
    portal_uuid: Mapped[str | None] = mapped_column(String(LONGEST_NUMBER))
    portal_number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="")
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    wish: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class EventRow(Base):
    """One transition of one item. Appended, never changed."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_key: Mapped[str] = mapped_column(ForeignKey("item.key"), index=True)
    at: Mapped[datetime]
    was: Mapped[str] = mapped_column(String(12))
    became: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[dict[str, Any]]


class ReceiptRow(Base):
    """One reading of one booking's receipt, kept when it differs from the one before."""

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_account_booking", "account", "booking_uuid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(LONGEST_ACCOUNT))
    booking_uuid: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    booking_number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="")
    booking_status: Mapped[str] = mapped_column(String(LONGEST_STATUS), default="")
    read_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # when it was last read and had not changed
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    pieces: Mapped[list[dict[str, Any]]]


class LeaseRow(Base):
    """Who works with an account. Ended leases stay as tombstones."""

    __tablename__ = "lease"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'released', 'taken_over')", name="state"),
        Index(
            "ix_lease_one_held",
            "account",
            unique=True,
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
    )

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    account: Mapped[str] = mapped_column(String(LONGEST_ACCOUNT))
    host: Mapped[str] = mapped_column(String(200))
    process: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="held")
    taken_at: Mapped[datetime]
    renewed_at: Mapped[datetime]


class NoticeRow(Base):
    """One message for people on one channel. `sent` only when the service itself said so."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        UniqueConstraint("channel", "digest"),  # the same news is told once per channel
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(LONGEST_ACCOUNT))
    channel: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ParkedRow(Base):
    """An account that unattended runs leave alone until a person has acted."""

    __tablename__ = "parked"

    account: Mapped[str] = mapped_column(String(100), primary_key=True)
    since: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)


class PortalRow(Base):
    """The one portal this journal is of: an origin, or the bundled mock."""

    __tablename__ = "portal"
    __table_args__ = (CheckConstraint(f"id = {ONLY_ROW}", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    portal: Mapped[str] = mapped_column(String(LONGEST_PORTAL))
    since: Mapped[datetime]
