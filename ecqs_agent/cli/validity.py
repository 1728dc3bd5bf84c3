"""`ecqs validity set`: 有效期至 from certificates or the workbook, typed for by a person."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.filing import show_tally, tally_exit
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Sheet,
    console,
    settings_of,
)
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.cli.report import report_at_end
from ecqs_agent.cli.running import running
from ecqs_agent.cli.stopping import stop_on_ctrl_c
from ecqs_agent.errors import ExitCode, PersonNeededError
from ecqs_agent.expiry.statements import TROUBLES, Statement, from_folder, from_workbook
from ecqs_agent.expiry.validity import Entry, Finding, ValidityPlan, plan_validity
from ecqs_agent.expiry.validity_match import REASONS, Reason
from ecqs_agent.journal import Errand
from ecqs_agent.labels import COLUMNS
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.runs.run import Run
from ecqs_agent.runs.runner import Tally
from ecqs_agent.settings import Settings
from ledgers.certificates.folder import read_folder
from ledgers.workbook import read_workbook

Rows = Annotated[
    Path | None,
    typer.Argument(help=t("The workbook with dates under 有效期至"), show_default=False),
]
Certificates = Annotated[
    Path | None,
    typer.Option(
        "--certificates", help=t("The folder with the certificates (PDF)"), show_default=False
    ),
]
Confirm = Annotated[
    int | None,
    typer.Option(
        "--confirm",
        min=1,
        help=t("For scripts: the number of dates to be set, as shown before"),
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Valid-until dates: saved once, never changed."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.callback()(lambda: None)  # one command, and yet a group
    group.command(
        name="set",
        help=t("Set 有效期至 from certificates or a workbook; irreversible on the portal."),
    )(set_dates)
    app.add_typer(group, name="validity")


def set_dates(
    account: Account,
    workbook: Rows = None,
    certificates: Certificates = None,
    confirm: Confirm = None,
    sheet: Sheet = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Show every date beside its record, have the number typed, set them one by one."""
    voice = console(as_json=as_json)
    statements = _read(workbook, certificates, sheet)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    report_at_end(voice, settings, account, ReportOf.VALIDITY)
    with (
        stop_on_ctrl_c(voice) as stop,
        running(voice, settings, account, stop=stop) as run,
    ):
        plan = _planned(run, statements, settings)
        show_validity(voice, plan)
        tally = Tally()
        if to_set := len(plan.of(Finding.SET)):
            try:
                agree(voice, settings, account=account, count=to_set, confirm=confirm)
            except PersonNeededError:
                voice.json(_as_json(plan))  # what a script's owner has to look at
                raise
            tally = run.set_validity(plan)
            show_tally(voice, tally)
    voice.json({**_as_json(plan), **tally.model_dump()})
    return ExitCode.INTERRUPTED if stop.is_set() else _exit(plan, tally)


def _read(
    workbook: Path | None, certificates: Path | None, sheet: str | None
) -> tuple[Statement, ...]:
    if workbook is not None and certificates is None:
        return from_workbook(read_workbook(workbook, sheet=sheet))
    if certificates is not None and workbook is None:
        return from_folder(read_folder(certificates))
    raise typer.BadParameter(t("Give either a workbook or --certificates with a folder."))


def _planned(run: Run, statements: tuple[Statement, ...], settings: Settings) -> ValidityPlan:
    records = run.ledger()
    return plan_validity(
        run.account,
        statements,
        records,
        known=run.journal.items(run.account, errands=(Errand.VALIDITY,)),
        today=date.today(),  # noqa: DTZ011 - the operator's own day
        longest=settings.longest_validity,
    )


