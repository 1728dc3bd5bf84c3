"""What `ecqs replay` prints: a line per scenario while it runs, then tables and what failed."""

from pathlib import Path

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import LANGUAGE, t
from ecqs_agent.replay.comparing import Comparison
from ecqs_agent.replay.html import rows_of
from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict, Verdict
from ecqs_agent.replay.words import VERDICT_WORDS, failure_in, lead_in, where_in
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
    for one in run.scenarios:
        if one.verdict not in (Verdict.SAME, Verdict.SKIPPED):
            _show_failed(voice, one)
    voice.result(lead_in(t, run))
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
            voice.result(f"    {apart.place}")
            voice.result(f"      {found.first}: {apart.expected}")
            voice.result(f"      {found.second}: {apart.came}")
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


def _show_failed(voice: Console, one: ScenarioVerdict) -> None:
    for line in ("", *failure_in(t, LANGUAGE, one)):
        voice.result(line)


def _short(cell: str) -> str:
    """Return a portal's label for the head of a narrow column."""
    return cell.replace("http://", "").replace("https://", "")
