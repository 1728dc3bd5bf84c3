"""Which browser the tests use where pytest-playwright would find none."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from ecqs_agent.driving.browser import choose_browser, flags, playwright_browser
from ecqs_agent.errors import NoBrowserError


def launch_args(
    playwright: Playwright, theirs: Mapping[str, Any], *, wanted: str, engines: Sequence[str]
) -> dict[str, Any]:
    """Return what the browser is started with: as the tests say, or on a browser of this machine.

    A channel or program that was chosen stays, and so do Firefox, WebKit and Playwright's own
    Chromium where it is installed and no other browser is wanted.

    Raises:
        NoBrowserError: the one that is wanted was not found.
    """
    given = dict(theirs)
    if {"channel", "executable_path"} & set(given) or set(engines) - {"chromium"}:
        return given
    if not wanted and playwright_browser(playwright) is not None:
        return given
    try:
        found = choose_browser(playwright, wanted, headed=given.get("headless") is False)
    except NoBrowserError:
        if wanted:
            raise
        return given  # pytest-playwright says what to install
    return {
        **given,
        "executable_path": Path(found.path),
        "args": [*given.get("args", ()), *flags()],
    }
