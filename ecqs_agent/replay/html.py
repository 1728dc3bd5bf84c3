"""A run as one page that needs nothing beside it: pictures are in it, no script, no address."""

import base64
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecqs_agent import __version__
from ecqs_agent.remedies import REMEDIES
from ecqs_agent.replay.places import told_in
from ecqs_agent.replay.verdict import WEIGHT, RunVerdict, ScenarioVerdict, Verdict
from ecqs_agent.replay.words import (
    VERB_WORDS,
    VERDICT_ADVICE,
    VERDICT_MEANINGS,
    VERDICT_WORDS,
    alike,
    lead_in,
    reasons_in,
    title_in,
    trouble_in,
)
from ecqs_agent.settings import Language
from ecqs_agent.texts import Translate

_LANGUAGES: Final = {Language.ZH: "zh-CN", Language.EN: "en"}
FAILED: Final = (Verdict.DRIFT, Verdict.DIFFERENT, Verdict.BLOCKED)


def write_html(
    run: RunVerdict, path: Path, *, at: datetime, language: Language, t: Translate
) -> None:
    """Write the page; the gravest comes first."""
    groups = alike(t, run)
    failed = [group for verdict in FAILED for group in groups if group[0].verdict is verdict]
    seen = [(verdict, count) for verdict, count in run.counts.items() if count]
    template = _environment().get_template("verdict.html")
    style = files("ecqs_agent.replay").joinpath("page", "verdict.css").read_text(encoding="utf-8")
    page = template.render(
        run=run,
        at=at.strftime("%Y-%m-%d %H:%M"),
        lang=_LANGUAGES[language],
        style=Markup(style),  # noqa: S704 - our own file
        t=t,
        lead=lead_in(t, run),
        words=VERDICT_WORDS,
        meanings=VERDICT_MEANINGS,
        verbs=VERB_WORDS,
        counts=sorted(seen, key=lambda pair: -WEIGHT[Verdict(pair[0])]),
        advice=VERDICT_ADVICE,
        failed=failed,
        anchors={
            (one.file, one.cell): f"case-{at}"
            for at, group in enumerate(failed, 1)
            for one in group
        },
        not_taken=_not_taken,
        reasons=partial(reasons_in, t),
        told=partial(told_in, t),
        remedies=REMEDIES,
        many=len(run.cells) > 1,
        names={one.file for one in run.scenarios},
        rows=rows_of(run),
        title=partial(title_in, language),
        trouble=partial(trouble_in, t),
        pictures=_pictures(group[0] for group in failed),
        version=__version__,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def rows_of(run: RunVerdict) -> list[tuple[str, list[ScenarioVerdict]]]:
    """Return every scenario with its verdict on each portal of the run."""
    rows: dict[Path, list[ScenarioVerdict]] = {}
    for one in run.scenarios:
        rows.setdefault(one.file, []).append(one)
    return [(file.stem, row) for file, row in rows.items()]


def _not_taken(one: ScenarioVerdict) -> int:
    """Return how many steps were not taken because an earlier one had failed."""
    return sum(step.verdict is Verdict.BLOCKED and step.trouble is None for step in one.steps)


def _pictures(failed: Iterable[ScenarioVerdict]) -> dict[Path, str]:
    kept = {
        step.evidence.picture
        for one in failed
        for step in one.failed
        if step.evidence is not None and step.evidence.picture is not None
    }
    return {path: base64.b64encode(path.read_bytes()).decode() for path in kept if path.exists()}


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ecqs_agent.replay", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
