"""`ecqs login`, `ecqs status`: who is logged in, and what waits."""

import typer

from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    console,
    settings_of,
)
from ecqs_agent.cli.people import log_in_way
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Events
from ecqs_agent.journal import Journal, State
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.labels import STATES
from ecqs_agent.run import open_run


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Log in; the login is kept for the next commands."))(login)
    app.command(help=t("Show what is done, refused, unclear and waiting."))(status)


def login(
    account: Account,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Log in and keep the login."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    way = log_in_way(settings, account)
    with open_run(settings, account, log_in=way, events=Events(voice.hear)) as run:
        way(run.session)
        NoticeBoard(run.journal).unpark(account)  # unattended runs may use it again
    voice.result(t("{account} is logged in at {portal}.", account=account, portal=settings.portal))
    voice.json({"account": account, "portal": settings.portal, "logged_in": True})
    return ExitCode.OK


def status(
    account: str = typer.Option("", help=t("Account; empty: all")), as_json: Json = False
) -> int:
    """Show the journal's counts per account."""
    voice = console(as_json=as_json)
    settings = settings_of()
    settings.data.mkdir(parents=True, exist_ok=True)
    journal = Journal.open(settings.journal_url)
    accounts = (account,) if account else journal.accounts()
    counts = {name: _counts(journal, name) for name in accounts}
    journal.close()
    headers = [t("Account"), *(t(STATES[state]) for state in State)]
    voice.table(headers, [[name, *count.values()] for name, count in counts.items()])
    voice.json(counts)
    unclear = sum(count[State.UNCLEAR] + count[State.SUBMITTING] for count in counts.values())
    return ExitCode.UNCLEAR if unclear else ExitCode.OK


def _counts(journal: Journal, account: str) -> dict[State, int]:
    return {state: len(journal.items(account, states=(state,))) for state in State}
