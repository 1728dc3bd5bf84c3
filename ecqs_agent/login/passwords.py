"""Passwords kept between two commands: in the system's keyring, else in the encrypted vault.

A password belongs to an account at one portal's origin, so that the mock's can never be typed on
the real portal. The vault holds a note for every one, which tells where it is and whether the
portal refused it; a refused one is not used again, because an account locks after a few.
"""

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from ecqs_agent.errors import PasswordStoreError
from ecqs_agent.login.keyrings import Place, SystemKeyring, system_keyring
from ecqs_agent.login.vault import SealedFiles
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import Settings
from page_objects.addresses import origin_of


class _Note(BaseModel):
    """What the vault holds of a kept password; the password itself only in place of a keyring."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    in_keyring: bool = False  # perhaps an older one, kept when there was a keyring
    password: str = Field(default="", repr=False)
    refused: bool = False

    @property
    def place(self) -> Place:
        if self.password:
            return Place.VAULT
        return Place.KEYRING if self.in_keyring else Place.NOWHERE


class Passwords:
    """The kept passwords of this user at one portal."""

    def __init__(
        self,
        folder: Path,
        *,
        portal: str,
        keyring: Callable[[], SystemKeyring | None] = system_keyring,
    ) -> None:
        self._files = SealedFiles(folder, ending="password")
        self._origin = origin_of(portal)
        self._keyring = keyring

    def accounts(self) -> tuple[str, ...]:
        """Return the accounts whose password is kept."""
        named = (name.partition(" ") for name in self._files.names())
        return tuple(account for origin, _, account in named if origin == self._origin)

    def place(self, account: str) -> Place:
        """Return where the account's password is kept."""
        return self._note(account).place

    def is_refused(self, account: str) -> bool:
        """Return whether the portal refused the kept password, so that it is not used."""
        return self._note(account).refused

    def load(self, account: str) -> SecretStr | None:
        """Return the password kept, or None when there is none, or none that may be used.

        Raises:
            PasswordStoreError: the keyring does not answer.
        """
        note = self._note(account)
        secret = None if note.refused else self._secret(account, note)
        return SecretStr(secret) if secret else None

    def keep(self, account: str, password: SecretStr) -> Place:
        """Keep the password, replacing an older one, and return where.

        Raises:
            PasswordStoreError: the keyring does not take it.
        """
        secret = password.get_secret_value()
        SECRETS.remember(secret)
        keyring = self._keyring()
        if keyring is None:
            note = _Note(in_keyring=self._note(account).in_keyring, password=secret)
        else:
            keyring.save(self._service(account), account, secret)
            note = _Note(in_keyring=True)
        self._save(account, note)
        return note.place

    def mark_refused(self, account: str, password: SecretStr) -> None:
        """Never use this password again; one that was set meanwhile is not touched."""
        note, refused = self._note(account), password.get_secret_value()
        try:
            kept = self._secret(account, note)
        except PasswordStoreError:
            kept = refused  # better to ask for a good one than to use a wrong one again
        if kept == refused:
            self._save(account, note.model_copy(update={"refused": True}))

    def forget(self, account: str) -> bool:
        """Delete the password; return whether there was one.

        Raises:
            PasswordStoreError: the keyring that holds it does not delete it, or is not there.
        """
        note = self._note(account)
        if note.in_keyring:
            keyring = self._keyring()
            if keyring is None:
                self._save(account, _Note(in_keyring=True, refused=note.refused))
                raise PasswordStoreError(
                    "The password of {account} is in the system's keyring, which cannot be used "
                    "now. Start the command again where it can, or delete it there.",
                    account=account,
                )
            keyring.forget(self._service(account), account)
        self._files.forget(self._name(account))
        return note.place is not Place.NOWHERE

    def _secret(self, account: str, note: _Note) -> str | None:
        secret: str | None = note.password
        if note.place is Place.KEYRING:
            keyring = self._keyring()
            secret = keyring.load(self._service(account), account) if keyring else None
        SECRETS.remember(secret or "")
        return secret

    def _note(self, account: str) -> _Note:
        kept = self._files.load(self._name(account))
        try:
            return _Note() if kept is None else _Note.model_validate_json(kept)
        except ValidationError:
            return _Note()

    def _save(self, account: str, note: _Note) -> None:
        self._files.save(self._name(account), note.model_dump_json().encode())

    def _service(self, account: str) -> str:
        return f"ecqs-agent {self._name(account)}"

    def _name(self, account: str) -> str:
        return f"{self._origin} {account}"


def passwords_of(settings: Settings) -> Passwords:
    """Return the passwords kept for the portal of these settings."""
    return Passwords(settings.data / "passwords", portal=settings.portal)
