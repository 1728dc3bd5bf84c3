"""A button of the kit, found by its text within a window, or within the page but no window."""

import re

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from page_objects.errors import ActionRefusedError, PortalDriftError, UnexpectedMessageError
from page_objects.patience import Patience, Wait
from page_objects.widgets.script import in_page, translated
from page_objects.words import Aliases


def exactly(words: Aliases) -> re.Pattern[str]:
    """Return the pattern of a text that is one of `words` and nothing else.

    A slash is written as its number: Playwright pastes the pattern between slashes.
    """
    either = "|".join(re.escape(word).replace("/", r"\x2f") for word in words)
    return re.compile(rf"^\s*(?:{either})\s*$")


class Button:
    """Press a button by one real click, never through a message and never when switched off."""

    def __init__(
        self, root: Locator, words: Aliases, *, screen: str, patience: Patience, in_window: bool
    ) -> None:
        every = "a.l-btn" if in_window else "a.l-btn:not(.window a)"
        self._all = root.locator(every).filter(visible=True)
        self._button = self._all.filter(has_text=exactly(words))
        self._words = words
        self._screen = screen
        self._patience = patience

    def click(self) -> None:
        """Press it once.

        Raises:
            PortalDriftError: no such button; the error lists the buttons there are.
            UnexpectedMessageError: a message box stands in the way.
            ActionRefusedError: the button is switched off.
        """
        with translated(step=self._words[0], screen=self._screen):
            self._wait_shown()
            self._look_around()
            self._button.click(timeout=self._patience.ms(Wait.ACT))

    def _wait_shown(self) -> None:
        try:
            self._button.wait_for(state="visible", timeout=self._patience.ms(Wait.ACT))
        except PlaywrightTimeoutError as exc:
            seen = tuple(text.strip() for text in self._all.all_inner_texts())
            raise PortalDriftError(screen=self._screen, missing=self._words[0], seen=seen) from exc

    def _look_around(self) -> None:
        around = in_page(self._button, "surroundings", {}, patience=self._patience)
        if around["messages"]:
            raise UnexpectedMessageError(message=around["messages"][-1]["text"])
        if around["off"]:
            raise ActionRefusedError(action=self._words[0], message="the button is switched off")
