"""Named waits and how long each may take. Every second of waiting is written here."""

from collections.abc import Mapping
from enum import StrEnum


class Wait(StrEnum):
    """What is being waited for, as a person at the screen would say it."""

    ACT = "act"  # a click or a key is taken by a control that is there
    RENDER = "render"  # a page or dialog draws itself
    NAVIGATE = "navigate"  # another page comes
    LOOKUP = "lookup"  # a list fills from the server
    LEAVE = "leave"  # a click should send something; after this it has not
    SAVE = "save"  # a draft or record is stored
    SUBMIT = "submit"  # a filing is accepted or refused
    MESSAGE = "message"  # a message box appears after an answer
    PERSON = "person"  # a person logs in by hand


SECONDS: Mapping[Wait, float] = {
    Wait.ACT: 10,
    Wait.RENDER: 20,
    Wait.NAVIGATE: 45,
    Wait.LOOKUP: 30,
    Wait.LEAVE: 5,
    Wait.SAVE: 45,
    Wait.SUBMIT: 60,
    Wait.MESSAGE: 5,
    Wait.PERSON: 600,
}


class Patience:
    """Turn a named wait into milliseconds; `stretch` makes every wait longer or shorter."""

    def __init__(self, stretch: float = 1.0, overrides: Mapping[Wait, float] | None = None) -> None:
        self._stretch = stretch
        self._seconds = {**SECONDS, **(overrides or {})}

    def ms(self, wait: Wait) -> float:
        """Return the allowance in milliseconds, never zero: zero means for ever."""
        return max(1.0, self._seconds[wait] * self._stretch * 1000)
