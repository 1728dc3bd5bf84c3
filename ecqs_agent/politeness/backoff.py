"""Wait when the portal says that it is busy or closed: as long as it asks, a few times, to read.

Nothing that commits is ever repeated here: a save that is answered so has an unclear outcome.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

import tenacity

from page_objects.errors import Disposition, PortalError

T = TypeVar("T")

ATTEMPTS: Final = 5
LONGEST: Final = 300.0  # seconds, whatever the portal asks for
FIRST: Final = 5.0  # seconds, when it does not say; then twice as long each time


def backing_off(
    call: Callable[[], T],
    *,
    sleep: Callable[[float], None],
    tell: Callable[[PortalError, float], None],
    stopped: Callable[[], bool],
) -> T:
    """Call something that only reads until the portal has time for it, a few times at most.

    `tell` hears each error that is waited for and the seconds. The last error comes out unwrapped,
    at once when `stopped` says that a person wants to stop.
    """

    def note(state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, PortalError) and state.next_action:
            tell(error, state.next_action.sleep)

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(_asks_to_back_off),
        stop=lambda state: state.attempt_number >= ATTEMPTS or stopped(),
        wait=_delay,
        sleep=sleep,
        before_sleep=note,
        reraise=True,
    )
    return retrying(call)


def delay(error: BaseException, attempt: int) -> float:
    """Return the seconds to wait after this error: as asked, else longer with each attempt."""
    asked = asked_for(error)
    return FIRST * 2 ** (attempt - 1) if asked is None else asked


def asked_for(error: BaseException, *, now: datetime | None = None) -> float | None:
    """Return the seconds the portal asks for, at most `LONGEST`; None when it does not say.

    Retry-After is a number of seconds or a date (RFC 9110, 10.2.3).
    """
    text = str(error.facts.get("retry_after", "")) if isinstance(error, PortalError) else ""
    if text.strip().isdecimal():
        return min(float(text), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = (aware - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST)


def _asks_to_back_off(error: BaseException) -> bool:
    return isinstance(error, PortalError) and error.disposition is Disposition.BACK_OFF


def _delay(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return delay(error, state.attempt_number) if error else FIRST
