"""`ecqs demo`: the whole loop on the mock portal, with the sample workbook."""

from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.checking import problem_counts, show_problems
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, console
from ecqs_agent.demo.loop import CHECKED, REPORT, RESULT, DemoSummary, run_demo
from ecqs_agent.demo.weeks import CORRECTED
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Events
from ecqs_agent.workbooks.reading import Desk
from ledgers.problems import Severity


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Watch the whole loop on the mock portal."))(demo)


def demo(
    rows: Annotated[
        int | None, typer.Option("--rows", min=1, help=t("Only the first rows"))
    ] = None,
    headed: Annotated[bool, typer.Option("--headed", help=t("Show the browser window"))] = False,
    out: Annotated[Path, typer.Option("--out", help=t("Folder for the results"))] = Path("out"),
    as_json: Json = False,
) -> int:
    """Run the demo and show its summary."""
    voice = console(as_json=as_json)
    narrative = Console()  # the events of the demo are narrative, also with --json

    def show_desk(desk: Desk) -> None:
        counts = problem_counts(desk)
        voice.say("Checked {rows} rows: {good} can be filed, {errors} errors.", **counts)
        show_problems(voice, desk, least=Severity.ERROR)

    voice.say("Starting the mock portal and a browser ...")
    events = Events() if as_json else Events(narrative.hear)
    summary = run_demo(
        out, events=events, rows=rows, headed=headed, show_desk=show_desk, translate=t
    )
    _show(voice, summary, out)
    voice.json(summary)
    return ExitCode.OK if summary.is_complete else ExitCode.UNCLEAR


def _show(voice: Console, summary: DemoSummary, out: Path) -> None:
    facts = summary.model_dump()
    voice.result("")
    voice.result(t("Rows in the workbook: {rows}; stopped by the check: {errors}.", **facts))
    voice.result(t("Filed in the ledger: {filed}; booked in {bookings} bookings.", **facts))
    voice.result(
        t(
            "Institute: {accepted} accepted, {refused} refused; unclear: {unclear}.",
            **facts,
        )
    )
    voice.result(
        t(
            "Afterwards: {corrected} corrected and booked again; {dated} valid-until dates "
            "entered.",
            **facts,
        )
    )
    voice.result(t("It took {seconds} s on the mock portal, not the real one.", **facts))
    voice.result(t("What the check found, at its cells: {path}", path=out / CHECKED))
    voice.result(t("Open the result workbook: {path}", path=out / RESULT))
    voice.result(t("What was refused, and how it was put right: {path}", path=out / CORRECTED))
    voice.result(t("Open the report in a browser: {path}", path=out / REPORT))
    voice.result(t("Pictures of the screens: {path}", path=out / "pictures"))
