"""The journal's first tables: items, events, receipts, leases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import ecqs_agent.journal.schema

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "item",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("errand", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("portal_uuid", sa.String(length=64), nullable=True),
        sa.Column("portal_number", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("changed_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.CheckConstraint("errand IN ('add', 'change', 'book')", name=op.f("ck_item_errand")),
        sa.CheckConstraint(
            "state <> 'proven' OR portal_uuid IS NOT NULL",
            name=op.f("ck_item_proven_has_its_portal_uuid"),
        ),
        sa.CheckConstraint(
            "state IN ('todo', 'doing', 'submitting', 'proven', 'refused', 'unclear', 'rejected')",
            name=op.f("ck_item_state"),
        ),
        sa.CheckConstraint("ordinal >= 0 AND attempts >= 0", name=op.f("ck_item_counts")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_item")),
        sa.UniqueConstraint(
            "account",
            "errand",
            "fingerprint",
            "ordinal",
            name=op.f("uq_item_account_errand_fingerprint_ordinal"),
        ),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index("ix_item_account_state", ["account", "state"], unique=False)
        batch_op.create_index(
            "ix_item_one_in_hand",
            ["account"],
            unique=True,
            sqlite_where=sa.text("state IN ('doing', 'submitting')"),
            postgresql_where=sa.text("state IN ('doing', 'submitting')"),
        )
        batch_op.create_index(
            "ix_item_one_owner",
            ["account", "errand", "portal_uuid"],
            unique=True,
            sqlite_where=sa.text("portal_uuid IS NOT NULL"),
            postgresql_where=sa.text("portal_uuid IS NOT NULL"),
        )

    op.create_table(
        "lease",
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("taken_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("renewed_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('held', 'released', 'taken_over')", name=op.f("ck_lease_state")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_lease")),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lease_one_held",
            ["account"],
            unique=True,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )

    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("booking_uuid", sa.String(length=64), nullable=False),
        sa.Column("booking_number", sa.String(length=64), nullable=False),
        sa.Column("booking_status", sa.String(length=40), nullable=False),
        sa.Column("read_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receipt_account_booking", ["account", "booking_uuid"], unique=False
        )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=40), nullable=False),
        sa.Column("at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("was", sa.String(length=12), nullable=False),
        sa.Column("became", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_key"], ["item.key"], name=op.f("fk_event_item_key_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_item_key"), ["item_key"], unique=False)


def downgrade() -> None:
    """Undo this step."""
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_item_key"))

    op.drop_table("event")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index("ix_receipt_account_booking")

    op.drop_table("receipt")
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_lease_one_held",
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )

    op.drop_table("lease")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_item_one_owner",
            sqlite_where=sa.text("portal_uuid IS NOT NULL"),
            postgresql_where=sa.text("portal_uuid IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_item_one_in_hand",
            sqlite_where=sa.text("state IN ('doing', 'submitting')"),
            postgresql_where=sa.text("state IN ('doing', 'submitting')"),
        )
        batch_op.drop_index("ix_item_account_state")

    op.drop_table("item")
