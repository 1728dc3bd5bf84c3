"""`ecqs replay`: scenarios played on mocks or a given portal, and compared between two portals."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli import cassettes, recorded
from ecqs_agent.cli.cassettes import expect_of
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import LANGUAGE, t
from ecqs_agent.cli.options import CaptchaOption, Headed, Json, console, settings_of, typer_state
from ecqs_agent.cli.people import log_in_way
from ecqs_agent.cli.replay_shown import show_comparison, show_run, tell
from ecqs_agent.errors import ExitCode, ReplayError
from ecqs_agent.replay.comparing import compared
from ecqs_agent.replay.crew import Plan, play_all
from ecqs_agent.replay.html import write_html
from ecqs_agent.replay.junit import write_junit
from ecqs_agent.replay.loading import ScenarioFile, scenarios_at
from ecqs_agent.replay.model import as_json_schema
from ecqs_agent.replay.stage import Cell, cell_from, cells_of
from ecqs_agent.replay.verdict import RunVerdict
from ecqs_agent.replay.words import lead_in
from ecqs_agent.settings import Language
from page_objects.payload import CHINA

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help=t("Scenario files or folders; without any, those that come with the program"),
        show_default=False,
    ),
]
PortalGiven = Annotated[
    str, typer.Option("--portal", help=t("Play on this portal instead of mocks of our own"))
]
EngineOption = Annotated[
    str | None, typer.Option("--engine", help=t("Widget engine of the mock: lite or easyui"))
]
VariantOption = Annotated[
    list[str] | None, typer.Option("--variant", metavar="K=V", help=t("Variant of the mock"))
]
Matrix = Annotated[
    list[str] | None,
    typer.Option(
        "--matrix",
        metavar="K=V,V",
        help=t("Play on every combination, such as engine=lite,easyui; may be repeated"),
    ),
]
Processes = Annotated[
    int, typer.Option("--processes", min=1, max=16, help=t("Scenarios played at the same time"))
]
Fresh = Annotated[
    bool,
    typer.Option(
        "--fresh", help=t("Put a given mock back to its first state before each scenario")
    ),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help=t("Only scenarios with this tag"))]
AllowWriting = Annotated[
    bool,
    typer.Option(
        "--allow-writing",
        help=t("Let steps file, change and delete on a portal that is not a mock"),
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", help=t("Folder of pictures and traces of failed steps"))
]
Junit = Annotated[Path | None, typer.Option("--junit", help=t("Write the verdict as JUnit XML"))]
Html = Annotated[Path | None, typer.Option("--html", help=t("Write the verdict as one page"))]
Repeat = Annotated[
    int,
    typer.Option(
        "--repeat",
        min=1,
        max=1000,
        help=t("Play everything so many times; it ends with the first round that is not the same"),
    ),
]
Keep = Annotated[
    Path | None,
    typer.Option(
        "--keep",
        help=t("Keep each scenario that is the same as a cassette in this folder"),
    ),
]
WhoPlays = Annotated[str, typer.Option("--account", help=t("Account on a given portal"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Play the portal's workflows as scenarios, and compare portals (QA)."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(name="run", help=t("Play scenarios and judge every step."))(run)
    group.command(
        name="compare", help=t("Play scenarios on two portals, and report only what differs.")
    )(compare)
    group.command(name="list", help=t("List scenarios with their titles."))(list_scenarios)
    group.command(name="schema", help=t("Print the JSON Schema of scenario files."))(schema)
    recorded.add_to(group)
    cassettes.add_to(group)
    app.add_typer(group, name="replay")


def run(
    paths: Paths = None,
    portal: PortalGiven = "",
    variant: VariantOption = None,
    engine: EngineOption = None,
    matrix: Matrix = None,
    processes: Processes = 2,
    tag: Tag = None,
    fresh: Fresh = False,
    allow_writing: AllowWriting = False,
    account: WhoPlays = "demo",
    captcha: CaptchaOption = None,
    headed: Headed = None,
    out: Out = None,
    junit: Junit = None,
    html: Html = None,
    keep: Keep = None,
    repeat: Repeat = 1,
    as_json: Json = False,
) -> int:
    """Play scenarios and judge every step."""
    if keep is not None and repeat > 1:
        raise ReplayError("--keep and --repeat do not go together: a cassette is kept once.")
    voice = console(as_json=as_json)
    cells = cells_of(
        portal=portal,
        engine=engine,
        variants=variant or (),
        matrix=matrix or (),
        fresh=fresh,
    )
    plan = Plan(
        files=_chosen(paths, tag),
        cells=cells,
        folder=_folder(out),
        account=account,
        processes=processes,
        may_write=allow_writing,
        keep=keep,
    )
    settings = settings_of(portal=portal or None, captcha=captcha, headed=headed)
    way = log_in_way(settings, account)
    told = partial(tell, voice)
    verdict = _rounds(voice, repeat, lambda: play_all(plan, settings, told=told, log_in=way))
    _write(voice, verdict, junit=junit, html=html)
    show_run(voice, verdict)
    kept = [one.cassette for one in verdict.scenarios if one.cassette]
    whole = expect_of(voice, kept, settings) if kept else True
    return verdict.exit_code or (ExitCode.OK if whole else ExitCode.PARTLY)


def _rounds(voice: Console, count: int, play: Callable[[], RunVerdict]) -> RunVerdict:
    """Play again and again, and return the first round that is not the same, else the last."""
    number = 1
    while True:
        verdict = play()
        if count > 1:
            seconds = verdict.seconds
            head = t(
                "Round {number} of {count}, {seconds} s:",
                number=number,
                count=count,
                seconds=seconds,
            )
            voice.result(f"{head} {lead_in(t, verdict)}")
        if number == count or verdict.exit_code is not ExitCode.OK:
            return verdict
        number += 1


def compare(
    first: Annotated[str, typer.Argument(help=t("A portal: address, mock, or K=V,K=V of a mock"))],
    second: Annotated[str, typer.Argument(help=t("The portal to compare it with"))],
    paths: Paths = None,
    processes: Processes = 2,
    tag: Tag = None,
    fresh: Fresh = False,
    allow_writing: AllowWriting = False,
    account: WhoPlays = "demo",
    out: Out = None,
    as_json: Json = False,
) -> int:
    """Play scenarios on two portals, and report only what differs."""
    voice = console(as_json=as_json)
    cells = (cell_from(first, fresh=fresh), cell_from(second, fresh=fresh))
    if cells[0].label == cells[1].label:
        raise ReplayError("Both portals are the same: {portal}.", portal=cells[0].label)
    plan = Plan(
        files=_chosen(paths, tag),
        cells=cells,
        folder=_folder(out),
        account=account,
        processes=processes,
        may_write=allow_writing,
    )
    settings = settings_of(portal=_address(cells))
    way = log_in_way(settings, account)
    verdict = play_all(plan, settings, told=lambda one: tell(voice, one), log_in=way)
    comparison = compared(verdict)
    show_comparison(voice, comparison)
    return comparison.exit_code


def list_scenarios(paths: Paths = None, tag: Tag = None, as_json: Json = False) -> int:
    """List scenarios with their titles."""
    voice = console(as_json=as_json)
    files = _chosen(paths, tag)
    zh = LANGUAGE is Language.ZH
    rows = [
        (
            file.name,
            file.scenario.title.zh if zh else file.scenario.title.en,
            " ".join(file.scenario.tags),
            len(file.scenario.steps),
        )
        for file in files
    ]
    voice.table([t("Scenario"), t("Title"), t("Tags"), t("Steps")], rows)
    voice.json(
        {
            "scenarios": [
                {
                    "name": file.name,
                    "file": str(file.path),
                    "title": file.scenario.title.model_dump(),
                    "tags": file.scenario.tags,
                    "steps": len(file.scenario.steps),
                    "only_on_a_mock": bool(file.scenario.only_on_a_mock),
                    "writes": bool(file.scenario.writes),
                }
                for file in files
            ]
        }
    )
    return ExitCode.OK


def schema(
    out: Annotated[Path | None, typer.Option("--out", help=t("Write it to this file"))] = None,
) -> int:
    """Print the JSON Schema of scenario files."""
    text = schema_text()
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
    return ExitCode.OK


def schema_text() -> str:
    """Return the schema as it is committed."""
    return json.dumps(as_json_schema(), ensure_ascii=False, indent=2) + "\n"


def _chosen(paths: list[Path] | None, tags: list[str] | None) -> tuple[ScenarioFile, ...]:
    found = scenarios_at(paths or ())
    chosen = [one for one in found if not tags or set(tags) & set(one.scenario.tags)]
    if not chosen:
        known = sorted({tag for one in found for tag in one.scenario.tags})
        raise ReplayError("No scenario has this tag; there are: {tags}.", tags=known)
    return tuple(chosen)


def _folder(out: Path | None) -> Path:
    if out is not None:
        return out
    data = typer_state().data or settings_of().data
    return data / "replay" / datetime.now(CHINA).strftime("%Y%m%d-%H%M%S")


def _address(cells: tuple[Cell, ...]) -> str | None:
    return next((cell.portal for cell in cells if cell.portal), None)


def _write(voice: Console, verdict: RunVerdict, *, junit: Path | None, html: Path | None) -> None:
    if junit is not None:
        write_junit(verdict, junit, language=LANGUAGE, t=t)
        voice.say("Written: {path}", path=junit)
    if html is not None:
        write_html(verdict, html, at=datetime.now(CHINA), language=LANGUAGE, t=t)
        voice.say("Written: {path}", path=html)
