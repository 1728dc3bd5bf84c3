"""The same scenarios on two portals: what the one showed and the other did not."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import ExitCode
from ecqs_agent.replay.matching import Difference, differences
from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict, StepVerdict, Verdict


class Contrast(BaseModel):
    """One step that showed something else on the second portal; `expected` is the first's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Path
    zh: str
    en: str
    number: int
    verb: str
    line: int
    differences: tuple[Difference, ...]


class Comparison(BaseModel):
    """What differs between two portals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: str
    second: str
    compared: int  # scenarios that both could play
    only_one: tuple[str, ...]  # scenarios that one of them could not play
    contrasts: tuple[Contrast, ...]
    run: RunVerdict

    @property
    def exit_code(self) -> ExitCode:
        """Return what this comparison means to a script."""
        if self.contrasts:
            return ExitCode.PARTLY
        return ExitCode.PORTAL if self.only_one and not self.compared else ExitCode.OK


def compared(run: RunVerdict) -> Comparison:
    """Return what differs between the two portals of a run."""
    first, second = run.cells
    mine = {one.file: one for one in run.scenarios if one.cell == first}
    other = {one.file: one for one in run.scenarios if one.cell == second}
    pairs = [(one, other[file]) for file, one in mine.items()]
    both = [pair for pair in pairs if all(_was_played(one) for one in pair)]
    apart = [one.name for one, twin in pairs if _was_played(one) != _was_played(twin)]
    return Comparison(
        first=first,
        second=second,
        compared=len(both),
        only_one=tuple(apart),
        contrasts=tuple(found for one, twin in both for found in _contrasts(one, twin)),
        run=run,
    )


def _was_played(one: ScenarioVerdict) -> bool:
    return one.verdict is not Verdict.SKIPPED and any(step.seen is not None for step in one.steps)


def _contrasts(one: ScenarioVerdict, twin: ScenarioVerdict) -> list[Contrast]:
    found = []
    for step, other in zip(one.steps, twin.steps, strict=True):
        apart = _apart(step, other)
        if apart:
            found.append(
                Contrast(
                    file=one.file,
                    zh=one.zh,
                    en=one.en,
                    number=step.number,
                    verb=step.verb,
                    line=step.line,
                    differences=tuple(apart),
                )
            )
    return found


def _apart(step: StepVerdict, other: StepVerdict) -> list[Difference]:
    if step.seen is None and other.seen is None:
        return []
    if step.seen is None or other.seen is None:
        return [Difference(place="", expected=_ended(step), came=_ended(other))]
    forth = differences(step.seen, other.seen)
    known = {one.place for one in forth}
    back = [
        one.model_copy(update={"expected": one.came, "came": one.expected})
        for one in differences(other.seen, step.seen)  # what only the second portal shows
        if one.place not in known
    ]
    return forth + back


def _ended(step: StepVerdict) -> str:
    return str(step.verdict)
