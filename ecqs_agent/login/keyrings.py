"""The keyring of this system, and only where it is a real one.

The package `keyring` also has backends that keep nothing, or keep everything in plain text; any
installed package may bring more. None of them may ever hold a password of the portal.
"""

from enum import StrEnum
from typing import Final, Protocol

from ecqs_agent.errors import PasswordStoreError
from ecqs_agent.secrecy import SECRETS

CHAIN: Final = "keyring.backends.chainer.ChainerBackend"
REAL: Final = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)


class Place(StrEnum):
    """Where a password is kept."""

    KEYRING = "keyring"
    VAULT = "vault"
    NOWHERE = "nowhere"


class Keyring(Protocol):
    """What we use of a backend of the package `keyring`."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the password, or None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the password."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete the password."""


class SystemKeyring:
    """A keyring that may hold passwords; whatever goes wrong in it is a PasswordStoreError."""

    def __init__(self, backend: Keyring) -> None:
        self._backend = backend

    @property
    def name(self) -> str:
        """Return the name of the backend, for people."""
        return _path_of(self._backend)

    def load(self, service: str, account: str) -> str | None:
        """Return the password, or None when none is kept.

        Raises:
            PasswordStoreError: the keyring does not answer, for instance because it is locked.
        """
        try:
            return self._backend.get_password(service, account)
        except Exception as error:
            raise self._trouble(error) from error

    def save(self, service: str, account: str, password: str) -> None:
        """Keep the password, replacing an older one.

        Raises:
            PasswordStoreError: the keyring does not take it.
        """
        try:
            self._backend.set_password(service, account, password)
        except Exception as error:
            raise self._trouble(error) from error

    def forget(self, service: str, account: str) -> None:
        """Delete the password, if there is one.

        Raises:
            PasswordStoreError: the keyring does not delete it.
        """
        if self.load(service, account) is None:
            return
        try:
            self._backend.delete_password(service, account)
        except Exception as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> PasswordStoreError:
        return PasswordStoreError(
            "The system's keyring ({name}) does not do what it is asked: {why}. Unlock it and "
            "start the command again.",
            name=self.name,
            why=SECRETS.blank(str(error)) or type(error).__name__,
        )


def system_keyring() -> SystemKeyring | None:
    """Return the keyring of this system, or None when there is none that may hold a password."""
    import keyring  # noqa: PLC0415 - finding the backends takes time that most commands save

    try:
        active = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - a backend is configured that is not there, or does not work
        return None
    return allowed(active)


def allowed(active: Keyring) -> SystemKeyring | None:
    """Return the active backend, or the first one of a chain, if it may hold a password."""
    chained = list(getattr(active, "backends", ())) if _path_of(active) == CHAIN else [active]
    real = (backend for backend in chained if _path_of(backend) in REAL)
    found = next(real, None)
    return None if found is None else SystemKeyring(found)


def _path_of(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
