"""Kept passwords: in a real keyring or encrypted, for one portal and account, refused once."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from ecqs_agent.errors import PasswordStoreError
from ecqs_agent.login.keyrings import Place, allowed, system_keyring
from ecqs_agent.login.passwords import Passwords
from page_objects.addresses import origin_of
from tests.unit.agent.keyring_backends import Memory, backend, chain

PORTAL = "https://psp.e-cqs.cn"
MOCK = "http://127.0.0.1:8000"
SECRET = SecretStr("Geheim+2026")
REAL = "keyring.backends.Windows.WinVaultKeyring"


def in_vault(folder: Path, portal: str = PORTAL) -> Passwords:
    return Passwords(folder, portal=portal, keyring=lambda: None)


def in_keyring(folder: Path, found: Memory, portal: str = PORTAL) -> Passwords:
    return Passwords(folder, portal=portal, keyring=lambda: allowed(found))


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "path",
    [
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    ],
)
def test_a_real_keyring_may_hold_passwords(path: str) -> None:
    found = allowed(backend(path))
    assert found is not None
    assert found.name == path


@pytest.mark.parametrize(
    "path",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.Windows.RegistryKeyring",
        "keyring.backends.chainer.ChainerBackend",
        "some.package.WinVaultKeyring",
    ],
)
def test_no_other_backend_may(path: str, tmp_path: Path) -> None:
    found = backend(path)
    assert allowed(found) is None
    assert in_keyring(tmp_path, found).keep("demo", SECRET) is Place.VAULT
    assert found.kept == {}


def test_a_chain_is_used_through_its_first_real_member_only(tmp_path: Path) -> None:
    plain, real = backend("keyrings.alt.file.PlaintextKeyring"), backend(REAL)
    whole = chain([plain, real, backend("keyring.backends.macOS.Keyring")])
    passwords = in_keyring(tmp_path, whole)
    assert passwords.keep("demo", SECRET) is Place.KEYRING
    assert passwords.load("demo") == SECRET
    assert (plain.kept, whole.kept, len(real.kept)) == ({}, {}, 1)
    assert allowed(chain([plain])) is None


@pytest.mark.parametrize(
    "named", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.Backend"]
)
def test_the_backend_that_is_set_is_judged(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    assert system_keyring() is None


def test_the_package_is_imported_when_a_keyring_is_asked_for() -> None:
    script = "import sys, ecqs_agent.login.access; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_password_in_the_keyring_is_not_in_our_folder(tmp_path: Path) -> None:
    real = backend(REAL)
    passwords = in_keyring(tmp_path, real)
    passwords.keep("demo", SECRET)
    assert list(real.kept.values()) == [SECRET.get_secret_value()]
    assert (passwords.place("demo"), passwords.load("demo")) == (Place.KEYRING, SECRET)
    note = passwords._files.load(passwords._name("demo")) or b""
    assert SECRET.get_secret_value().encode() not in note
    assert passwords.forget("demo")
    assert (real.kept, passwords.place("demo")) == ({}, Place.NOWHERE)


def test_a_password_in_the_vault_is_encrypted(tmp_path: Path) -> None:
    passwords = in_vault(tmp_path)
    assert passwords.load("demo") is None
    assert passwords.keep("demo", SECRET) is Place.VAULT
    assert in_vault(tmp_path).load("demo") == SECRET
    assert SECRET.get_secret_value().encode() not in everything_in(tmp_path)
    assert b"demo" not in everything_in(tmp_path)
    assert passwords.forget("demo")
    assert not passwords.forget("demo")
    assert passwords.load("demo") is None
    assert [path.name for path in tmp_path.iterdir()] == ["password.key"]


def test_one_accounts_file_cannot_be_passed_off_as_anothers(tmp_path: Path) -> None:
    passwords = in_vault(tmp_path)
    passwords.keep("demo", SECRET)
    passwords.keep("second", SecretStr("Anders+2026"))
    ours, other = (
        passwords._files._file(passwords._name(account)) for account in ("demo", "second")
    )
    other.write_bytes(ours.read_bytes())
    assert passwords.load("second") is None
    assert passwords.accounts() == ("demo",)
    assert (passwords.place("second"), passwords.load("demo")) == (Place.NOWHERE, SECRET)


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_tampered_file_is_not_opened(tmp_path: Path, at: int) -> None:
    passwords = in_vault(tmp_path)
    passwords.keep("demo", SECRET)
    file = passwords._files._file(passwords._name("demo"))
    sealed = bytearray(file.read_bytes())
    sealed[at] ^= 1
    file.write_bytes(sealed)
    assert passwords.load("demo") is None
    assert (passwords.place("demo"), passwords.accounts()) == (Place.NOWHERE, ())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits; see the vault")
def test_kept_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    in_vault(tmp_path).keep("demo", SECRET)
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_a_password_belongs_to_one_portal(tmp_path: Path) -> None:
    real = backend(REAL)
    for kept_at, asked_at in ((MOCK, PORTAL), (PORTAL, MOCK), (MOCK, "http://127.0.0.1:8001")):
        for make in (in_vault, lambda folder, portal: in_keyring(folder, real, portal)):
            folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
            real.kept.clear()
            make(folder, kept_at).keep("demo", SECRET)
            assert make(folder, kept_at).load("demo") == SECRET
            assert make(folder, asked_at).load("demo") is None
            assert make(folder, asked_at).accounts() == ()
            assert not make(folder, asked_at).forget("demo")


def test_an_origin_has_one_spelling() -> None:
    assert origin_of("https://PSP.e-cqs.cn/egov") == origin_of("https://psp.e-cqs.cn:443")
    assert origin_of("http://psp.e-cqs.cn") != origin_of("https://psp.e-cqs.cn")


@pytest.mark.parametrize("kept_in", ["vault", "keyring"])
def test_a_refused_password_is_not_used_until_another_is_set(tmp_path: Path, kept_in: str) -> None:
    real = backend(REAL)
    passwords = in_vault(tmp_path) if kept_in == "vault" else in_keyring(tmp_path, real)
    passwords.keep("demo", SECRET)
    passwords.mark_refused("demo", SECRET)
    assert passwords.load("demo") is None
    assert (passwords.is_refused("demo"), passwords.place("demo")) == (True, Place(kept_in))
    passwords.keep("demo", SecretStr("Richtig+2026"))
    passwords.mark_refused("demo", SECRET)  # of the older one, told late
    assert passwords.load("demo") == SecretStr("Richtig+2026")
    assert not passwords.is_refused("demo")


def test_a_locked_keyring_is_said_and_nothing_is_kept_elsewhere(tmp_path: Path) -> None:
    real = backend(REAL)
    passwords = in_keyring(tmp_path, real)
    passwords.keep("demo", SECRET)
    real.locked = True
    for attempt in (
        lambda: passwords.load("demo"),
        lambda: passwords.forget("demo"),
        lambda: passwords.keep("second", SECRET),
    ):
        with pytest.raises(PasswordStoreError, match="the collection is locked"):
            attempt()
    assert passwords.accounts() == ("demo",)
    passwords.mark_refused("demo", SECRET)
    assert passwords.is_refused("demo")


def test_a_keyring_that_has_gone_keeps_its_password(tmp_path: Path) -> None:
    real = backend(REAL)
    in_keyring(tmp_path, real).keep("demo", SECRET)
    without = in_vault(tmp_path)
    assert without.load("demo") is None
    with pytest.raises(PasswordStoreError):
        without.forget("demo")
    assert without.place("demo") is Place.KEYRING


def test_an_older_password_in_the_keyring_is_forgotten_too(tmp_path: Path) -> None:
    real = backend(REAL)
    in_keyring(tmp_path, real).keep("demo", SECRET)
    without = in_vault(tmp_path)
    assert without.keep("demo", SecretStr("Richtig+2026")) is Place.VAULT
    assert in_keyring(tmp_path, real).load("demo") == SecretStr("Richtig+2026")
    with pytest.raises(PasswordStoreError):
        without.forget("demo")
    assert without.place("demo") is Place.KEYRING  # what the vault held is gone
    assert in_keyring(tmp_path, real).forget("demo")
    assert real.kept == {}
