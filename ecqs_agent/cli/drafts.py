"""`ecqs drafts`: bookings that were saved and not submitted."""

from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.bookings.choosing import LeftOut, Wanted, find_listed
from ecqs_agent.bookings.grouping import one_group
from ecqs_agent.cli.booking import show_groups, show_left_out, today
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
from ecqs_agent.cli.people import approve
from ecqs_agent.cli.running import running
from ecqs_agent.driving.walking import FOR_BOOKING
from ecqs_agent.errors import DraftError, ExitCode
from ecqs_agent.flows.drafts import (
    Draft,
    change_draft,
    find_draft_named,
    read_drafts,
    remove_draft,
)
from ecqs_agent.flows.pull import read_bookings, read_ledger
from ecqs_agent.labels import COLUMNS
from ecqs_agent.runs.run import Run
from ledgers.piece_list import read_piece_list
from page_objects.screens import LedgerRecord

_SHOWN = 12  # characters of a draft's identity; more than enough to tell drafts apart

Name = Annotated[
    str, typer.Argument(help=t("The draft: the beginning of its identity"), show_default=False)
]
Pieces = Annotated[
    Path | None,
    typer.Option(help=t("A list of pieces: codes, or names with serial numbers"), metavar="FILE"),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Drafts: bookings that were saved and not submitted."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(name="list", help=t("Show the drafts with their pieces."))(list_drafts)
    group.command(help=t("Remove a draft, after asking."))(remove)
    group.command(help=t("Put pieces into a draft or take them out, after asking."))(change)
    group.command(help=t("Submit a draft as it is, after asking."))(submit)
    app.add_typer(group, name="drafts")


def list_drafts(
    account: Account,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Show every draft of the account."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        drafts = run.runner.reading(lambda: read_drafts(run.session.bookings()))
    for draft in drafts:
        _show(voice, draft)
    voice.result(t("{count} drafts.", count=len(drafts)))
    voice.json({"account": account, "drafts": [draft.model_dump() for draft in drafts]})
    return ExitCode.OK


def remove(
    draft: Name,
    account: Account,
    yes: Yes = False,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Remove one draft; a submitted booking is refused."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        meant = _meant(run, draft)
        _show(voice, meant)
        what = t("remove the draft of {begun_at}", begun_at=meant.begun_at)
        approve(voice, settings, yes=yes, account=account, what=what)
        run.must_be_known(FOR_BOOKING)
        run.runner.logged_in(lambda: remove_draft(run.session, meant.uuid))
    voice.result(t("The draft is removed; its records stay in the ledger."))
    voice.json({"account": account, "removed": meant.model_dump()})
    return ExitCode.OK


def change(
    draft: Name,
    account: Account,
    add: Pieces = None,
    take_out: Pieces = None,
    yes: Yes = False,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Change which pieces a draft holds."""
    voice = console(as_json=as_json)
    if add is None and take_out is None:
        raise typer.BadParameter(t("Say what to change: --add FILE or --take-out FILE."))
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        meant = _meant(run, draft)
        records = run.runner.reading(lambda: read_ledger(run.session))
        more, unknown = _listed(add, records)
        fewer, also_unknown = _listed(take_out, records)
        show_left_out(voice, (*unknown, *also_unknown), every=True)
        _show(voice, meant)
        what = t(
            "the draft of {begun_at}: {more} in, {fewer} out",
            begun_at=meant.begun_at,
            more=len(more),
            fewer=len(fewer),
        )
        approve(voice, settings, yes=yes, account=account, what=what)
        run.must_be_known(FOR_BOOKING)
        held = run.runner.logged_in(
            lambda: change_draft(run.session, meant.uuid, add=more, remove=fewer)
        )
    voice.result(t("The draft holds {count} pieces.", count=len(held)))
    voice.json({"account": account, "draft": meant.uuid, "records": list(held)})
    return ExitCode.PARTLY if unknown or also_unknown else ExitCode.OK


def submit(
    draft: Name,
    account: Account,
    yes: Yes = False,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Submit a draft once, after the same questions as for every booking."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        meant = _meant(run, draft)
        wanted = Wanted(named=frozenset(piece.uuid for piece in meant.pieces))
        seen = run.look_before_booking()
        choice = seen.choose(wanted, today=today())
        if choice.left_out:
            show_left_out(voice, choice.left_out, every=True)
            raise DraftError("The draft holds pieces that are not to be booked now; change it.")
        groups = (one_group(choice.records, held=seen.held),)
        show_groups(voice, groups)
        what = t("submit the draft of {begun_at}", begun_at=meant.begun_at)
        approve(voice, settings, yes=yes, account=account, what=what)
        tally = run.book(groups)
    show_tally(voice, tally)
    voice.json({"account": account, "draft": meant.uuid, **dict(tally)})
    return tally_exit(None, tally)


def _listed(
    path: Path | None, records: tuple[LedgerRecord, ...]
) -> tuple[frozenset[str], tuple[LeftOut, ...]]:
    return find_listed(read_piece_list(path), records) if path else (frozenset(), ())


def _meant(run: Run, word: str) -> Draft:
    rows = run.runner.reading(lambda: read_bookings(run.session))
    uuid = find_draft_named(rows, word).uuid
    drafts = run.runner.reading(lambda: read_drafts(run.session.bookings()))
    found = next((draft for draft in drafts if draft.uuid == uuid), None)
    if found is None:
        raise DraftError("The draft has gone from the portal meanwhile.")
    return found


def _show(voice: Console, draft: Draft) -> None:
    voice.result(
        t(
            "Draft {uuid}, saved {begun_at}, {count} pieces:",
            uuid=draft.uuid[:_SHOWN],
            begun_at=draft.begun_at,
            count=len(draft.pieces),
        )
    )
    fields = ("name", "serial_number", "kind", "delivery")
    headers = [t(COLUMNS[name]) for name in fields]
    voice.table(headers, [[getattr(piece, name) for name in fields] for piece in draft.pieces])
