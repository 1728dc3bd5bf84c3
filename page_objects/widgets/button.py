"""A button of the kit, found by its text within a window, or within the page but no window."""

import re

from playwright.sync_api import Error as PlaywrightError

from page_objects.errors import (
    ActionRefusedError,
    PortalDriftError,
    PortalUnavailableError,
    UnexpectedMessageError,
)
from page_objects.patience import Patience, Wait
from page_objects.tab import Tab
from page_objects.widgets.script import Spot, in_page, translated
from page_objects.words import Aliases

PRESSES = 3


def exactly(words: Aliases) -> re.Pattern[str]:
    """Return the pattern of a text that is one of `words` and nothing else.

    A slash is written as its number: Playwright pastes the pattern between slashes.
    """
    either = "|".join(re.escape(word).replace("/", r"\x2f") for word in words)
    return re.compile(rf"^\s*(?:{either})\s*$")


class Button:
    """Press a button by one real click, never through a message and never when switched off.

    The click is the browser's own, at the middle of the button, once that is seen to be still
    and uncovered; it is the one thing that commits what a person has typed (easyui-contract 3).
    A page that is laid out anew at that moment moves the button away: the press then reached
    nothing, which the button itself tells, and is made again.
    """

    def __init__(
        self,
        root: Spot,
        words: Aliases,
        tab: Tab,
        *,
        screen: str,
        patience: Patience,
        in_window: bool,
    ) -> None:
        self._root = root
        self._words = words
        self._tab = tab
        self._screen = screen
        self._patience = patience
        self._in_window = in_window

    def click(self) -> None:
        """Press it once.

        Raises:
            PortalDriftError: no such button; the error lists the buttons there are.
            AmbiguousMatchError: several buttons have these words.
            UnexpectedMessageError: a message box stands in the way.
            ActionRefusedError: the button is switched off.
            PortalUnavailableError: something else covers it all the time.
        """
        for _ in range(PRESSES):
            point = self._point()
            with translated(step=self._words[0], screen=self._screen):
                self._tab.press(point["x"], point["y"])
            if self._was_hit():
                return
        raise PortalUnavailableError(step=self._words[0], screen=self._screen)

    def _point(self) -> dict[str, float]:
        """Return the middle of the button, once it can be pressed."""
        args = {
            "words": list(self._words),
            "inWindow": self._in_window,
            "ms": self._patience.ms(Wait.ACT),
        }
        try:
            around = in_page(self._root, "pressable", args, patience=self._patience)
        except PortalDriftError as exc:
            facts = {"missing": self._words[0], "seen": exc.facts["seen"]}
            raise PortalDriftError(screen=self._screen, **facts) from exc
        if around["messages"]:
            raise UnexpectedMessageError(message=around["messages"][-1]["text"])
        if around["off"]:
            raise ActionRefusedError(action=self._words[0], message="the button is switched off")
        if around["point"] is None:
            raise PortalUnavailableError(step=self._words[0], screen=self._screen)
        point: dict[str, float] = around["point"]
        return point

    def _was_hit(self) -> bool:
        """Return whether the press reached the button; a page that went elsewhere heard it."""
        try:
            whole = Spot(self._root.frame)
            return bool(in_page(whole, "wasHit", {}, patience=self._patience))
        except (PortalUnavailableError, PlaywrightError):
            return True
