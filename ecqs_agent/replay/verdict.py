"""What came of steps, scenarios and whole runs: same, different, drift, blocked."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.errors import ExitCode
from ecqs_agent.replay.matching import Difference


class Verdict(StrEnum):
    """How a step, a scenario or a run ended; the later ones weigh more."""

    SKIPPED = "skipped"  # not meant for this portal
    SAME = "same"
    BLOCKED = "blocked"  # an earlier step failed, a person is needed, the portal is away
    DIFFERENT = "different"
    DRIFT = "drift"  # not the screen the page objects were written for


WEIGHT: Final[Mapping[Verdict, int]] = {one: weight for weight, one in enumerate(Verdict)}


class Trouble(BaseModel):
    """The error that ended a step: its code, its English template and facts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    template: str
    facts: Mapping[str, Any] = Field(default_factory=dict)


class Evidence(BaseModel):
    """What a failed step leaves: a picture and the markup in front; never of a login page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    picture: Path | None = None
    excerpt: str = ""


class StepVerdict(BaseModel):
    """What came of one step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    verb: str
    note: str = ""
    line: int
    verdict: Verdict
    seconds: float = 0
    differences: tuple[Difference, ...] = ()
    trouble: Trouble | None = None
    evidence: Evidence | None = None
    seen: Any = None  # without what is dynamic; kept where portals are compared


class ScenarioVerdict(BaseModel):
    """What came of one scenario on one portal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Path
    zh: str
    en: str
    tags: tuple[str, ...] = ()
    cell: str
    verdict: Verdict
    seconds: float = 0
    steps: tuple[StepVerdict, ...] = ()
    trace: Path | None = None
    cassette: Path | None = None  # in which it was kept
    person: bool = False  # blocked until a person does something

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        return self.file.stem

    @property
    def failed(self) -> tuple[StepVerdict, ...]:
        """Return the steps that are not the same, without those blocked by an earlier one."""
        return tuple(
            one
            for one in self.steps
            if one.verdict not in (Verdict.SAME, Verdict.SKIPPED)
            and (one.verdict is not Verdict.BLOCKED or one.trouble is not None)
        )


class RunVerdict(BaseModel):
    """What came of a run: every scenario on every portal of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cells: tuple[str, ...]
    scenarios: tuple[ScenarioVerdict, ...]
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """Return the gravest of all."""
        return gravest(one.verdict for one in self.scenarios)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many scenarios ended how."""
        return {
            str(one): sum(scenario.verdict is one for scenario in self.scenarios) for one in Verdict
        }

    @property
    def exit_code(self) -> ExitCode:
        """Return what this run means to a script."""
        match self.verdict:
            case Verdict.DRIFT:
                return ExitCode.PORTAL
            case Verdict.DIFFERENT:
                return ExitCode.PARTLY
            case Verdict.BLOCKED:
                waits = any(one.person for one in self.scenarios)
                return ExitCode.PERSON if waits else ExitCode.PORTAL
            case _:
                return ExitCode.OK


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the gravest of several verdicts."""
    return max(verdicts, key=WEIGHT.__getitem__, default=Verdict.SAME)
