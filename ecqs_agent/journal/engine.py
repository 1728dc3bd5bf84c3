"""Open the journal's database: settings, migrations, and one kind of transaction."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from ecqs_agent.errors import JournalUnavailableError

MIGRATIONS = Path(__file__).parent / "migrations"


def sqlite_url(path: Path) -> str:
    """Return the address of the journal file at `path`."""
    return f"sqlite:///{path.as_posix()}"


def open_engine(url: str) -> Engine:
    """Return an engine whose database has the newest tables.

    Raises:
        JournalUnavailableError: it cannot be opened, created or brought up to date.
    """
    engine = create_engine(url, json_serializer=_to_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    try:
        _migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise JournalUnavailableError(
            "The journal at {url} cannot be opened: {why}. "
            "Close other programs that use it, and check disk space and permissions.",
            url=engine.url.render_as_string(hide_password=True),
            why=str(error).splitlines()[0],
        ) from error
    return engine


def _to_json(value: object) -> str:
    import json  # noqa: PLC0415 - only here

    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own
    """Make a commit survive a power cut: WAL alone may lose the last one (durability)."""
    del record
    connection.isolation_level = None  # transactions are begun by us, see below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once, so that two runs cannot both read and then both write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
