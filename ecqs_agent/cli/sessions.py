"""`ecqs login`, `ecqs logout`, `ecqs status`: who is logged in, and what waits."""

from collections.abc import Mapping
from contextlib import closing

import typer

from ecqs_agent.belonging import as_of_its_folder, open_journal
from ecqs_agent.cli.accounts import json_of, show_kept
from ecqs_agent.cli.console import Console
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
from ecqs_agent.flows.log_out import log_out
from ecqs_agent.journal import Journal, State
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.labels import STATES
from ecqs_agent.login.access import nobody_logs_in
from ecqs_agent.login.accounts import KeptAccount, kept_of, known_accounts
from ecqs_agent.login.vault import session_store
from ecqs_agent.runs.run import open_run


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Log in; the login is kept for the next commands."))(login)
    app.command(help=t("Log out on the portal and forget the login."))(logout)
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


def logout(
    account: Account, portal: Portal = None, headed: Headed = None, as_json: Json = False
) -> int:
    """Log out on the portal if the kept login is still alive, and forget it."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, headed=headed)
    kept, alive = session_store(settings.data, settings.portal).since(account) is not None, False
    if kept:
        events = Events(voice.hear)
        with open_run(settings, account, log_in=nobody_logs_in, events=events) as run:
            alive = log_out(run.session)
    facts = {"account": account, "portal": settings.portal}
    if alive:
        voice.result(t("{account} is logged out at {portal}; the login is forgotten.", **facts))
    elif kept:
        voice.result(
            t("The login of {account} at {portal} had ended before; it is forgotten.", **facts)
        )
    else:
        voice.result(t("No login of {account} is kept; nothing was done.", account=account))
    voice.json({**facts, "logged_out": alive, "forgotten": kept})
    return ExitCode.OK


def status(
    account: str = typer.Option("", help=t("Account; empty: all")),
    portal: Portal = None,
    as_json: Json = False,
) -> int:
    """Show per account the journal's counts, and what is kept of it."""
    voice = console(as_json=as_json)
    settings = as_of_its_folder(settings_of(portal=portal))
    with closing(open_journal(settings)) as journal:
        accounts = (account,) if account else known_accounts(settings, journal)
        counts = {name: _counts(journal, name) for name in accounts}
        kept = kept_of(settings, journal, accounts)
    _show(voice, counts, kept)
    voice.json({one.account: {**counts[one.account], "login": json_of(one)} for one in kept})
    unclear = sum(count[State.UNCLEAR] + count[State.SUBMITTING] for count in counts.values())
    return ExitCode.UNCLEAR if unclear else ExitCode.OK


def _show(
    voice: Console, counts: Mapping[str, Mapping[State, int]], kept: tuple[KeptAccount, ...]
) -> None:
    """Show two tables: all columns in one would not fit a terminal of 80 columns."""
    headers = [t("Account"), *(t(STATES[state]) for state in State)]
    voice.table(headers, [[name, *count.values()] for name, count in counts.items()])
    voice.result("")
    show_kept(voice, kept)


def _counts(journal: Journal, account: str) -> dict[State, int]:
    return {state: len(journal.items(account, states=(state,))) for state in State}
