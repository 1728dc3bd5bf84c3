"""Expiry dates as errands, when a receipt was last seen, notices, parked accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import ecqs_agent.journal.schema

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply this step."""
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_item_errand"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_item_errand"), "errand IN ('add', 'change', 'book', 'validity')"
        )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("seen_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=True)
        )
    op.execute("UPDATE receipt SET seen_at = read_at")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.alter_column("seen_at", nullable=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("changed_at", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_notice_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("channel", "digest", name=op.f("uq_notice_channel_digest")),
    )
    op.create_table(
        "parked",
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("since", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_parked")),
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("parked")
    op.drop_table("notice")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_item_errand"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_item_errand"), "errand IN ('add', 'change', 'book')"
        )
