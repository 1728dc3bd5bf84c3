"""Named points in the commit path at which a test can end the process (durability rules).

Without `ECQS_FAULT_POINT` nothing happens. With `after-intent` the process dies the first time
it comes there, with `after-intent:3` the third time: at once, without cleaning up, as after a
power cut.
"""

import os
from collections import Counter
from enum import StrEnum
from typing import Final

VARIABLE: Final = "ECQS_FAULT_POINT"
EXIT_CODE: Final = 137  # what a shell shows for SIGKILL, so that a test knows the cause

_reached: Counter[str] = Counter()


class FaultPoint(StrEnum):
    """Where in the commit path the process may be ended."""

    BEFORE_INTENT = "before-intent"  # the form is filled, nothing is on disk
    AFTER_INTENT = "after-intent"  # `submitting` is on disk, nothing was clicked
    AT_RELEASE = "at-release"  # clicked; the request is held and was found right
    AFTER_CLICK = "after-click"  # the portal answered, the answer is not on disk
    AFTER_CONFIRMATION = "after-confirmation"  # the outcome is on disk


def reach(point: FaultPoint) -> None:
    """End the process here if the environment asks for it."""
    name, _, nth = os.environ.get(VARIABLE, "").partition(":")
    if name != point:
        return
    _reached[point] += 1
    if _reached[point] == int(nth or 1):
        os._exit(EXIT_CODE)
