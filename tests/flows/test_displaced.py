"""A person logs in elsewhere: the run sees that, yields, and loses nothing."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from ecqs_agent.errors import PersonNeededError
from ecqs_agent.journal import Journal, State
from ecqs_agent.login.vault import session_store
from ecqs_agent.runs.planning import Verdict
from ecqs_agent.runs.run import Run
from ecqs_agent.settings import Settings
from ecqs_agent.workbooks.reading import open_workbook
from page_objects.errors import SessionDisplacedError
from tests.flows.conftest import OpenRun

pytestmark = pytest.mark.browser

BOOK = Path("examples/instruments.xlsx")


@pytest.fixture
def elsewhere(browser: Browser, log_in_by: Any) -> Callable[[Any], None]:
    """Return a function by which a person logs in on another computer."""

    def log_in(portal: Any) -> None:
        with closing(browser.new_context()) as context:
            log_in_by(context.new_page(), portal)

    return log_in


def wishes() -> Any:
    return open_workbook(BOOK, institute="inner-mongolia", today=date(2026, 11, 2)).wishes


def _work(run: Run, happens: Callable[[], None]) -> None:
    plan = run.plan(wishes())
    assert run.apply(plan, limit=1).proven == 1
    first = plan.of(Verdict.ADD, Verdict.CHANGE)[0]
    happens()
    rest = tuple(step for step in plan.steps if step is not first)
    run.apply(plan.model_copy(update={"steps": rest}), limit=3)


def _read(run: Run, errand: str, happens: Callable[[], None]) -> None:
    happens()
    getattr(run, errand)()


def logins(portal: Any) -> int:
    rows = portal.requests()["requests"]
    return sum(row["verb"] == "POST" and "casServer/login" in row["path"] for row in rows)


def test_the_run_yields_and_logs_nobody_in(
    portal: Any,
    open_desk: OpenRun,
    settings_for: Callable[..., Settings],
    elsewhere: Callable[[Any], None],
) -> None:
    site = portal(sessions="single")
    settings = settings_for(site)
    sessions = session_store(settings.data, settings.portal)
    with pytest.raises(SessionDisplacedError) as caught, open_desk(site) as run:
        _work(run, lambda: elsewhere(site))
    assert "其他地点登录" in str(caught.value)
    assert logins(site) == 2  # ours at first, and the person's
    assert sessions.load("demo") is None
    assert sessions.displaced("demo") is not None
    with closing(Journal.open(settings.journal_url)) as journal:
        states = {item.state for item in journal.items("demo")}
    assert states <= {State.PROVEN, State.TODO, State.UNCLEAR}
    site.control("POST", "variants", {**site.variants, "sessions": "many"})
    with open_desk(site) as run:
        run.apply(run.plan(wishes()), limit=3)
    with closing(Journal.open(settings.journal_url)) as journal:
        proven = journal.items("demo", states=(State.PROVEN,))
    assert len(proven) >= 4
    assert {item.portal_uuid for item in proven} == {row["uuid"] for row in site.records()}
    assert sessions.displaced("demo") is None


@pytest.mark.parametrize("errand", ["pull", "poll", "ledger"])
def test_reading_yields_too(
    portal: Any, open_desk: OpenRun, elsewhere: Callable[[Any], None], errand: str
) -> None:
    site = portal(sessions="single")
    with pytest.raises(SessionDisplacedError), open_desk(site) as run:
        _read(run, errand, lambda: elsewhere(site))
    assert logins(site) == 2


def test_an_end_without_words_is_an_end_and_no_more(
    portal: Any, open_desk: OpenRun, elsewhere: Callable[[Any], None]
) -> None:
    site = portal(sessions="single_silent")
    with open_desk(site) as run:
        elsewhere(site)
        run.pull()
    assert logins(site) == 3  # nothing tells this from a session that has simply ended


def test_a_kept_session_is_looked_at_before_it_is_used(
    portal: Any, open_desk: OpenRun, settings_for: Callable[..., Settings]
) -> None:
    site = portal()
    settings = settings_for(site)
    with open_desk(site) as run:
        site.log_out()
        run.runner._log_in = _nobody
        with pytest.raises(PersonNeededError):
            run.pull()
    assert session_store(settings.data, settings.portal).since("demo") is None
    asked = {row["method"] for row in site.requests()["requests"]}
    assert not asked & {"getLedgerList", "saveLedger"}


def _nobody() -> None:
    raise PersonNeededError("nobody is here")


def test_a_session_that_was_let_in_is_noted_as_alive(
    portal: Any, open_desk: OpenRun, settings_for: Callable[..., Settings]
) -> None:
    site = portal()
    sessions = session_store(settings_for(site).data, site.url)
    with open_desk(site) as run:
        since = sessions.since("demo")
        assert since is not None
        assert sessions.alive("demo") == since
        run.pull()
    later = sessions.alive("demo")
    assert later is not None
    assert later > since
    assert sessions.since("demo") == since


def test_a_touch_reads_the_page_in_front_and_changes_nothing(
    portal: Any, open_desk: OpenRun
) -> None:
    site = portal()
    with open_desk(site) as run:
        run.pull()
        before = site.requests()["requests"]
        run.session.stay_alive()
        new = site.requests()["requests"][len(before) :]
        assert [(row["verb"], row["account"]) for row in new] == [("GET", "demo")]
        run.session.leave()
        run.session.stay_alive()  # nothing is in front
