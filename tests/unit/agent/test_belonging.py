"""A data folder and its journal are of one portal, whoever asks first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.belonging import (
    FILE,
    as_of_its_folder,
    claimed_journal,
    kept_portal,
    open_journal,
    serves,
)
from ecqs_agent.errors import ExitCode, JournalUnavailableError, OtherPortalError
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.journal.portal_row import portal_of
from ecqs_agent.settings import Settings, load_settings
from tests.sites import Answer, Site, site

REAL = "https://psp.e-cqs.invalid"
OTHER = "https://elsewhere.invalid"
HEALTH = Answer('{"ok": true, "engine": "lite", "variants": {}}', "application/json")
SettingsFor = Callable[..., Settings]


@pytest.fixture
def settings_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsFor:
    """Return `settings_for(portal)`: settings with one data folder, whatever the machine says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ECQS_PORTAL", "ECQS_MOCK_TOKEN", "ECQS_JOURNAL"):
        monkeypatch.delenv(name, raising=False)

    def make(portal: str | None = None, **more: Any) -> Settings:
        return load_settings(portal=portal, **{"data": tmp_path / "data", **more})

    return make


@pytest.fixture
def mocks() -> Iterator[tuple[Site, Site]]:
    """Return two portals that take any token, as a mock that was started anew on another port."""
    pages = {"/__mock__/health": HEALTH}
    with site(pages) as one, site(pages) as other:
        yield one, other


def claim(settings: Settings) -> str:
    with closing(claimed_journal(settings)) as journal:
        return portal_of(journal)


def refused(settings: Settings, opened: Callable[..., Any] = claimed_journal) -> OtherPortalError:
    with pytest.raises(OtherPortalError) as caught:
        opened(settings).close()
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value


def test_folder_and_journal_are_the_first_portals(settings_for: SettingsFor) -> None:
    settings = settings_for(f"{REAL}/egov/")
    assert claim(settings) == kept_portal(settings.data) == REAL
    assert claim(settings) == REAL
    error = refused(settings_for(OTHER))
    assert REAL in str(error)
    assert OTHER in str(error)
    assert "--data" in str(error)
    assert claim(settings) == REAL


def test_another_port_or_the_default_portal_is_another_portal(settings_for: SettingsFor) -> None:
    claim(settings_for(REAL))
    assert f"{REAL}:8443" in str(refused(settings_for(f"{REAL}:8443")))
    assert "psp.e-cqs.cn" in str(refused(settings_for()))


def test_a_portal_may_begin_to_encrypt_and_never_stop(settings_for: SettingsFor) -> None:
    claim(settings_for("http://psp.e-cqs.invalid"))
    assert claim(settings_for(REAL)) == REAL
    assert kept_portal(settings_for().data) == REAL
    refused(settings_for("http://psp.e-cqs.invalid"))


@pytest.mark.parametrize(
    ("kept", "asked", "same"),
    [
        ("http://a.invalid", "https://a.invalid", True),
        ("https://a.invalid", "http://a.invalid", False),
        ("http://a.invalid:8080", "https://a.invalid:8080", False),
        ("http://a.invalid:8080", "https://a.invalid", False),
        ("http://a.invalid", "https://b.invalid", False),
        ("mock", "http://127.0.0.1:9", False),
    ],
)
def test_what_serves_what(kept: str, asked: str, *, same: bool) -> None:
    assert serves(kept, asked=asked) is same


def test_the_mock_is_one_portal_on_every_port(
    settings_for: SettingsFor, mocks: tuple[Site, Site]
) -> None:
    one, other = mocks
    assert claim(settings_for(one.url, mock_token="word")) == "mock"
    assert claim(settings_for(other.url, mock_token="word")) == "mock"


def test_what_does_not_prove_itself_is_not_the_mock(
    settings_for: SettingsFor, mocks: tuple[Site, Site]
) -> None:
    one, _ = mocks
    claim(settings_for(one.url, mock_token="word"))
    with site({"/__mock__/health": Answer("{}", "application/json")}) as tunnel:
        for settings in (
            settings_for(one.url),
            settings_for(tunnel.url, mock_token="word"),
            settings_for(tunnel.url),
        ):
            assert "ECQS_MOCK_TOKEN" in str(refused(settings))
    assert "mock" in str(refused(settings_for(REAL)))


def test_the_mock_does_not_get_a_portals_folder(
    settings_for: SettingsFor, mocks: tuple[Site, Site]
) -> None:
    one, other = mocks
    for kept in (REAL, other.url):  # the second: a tunnel on this machine, or a mock without token
        data = settings_for().data.with_name(kept[-4:])
        claim(settings_for(kept, data=data))
        error = refused(settings_for(one.url, mock_token="word", data=data))
        assert (error.facts["kept"], error.facts["asked"]) == (kept, "mock")


def test_reading_the_journal_needs_no_portal_and_no_running_mock(
    settings_for: SettingsFor, mocks: tuple[Site, Site]
) -> None:
    one, _ = mocks
    claim(settings_for(one.url, mock_token="word"))
    for settings in (settings_for(), settings_for("http://127.0.0.1:9")):
        open_journal(settings).close()
    assert "psp" in str(refused(settings_for(REAL), open_journal))


def test_reading_for_another_portal_is_refused_and_claims_nothing(
    settings_for: SettingsFor,
) -> None:
    open_journal(settings_for(OTHER)).close()
    assert kept_portal(settings_for().data) == ""
    claim(settings_for(REAL))
    refused(settings_for(OTHER), open_journal)
    open_journal(settings_for(REAL)).close()


def test_a_shared_journal_is_of_one_portal_whatever_the_folder(
    settings_for: SettingsFor, tmp_path: Path
) -> None:
    shared = sqlite_url(tmp_path / "shared.sqlite")
    claim(settings_for(REAL, journal=shared))
    other = settings_for(OTHER, journal=shared, data=tmp_path / "other")
    assert "journal" in str(refused(other))
    assert kept_portal(other.data) == ""
    claim(settings_for(OTHER, data=tmp_path / "other"))
    mixed = settings_for(data=tmp_path / "other", journal=shared)
    assert REAL in str(refused(mixed, open_journal))


def test_a_folder_whose_journal_is_new_stays_its_portals(
    settings_for: SettingsFor, tmp_path: Path
) -> None:
    claim(settings_for(REAL))
    fresh = sqlite_url(tmp_path / "fresh.sqlite")
    assert "folder" in str(refused(settings_for(OTHER, journal=fresh)))
    assert claim(settings_for(REAL, journal=fresh)) == REAL


def test_what_is_kept_is_shown_for_the_folders_own_portal(settings_for: SettingsFor) -> None:
    assert as_of_its_folder(settings_for()).portal == settings_for().portal
    claim(settings_for(REAL))
    assert as_of_its_folder(settings_for()).portal == REAL
    assert as_of_its_folder(settings_for(OTHER)).portal == OTHER


def test_of_two_that_come_at_once_one_gets_it(settings_for: SettingsFor) -> None:
    def attempt(portal: str) -> str:
        try:
            return claim(settings_for(portal))
        except OtherPortalError as error:
            return str(error.facts["kept"])

    with ThreadPoolExecutor(2) as pool:
        seen = set(pool.map(attempt, [REAL, OTHER]))
    assert len(seen) == 1
    assert seen == {kept_portal(settings_for().data)}


def test_a_note_that_cannot_be_read_stops(settings_for: SettingsFor) -> None:
    settings = settings_for(REAL)
    claim(settings)
    (settings.data / FILE).write_text("{")
    with pytest.raises(JournalUnavailableError, match=FILE):
        claim(settings)
