"""What `ecqs replay` prints: a line per scenario while it runs, then tables and what failed."""

from pathlib import Path

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import LANGUAGE, t
from ecqs_agent.replay.comparing import Comparison
from ecqs_agent.replay.html import rows_of
from ecqs_agent.replay.places import told_in
from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict
from ecqs_agent.replay.words import VERDICT_WORDS, advice_in, alike, failure_in, lead_in, where_in
from ecqs_agent.settings import Language


def tell(voice: Console, one: ScenarioVerdict) -> None:
    """Tell of one scenario that was played."""
    voice.say(
        "{verdict}  {name} ({cell}), {seconds} s",
        verdict=t(VERDICT_WORDS[one.verdict]),
        name=one.name,
        cell=one.cell,
        seconds=one.seconds,
    )


def show_run(voice: Console, run: RunVerdict) -> None:
    """Print a run: one table of all, then every step that is not as expected."""
    headers = [t("Scenario"), *(_short(cell) for cell in run.cells)]
    rows = [[name, *(t(VERDICT_WORDS[one.verdict]) for one in row)] for name, row in rows_of(run)]
    voice.table(headers, rows)
    for group in alike(t, run):
        lines = failure_in(t, LANGUAGE, group[0], cells=[one.cell for one in group])
        for line in ("", *lines):
            voice.result(line)
    for line in ("", lead_in(t, run), *advice_in(t, run)):
        voice.result(line)
    body = run.model_dump(
        mode="json", exclude={"scenarios": {"__all__": {"steps": {"__all__": {"seen"}}}}}
    )
    voice.json({**body, "verdict": run.verdict, "counts": run.counts, "exit_code": run.exit_code})


def show_comparison(voice: Console, found: Comparison) -> None:
    """Print what differs between two portals, and nothing else."""
    last: Path | None = None
    for one in found.contrasts:
        if one.file != last:
            voice.result(f"{one.file.stem}: {one.zh if LANGUAGE is Language.ZH else one.en}")
            last = one.file
        where = where_in(t, number=one.number, verb=one.verb, line=one.line)
        voice.result(f"  {where}")
        for apart in one.differences:
            told = told_in(t, apart)
            voice.result(f"    {told.where}" + (f" [{told.place}]" if told.place else ""))
            voice.result(f"      {found.first}: {told.expected}")
            voice.result(f"      {found.second}: {told.came}")
    if found.only_one:
        voice.result(t("Only one of the portals could play: {names}", names=found.only_one))
    voice.result(
        t(
            "{compared} scenarios compared, {steps} steps differ.",
            compared=found.compared,
            steps=len(found.contrasts),
        )
    )
    body = found.model_dump(mode="json", exclude={"run"})
    voice.json({**body, "exit_code": found.exit_code})


def _short(cell: str) -> str:
    """Return a portal's label for the head of a narrow column."""
    return cell.replace("http://", "").replace("https://", "")
