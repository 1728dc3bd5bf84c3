"""A private PostgreSQL for the tests: its own folder, its own socket, no network, ended with us.

`ECQS_WITHOUT_POSTGRES=1` leaves its tests out; without it a missing PostgreSQL is a failure.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

WITHOUT = "ECQS_WITHOUT_POSTGRES"
UNPRIVILEGED = "postgres"  # Debian's user; PostgreSQL does not run as root
SUPERUSER = "ecqs"
SETTINGS = "-c listen_addresses= -c fsync=off -c unix_socket_directories={folder}"


class Cluster:
    """A running server on a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"journal{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as the superuser."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Create a cluster, run it while the block runs, and remove it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="ecqs-pg-"))
    try:
        if _is_root():
            shutil.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        data = folder / "data"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        _run(
            [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "-E", "UTF8"],
            ["--no-locale", "-A", "trust", "--no-sync"],
            folder=folder,
        )
        settings = SETTINGS.format(folder=folder)
        _run(control, ["-l", str(folder / "log"), "-o", settings, "start"], folder=folder)
        try:
            yield Cluster(folder)
        finally:
            _run(control, ["-m", "immediate", "stop"], folder=folder)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Return the folder of initdb and pg_ctl, of the newest PostgreSQL installed."""
    found = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0),
    )
    if debian:
        return debian[-1]
    if found:
        return Path(found).parent
    raise AssertionError(
        "PostgreSQL is not installed: run tools/ensure-postgres.sh, "
        f"or set {WITHOUT}=1 to leave its tests out"
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: list[str], more: list[str], *, folder: Path) -> None:
    done = subprocess.run(
        [*command, *more],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        user=UNPRIVILEGED if _is_root() else None,
        group=UNPRIVILEGED if _is_root() else None,
        extra_groups=[] if _is_root() else None,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
