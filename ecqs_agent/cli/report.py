"""`ecqs report`, and the report that every run leaves."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import LANGUAGE, t
from ecqs_agent.cli.options import Json, console, settings_of, typer_state
from ecqs_agent.errors import AgentError, ExitCode, SettingsError
from ecqs_agent.journal.store import utc_now
from ecqs_agent.report.gather import CHINA
from ecqs_agent.report.keep import report_now, usual_place, write_report
from ecqs_agent.report.model import ReportData
from ecqs_agent.report.wording import Errand
from ecqs_agent.settings import Reports, Settings
from ledgers.errors import LedgerError


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(
        help=t("Write a report (HTML) from the journal: what is to do, every piece's story.")
    )(report)


def report(
    account: Annotated[
        str, typer.Option("--account", help=t("Account; may be left out when there is only one"))
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help=t("Write to this file (.html)"))] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], help=t("What was done since this day comes first")
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Write a report from the journal alone."""
    voice = console(as_json=as_json)
    settings = settings_of()
    settings.data.mkdir(parents=True, exist_ok=True)
    name = _account_of(settings, account)
    data = report_now(settings, name, since=since and since.replace(tzinfo=CHINA))
    path = out or usual_place(settings, data, None)
    write_report(data, path, language=LANGUAGE)
    voice.result(t("Report: {path}", path=path))
    voice.json({"account": name, "path": str(path), **counts(data)})
    return ExitCode.OK


def counts(data: ReportData) -> dict[str, object]:
    """Return the report's numbers for scripts."""
    return {
        "pieces": len(data.pieces),
        "bookings": data.bookings,
        "states": {count.standing: count.pieces for count in data.states},
        "without_date": data.without_date,
    }


def report_at_end(voice: Console, settings: Settings, account: str, errand: Errand) -> None:
    """Let this command leave a report when it has ended, also by an error."""
    since = utc_now()
    typer_state().at_end.append(
        lambda: leave_report(voice, settings, account, errand=errand, since=since)
    )


def leave_report(
    voice: Console, settings: Settings, account: str, *, errand: Errand, since: datetime
) -> None:
    """Write the report of what was done from `since` to now, and say where it is.

    A run that changed nothing leaves none; trouble with the report is told and is no error.
    """
    if settings.reports is Reports.NONE:
        return
    try:
        data = report_now(settings, account, since=since, errand=errand)
        if not any(piece.is_new for piece in data.pieces):
            return
        path = usual_place(settings, data, errand)
        write_report(data, path, language=LANGUAGE)
    except LedgerError as error:
        voice.complain(t("No report: {why}", why=error.message_in(t)))
    except AgentError as error:
        voice.complain(t("No report: {why}", why=t(error.template, **error.facts)))
    else:
        voice.say("Report: {path}", path=path)


def _account_of(settings: Settings, asked: str) -> str:
    with closing(open_journal(settings)) as journal:
        known = journal.accounts()
        if asked in known or (asked and journal.receipts(asked)):
            return asked
    if not asked and len(known) == 1:
        return known[0]
    raise SettingsError(
        "Name the account with --account. The journal knows: {known}.", known=list(known) or "-"
    )
