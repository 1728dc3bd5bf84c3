"""A full disk or a locked database stops the run before the click, never after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from ecqs_agent.errors import JournalUnavailableError
from ecqs_agent.flows.file_record import commit
from ecqs_agent.journal import Errand, Journal, NewItem, State
from ecqs_agent.journal.engine import open_engine, sqlite_url
from page_objects.screens import Outcome

pytestmark = pytest.mark.crash


class Hold:
    """A lease that is always fresh."""

    def check(self) -> None:
        """Say nothing."""


class Page:
    """Counts the clicks; none is expected."""

    clicks = 0

    def submit(self, release: object) -> Outcome:
        self.clicks += 1
        raise AssertionError("clicked without an intent on disk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def database(path: Path) -> Iterator[Engine]:
    engine = open_engine(sqlite_url(path))
    yield engine
    engine.dispose()


@pytest.fixture
def journal(database: Engine) -> Journal:
    return Journal(database)


def item(journal: Journal, account: str = "demo") -> str:
    """Note a wish and take it in hand."""
    new = NewItem(
        account=account,
        errand=Errand.ADD,
        fingerprint="f",
        ordinal=0,
        wish={"name": "戥子"},
        place="2",
    )
    return journal.take(journal.note(new).key).key


def from_now_on(engine: Engine, pragma: str) -> None:
    """Give every connection from now on this setting."""
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute(pragma))


def use_up_the_room(journal: Journal, key: str) -> None:
    """Write events until there is no place for another one."""
    while True:
        journal.put_back(key, code="again")
        journal.take(key)


def test_a_full_disk_stops_before_the_click(database: Engine, journal: Journal) -> None:
    key, other = item(journal), item(journal, account="other")
    from_now_on(database, "PRAGMA max_page_count=1")  # never smaller than it is: it cannot grow
    with pytest.raises(JournalUnavailableError, match="full"):
        use_up_the_room(journal, other)
    page = Page()
    with pytest.raises(JournalUnavailableError, match="full"):
        commit(key, page.submit, journal=journal, hold=Hold())
    assert page.clicks == 0
    assert journal.item(key).state is State.DOING


def test_a_locked_database_stops_before_the_click(
    path: Path, database: Engine, journal: Journal
) -> None:
    key = item(journal)
    from_now_on(database, "PRAGMA busy_timeout=20")
    page, holder = Page(), open_engine(sqlite_url(path))
    with holder.begin(), pytest.raises(JournalUnavailableError, match="locked"):
        commit(key, page.submit, journal=journal, hold=Hold())
    holder.dispose()
    assert page.clicks == 0
    assert journal.item(key).state is State.DOING
