"""The journal keeps its state machine, whatever its callers do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ecqs_agent.errors import (
    AccountBusyError,
    JournalError,
    JournalUnavailableError,
    LeaseLostError,
)
from ecqs_agent.journal import Errand, Journal, NewItem, ReceiptRecord, State, hold_account
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.journal.store import utc_now


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    journal = Journal.open(journal_url)
    yield journal
    journal.close()


def wish(ordinal: int = 0, account: str = "demo") -> NewItem:
    return NewItem(
        account=account,
        errand=Errand.ADD,
        fingerprint="f",
        ordinal=ordinal,
        wish={"name": "戥子"},
        place="D7",
    )


def test_the_same_wish_is_the_same_item(journal: Journal) -> None:
    first = journal.note(wish())
    assert journal.note(wish()) == first
    assert journal.note(wish(1)).key != first.key
    assert len(journal.items("demo")) == 2


def test_a_filing_leaves_its_whole_story(journal: Journal) -> None:
    key = journal.note(wish()).key
    journal.take(key)
    assert journal.mark_submitting(key).attempts == 1
    item = journal.mark_proven(key, portal_uuid="U1", portal_number="150105", evidence={"a": 1})
    assert (item.state, item.portal_uuid) == (State.PROVEN, "U1")
    assert [(was, became) for _, was, became, _ in journal.events(key)] == [
        (State.TODO, State.DOING),
        (State.DOING, State.SUBMITTING),
        (State.SUBMITTING, State.PROVEN),
    ]


def test_nothing_is_clicked_without_an_intent(journal: Journal) -> None:
    key = journal.note(wish()).key
    with pytest.raises(JournalError):
        journal.mark_submitting(key)
    journal.take(key)
    with pytest.raises(JournalError):
        journal.mark_proven(key, portal_uuid="U1", evidence={})
    assert journal.item(key).state is State.DOING


def test_what_is_unclear_is_never_taken(journal: Journal) -> None:
    key = journal.note(wish()).key
    journal.take(key)
    journal.mark_submitting(key)
    journal.mark_unclear(key, "answer lost")
    with pytest.raises(JournalError):
        journal.take(key)
    journal.put_back(key, code="looked")
    assert journal.take(key).state is State.DOING


def test_one_account_has_one_item_in_hand(journal: Journal) -> None:
    first, second = journal.note(wish(0)).key, journal.note(wish(1)).key
    other = journal.note(wish(0, account="second")).key
    journal.take(first)
    with pytest.raises(JournalError):
        journal.take(second)
    assert journal.take(other).state is State.DOING
    assert journal.item(second).state is State.TODO


def test_a_portal_row_has_one_owner(journal: Journal) -> None:
    keys = [journal.note(wish(ordinal)).key for ordinal in range(2)]
    journal.mark_proven(keys[0], portal_uuid="U1", evidence={})
    with pytest.raises(JournalError):
        journal.mark_proven(keys[1], portal_uuid="U1", evidence={})
    assert journal.item(keys[1]).state is State.TODO
    assert set(journal.owned("demo", Errand.ADD)) == {"U1"}


def test_recovery_guesses_nothing(journal: Journal) -> None:
    doing, sent = journal.note(wish(0)).key, journal.note(wish(1)).key
    journal.take(sent)
    journal.mark_submitting(sent)
    journal.mark_unclear(sent, "")
    journal.put_back(sent, code="looked")
    journal.take(sent)
    journal.mark_submitting(sent)
    unclear = journal.recover("demo")
    assert [item.key for item in unclear] == [sent]
    journal.take(doing)
    assert journal.recover("demo") == unclear
    assert journal.item(doing).state is State.TODO


CRASH = """
import os, sys
from ecqs_agent.journal import Errand, Journal, NewItem
journal = Journal.open(sys.argv[1])
new = NewItem(account="demo", errand=Errand.ADD, fingerprint="f", ordinal=0, wish={})
journal.note(new)
journal.take(new.key)
journal.mark_submitting(new.key)
os.kill(os.getpid(), 9)
"""


def test_an_intent_survives_a_killed_process(journal_url: str, journal: Journal) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, journal_url],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert killed.returncode == -9
    assert [item.state for item in journal.recover("demo")] == [State.UNCLEAR]


def test_the_database_itself_refuses_a_proof_without_identity(journal: Journal) -> None:
    key = journal.note(wish()).key
    with (
        pytest.raises(Exception, match="proven_has_its_portal_uuid"),
        journal.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE item SET state = 'proven' WHERE key = :key"), {"key": key})


def test_commits_are_flushed_to_disk(journal: Journal) -> None:
    with journal.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
            return
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_receipt_is_kept_when_it_changed(journal: Journal) -> None:
    receipt = ReceiptRecord(
        booking_uuid="B1",
        booking_number="2026112500001",
        booking_status="已提交",
        read_at=utc_now(),
        text="",
        pieces=[],
    )
    assert journal.keep_receipt("demo", receipt)
    assert not journal.keep_receipt("demo", receipt.model_copy(update={"read_at": utc_now()}))
    answered = receipt.model_copy(update={"text": "受理", "booking_status": "已反馈"})
    assert journal.keep_receipt("demo", answered)
    assert [found.text for found in journal.receipts("demo")] == ["受理"]


def test_an_unusable_journal_says_so(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    file.write_bytes(b"this is no database, it is a text of some length" * 20)
    with pytest.raises(JournalUnavailableError):
        Journal.open(sqlite_url(file))


def test_an_account_is_held_by_one_run(journal: Journal, tmp_path: Path) -> None:
    with hold_account(journal, "demo", locks=tmp_path):
        with pytest.raises(AccountBusyError), hold_account(journal, "demo", locks=tmp_path):
            pass
        with hold_account(journal, "second", locks=tmp_path):
            pass
    with hold_account(journal, "demo", locks=tmp_path):
        pass


DIE_HOLDING = """
import os, sys
from pathlib import Path
from ecqs_agent.journal import Journal, hold_account
with hold_account(Journal.open(sys.argv[1]), "demo", locks=Path(sys.argv[2])):
    os.kill(os.getpid(), 9)
"""


def test_a_dead_holder_on_this_machine_does_not_block(
    journal_url: str, journal: Journal, tmp_path: Path
) -> None:
    died = subprocess.run(
        [sys.executable, "-c", DIE_HOLDING, journal_url, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert died.returncode == -9
    with hold_account(journal, "demo", locks=tmp_path) as living:
        living.check()


def test_a_living_holder_that_works_in_another_folder_is_respected(
    journal: Journal, tmp_path: Path
) -> None:
    with (
        hold_account(journal, "demo", locks=tmp_path / "a"),
        pytest.raises(AccountBusyError),
        hold_account(journal, "demo", locks=tmp_path / "b"),
    ):
        pass


def test_a_frozen_holder_finds_out_before_it_clicks(journal: Journal, tmp_path: Path) -> None:
    with (
        hold_account(journal, "demo", locks=tmp_path) as frozen,
        hold_account(journal, "demo", locks=tmp_path, seconds=0),
        pytest.raises(LeaseLostError),
    ):
        frozen.check()  # its own clock has not moved meanwhile
