"""Keep a login between two commands: the browser's session state, encrypted, per account.

A session counts as a password. The file is AES-GCM with the account as associated data, so that
one account's session cannot be passed off as another's; the key lies beside it, readable by its
owner only. That protects a copied session file, not a stolen user profile.
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


class SessionStore:
    """Sessions of the accounts of this user, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, account: str, state: StorageState) -> None:
        """Keep the session, replacing an older one in one step."""
        plain = json.dumps(state).encode()
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + AESGCM(self._key()).encrypt(nonce, plain, account.encode())
        _write_private(self._file(account), sealed)

    def load(self, account: str) -> StorageState | None:
        """Return the session kept, or None when there is none that can be opened."""
        try:
            sealed = self._file(account).read_bytes()
            opened = AESGCM(self._key()).decrypt(sealed[:NONCE], sealed[NONCE:], account.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            return None
        state: StorageState = json.loads(opened)
        return state

    def forget(self, account: str) -> None:
        """Delete the session, if there is one."""
        self._file(account).unlink(missing_ok=True)

    def _file(self, account: str) -> Path:
        return self._folder / f"{hashlib.sha256(account.encode()).hexdigest()[:24]}.session"

    def _key(self) -> bytes:
        path = self._folder / "session.key"
        if not path.exists():
            _write_private(path, AESGCM.generate_key(256))
        return path.read_bytes()


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, and replace the old one at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    fresh.replace(path)
