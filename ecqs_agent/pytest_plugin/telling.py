"""Our errors and reasons in the words of whoever runs the tests (`ECQS_LANG`)."""

from collections.abc import Mapping
from typing import Final

from ecqs_agent.errors import AgentError
from ecqs_agent.remedies import REMEDIES
from ecqs_agent.texts import chosen_language, translator
from page_objects.errors import PortalError

REASONS: Final[Mapping[str, str]] = {
    "no_mock": "This needs a mock portal, and {portal} has not proven itself to be one.",
    "other_variant": (
        "This is about another kind of portal than the one that is tested ({needed}; tested: "
        "{portal})."
    ),
}


def told(error: AgentError | PortalError) -> str:
    """Return what an error says: its code, its words, and what to do."""
    t = translator(chosen_language())
    lines = [f"{error.code} {t(error.template, **error.facts)}"]
    if error.code in REMEDIES:
        lines.append(t(REMEDIES[error.code]))
    return "\n".join(lines)


def told_if_ours(error: BaseException) -> str:
    """Return what an error says that we raised on purpose, "" for any other."""
    return told(error) if isinstance(error, AgentError | PortalError) else ""


def reason(name: str, **facts: object) -> str:
    """Return why a test is skipped."""
    return translator(chosen_language())(REASONS[name], **facts)
