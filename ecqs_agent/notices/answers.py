"""What a service said when it was given a notice."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.secrecy import SECRETS

SOON: Final = 2.0  # seconds: the wire or the service was in trouble
NEXT_MINUTE: Final = 65.0  # seconds: too many messages in this minute
_LONGEST: Final = 300


class Answer(BaseModel):
    """`taken` only when the service itself said so; `again_after` is None where that is final."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    taken: bool
    words: str
    again_after: float | None = None


def taken(words: str) -> Answer:
    """Return that the service took it, in its words."""
    return Answer(taken=True, words=_shown(words))


def refused(words: str) -> Answer:
    """Return that it will not be taken, however often it is sent."""
    return Answer(taken=False, words=_shown(words))


def not_now(words: str, *, after: float = SOON) -> Answer:
    """Return that it was not taken now, and may be after so many seconds."""
    return Answer(taken=False, words=_shown(words), again_after=after)


def _shown(words: str) -> str:
    """Return the words on one line, without secrets, no longer than a person reads."""
    line = SECRETS.without_secrets(" ".join(words.split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
