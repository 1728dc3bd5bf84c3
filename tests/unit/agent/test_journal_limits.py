"""What does not fit into the journal, on SQLite and PostgreSQL alike; and whose password it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqs_agent.errors import ExitCode, JournalError, JournalUnavailableError, SettingsError
from ecqs_agent.journal import Errand, Journal, NewItem, ReceiptRecord, State, hold_account
from ecqs_agent.journal.store import utc_now
from ecqs_agent.settings import load_settings

SECRET = "geheim-8f3a"


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    journal = Journal.open(journal_url)
    yield journal
    journal.close()


def wish(place: str = "2", account: str = "demo") -> NewItem:
    return NewItem(
        account=account, errand=Errand.ADD, fingerprint="f", ordinal=0, wish={}, place=place
    )


def test_an_account_name_that_is_too_long_is_refused_in_words(
    journal: Journal, tmp_path: Path
) -> None:
    name = "计量站" * 34
    with (
        pytest.raises(SettingsError, match="102 characters; 100") as caught,
        hold_account(journal, name, locks=tmp_path),
    ):
        pass
    assert caught.value.exit_code is ExitCode.USAGE
    assert "--account" in str(caught.value)


def test_the_longest_account_name_works(journal: Journal, tmp_path: Path) -> None:
    name = "计" * 100
    with hold_account(journal, name, locks=tmp_path):
        key = journal.note(wish(account=name)).key
    assert journal.item(key).account == name
    assert journal.accounts() == (name,)


def test_a_place_that_is_too_long_is_cut(journal: Journal) -> None:
    key = journal.note(wish("计" * 300)).key
    assert journal.item(key).place == "计" * 300
    journal.note(wish("量" * 301))  # brought up to date, as every place is
    assert journal.item(key).place == "量" * 299 + "…"


def test_an_identity_that_is_too_long_is_never_cut(journal: Journal) -> None:
    key = journal.note(wish()).key
    journal.take(key)
    journal.mark_submitting(key)
    with pytest.raises(JournalError, match="65 characters, 64"):
        journal.mark_proven(key, portal_uuid="u" * 65, evidence={})
    assert journal.item(key).state is State.SUBMITTING
    item = journal.mark_proven(key, portal_uuid="u" * 64, portal_number="9" * 80, evidence={})
    assert (item.portal_uuid, item.portal_number) == ("u" * 64, "9" * 64)
    journal.learn_number(key, "8" * 80)
    assert journal.item(key).portal_number == "8" * 64


def test_long_words_of_a_booking_are_cut_and_still_compared(journal: Journal) -> None:
    receipt = ReceiptRecord(
        booking_uuid="B1",
        booking_number="2026",
        booking_status="待" * 50,
        read_at=utc_now(),
        text="",
        pieces=[],
    )
    assert journal.keep_receipt("demo", receipt)
    assert not journal.keep_receipt("demo", receipt)
    assert [one.booking_status for one in journal.receipts("demo")] == ["待" * 40]


ADDRESSES = [
    f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/journal",
    f"postgresql+psycopg://127.0.0.1:1/journal?user=me&password={SECRET}",
    f"postgresql+psycopg://me:x@{SECRET}@127.0.0.1:1/journal",  # an @ that was not escaped
    f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1x/journal",
    f"postgresql+psycopg://me:{SECRET}@no.such.host.invalid/journal",
    f"sqlite+{SECRET}:///x",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_error_repeats_a_password(address: str) -> None:
    with pytest.raises(JournalUnavailableError) as caught:
        Journal.open(address)
    assert SECRET not in f"{caught.value} {caught.value.facts}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_settings_do_not_show_a_password(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ECQS_JOURNAL", address)
    settings = load_settings(data=tmp_path)
    assert settings.journal_url == address
    assert SECRET not in f"{settings!r} {settings}"
    with pytest.raises(SettingsError) as caught:
        load_settings(pause=-1.0)
    assert SECRET not in str(caught.value)
