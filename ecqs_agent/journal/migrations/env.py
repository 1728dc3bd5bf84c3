"""Run migrations on the connection that the journal hands over."""

from alembic import context

from ecqs_agent.journal.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
