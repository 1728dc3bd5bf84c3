"""Open the journal's database: settings, migrations, and one kind of transaction."""

from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ecqs_agent.errors import JournalUnavailableError

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x45435153  # any number that everyone who migrates a journal shares
SQLITE = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000")
POSTGRESQL = (
    "synchronous_commit = 'on'",
    "default_transaction_isolation = 'read committed'",
    "lock_timeout = '10s'",
    "idle_in_transaction_session_timeout = '60s'",
)


def sqlite_url(path: Path) -> str:
    """Return the address of the journal file at `path`."""
    return f"sqlite:///{path.as_posix()}"


def open_engine(url: str) -> Engine:
    """Return an engine whose database has the newest tables.

    Raises:
        JournalUnavailableError: it cannot be opened, created or brought up to date.
    """
    engine = _new_engine(url)
    try:
        _bring_up_to_date(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise JournalUnavailableError(
            "The journal at {url} cannot be opened: {why}. "
            "Close other programs that use it, and check disk space and permissions.",
            url=shown(engine.url),
            why=_without_secrets(str(error).splitlines()[0], engine.url),
        ) from error
    return engine


def revision_of(engine: Engine) -> str:
    """Return the revision of the tables, "" when there are none.

    Raises:
        JournalUnavailableError: the database cannot be read.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except SQLAlchemyError as error:
        raise cannot_write(error) from error


def shown(url: URL) -> str:
    """Return an address as people may see it: no password, and nothing after a question mark."""
    return url.set(query={}).render_as_string(hide_password=True)


def shown_address(url: str) -> str:
    """Return a journal's address as people may see it, "" when it is none."""
    try:
        return shown(_address(url))
    except (ArgumentError, ValueError):
        return ""


def _without_secrets(text: str, url: URL) -> str:
    """Return the text without the password of the address, wherever a driver repeats it."""
    given = (url.password, url.query.get("password"))
    for secret in given:
        if isinstance(secret, str) and secret:
            text = text.replace(secret, "***")
    return text


def cannot_write(error: SQLAlchemyError) -> JournalUnavailableError:
    """Return our error for a database in trouble."""
    return JournalUnavailableError(
        "The journal cannot be written: {why}. Nothing further was sent. "
        "Check disk space and that no other program holds the file.",
        why=str(getattr(error, "orig", error)),
    )


def _new_engine(url: str) -> Engine:
    """Return an engine for the address; what the address says is never repeated (passwords)."""
    try:
        engine = create_engine(_address(url), json_serializer=_to_json, pool_pre_ping=True)
    except (ArgumentError, ImportError, ValueError) as error:
        raise JournalUnavailableError(
            "The setting `journal` is no address of a database that can be used here ({why}). "
            "For PostgreSQL: postgresql+psycopg://USER@HOST/DATABASE, and install "
            "ecqs-agent[postgres]. In a password write @ as %40, / as %2F, : as %3A.",
            why=type(error).__name__,
        ) from None  # its own text may repeat the address
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _address(url: str) -> URL:
    address = make_url(url)
    if "@" in (address.host or ""):
        raise ValueError("the rest of a password with an unescaped @")
    return address


def _to_json(value: object) -> str:
    import json  # noqa: PLC0415 - only here

    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _prepare_sqlite(
    connection: Any,  # noqa: ANN401 - the driver's own
    record: object,
    *,
    foreign_keys: str = "ON",
) -> None:
    """Make a commit survive a power cut: WAL alone may lose the last one (durability)."""
    del record
    connection.isolation_level = None  # transactions are begun by us, see below
    cursor = connection.cursor()
    for pragma in (*SQLITE, f"foreign_keys={foreign_keys}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own
    """Ask of the server what we ask of SQLite, whatever its own configuration says.

    A run that was frozen in mid-transaction lets go of its rows after a minute.
    """
    del record
    cursor = connection.cursor()
    for setting in POSTGRESQL:
        cursor.execute(f"SET {setting}")
    cursor.close()
    connection.commit()


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once, so that two runs cannot both read and then both write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _bring_up_to_date(engine: Engine) -> None:
    """Migrate over a connection that checks references at the end only.

    SQLite changes a table by replacing it, and would forbid that where rows refer to it. A
    database in memory lives in its one connection, and is always empty at this point.
    """
    if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
        _migrate(engine)
        return
    migrating = create_engine(engine.url, json_serializer=_to_json)
    if engine.dialect.name == "sqlite":
        event.listen(migrating, "connect", partial(_prepare_sqlite, foreign_keys="OFF"))
        event.listen(migrating, "begin", _begin_immediate)
    elif engine.dialect.name == "postgresql":
        event.listen(migrating, "connect", _prepare_postgresql)
    try:
        _migrate(migrating)
    finally:
        migrating.dispose()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # SQLite has begun with its write lock
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.dialect.name == "sqlite":
            astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if astray:
                raise OSError(f"{len(astray)} rows refer to nothing after the upgrade")
