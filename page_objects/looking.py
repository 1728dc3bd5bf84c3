"""Whether something may be written through a browser context at all.

Whoever only looks says so once for a context. Every commit through a page of it is then refused
before the click, by an error of theirs.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext

Refuse = Callable[[], None]
"""Raises; what it raises says why nothing may be written and what to do."""

_LOOKING: WeakKeyDictionary[BrowserContext, Refuse] = WeakKeyDictionary()


def look_only(context: BrowserContext, refuse: Refuse) -> None:
    """Have every commit through the pages of this context refused from now on."""
    _LOOKING[context] = refuse


def must_be_let_write(context: BrowserContext) -> None:
    """Make sure that something may be written through this context.

    Raises:
        Exception: the one that was asked for by `look_only`.
    """
    if context in _LOOKING:
        _LOOKING[context]()
