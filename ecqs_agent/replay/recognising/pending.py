"""An act that was sent and whose answer has not been seen yet."""

from collections.abc import Callable
from dataclasses import dataclass

from ecqs_agent.replay.recognising.events import Seen
from page_objects.words import WORDS

Finish = Callable[[str, Seen | None], None]
"""Is told the portal's words, or the list that came; with neither the outcome is not known."""


@dataclass
class Pending:
    """What was pressed, and what to do when the portal has answered."""

    seen: Seen
    finish: Finish
    asks: bool = False  # the portal asks first whether it is meant


def is_success(message: str) -> bool:
    """Return whether a message says that the act was done, or nothing at all."""
    return not message or WORDS.message_means("saved", message)
