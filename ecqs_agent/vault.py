"""Keep small secrets between two commands: the browser's session state per account, and others.

A session counts as a password. The file is AES-GCM with the secret's name as associated data, so
that one account's session cannot be passed off as another's; the key lies beside it, readable by
its owner only. That protects a copied file, not a stolen user profile.
"""

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from playwright.sync_api import StorageState

NONCE: Final = 12
OWNER_ONLY: Final = 0o600


class SealedFiles:
    """Secrets by name in one folder; `ending` says what kind they are and names their key."""

    def __init__(self, folder: Path, *, ending: str) -> None:
        self._folder = folder
        self._ending = ending

    def save(self, name: str, plain: bytes) -> None:
        """Keep the secret, replacing an older one in one step."""
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + AESGCM(self._key()).encrypt(nonce, plain, name.encode())
        _write_private(self._file(name), sealed)

    def load(self, name: str) -> bytes | None:
        """Return the secret kept, or None when there is none that can be opened."""
        try:
            sealed = self._file(name).read_bytes()
            return AESGCM(self._key()).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            return None

    def forget(self, name: str) -> None:
        """Delete the secret, if there is one."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        hashed = hashlib.sha256(name.encode()).hexdigest()[:24]
        return self._folder / f"{hashed}.{self._ending}"

    def _key(self) -> bytes:
        path = self._folder / f"{self._ending}.key"
        if not path.exists():
            _write_private(path, AESGCM.generate_key(256))
        return path.read_bytes()


class SessionStore:
    """Sessions of the accounts of this user, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._files = SealedFiles(folder, ending="session")

    def save(self, account: str, state: StorageState) -> None:
        """Keep the session, replacing an older one in one step."""
        self._files.save(account, json.dumps(state).encode())

    def load(self, account: str) -> StorageState | None:
        """Return the session kept, or None when there is none that can be opened."""
        opened = self._files.load(account)
        try:
            state: StorageState | None = None if opened is None else json.loads(opened)
        except ValueError:
            return None
        return state

    def forget(self, account: str) -> None:
        """Delete the session, if there is one."""
        self._files.forget(account)


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, and replace the old one at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    fresh.replace(path)
