"""`ecqs book`: book the verification of what is in the ledger."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from ecqs_agent.bookings.choosing import (
    REASONS,
    URGENT,
    LeftOut,
    Reason,
    Wanted,
    find_listed,
    find_planned,
)
from ecqs_agent.bookings.grouping import Group
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.filing import checked_desk, show_tally, tally_exit
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Sheet,
    Slow,
    Yes,
    console,
    settings_of,
)
from ecqs_agent.cli.people import approve
from ecqs_agent.cli.periods import period
from ecqs_agent.cli.report import report_at_end
from ecqs_agent.cli.running import running
from ecqs_agent.cli.stopping import stop_on_ctrl_c
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import COLUMNS
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.runs.run import Run
from ecqs_agent.workbooks.reading import Desk
from ledgers.piece_list import ListedPiece, read_piece_list

_NAMES_SHOWN: Final = 3

Rows = Annotated[
    Path | None,
    typer.Argument(help=t("Only the rows of this workbook"), show_default=False),
]
Listed = Annotated[
    Path | None,
    typer.Option(
        "--list",
        help=t("Only these: codes, or names with serial numbers (.xlsx, .csv, .txt)"),
        show_default=False,
    ),
]
DueWithin = Annotated[
    timedelta | None,
    typer.Option(
        "--due-within",
        parser=period,
        metavar="60d",
        help=t("Pieces whose certificate ends within this time, and new ones"),
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Book the verification of filed records that no booking holds."))(book)


def book(
    account: Account,
    workbook: Rows = None,
    listed: Listed = None,
    due_within: DueWithin = None,
    max_per_booking: Annotated[
        int | None, typer.Option("--max-per-booking", min=1, help=t("Pieces per booking"))
    ] = None,
    draft_only: Annotated[
        bool, typer.Option("--draft-only", help=t("Save drafts, submit nothing"))
    ] = False,
    yes: Yes = False,
    slow: Slow = None,
    sheet: Sheet = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Book what is due, in groups, after asking."""
    voice = console(as_json=as_json)
    if workbook is not None and listed is not None:
        raise typer.BadParameter(t("Give a workbook or --list, not both."))
    settings = settings_of(portal=portal, captcha=captcha, headed=headed, slow=slow)
    if max_per_booking is not None:
        settings = settings.model_copy(update={"max_per_booking": max_per_booking})
    report_at_end(voice, settings, account, ReportOf.BOOK)
    desk = checked_desk(voice, settings, workbook, sheet) if workbook is not None else None
    pieces = read_piece_list(listed) if listed is not None else None
    with (
        stop_on_ctrl_c(voice) as stop,
        running(voice, settings, account, stop=stop) as run,
    ):
        groups, left_out = what_to_book(
            run, desk=desk, pieces=pieces, due_within=due_within, today=today()
        )
        show_left_out(voice, left_out, every=desk is not None or pieces is not None)
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
        {
            "account": account,
            "groups": [group.model_dump() for group in groups],
            "left_out": [piece.model_dump(mode="json") for piece in left_out],
            **dict(tally),
        }
    )
    return ExitCode.INTERRUPTED if stop.is_set() else tally_exit(desk, tally)


def what_to_book(
    run: Run,
    *,
    desk: Desk | None,
    pieces: tuple[ListedPiece, ...] | None,
    due_within: timedelta | None,
    today: date,
) -> tuple[tuple[Group, ...], tuple[LeftOut, ...]]:
    """Return the bookings to make, and the pieces that are left out with the reason."""
    plan = run.plan(desk.wishes) if desk is not None else None
    seen = run.look_before_booking()
    named: frozenset[str] | None = None
    unknown: tuple[LeftOut, ...] = ()
    if pieces is not None:
        named, unknown = find_listed(pieces, seen.records)
    elif plan is not None and desk is not None:
        stopped = [row.row for row in desk.checked.rows if row.instrument is None]
        named, unknown = find_planned(plan, stopped)
    due_by = today + due_within if due_within is not None else None
    choice = seen.choose(Wanted(named=named, due_by=due_by), today=today)
    return run.grouped(choice, seen), (*unknown, *choice.left_out)


def show_left_out(voice: Console, left_out: tuple[LeftOut, ...], *, every: bool) -> None:
    """Print what is not booked and why: each piece that a person named or must look at."""
    shown = [piece for piece in left_out if every or piece.reason in URGENT]
    if shown:
        voice.result(t("Not booked now:"))
        headers = [t(COLUMNS["name"]), t(COLUMNS["serial_number"]), t("Why")]
        voice.table(headers, [[piece.name, _plate(piece), why(piece)] for piece in shown])
    counted = [piece for piece in left_out if piece not in shown]
    for reason in Reason:
        if count := sum(piece.reason is reason for piece in counted):
            voice.say("{count} left out: {why}", count=count, why=_summary(reason))


def why(piece: LeftOut) -> str:
    """Say why a piece is left out."""
    return t(REASONS[piece.reason], **piece.facts)


def show_groups(voice: Console, groups: tuple[Group, ...]) -> None:
    """Print which bookings would be made, and which earlier one each of them follows."""
    if not groups:
        return
    headers = ["", t(COLUMNS["delivery"]), t(COLUMNS["region"]), t("Pieces"), t("Of which")]
    rows = [
        [number, group.delivery, group.region, len(group.records), _contents(group)]
        for number, group in enumerate(groups, start=1)
    ]
    voice.table(headers, rows)


def _contents(group: Group) -> str:
    named = [f"{name}×{count}" for name, count in group.contents[:_NAMES_SHOWN]]
    more = len(group.contents) - _NAMES_SHOWN
    lines = ["、".join(named) + (t(" and {count} more kinds", count=more) if more > 0 else "")]
    if group.institute:
        lines.append(t("probably {institute}", institute=group.institute))
    if group.after:
        lines.append(t("again after {numbers}", numbers=list(group.after)))
    return "\n".join(lines)


def _plate(piece: LeftOut) -> str:
    if piece.name or piece.serial_number or not piece.place:
        return piece.serial_number
    return t("row {row}", row=piece.place)


def today() -> date:
    """Return the operator's day."""
    return date.today()  # noqa: DTZ011


def _summary(reason: Reason) -> str:
    match reason:
        case Reason.IN_BOOKING:
            return t("already in a booking")
        case Reason.VALID:
            return t("verified and still valid, or not due yet")
        case _:
            return t(REASONS[reason])
