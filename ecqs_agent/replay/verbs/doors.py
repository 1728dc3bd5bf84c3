"""In and out, and looking around."""

from typing import ClassVar, Literal

from ecqs_agent.replay.parts import Part, RecordRef
from ecqs_agent.replay.verbs.steps import AnyStep, Nothing, OnTheMock

Screen = Literal[
    "home",
    "login",
    "system",
    "ledger",
    "new",
    "change",
    "copy",
    "lists",
    "bookings",
    "booking",
    "picker",
    "receipt",
]


Mistake = Literal[
    "password",
    "captcha",
    "empty_captcha",
    "captcha_case",  # the right characters, capitals for small letters and the other way round
    "old_captcha",  # those of the picture before, after another one was asked for
    "unknown_name",
]


class LogInArgs(Part):
    """Who logs in, and what is typed wrong on purpose (on a mock alone: accounts lock)."""

    account: str = "demo"
    mistake: Mistake | None = None


class LogIn(AnyStep):
    """Log in from the front page."""

    verb: ClassVar[str] = "log_in"
    log_in: LogInArgs

    @property
    def needs_mock(self) -> bool:
        """Return whether something is typed wrong on purpose."""
        return self.log_in.mistake is not None


class ElsewhereArgs(Part):
    """With which account."""

    account: str = "demo"


class LogInElsewhere(OnTheMock):
    """Somebody logs in on another computer, and goes away again without logging out."""

    verb: ClassVar[str] = "log_in_elsewhere"
    log_in_elsewhere: ElsewhereArgs


class LogOut(AnyStep):
    """Press 退出."""

    verb: ClassVar[str] = "log_out"
    log_out: Nothing


class Leave(AnyStep):
    """Forget the screen in front: the next step enters by the human route again."""

    verb: ClassVar[str] = "leave"
    leave: Nothing


class LookArgs(Part):
    """Which screen; `record` and `booking` say whose."""

    at: Screen
    record: RecordRef | None = None
    booking: str = ""


class Look(AnyStep):
    """Read a screen's words: title, buttons, columns, fields with what they offer, lines."""

    verb: ClassVar[str] = "look"
    look: LookArgs

    @property
    def weight(self) -> int:
        """Return about how long it takes: `lists` opens the list below every category."""
        return 12 if self.look.at == "lists" else 1
