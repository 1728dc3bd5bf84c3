"""What a step's sight means: same, different, drift or blocked, and whether the rest can follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Error as PlaywrightError

from ecqs_agent.errors import AgentError
from ecqs_agent.replay.matching import Difference, differences
from ecqs_agent.replay.verbs.steps import AnyStep
from ecqs_agent.replay.verdict import Trouble, Verdict
from page_objects.errors import PortalError

OUTCOMES: Final[Mapping[str, str]] = {
    "log_in": "logged_in",
    "log_in_elsewhere": "logged_in",
    "log_out": "logged_out",
}
"""What a step that acts comes to when its expectation says nothing else; others: accepted."""

BY_CODE: Final[Mapping[str, Verdict]] = {
    "PORTAL-1": Verdict.BLOCKED,
    "PORTAL-2": Verdict.DIFFERENT,
    "PORTAL-3": Verdict.DRIFT,
    "PORTAL-4": Verdict.DIFFERENT,
}
LENGTH_OF_TREE: Final = len("PORTAL-1")


@dataclass(frozen=True)
class Judged:
    """The judgement of one step."""

    verdict: Verdict
    differences: tuple[Difference, ...]
    trouble: Trouble | None
    seen: Mapping[str, Any] | None
    ends: bool = True  # what follows rests on this step


def trouble_of(error: PortalError | AgentError | PlaywrightError) -> dict[str, Any]:
    """Return an error as what a step showed: its outcome, code, message and facts."""
    if isinstance(error, PlaywrightError):
        error = AgentError("The browser failed: {why}", why=error.message.splitlines()[0])
    facts = {key: _plain(value) for key, value in error.facts.items()}
    refused = error.code.startswith("PORTAL-2") or error.code == "PORTAL-306"
    return {
        "outcome": "refused" if refused else "error",
        "error": error.code,
        "message": str(facts.get("message", "")),
        "facts": facts,
        "said": str(error),
        "template": error.template,
    }


def judge(step: AnyStep, expected: Mapping[str, Any], seen: Mapping[str, Any]) -> Judged:
    """Judge what a step showed by what it shall show."""
    expected = _whole(step, expected)
    found = tuple(differences(expected, seen))
    failed = "error" in seen and not _is_foreseen(expected)
    if not found and not failed:
        return Judged(Verdict.SAME, (), None, seen, ends=False)
    if "error" not in seen:
        return Judged(Verdict.DIFFERENT, found, None, seen, ends=_is_fatal(found))
    trouble = _trouble_in(seen)
    verdict = BY_CODE.get(trouble.code[:LENGTH_OF_TREE], Verdict.BLOCKED)
    if "error" in expected and _is_of_the_session(trouble.code):
        verdict = Verdict.DIFFERENT  # an error was expected, and it was another one
    return Judged(verdict, found if _is_foreseen(expected) else (), trouble, seen)


def judge_offline(step: AnyStep, seen: Mapping[str, Any]) -> Judged:
    """Judge only whether a step came to its end: its fields are compared one by one elsewhere."""
    if "error" not in seen or _is_foreseen(step.expect):
        return Judged(Verdict.SAME, (), None, seen, ends=False)
    return Judged(Verdict.BLOCKED, (), _trouble_in(seen), seen)


def _trouble_in(seen: Mapping[str, Any]) -> Trouble:
    return Trouble(code=seen["error"], template=seen["template"], facts=seen["facts"])


def _whole(step: AnyStep, expected: Mapping[str, Any]) -> dict[str, Any]:
    acts = step.writes or step.verb in OUTCOMES
    if not acts or "outcome" in expected or "error" in expected:
        return dict(expected)
    return {"outcome": OUTCOMES.get(step.verb, "accepted"), **expected}


def _is_foreseen(expected: Mapping[str, Any]) -> bool:
    return "error" in expected or expected.get("outcome") in ("refused", "error")


def _is_of_the_session(code: str) -> bool:
    """Return whether the portal answered, and let nobody in: PORTAL-11x."""
    return code.startswith("PORTAL-11")


def _is_fatal(found: tuple[Difference, ...]) -> bool:
    return any(one.place == "outcome" for one in found)


def _plain(value: object) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)
