"""Patience with a portal in trouble, for reading only. The click that commits is never here."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

import tenacity

from page_objects.errors import Disposition, PortalError

T = TypeVar("T")


def pause(seconds: float) -> None:
    """Let the seconds pass; Ctrl-C ends it at once."""
    if seconds > 0:
        Event().wait(seconds)


def patiently(
    call: Callable[[], T],
    *,
    attempts: int = 3,
    within: float = 120.0,
    sleep: Callable[[float], None] = pause,
    before_retry: Callable[[], None] = lambda: None,
) -> T:
    """Call until it works, `attempts` times and `within` seconds at most.

    Only errors whose disposition is RETRY are repeated, and only steps before a commit belong
    here. The last error comes out unwrapped.
    """
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(_repeatable),
        stop=tenacity.stop_after_attempt(attempts) | tenacity.stop_after_delay(within),
        wait=tenacity.wait_exponential_jitter(initial=1, max=20),
        sleep=sleep,
        before_sleep=lambda _: before_retry(),
        reraise=True,
    )
    return retrying(call)


def _repeatable(error: BaseException) -> bool:
    return isinstance(error, PortalError) and error.disposition is Disposition.RETRY
