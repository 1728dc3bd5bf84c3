"""Logging in and out. Nothing that is typed on a login page is looked at."""

from typing import Final

from ecqs_agent.replay.recognising.draft import Draft
from ecqs_agent.replay.recognising.events import Seen
from ecqs_agent.replay.recognising.places import is_button
from page_objects.words import WORDS

BOXES: Final = frozenset(
    WORDS.login.username + WORDS.login.password + WORDS.login.captcha + WORDS.login.remember
)


class Doors:
    """What was done on the login page."""

    def __init__(self, draft: Draft, account: str) -> None:
        self._draft = draft
        self._args = {"account": account} if account else {}
        self._pressed: Seen | None = None

    def on_login_page(self, seen: Seen) -> None:
        """Recognise something on the login page."""
        if seen.kind == "press" and is_button(seen.text, "log_in") and seen.role != "link":
            if self._pressed is not None:
                self._draft.aside(self._pressed, "again")
            self._pressed = seen
        elif seen.kind in ("arrive", "listed", "opened"):
            return
        elif seen.kind == "press" and seen.text not in BOXES:
            self._draft.raw(seen, "button")
        else:
            self._draft.aside(_bare(seen), "secret")

    def elsewhere(self) -> None:
        """Note that the login page is not in front any more: a login that was sent was taken."""
        if self._pressed is not None:
            self._draft.act(self._pressed.number, "log_in", self._args, {})
            self._pressed = None

    def log_out(self, seen: Seen) -> None:
        """Recognise 退出."""
        self._draft.act(seen.number, "log_out", {}, {})

    def whole(self) -> None:
        """Put a login in front of a recording that began behind it."""
        if self._pressed is not None:
            self._draft.aside(self._pressed, "again")
        acts = [next(iter(step)) for step in self._draft.steps]
        if acts and next((verb for verb in acts if verb != "raw"), "") not in ("", "log_in"):
            self._draft.steps.insert(0, {"log_in": self._args})
            self._draft.numbers.insert(0, 0)
            self._draft.aside(Seen(kind="arrive"), "logged_in")


def _bare(seen: Seen) -> Seen:
    return Seen(number=seen.number, kind=seen.kind, label=seen.label, login=True)
