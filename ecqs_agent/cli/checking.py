"""`ecqs check`: offline; every problem with its cell, its code and what to do."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.lists import lists_that_count
from ecqs_agent.cli.options import Json, Sheet, Workbook, console, settings_of
from ecqs_agent.corrections.house_rules import rules_folder
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import SEVERITIES
from ecqs_agent.workbooks.reading import Desk, mend_workbook, open_workbook, write_empty_workbook
from ledgers.annotate import write_annotated
from ledgers.mend import Mend
from ledgers.problems import Problem, Severity

Annotate = Annotated[
    Path | None,
    typer.Option("--annotate", help=t("Write a copy with every problem at its cell (.xlsx)")),
]
Fix = Annotated[
    Path | None,
    typer.Option("--fix", help=t("Write a copy with every certain mend made (.xlsx)")),
]
Target = Annotated[
    Path, typer.Argument(help=t("The workbook to write (.xlsx)"), show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Write an empty workbook with drop-downs and examples."))(template)
    app.command(help=t("Check a workbook; nothing is sent anywhere."))(check)


def check(
    workbook: Workbook,
    annotate: Annotate = None,
    fix: Fix = None,
    sheet: Sheet = None,
    as_json: Json = False,
) -> int:
    """Check a workbook and show every problem."""
    voice = console(as_json=as_json)
    settings, today = settings_of(), _today()
    institute, lists = settings.institute, lists_that_count(voice, settings, today=today)
    rules = rules_folder(settings)
    desk = open_workbook(
        workbook, institute=institute, today=today, sheet=sheet, lists=lists, rules=rules
    )
    show_problems(voice, desk)
    if annotate is not None:
        write_annotated(workbook, annotate, desk.checked, sheet=desk.sheet, translate=t)
        voice.say("Written: {path}", path=annotate)
    mends: tuple[Mend, ...] = ()
    if fix is not None:
        mends = mend_workbook(
            workbook,
            fix,
            institute=institute,
            today=today,
            sheet=sheet,
            lists=lists,
            rules=rules,
            translate=t,
        )
        _show_mends(voice, mends)
        voice.say("Written: {path}", path=fix)
    counts = problem_counts(desk)
    voice.result(
        t(
            "{good} of {rows} rows can be filed; {errors} errors, {warnings} warnings, "
            "{hints} hints.",
            **counts,
        )
    )
    problems = [_as_data(problem) for problem in desk.checked.problems]
    made = [mend.model_dump(mode="json") for mend in mends]
    judge = lists.model_dump(mode="json", exclude={"lists"}) if lists else None
    voice.json({**counts, "problems": problems, "mends": made, "learned_lists": judge})
    return ExitCode.WORKBOOK if counts["errors"] else ExitCode.OK


def template(out: Target, as_json: Json = False) -> int:
    """Write an empty workbook to fill in."""
    voice = console(as_json=as_json)
    settings, today = settings_of(), _today()
    lists = lists_that_count(voice, settings, today=today)
    write_empty_workbook(out, institute=settings.institute, today=today, lists=lists, translate=t)
    voice.result(t("Written: {path}", path=out))
    voice.json({"files": [str(out)]})
    return ExitCode.OK


def _show_mends(voice: Console, mends: tuple[Mend, ...]) -> None:
    headers = [t("Cell"), t("Code"), t("Before"), t("After")]
    voice.table(headers, [[made.cell, made.code, made.before, made.after] for made in mends])


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the operator's own day


def show_problems(voice: Console, desk: Desk, *, least: Severity = Severity.HINT) -> None:
    """Print the problems as a table, by row."""
    shown = [problem for problem in desk.checked.problems if problem.severity.rank <= least.rank]
    if not shown:
        return
    headers = [t("Cell"), t("Code"), t("Problem"), t("What to do")]
    voice.table(headers, [_as_row(problem) for problem in shown])


def problem_counts(desk: Desk) -> dict[str, int]:
    """Return how many rows there are, how many are good, and problems by severity."""
    by_severity = {f"{severity.value}s": 0 for severity in Severity}
    for problem in desk.checked.problems:
        by_severity[f"{problem.severity.value}s"] += 1
    return {"rows": len(desk.checked.rows), "good": len(desk.wishes), **by_severity}


def _as_row(problem: Problem) -> list[str]:
    place = problem.cell or (t("row {row}", row=problem.row) if problem.row else "")
    return [
        place,
        f"{problem.code} {t(SEVERITIES[problem.severity])}",
        t(problem.template, **problem.facts),
        t(problem.advice_template, **problem.facts),
    ]


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        **problem.model_dump(mode="json", exclude={"template", "advice_template"}),
        "message": t(problem.template, **problem.facts),
        "suggestion": t(problem.advice_template, **problem.facts),
    }
