"""${message}."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import ecqs_agent.journal.schema

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply this step."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Undo this step."""
    ${downgrades if downgrades else "pass"}
