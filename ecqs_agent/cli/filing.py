"""`ecqs pull`, `plan`, `apply`, `reconcile`: the ledger."""

from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.checking import problem_counts, show_problems
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.lists import lists_that_count
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Sheet,
    Slow,
    Workbook,
    Yes,
    console,
    settings_of,
)
from ecqs_agent.cli.people import approve
from ecqs_agent.cli.report import report_at_end
from ecqs_agent.cli.running import running
from ecqs_agent.cli.stopping import stop_on_ctrl_c
from ecqs_agent.corrections.house_rules import rules_folder
from ecqs_agent.driving.walking import FOR_LEDGER
from ecqs_agent.errors import ExitCode
from ecqs_agent.flows.rehearse import Rehearsed
from ecqs_agent.labels import COLUMNS, VERDICTS
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.runs.planning import Plan, Step, Verdict
from ecqs_agent.runs.run import Run
from ecqs_agent.runs.runner import Tally
from ecqs_agent.settings import Settings
from ecqs_agent.workbooks.listing import write_listing
from ecqs_agent.workbooks.reading import Desk, open_workbook
from ecqs_agent.workbooks.writing import write_result_workbook
from ledgers.problems import Severity

Limit = Annotated[int | None, typer.Option("--limit", min=0, help=t("At most so many records"))]


class DryRun(StrEnum):
    """How far a run goes that files nothing."""

    FILL = "fill"  # fill each dialog, read it back, picture it, close it


