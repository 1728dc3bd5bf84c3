"""What the journal promises to two runs at once, on SQLite and on PostgreSQL alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from ecqs_agent.errors import (
    AccountBusyError,
    AgentError,
    JournalUnavailableError,
    LeaseLostError,
)
from ecqs_agent.journal import Errand, Journal, NewItem, State, hold_account
from ecqs_agent.journal.engine import MIGRATIONS
from ecqs_agent.journal.schema import Base
from tests.unit.agent.postgres import Cluster

ROUNDS = 8
SHANGHAI = timezone(timedelta(hours=8))


@pytest.fixture
def two(journal_url: str) -> Iterator[tuple[Journal, Journal]]:
    """Return one journal opened twice, as by two runs."""
    first, second = Journal.open(journal_url), Journal.open(journal_url)
    yield first, second
    first.close()
    second.close()


def wish(ordinal: int, account: str = "demo") -> NewItem:
    return NewItem(account=account, errand=Errand.ADD, fingerprint="f", ordinal=ordinal, wish={})


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in the same moment; return "done" or the name of the error, sorted."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=20)
        try:
            act()
        except AgentError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_an_empty_database_is_brought_to_the_newest_tables(journal_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:  # by two runs at once
        journals = list(pool.map(Journal.open, [journal_url] * 2))
    with journals[0].engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) >= {"item", "event", "receipt", "lease"}
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    for journal in journals:
        journal.close()


def test_a_journal_of_the_first_version_keeps_everything(journal_url: str) -> None:
    engine = create_engine(journal_url)
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    moment = "2026-03-02 01:00:00"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO item VALUES ('k', 'demo', 'add', 'f', 0, 'proven', 1, 'U1', 'N1', "
                "'2', '{}', '', :at, :at)"
            ),
            {"at": moment},
        )
        connection.execute(
            text(
                "INSERT INTO event (item_key, at, was, became, code, detail) "
                "VALUES ('k', :at, 'todo', 'proven', 'proven', '{}')"
            ),
            {"at": moment},
        )
        connection.execute(
            text(
                "INSERT INTO receipt (account, booking_uuid, booking_number, booking_status, "
                "read_at, digest, text, pieces) "
                "VALUES ('demo', 'B1', '20260302', '已反馈', :at, 'd', 'words', '[]')"
            ),
            {"at": moment},
        )
    engine.dispose()
    journal = Journal.open(journal_url)
    [receipt] = journal.receipts("demo")
    assert [became for _, _, became, _ in journal.events("k")] == [State.PROVEN]
    assert journal.last_seen("demo") == {"B1": receipt.read_at}
    journal.note(
        NewItem(account="demo", errand=Errand.VALIDITY, fingerprint="f", ordinal=0, wish={})
    )
    journal.close()


def test_one_of_two_runs_takes_an_item(two: tuple[Journal, Journal]) -> None:
    first, second = two
    for ordinal in range(ROUNDS):
        key = first.note(wish(ordinal)).key
        outcome = at_once(partial(first.take, key), partial(second.take, key))
        assert outcome == ["JournalError", "done"]
        assert [became for _, _, became, _ in first.events(key)] == [State.DOING]
        first.put_back(key, code="test")


def test_one_of_two_items_gets_the_portal_row(two: tuple[Journal, Journal]) -> None:
    first, second = two
    for number in range(ROUNDS):
        keys = [first.note(wish(2 * number + which)).key for which in range(2)]
        uuid = f"U{number}"
        outcome = at_once(
            partial(first.mark_proven, keys[0], portal_uuid=uuid, evidence={}),
            partial(second.mark_proven, keys[1], portal_uuid=uuid, evidence={}),
        )
        assert outcome == ["JournalError", "done"]
        assert sorted(first.item(key).state for key in keys) == [State.PROVEN, State.TODO]


def test_one_account_has_one_item_in_hand_over_two_connections(
    two: tuple[Journal, Journal],
) -> None:
    first, second = two
    keys = [first.note(wish(ordinal)).key for ordinal in range(2)]
    outcome = at_once(partial(first.take, keys[0]), partial(second.take, keys[1]))
    assert outcome == ["JournalError", "done"]


def test_one_of_two_computers_holds_the_account(
    two: tuple[Journal, Journal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computers = iter(("one", "another"))
    monkeypatch.setattr("ecqs_agent.journal.lease.socket.gethostname", lambda: next(computers))
    met = Barrier(2)

    def hold(journal: Journal, computer: str) -> None:
        try:
            with hold_account(journal, "demo", locks=tmp_path / computer, seconds=60):
                met.wait(timeout=20)  # the other run tries while we hold
        except AccountBusyError:
            met.wait(timeout=20)
            raise

    first, second = two
    outcome = at_once(partial(hold, first, "a"), partial(hold, second, "b"))
    assert outcome == ["AccountBusyError", "done"]


def test_a_run_taken_over_by_another_computer_is_fenced(
    two: tuple[Journal, Journal], tmp_path: Path
) -> None:
    frozen_journal, taking_journal = two
    with hold_account(frozen_journal, "demo", locks=tmp_path / "a", seconds=0) as frozen:
        other_host(taking_journal)
        with (
            pytest.raises(AccountBusyError),
            hold_account(taking_journal, "demo", locks=tmp_path / "b", seconds=600),
        ):
            pass
        with hold_account(taking_journal, "demo", locks=tmp_path / "b", seconds=0) as taking:
            with pytest.raises(LeaseLostError):
                frozen.check()
            taking.renew()
            frozen.release()  # what is not ours any more is not released
            taking.renew()


def other_host(journal: Journal) -> None:
    """Let every lease appear to be held on another computer."""
    with journal.engine.begin() as connection:
        connection.execute(text("UPDATE lease SET host = 'another'"))


def test_times_come_back_in_utc_whatever_the_zone_of_the_server(journal_url: str) -> None:
    written = datetime(2026, 11, 25, 7, 30, 15, 123456, tzinfo=SHANGHAI)
    journal = Journal.open(journal_url, now=lambda: written)
    with journal.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            name = journal.engine.url.database
            connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Shanghai'"))
    key = journal.note(wish(0)).key
    journal.close()
    again = Journal.open(journal_url)
    read = again.item(key).created_at
    again.close()
    assert read == written
    assert read.utcoffset() == timedelta(0)
    assert read.replace(tzinfo=UTC).hour == 23


def test_postgresql_keeps_a_commit_whatever_its_configuration_says(postgres: Cluster) -> None:
    url = postgres.new_database()
    name = url.partition("@/")[2].partition("?")[0]
    postgres.execute(f"ALTER DATABASE {name} SET synchronous_commit = 'off'")
    journal = Journal.open(url)
    with journal.engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
    journal.close()


def test_a_server_that_is_away_is_our_error(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.new_database()
    journal = Journal.open(url)
    with hold_account(journal, "demo", locks=tmp_path) as lease:
        name = journal.engine.url.database
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")
        with pytest.raises(JournalUnavailableError):
            lease.renew()
        with pytest.raises(JournalUnavailableError):
            journal.items("demo")
        postgres.execute(f"CREATE DATABASE {name}")
        Journal.open(url).close()
    journal.close()


@pytest.mark.parametrize("url", ["no address, with a secret", "oracle+none://me:secret@host/x"])
def test_an_address_that_is_none_is_not_repeated(url: str) -> None:
    with pytest.raises(JournalUnavailableError) as caught:
        Journal.open(url)
    assert "secret" not in str(caught.value)
