"""Show how far a run has come: a bar on a terminal, now and then a line elsewhere."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ecqs_agent.cli.language import t

STEPS: Final = 10  # so many lines in all where there is no bar
FEWEST: Final = 20  # a shorter run needs no lines: each record has its own


def duration(seconds: float) -> str:
    """Return seconds as a person reads them: 0:07, 12:30, 1:05:00."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def sentence(template: str, facts: Mapping[str, Any]) -> str:
    """Return the counts and times of a progress event in the operator's language."""
    times = {name: duration(float(facts[name])) for name in ("elapsed", "rest")}
    return t(template, **{**facts, **times})


def is_due(facts: Mapping[str, Any]) -> bool:
    """Return whether a line is due: at each tenth of a run that is not short."""
    total, done = int(facts["total"]), int(facts["total"]) - int(facts["left"])
    return total >= FEWEST and (done * STEPS) // total > ((done - 1) * STEPS) // total


class ProgressBar:
    """A bar under the narrative. It draws only when told something, and ends cleanly."""

    def __init__(self, console: RichConsole) -> None:
        self._progress = Progress(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
            auto_refresh=False,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)
        self._is_shown = False

    def show(self, template: str, facts: Mapping[str, Any]) -> None:
        """Draw the bar where the run stands now."""
        if not self._is_shown:
            self._progress.start()
            self._is_shown = True
        total = int(facts["total"])
        self._progress.update(
            self._task,
            total=total,
            completed=total - int(facts["left"]),
            description=sentence(template, facts),
            refresh=True,
        )

    def end(self) -> None:
        """Take the bar away."""
        if self._is_shown:
            self._progress.stop()
