"""`ecqs receipts`: what the institutes said, where every piece stands, what comes next."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from ecqs_agent.answers.next_steps import NextStep
from ecqs_agent.answers.receipt_workbook import write_pieces
from ecqs_agent.answers.stories import Change, PieceStory, happened, stories
from ecqs_agent.belonging import open_journal
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
from ecqs_agent.cli.piece_list import name_of, show_pieces
from ecqs_agent.cli.report import report_at_end
from ecqs_agent.cli.running import running
from ecqs_agent.cli.watch import watch
from ecqs_agent.errors import ExitCode
from ecqs_agent.flows.read_receipts import Poll
from ecqs_agent.journal import Journal, ReceiptRecord
from ecqs_agent.report.wording import Errand as ReportOf

All = Annotated[bool, typer.Option("--all", help=t("Read every receipt, changed or not"))]
Finished = Annotated[bool, typer.Option("--all", help=t("Show finished pieces one by one, too"))]
Target = Annotated[
    Path, typer.Argument(help=t("The workbook to write (.xlsx)"), show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Receipts: what the institutes said."), no_args_is_help=True, rich_markup_mode=None
    )
    group.command(help=t("Read the receipts once and show what changed."))(poll)
    group.command(
        name="list", help=t("Show where every piece stands, since when, and what comes next.")
    )(list_pieces)
    group.command(help=t("Write where every piece stands, and all receipts, as a workbook."))(
        export
    )
    group.command(help=t("Read the receipts whenever it is time, and tell what changed."))(watch)
    app.add_typer(group, name="receipts")


def poll(
    account: Account,
    everything: All = False,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Read the receipts in which something can have changed; tell what did, piece by piece."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    report_at_end(voice, settings, account, ReportOf.RECEIPTS)
    with running(voice, settings, account) as run:
        before = _told(run.journal, account)
        seen = run.poll(everything=everything)
        changes = happened(before, _told(run.journal, account))
    _show_changes(voice, seen, changes)
    voice.json({**seen.model_dump(mode="json"), "pieces": [_as_json(one) for one in changes]})
    return ExitCode.OK


def list_pieces(account: Account, finished: Finished = False, as_json: Json = False) -> int:
    """Show where every piece stands, from the journal alone."""
    voice = console(as_json=as_json)
    pieces, receipts = _read_journal(account)
    open_ones = [one for one in pieces if finished or one.next_step is not NextStep.NOTHING]
    show_pieces(voice, open_ones)
    if hidden := len(pieces) - len(open_ones):
        voice.result(t("{count} finished pieces are not shown; --all shows them.", count=hidden))
    voice.result(
        t("{pieces} pieces, {bookings} bookings.", pieces=len(pieces), bookings=len(receipts))
    )
    voice.json({"account": account, "pieces": [piece.model_dump(mode="json") for piece in pieces]})
    return ExitCode.OK


def export(out: Target, account: Account, as_json: Json = False) -> int:
    """Write pieces and receipts as a workbook, from the journal alone."""
    voice = console(as_json=as_json)
    pieces, receipts = _read_journal(account)
    write_pieces(pieces, receipts, out, translate=t)
    voice.result(t("Written: {path}", path=out))
    facts = {"file": str(out), "pieces": len(pieces), "bookings": len(receipts)}
    voice.json({"account": account, **facts})
    return ExitCode.OK


def _show_changes(voice: Console, seen: Poll, changes: tuple[Change, ...]) -> None:
    was = {name_of(one.after): one.before.standing for one in changes if one.before}
    show_pieces(voice, [change.after for change in changes], was=was)
    for number in seen.missing:
        voice.say(
            "The portal's list shows the booking {number} no longer, and it was not finished. "
            "Look at it on the portal.",
            number=number,
        )
    voice.result(
        t(
            "{bookings} bookings, {read} receipts read, {changed} changed; {pieces} pieces "
            "stand differently.",
            bookings=seen.bookings,
            read=seen.read,
            changed=len(seen.changed),
            pieces=len(changes),
        )
    )


def _as_json(change: Change) -> dict[str, Any]:
    was = change.before.standing.value if change.before else None
    return {"was": was, **change.after.model_dump(mode="json", exclude={"moments"})}


def _read_journal(account: str) -> tuple[tuple[PieceStory, ...], tuple[ReceiptRecord, ...]]:
    settings = settings_of()
    with closing(open_journal(settings)) as journal:
        return _told(journal, account), journal.receipts(account)


def _told(journal: Journal, account: str) -> tuple[PieceStory, ...]:
    history = journal.receipt_history(account)
    return stories(account, items=journal.items(account), history=history)
