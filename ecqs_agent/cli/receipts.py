"""`ecqs receipts`: what the institutes said."""

import typer

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
from ecqs_agent.cli.report import report_at_end
from ecqs_agent.cli.watch import watch
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Events
from ecqs_agent.journal import Journal, ReceiptRecord
from ecqs_agent.labels import COLUMNS
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.run import open_run


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Receipts: what the institutes said."), no_args_is_help=True, rich_markup_mode=None
    )
    group.command(help=t("Read the receipts once and show what changed."))(poll)
    group.command(name="list", help=t("Show the receipts read so far."))(list_receipts)
    group.command(help=t("Read the receipts whenever it is time, and tell what changed."))(watch)
    app.add_typer(group, name="receipts")


def poll(
    account: Account,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Read the receipts of all submitted bookings."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    report_at_end(voice, settings, account, ReportOf.RECEIPTS)
    way = log_in_way(settings, account)
    with open_run(settings, account, log_in=way, events=Events(voice.hear)) as run:
        seen = run.poll()
    show_receipts(voice, seen.changed)
    voice.result(
        t(
            "{bookings} bookings, {read} receipts read, {changed} changed.",
            bookings=seen.bookings,
            read=seen.read,
            changed=len(seen.changed),
        )
    )
    voice.json(seen)
    return ExitCode.OK


def list_receipts(account: Account, as_json: Json = False) -> int:
    """Show the newest reading of every receipt, from the journal alone."""
    voice = console(as_json=as_json)
    settings = settings_of()
    settings.data.mkdir(parents=True, exist_ok=True)
    journal = Journal.open(settings.journal_url)
    receipts = journal.receipts(account)
    journal.close()
    show_receipts(voice, receipts)
    voice.json([receipt.model_dump(mode="json") for receipt in receipts])
    return ExitCode.OK


def show_receipts(voice: Console, receipts: tuple[ReceiptRecord, ...]) -> None:
    """Print each receipt: the booking, the institute's words, and its pieces."""
    for receipt in receipts:
        voice.result(f"{receipt.booking_number}  {receipt.booking_status}")
        voice.result(receipt.text)
        fields = ("name", "serial_number", "institute", "process_state")
        headers = [t(COLUMNS[name]) for name in fields]
        voice.table(headers, [[piece[name] for name in fields] for piece in receipt.pieces])
