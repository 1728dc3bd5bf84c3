"""A dialog window, found by its title, and the two kinds of message boxes."""

from typing import Any

from playwright.sync_api import Frame

from page_objects.errors import (
    ActionRefusedError,
    NothingSelectedError,
    PortalClosedError,
    PortalDriftError,
    PortalUnavailableError,
    SessionDisplacedError,
    SessionEndedError,
)
from page_objects.patience import Patience, Wait
from page_objects.tab import Tab
from page_objects.widgets.button import Button
from page_objects.widgets.script import Spot, in_page
from page_objects.words import WORDS, Aliases

_GLANCE_MS = 200


class Messager:
    """Hear and close the page's message boxes: the kit's own and the browser's."""

    def __init__(self, frame: Frame, tab: Tab, *, patience: Patience) -> None:
        self._html = Spot(frame)
        self._tab = tab
        self._patience = patience

    def heard(self) -> tuple[str, ...]:
        """Return what has been said and not been taken yet; close nothing."""
        standing = self._call("messagesWithin", ms=0)
        return (*self._tab.said, *(str(one["text"]) for one in standing))

    def take(self) -> str:
        """Wait for a message, close it, and return its text; "" when none comes."""
        found: list[str] = []
        self._tab.wait_until(lambda: bool(self._taken(found)), self._patience.ms(Wait.MESSAGE))
        return "\n".join(found)

    def agree(self) -> None:
        """Press yes in the question that stands; a native one has been answered already."""
        self._call("answerMessage", words=WORDS.buttons["yes"], ms=self._patience.ms(Wait.RENDER))

    def _taken(self, found: list[str]) -> list[str]:
        if self._tab.said:
            found.extend(self._tab.take_said())
        else:
            ms = self._patience.ms(Wait.RENDER)
            text = self._call("takeMessage", words=WORDS.buttons["ok"], within=_GLANCE_MS, ms=ms)
            found.extend([text] if text else [])
        return found

    def _call(self, function: str, **args: object) -> Any:  # noqa: ANN401 - JSON
        return in_page(self._html, function, args, patience=self._patience)


def refusal(action: str, message: str) -> Exception:
    """Return the error for a message that came instead of what was asked for."""
    if WORDS.message_means("displaced", message):
        return SessionDisplacedError(evidence=message)
    if WORDS.message_means("session", message):
        return SessionEndedError(evidence=message)
    if WORDS.message_means("closed", message):
        return PortalClosedError(message=message)
    if WORDS.message_means("select_row", message):
        return NothingSelectedError(action=action, message=message)
    return ActionRefusedError(action=action, message=message)


class Dialog:
    """A window with a title: wait for it, press its buttons, look only inside it."""

    def __init__(self, frame: Frame, titles: Aliases, tab: Tab, *, patience: Patience) -> None:
        self.root = Spot(frame, titles)
        self._html = Spot(frame)
        self._titles = titles
        self._tab = tab
        self._messager = Messager(frame, tab, patience=patience)
        self._patience = patience

    def open_by(self, button: Button, *, action: str) -> None:
        """Press `button` and wait for this dialog.

        Raises:
            NothingSelectedError, ActionRefusedError: a message came instead (it is closed).
            PortalDriftError: a window with another title came.
            PortalUnavailableError: nothing came in time.
        """
        self._tab.take_said()
        button.click()
        answer: list[Any] = []

        def came() -> bool:
            answer.append(self._call("dialogOrMessage", ms=_GLANCE_MS))
            return answer[-1] is not None or bool(self._tab.said)

        self._tab.wait_until(came, self._patience.ms(Wait.RENDER))
        if answer[-1] is not None and answer[-1]["open"]:
            return
        message = self._messager.take() if answer[-1] or self._tab.said else ""
        if message:
            raise refusal(action, message)
        if others := self._call("openTitles"):
            raise PortalDriftError(screen=action, missing=self._titles[0], seen=tuple(others))
        raise PortalUnavailableError(step=action, screen=self._titles[0])

    def button(self, words: Aliases) -> Button:
        """Return one of its buttons."""
        return Button(
            self.root,
            words,
            self._tab,
            screen=self._titles[0],
            patience=self._patience,
            in_window=True,
        )

    def close_by(self, words: Aliases) -> None:
        """Press the closing button and wait until the window is gone."""
        self.button(words).click()
        self.wait_closed()

    def wait_closed(self) -> None:
        """Wait until the window is gone."""
        if not self._call("windowGone", ms=self._patience.ms(Wait.RENDER)):
            raise PortalUnavailableError(step="close a dialog", screen=self._titles[0])

    def _call(self, function: str, **more: object) -> Any:  # noqa: ANN401 - JSON
        args = {"words": list(self._titles), **more}
        return in_page(self._html, function, args, patience=self._patience)
