"""Listen to a person who uses the portal in a browser: every tab, every frame, no secret."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pydantic import ValidationError

from ecqs_agent.replay.recognising.events import SECRET_WORDS, Seen
from page_objects.widgets.listening import listener_source

NAME: Final = "ecqsRecorder"
SLICE_MS: Final = 300.0


class Recording:
    """What a person did in one browser context since it was made."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.events: list[Seen] = []
        context.expose_binding(NAME, self._hear)
        context.add_init_script(script=listener_source(NAME, secret_words=SECRET_WORDS))
        context.on("dialog", lambda _: None)  # the person answers it; unheard it would be dismissed

    def until_left(self, is_over: Callable[[], bool]) -> None:
        """Listen until every tab is closed, the browser is gone, or `is_over` says so."""
        while not is_over() and self._is_open():
            with suppress(PlaywrightTimeoutError):
                self.context.wait_for_event("close", timeout=SLICE_MS)

    def _is_open(self) -> bool:
        browser = self.context.browser
        is_running = browser is None or browser.is_connected()
        return is_running and any(not page.is_closed() for page in self.context.pages)

    def _hear(self, source: Mapping[str, Any], payload: str) -> None:
        del source
        try:
            seen = Seen.model_validate_json(payload)
        except ValidationError:  # a page may call the function itself
            return
        self.events.append(seen.model_copy(update={"number": len(self.events) + 1}))


def open_portal(context: BrowserContext, address: str) -> None:
    """Bring the portal's front page up for the person."""
    page = context.pages[0] if context.pages else context.new_page()
    with suppress(PlaywrightError):  # the person sees what came instead
        page.goto(address, wait_until="domcontentloaded")
