"""In and out, and looking around."""

from typing import ClassVar, Literal

from ecqs_agent.replay.parts import Part, RecordRef
from ecqs_agent.replay.verbs.steps import AnyStep, Nothing

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


class LogInArgs(Part):
    """Who logs in, and what is typed wrong on purpose (on a mock alone: accounts lock)."""

    account: str = "demo"
    mistake: Literal["password", "captcha", "empty_captcha", "unknown_name"] | None = None


class LogIn(AnyStep):
    """Log in from the front page."""

    verb: ClassVar[str] = "log_in"
    log_in: LogInArgs

    @property
    def needs_mock(self) -> bool:
        """Return whether something is typed wrong on purpose."""
        return self.log_in.mistake is not None


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