def agree(
    voice: Console, settings: Settings, *, account: str, count: int, confirm: int | None
) -> None:
    """Have the number of dates typed; --yes is not enough for what can never be changed.

    Raises:
        PersonNeededError: nobody is here to type it, or another number was given.
        typer.Abort: the person typed something else.
    """
    voice.say(
        "Portal: {portal}  Account: {account}  {what}",
        portal=settings.portal,
        account=account,
        what=t("{count} valid-until dates to be set", count=count),
    )
    if confirm is not None and confirm != count:
        raise PersonNeededError(
            "--confirm says {given}, and {count} dates would be set. Nothing was sent: look at "
            "the list again.",
            given=confirm,
            count=count,
        )
    if confirm is not None:
        return
    if not someone_is_here():
        raise PersonNeededError(
            "A saved date can never be changed, so a person has to confirm. Look at the list, "
            "then give --confirm {count}.",
            count=count,
        )
    voice.say("A saved date can never be changed on the portal.")
    typed: str = typer.prompt(
        t("Type the number of dates to be set ({count}), or anything else to stop", count=count),
        default="",
        show_default=False,
        err=True,
    )
    if typed.strip() != str(count):
        raise typer.Abort


def show_validity(voice: Console, plan: ValidityPlan) -> None:
    """Print what would be set side by side, then what is left and why, then the counts."""
    if to_set := plan.of(Finding.SET):
        headers = [
            "",
            t(COLUMNS["instrument_code"]),
            t("Piece"),
            t("Portal now"),
            t("New date"),
            t("From"),
        ]
        voice.table(headers, [_set_row(entry) for entry in to_set])
    if rest := plan.of(Finding.CONFLICT, Finding.DOUBT):
        if to_set:
            voice.result("")
        headers = ["", t("From"), t("Piece"), t("Date"), t("Why not")]
        voice.table(headers, [_left_row(entry) for entry in rest])
    voice.result(
        t(
            "{set} to be set, {same} as they should be, {conflict} in conflict, {doubt} in doubt.",
            **plan.counts(),
        )
    )


def why_not(entry: Entry) -> str:
    """Return the reason of an entry in the operator's language; "" when it is set."""
    statement = entry.statement
    if statement.flaw is not None:
        field = t(COLUMNS[statement.field]) if statement.field in COLUMNS else statement.field
        return t(TROUBLES[statement.flaw], field=field, seen=statement.seen)
    if entry.reason is None:
        return ""
    return t(REASONS[entry.reason], seen=entry.seen, setting="longest_validity")


def _set_row(entry: Entry) -> list[str]:
    record, statement = entry.record, entry.statement
    if record is None:
        raise AssertionError("what is to be set has a record")
    return [
        entry.finding.value,
        record.instrument_code,
        f"{record.name}\n{record.serial_number}",
        record.valid_until or t("empty"),
        f"{statement.valid_until}",
        _source(statement),
    ]


def _source(statement: Statement) -> str:
    if not statement.certificate_number:
        return statement.place
    return f"{statement.place}\n{statement.certificate_number}"


def _left_row(entry: Entry) -> list[str]:
    statement = entry.statement
    piece = " ".join(filter(None, (statement.name, statement.serial_number)))
    day = str(statement.valid_until or "")
    return [entry.finding.value, statement.place, piece, day, why_not(entry)]


def _as_json(plan: ValidityPlan) -> dict[str, object]:
    return {
        "account": plan.account,
        "counts": plan.counts(),
        "entries": [
            {
                "finding": entry.finding.name.lower(),
                "reason": entry.statement.flaw or entry.reason,
                "words": why_not(entry),
                "uuid": entry.record.uuid if entry.record else "",
                "instrument_code": entry.record.instrument_code if entry.record else "",
                "on_portal": entry.record.valid_until if entry.record else "",
                **entry.statement.model_dump(mode="json", exclude={"flaw", "field", "seen"}),
            }
            for entry in plan.entries
        ],
    }


def _exit(plan: ValidityPlan, tally: Tally) -> ExitCode:
    code = tally_exit(None, tally)
    if code is not ExitCode.OK:
        return code
    if any(entry.reason is Reason.UNCLEAR for entry in plan.entries):
        return ExitCode.UNCLEAR
    rest = plan.of(Finding.CONFLICT, Finding.DOUBT)
    return ExitCode.PARTLY if rest else ExitCode.OK
