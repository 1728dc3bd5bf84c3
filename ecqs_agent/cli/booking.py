"""`ecqs book`: book the verification of what is in the ledger."""

from typing import Annotated

import typer

from ecqs_agent.booking import Group
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.filing import show_tally, tally_exit
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Yes,
    console,
    settings_of,
)
from ecqs_agent.cli.people import approve, log_in_way
from ecqs_agent.cli.stopping import stop_on_ctrl_c
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Events
from ecqs_agent.labels import COLUMNS
from ecqs_agent.run import open_run


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Book the verification of filed records that no booking holds."))(book)


def book(
    account: Account,
    max_per_booking: Annotated[
        int | None, typer.Option("--max-per-booking", min=1, help=t("Pieces per booking"))
    ] = None,
    draft_only: Annotated[
        bool, typer.Option("--draft-only", help=t("Save drafts, submit nothing"))
    ] = False,
    yes: Yes = False,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Book what is due, in groups, after asking."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    if max_per_booking is not None:
        settings = settings.model_copy(update={"max_per_booking": max_per_booking})
    way, events = log_in_way(settings, account), Events(voice.hear)
    with (
        stop_on_ctrl_c(voice) as stop,
        open_run(settings, account, log_in=way, events=events, stop=stop) as run,
    ):
        groups = run.groups_to_book()
        show_groups(voice, groups)
        what = t(
            "{bookings} bookings with {pieces} pieces",
            bookings=len(groups),
            pieces=sum(len(group.records) for group in groups),
        )
        if groups:
            approve(voice, settings, yes=yes, account=account, what=what)
        tally = run.book(groups, draft_only=draft_only)
    show_tally(voice, tally)
    voice.json(
        {"account": account, "groups": [group.model_dump() for group in groups], **dict(tally)}
    )
    return ExitCode.INTERRUPTED if stop.is_set() else tally_exit(None, tally)


def show_groups(voice: Console, groups: tuple[Group, ...]) -> None:
    """Print which bookings would be made."""
    headers = [t("Booking"), t(COLUMNS["delivery"]), t(COLUMNS["region"]), t("Pieces")]
    rows = [
        [number, group.delivery, group.region, len(group.records)]
        for number, group in enumerate(groups, start=1)
    ]
    voice.table(headers, rows)
