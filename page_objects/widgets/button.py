"""A button of the kit, found by its text within a window, or within the page but no window."""

import re
from contextlib import suppress

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
    """Press a button by a real click, never through a message and never when switched off.

    The click is the browser's own, at the middle of the button, once that is seen to be still
    and uncovered; it is the one thing that commits what a person has typed (easyui-contract 3).
    A page that is laid out anew at that very moment moves the button away, and the press goes
    beside it: `click` sees that and presses again, `press` leaves it to whoever listens.
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

    def press(self) -> None:
        """Press it once and never again, as a click that commits must be.

        Raises:
            PortalDriftError: no such button; the error lists the buttons there are.
            AmbiguousMatchError: several buttons have these words.
            UnexpectedMessageError: a message box stands in the way.
            ActionRefusedError: the button is switched off.
            PortalUnavailableError: something else covers it all the time.
        """
        point = self._point()
        with translated(step=self._words[0], screen=self._screen):
            self._tab.press(point["x"], point["y"])

    def click(self) -> None:
        """Press it until it was reached once; for buttons that commit nothing.

        Raises:
            PortalError: as `press` does; PortalUnavailableError also when it moved every time.
        """
        for _ in range(PRESSES):
            self.press()
            if self._was_reached():
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

    def _was_reached(self) -> bool:
        """Return whether the last press reached the button; a page on its way elsewhere was."""
        with suppress(PortalUnavailableError):
            return bool(in_page(Spot(self._root.frame), "wasReached", {}, patience=self._patience))
        return True
