"""Keep small secrets between two commands: the browser's session state per account, and others.

A session counts as a password. The file is AES-GCM with the secret's name as associated data, so
that one account's session cannot be passed off as another's; the key lies beside it, readable by
its owner only. That protects a copied file, not a stolen user profile. Beside each secret lies
its name, encrypted too, so that what is kept can be listed.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from playwright.sync_api import StorageState
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from page_objects.addresses import origin_of

NONCE: Final = 12
OWNER_ONLY: Final = 0o600


class SealedFiles:
    """Secrets by name in one folder; `ending` says what kind they are and names their key."""

    def __init__(self, folder: Path, *, ending: str) -> None:
        self._folder = folder
        self._ending = ending

    def save(self, name: str, plain: bytes) -> None:
        """Keep the secret, replacing an older one in one step."""
        self._seal(self._file(name), plain, bound_to=name)
        self._seal(self._name_file(name), name.encode(), bound_to=file_stem(name))

    def load(self, name: str) -> bytes | None:
        """Return the secret kept, or None when there is none that can be opened."""
        return self._open(self._file(name), bound_to=name)

    def forget(self, name: str) -> None:
        """Delete the secret, if there is one."""
        self._file(name).unlink(missing_ok=True)
        self._name_file(name).unlink(missing_ok=True)

    def names(self) -> tuple[str, ...]:
        """Return the names of the secrets that can be opened, sorted."""
        return tuple(sorted(name for name in self._named() if self.load(name) is not None))

    def since(self, name: str) -> datetime | None:
        """Return since when the secret is kept, or None when there is none that can be opened."""
        if self.load(name) is None:
            return None
        return datetime.fromtimestamp(self._file(name).stat().st_mtime, UTC)

    def _named(self) -> Iterator[str]:
        for path in self._folder.glob(f"*.{self._ending}-name"):
            name = self._open(path, bound_to=path.stem)
            if name is not None:
                yield name.decode()

    def _seal(self, path: Path, plain: bytes, *, bound_to: str) -> None:
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self._key()).encrypt(nonce, plain, bound_to.encode())
        write_private(path, nonce + sealed)

    def _open(self, path: Path, *, bound_to: str) -> bytes | None:
        try:
            sealed = path.read_bytes()
            return AESGCM(self._key()).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            return None

    def _file(self, name: str) -> Path:
        return self._folder / f"{file_stem(name)}.{self._ending}"

    def _name_file(self, name: str) -> Path:
        return self._folder / f"{file_stem(name)}.{self._ending}-name"

    def _key(self) -> bytes:
        path = self._folder / f"{self._ending}.key"
        if not path.exists():
            write_private(path, AESGCM.generate_key(256))
        return path.read_bytes()


class KeptSession(BaseModel):
    """A session as it was kept: since when, and when the portal last let it in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: dict[str, Any] = Field(repr=False)
    since: AwareDatetime
    alive: AwareDatetime
    displaced: AwareDatetime | None = None  # when a login elsewhere was found to have ended it


class SessionStore:
    """Sessions of this user's accounts at one portal, in one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        portal: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._files = SealedFiles(folder, ending="session")
        self._origin = origin_of(portal)
        self._now = now

    def save(self, account: str, state: StorageState) -> None:
        """Keep a session that has begun, replacing an older one in one step."""
        self._keep(account, state, since=None)

    def see_alive(self, account: str, state: StorageState) -> None:
        """Keep a session that the portal has let in, as it is now; it began when it did."""
        kept = self._usable(account)
        self._keep(account, state, since=None if kept is None else kept.since)

    def mark_displaced(self, account: str) -> None:
        """Drop a session that a login elsewhere has ended, and remember that it was so."""
        kept = self._kept(account)
        if kept is not None:
            self._write(account, kept.model_copy(update={"state": {}, "displaced": self._now()}))

    def load(self, account: str) -> StorageState | None:
        """Return the session kept, or None when there is none that can be used."""
        kept = self._usable(account)
        return None if kept is None else cast("StorageState", kept.state)

    def forget(self, account: str) -> None:
        """Delete the session, if there is one."""
        self._files.forget(self._name(account))

    def accounts(self) -> tuple[str, ...]:
        """Return the accounts whose session is kept."""
        named = (name.partition(" ") for name in self._files.names())
        return tuple(account for origin, _, account in named if origin == self._origin)

    def since(self, account: str) -> datetime | None:
        """Return since when the account's session is kept, or None when none is."""
        kept = self._usable(account)
        return None if kept is None else kept.since

    def alive(self, account: str) -> datetime | None:
        """Return when the portal last let the session in, or None when none is kept."""
        kept = self._usable(account)
        return None if kept is None else kept.alive

    def displaced(self, account: str) -> datetime | None:
        """Return when the session was found ended by a login elsewhere, or None if it was not."""
        kept = self._kept(account)
        return None if kept is None else kept.displaced

    def _keep(self, account: str, state: StorageState, *, since: datetime | None) -> None:
        now = self._now()
        self._write(account, KeptSession(state=dict(state), since=since or now, alive=now))

    def _write(self, account: str, kept: KeptSession) -> None:
        self._files.save(self._name(account), kept.model_dump_json().encode())

    def _usable(self, account: str) -> KeptSession | None:
        kept = self._kept(account)
        return None if kept is None or kept.displaced is not None else kept

    def _kept(self, account: str) -> KeptSession | None:
        opened = self._files.load(self._name(account))
        try:
            return None if opened is None else KeptSession.model_validate_json(opened)
        except ValidationError:
            return None

    def _name(self, account: str) -> str:
        return f"{self._origin} {account}"


def session_store(data: Path, portal: str) -> SessionStore:
    """Return the sessions at this portal that are kept in this data folder."""
    return SessionStore(data / "sessions", portal=portal)


def file_stem(name: str) -> str:
    """Return a file name for a name that may hold any character."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, and replace the old one at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    fresh.replace(path)
