"""What is secret stays out of logs, files and representations."""

import io
import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from ecqs_agent.driving.session import Credentials
from ecqs_agent.login.vault import SessionStore
from ecqs_agent.secrecy import SecretFilter

PASSWORD = "Geheim+2026"
PORTAL = "https://psp.e-cqs.invalid"


def test_a_secret_is_blanked_in_messages_and_tracebacks() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    secrets = SecretFilter()
    secrets.remember(PASSWORD)
    handler.addFilter(secrets)
    logger = logging.getLogger("test.secrecy")
    logger.propagate = False
    logger.addHandler(handler)
    error = ValueError(f'locator.fill("{PASSWORD}")')
    logger.error("filling %s", PASSWORD, exc_info=error)
    assert PASSWORD not in stream.getvalue()
    assert 'locator.fill("***")' in stream.getvalue()
    assert "filling ***" in stream.getvalue()


def test_credentials_never_show_the_password() -> None:
    credentials = Credentials(username="demo", password=SecretStr(PASSWORD))
    assert PASSWORD not in f"{credentials} {credentials!r} {credentials.model_dump()}"


NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATE = {"cookies": [{"name": "JSESSIONID", "value": "0000SECRETSECRET:1"}], "origins": []}


def test_a_session_is_kept_encrypted_and_bound_to_its_account(tmp_path: Path) -> None:
    store = SessionStore(tmp_path, portal=PORTAL)
    store.save("demo", STATE)  # type: ignore[arg-type] # a cookie without its rarer fields
    assert store.load("demo") == STATE
    assert store.load("second") is None
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"SECRETSECRET" not in written
    session = next(tmp_path.glob("*.session"))
    session.rename(store._files._file(f"{PORTAL} second"))
    assert store.load("second") is None


def test_a_session_belongs_to_one_portal(tmp_path: Path) -> None:
    SessionStore(tmp_path, portal=PORTAL).save("demo", STATE)  # type: ignore[arg-type] # see above
    for other in ("https://elsewhere.invalid", f"{PORTAL}:8443", "http://psp.e-cqs.invalid"):
        store = SessionStore(tmp_path, portal=other)
        assert (store.load("demo"), store.since("demo"), store.accounts()) == (None, None, ())
        store.forget("demo")
    assert SessionStore(tmp_path, portal=f"{PORTAL}/egov/").load("demo") == STATE


def test_a_session_remembers_when_it_began_and_when_it_was_last_let_in(tmp_path: Path) -> None:
    times = [NOON]
    store = SessionStore(tmp_path, portal=PORTAL, now=lambda: times[-1])
    store.save("demo", STATE)  # type: ignore[arg-type] # see above
    assert (store.since("demo"), store.alive("demo")) == (NOON, NOON)
    times.append(NOON + HOUR)
    store.see_alive("demo", STATE)  # type: ignore[arg-type] # see above
    assert (store.since("demo"), store.alive("demo")) == (NOON, NOON + HOUR)
    store.save("demo", STATE)  # type: ignore[arg-type] # see above
    assert store.since("demo") == NOON + HOUR


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits; see the vault")
def test_a_session_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    store = SessionStore(tmp_path, portal=PORTAL)
    store.save("demo", STATE)  # type: ignore[arg-type] # a cookie without its rarer fields
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_a_damaged_session_is_no_session(tmp_path: Path) -> None:
    store = SessionStore(tmp_path, portal=PORTAL)
    store.save("demo", STATE)  # type: ignore[arg-type] # a cookie without its rarer fields
    next(tmp_path.glob("*.session")).write_bytes(b"short")
    assert store.load("demo") is None
    store.forget("demo")
    store.forget("demo")
