"""The portal's memory: in RAM, and in a SQLite file committed per change when one is given.

One writer at a time: every change happens inside `Store.change()`, and the file is written in one
transaction before the request is answered, so that a portal killed at any moment comes back with
exactly what it has answered for.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecqs_agent.mock_portal.entities import Account, Booking, Entity, Record

SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


class StateFileError(Exception):
    """Say that a state file cannot be used, and which."""


class Store:
    """Own accounts, records, bookings and counters."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._dirty: dict[tuple[str, str], str | None] = {}
        self._file = _open(path) if path else None
        self.accounts: dict[str, Account] = {}
        self.records: dict[str, Record] = {}
        self.bookings: dict[str, Booking] = {}
        self.meta: dict[str, str] = {}
        self._load()

    @property
    def empty(self) -> bool:
        """Tell whether nothing was ever stored."""
        return not self.accounts

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the writer's lock; what was put inside is committed together at the end."""
        with self._lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    self._commit()

    def put(self, entity: Account | Record | Booking) -> None:
        """Store or replace one entity."""
        kind, key = _address(entity)
        with self.change():
            self._shelf(kind)[key] = entity
            self._dirty[kind, key] = entity.model_dump_json()

    def remove(self, entity: Record | Booking) -> None:
        """Forget one entity."""
        kind, key = _address(entity)
        with self.change():
            self._shelf(kind).pop(key, None)
            self._dirty[kind, key] = None

    def set_meta(self, key: str, value: str) -> None:
        """Remember one line of text, such as the clock's position."""
        with self.change():
            self.meta[key] = value
            self._dirty["meta", key] = value

    def next_number(self, counter: str) -> int:
        """Return 1, 2, 3 ... per counter, never the same twice."""
        with self.change():
            value = int(self.meta.get(f"counter:{counter}", "0")) + 1
            self.set_meta(f"counter:{counter}", str(value))
            return value

    def clear(self) -> None:
        """Forget everything, in the file too."""
        with self._lock:
            for shelf in (self.accounts, self.records, self.bookings, self.meta):
                shelf.clear()
            self._dirty.clear()
            if self._file:
                with self._file:
                    self._file.execute("DELETE FROM entity")

    def records_of(self, account: str) -> list[Record]:
        """Return an account's records, the newest first."""
        own = [record for record in self.records.values() if record.account == account]
        return sorted(own, key=lambda record: -record.seq)

    def bookings_of(self, account: str) -> list[Booking]:
        """Return an account's bookings, the newest first."""
        own = [booking for booking in self.bookings.values() if booking.account == account]
        return sorted(own, key=lambda booking: -booking.seq)

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()

    def _shelf(self, kind: str) -> dict[str, Entity]:
        shelves = {"account": self.accounts, "record": self.records, "booking": self.bookings}
        return shelves[kind]  # type: ignore[return-value] # each shelf holds one kind of Entity

    def _load(self) -> None:
        for kind, key, body in self._rows():
            if kind == "meta":
                self.meta[key] = body
            else:
                self._shelf(kind)[key] = _KINDS[kind].model_validate_json(body)

    def _rows(self) -> Iterable[tuple[str, str, str]]:
        return self._file.execute("SELECT kind, key, body FROM entity") if self._file else ()

    def _commit(self) -> None:
        changed, self._dirty = self._dirty, {}
        if self._file and changed:
            with self._file:
                for (kind, key), body in changed.items():
                    self._write(kind, key, body)

    def _write(self, kind: str, key: str, body: str | None) -> None:
        if self._file is None:
            return
        if body is None:
            self._file.execute("DELETE FROM entity WHERE kind = ? AND key = ?", (kind, key))
        else:
            self._file.execute("REPLACE INTO entity VALUES (?, ?, ?)", (kind, key, body))


_KINDS: dict[str, type[Entity]] = {"account": Account, "record": Record, "booking": Booking}


def _address(entity: Entity) -> tuple[str, str]:
    if isinstance(entity, Account):
        return "account", entity.name
    if isinstance(entity, Record):
        return "record", entity.uuid
    if isinstance(entity, Booking):
        return "booking", entity.uuid
    raise TypeError(type(entity).__name__)


def _open(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(SCHEMA)
    except sqlite3.Error as error:
        raise StateFileError(f"{path} is not a usable state file: {error}") from None
    return connection


def dump_json(value: object) -> str:
    """Write a JSON text that keeps Chinese readable."""
    return json.dumps(value, ensure_ascii=False)
