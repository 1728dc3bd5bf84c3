"""A journal is of one portal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import ecqs_agent.journal.schema

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "portal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("portal", sa.String(length=300), nullable=False),
        sa.Column("since", ecqs_agent.journal.schema.Utc(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_portal_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal")),
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("portal")
