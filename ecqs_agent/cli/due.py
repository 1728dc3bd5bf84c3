"""`ecqs due`: what must be verified again, and until when it has to be booked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.bookings.grouping import under_way
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Sheet,
    console,
    settings_of,
)
from ecqs_agent.cli.periods import period
from ecqs_agent.cli.running import running
from ecqs_agent.errors import ExitCode
from ecqs_agent.expiry.calendar_file import write_calendar
from ecqs_agent.expiry.due import (
    STAGES,
    DueList,
    Piece,
    due_within,
    from_records,
    from_workbook,
)
from ecqs_agent.expiry.due_workbook import write_due
from ecqs_agent.labels import COLUMNS
from ecqs_agent.settings import Settings
from ledgers.workbook import read_workbook

Rows = Annotated[
    Path | None,
    typer.Argument(help=t("Instead of the portal: a workbook, read offline"), show_default=False),
]
Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account", help=t("Account whose ledger is read; may be repeated"), show_default=False
    ),
]
Within = Annotated[
    timedelta,
    typer.Option(
        "--within", parser=period, metavar="90d", help=t("How far to look ahead: 90d, 12w")
    ),
]
Ics = Annotated[
    Path | None,
    typer.Option("--ics", help=t("Write a calendar file (.ics)"), show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help=t("Write a workbook (.xlsx)"), show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Show what is due for verification, and the last day to book it."))(due)


def due(
    workbook: Rows = None,
    account: Accounts = None,
    within: Within = "90d",  # type: ignore[assignment] # given to the parser
    ics: Ics = None,
    out: Out = None,
    sheet: Sheet = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """List the pieces whose 有效期至 is near or past; nothing is written to the portal."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    if (workbook is None) == (not account):
        raise typer.BadParameter(t("Give either a workbook or --account."))
    if workbook is not None:
        pieces = from_workbook(read_workbook(workbook, sheet=sheet))
    else:
        pieces = tuple(
            piece
            for name in dict.fromkeys(account or [])
            for piece in _of_account(voice, settings, name)
        )
    listed = due_within(
        pieces,
        within,
        today=date.today(),  # noqa: DTZ011 - the operator's own day
        lead_time=settings.lead_time,
    )
    show_due(voice, listed, with_account=len(account or []) > 1)
    if out is not None:
        write_due(listed, out, translate=t)
        voice.say("Written: {path}", path=out)
    if ics is not None:
        events = write_calendar(listed, ics, translate=t)
        voice.say("Written: {path} ({count} calendar entries)", path=ics, count=events)
    voice.json({**listed.model_dump(mode="json"), "counts": listed.counts()})
    return ExitCode.OK


def _of_account(voice: Console, settings: Settings, account: str) -> tuple[Piece, ...]:
    with running(voice, settings, account) as run:
        records = run.ledger()
        inside = under_way(run.journal.items(account), run.journal.receipts(account))
    return from_records(account, records, inside)


def show_due(voice: Console, listed: DueList, *, with_account: bool) -> None:
    """Print the list, and what it does not tell."""
    headers = [
        t(COLUMNS["valid_until"]),
        t("Last day to book"),
        t("Stage"),
        t(COLUMNS["name"]),
        t(COLUMNS["serial_number"]),
        t(COLUMNS["place_of_use"]),
    ]
    rows = [
        [
            one.valid_until,
            one.book_by,
            t(STAGES[one.stage]),
            one.piece.name,
            one.piece.serial_number,
            one.piece.place_of_use,
            *([one.piece.account] if with_account else []),
        ]
        for one in listed.due
    ]
    if rows:
        voice.table([*headers, *([t("Account")] if with_account else [])], rows)
    voice.result(
        t(
            "Until {until}: {overdue} overdue, {late} to be booked at once, {soon} to be booked, "
            "{booked} booked. Later: {later}; without a date: {undated}.",
            until=listed.until,
            **listed.counts(),
        )
    )
    for piece in listed.unreadable:
        voice.result(
            t(
                "No date can be read for {name} {serial} ({place}): {text}",
                name=piece.name,
                serial=piece.serial_number,
                place=piece.place or piece.instrument_code,
                text=piece.valid_until,
            )
        )
    if listed.unannounced:
        voice.say(
            "The working days of {years} are not announced yet: a last day to book can be off by "
            "some days.",
            years=listed.unannounced,
        )