DryRunOption = Annotated[
    DryRun | None,
    typer.Option(
        "--dry-run", help=t("fill: fill, read back and picture each dialog, file nothing")
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help=t("Write a workbook (.xlsx)"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Read the portal's ledger and bookings; nothing is written there."))(pull)
    app.command(help=t("Show what would be done: + add, ~ change, = unchanged, ! conflict."))(plan)
    app.command(help=t("File the good rows that the portal lacks, one by one."))(apply)
    app.command(help=t("Look on the portal for what is unclear."))(reconcile)


def pull(
    account: Account,
    out: Out = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Read ledger and bookings and show or write them."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        pulled = run.pull()
    if out is not None:
        write_listing(pulled, out, translate=t)
        voice.say("Written: {path}", path=out)
    columns = ("instrument_code", "name", "serial_number", "model", "institute", "valid_until")
    headers = [t(COLUMNS[name]) for name in columns]
    voice.table(headers, [[getattr(rec, name) for name in columns] for rec in pulled.records])
    voice.result(
        t(
            "{records} records in the ledger, {bookings} bookings.",
            records=len(pulled.records),
            bookings=len(pulled.bookings),
        )
    )
    voice.json(pulled)
    return ExitCode.OK


def plan(
    workbook: Workbook,
    account: Account,
    sheet: Sheet = None,
    out: Out = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Show what would be done; nothing is written to the portal."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    desk = checked_desk(voice, settings, workbook, sheet)
    with running(voice, settings, account) as run:
        made = run.plan(desk.wishes)
        _write_results(voice, run, desk, made, out)
    show_plan(voice, made)
    voice.json({"account": account, "counts": made.counts(), "steps": _steps(made)})
    return _plan_exit(desk, made)


def apply(
    workbook: Workbook,
    account: Account,
    yes: Yes = False,
    slow: Slow = None,
    limit: Limit = None,
    dry_run: DryRunOption = None,
    sheet: Sheet = None,
    out: Out = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """File what the portal lacks."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed, slow=slow)
    report_at_end(voice, settings, account, ReportOf.APPLY)
    desk = checked_desk(voice, settings, workbook, sheet)
    with (
        stop_on_ctrl_c(voice) as stop,
        running(voice, settings, account, stop=stop) as run,
    ):
        made = run.plan(desk.wishes)
        if dry_run is DryRun.FILL:
            done = run.rehearse(made, pictures=settings.data / "rehearsal" / account, limit=limit)
            return _show_rehearsal(voice, settings, account, done)
        chosen = made.of(Verdict.ADD, Verdict.CHANGE)[:limit]
        if chosen:
            run.must_be_known(FOR_LEDGER)
        now = Counter(step.verdict for step in chosen)
        counts = {"add": now[Verdict.ADD], "change": now[Verdict.CHANGE]}
        what = t("{add} to add, {change} to change", **counts)
        approve(voice, settings, yes=yes, account=account, what=what)
        with voice.progress():
            tally = run.apply(made, limit=limit)
        _write_results(voice, run, desk, made, out)
    show_tally(voice, tally)
    voice.json({"account": account, "plan": made.counts(), **tally.model_dump()})
    return ExitCode.INTERRUPTED if stop.is_set() else tally_exit(desk, tally)


def _show_rehearsal(
    voice: Console, settings: Settings, account: str, done: tuple[Rehearsed, ...]
) -> ExitCode:
    good = sum(not one.trouble for one in done)
    voice.result(
        t(
            "{good} of {rows} dialogs took every value; nothing was filed. Pictures: {path}",
            good=good,
            rows=len(done),
            path=settings.data / "rehearsal" / account,
        )
    )
    voice.json({"account": account, "rehearsed": [one.model_dump() for one in done]})
    return ExitCode.OK if good == len(done) else ExitCode.PARTLY


def reconcile(
    account: Account,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Resolve what is unclear by looking; nothing is sent."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    with running(voice, settings, account) as run:
        resolved = run.reconcile()
    counts = {"found": len(resolved.found), "absent": len(resolved.absent)}
    voice.result(t("{found} found on the portal, {absent} provably not there.", **counts))
    voice.json(counts)
    return ExitCode.OK


def show_plan(voice: Console, made: Plan) -> None:
    """Print the plan as a table, without the rows that need nothing."""
    steps = [step for step in made.steps if step.verdict is not Verdict.UNCHANGED]
    headers = ["", t("Row"), t(COLUMNS["name"]), t(COLUMNS["serial_number"]), t("What")]
    voice.table(headers, [_plan_row(step) for step in steps])
    voice.result(
        t(
            "{add} to add, {change} to change, {unchanged} unchanged, {conflict} in conflict, "
            "{unclear} unclear; {only_on_portal} only on the portal.",
            **made.counts(),
        )
    )


def show_tally(voice: Console, tally: Tally) -> None:
    """Print how a run ended."""
    voice.result(
        t(
            "{proven} on the portal, {refused} refused, {rejected} not possible, "
            "{unclear} unclear, {left} left.",
            **tally.model_dump(),
        )
    )
    if tally.until:
        voice.result(t("{left} wait until {until}, Beijing time.", **tally.model_dump()))
    if tally.mismatched:
        voice.result(t("{mismatched} are not on the portal as wished.", **tally.model_dump()))


def tally_exit(desk: Desk | None, tally: Tally) -> ExitCode:
    """Return the exit code of a run: the most urgent thing first."""
    if tally.unclear or tally.mismatched:
        return ExitCode.UNCLEAR
    if tally.refused or tally.rejected or tally.until:
        return ExitCode.PARTLY
    if desk is not None and problem_counts(desk)["errors"]:
        return ExitCode.WORKBOOK
    return ExitCode.OK


def checked_desk(voice: Console, settings: Settings, workbook: Path, sheet: str | None) -> Desk:
    """Read and check a workbook, and show what keeps rows from being filed."""
    today = date.today()  # noqa: DTZ011 - the operator's own day
    lists = lists_that_count(voice, settings, today=today)
    desk = open_workbook(
        workbook,
        institute=settings.institute,
        today=today,
        sheet=sheet,
        lists=lists,
        rules=rules_folder(settings),
    )
    counts = problem_counts(desk)
    show_problems(voice, desk, least=Severity.ERROR)
    voice.say("{good} of {rows} rows can be filed.", **counts)
    return desk


def _write_results(voice: Console, run: Run, desk: Desk, made: Plan, out: Path | None) -> None:
    """Write a copy of the workbook that says where every row stands, when asked for."""
    if out is None:
        return
    rows = (row.row for row in desk.checked.rows)
    write_result_workbook(desk, run.standings(rows, made), out, translate=t)
    voice.say("Written: {path}", path=out)


def _plan_row(step: Step) -> list[str]:
    changes = "; ".join(
        f"{t(COLUMNS[field])}: {seen} → {wished}" for field, (seen, wished) in step.changes.items()
    )
    what = changes or (t(step.reason) if step.reason else t(VERDICTS[step.verdict]))
    return [step.verdict.value, str(step.row), step.form.name, step.form.serial_number, what]


def _steps(made: Plan) -> list[dict[str, object]]:
    return [
        {
            "verdict": step.verdict.name.lower(),
            "row": step.row,
            "name": step.form.name,
            "serial_number": step.form.serial_number,
            "changes": step.changes,
            "reason": step.reason,
        }
        for step in made.steps
    ]


def _plan_exit(desk: Desk, made: Plan) -> ExitCode:
    if made.of(Verdict.UNCLEAR):
        return ExitCode.UNCLEAR
    if made.of(Verdict.CONFLICT):
        return ExitCode.PARTLY
    return ExitCode.WORKBOOK if problem_counts(desk)["errors"] else ExitCode.OK
