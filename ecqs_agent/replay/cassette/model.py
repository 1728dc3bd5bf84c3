"""What a cassette holds: every request of a run with its answer, in the order of asking."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = 1
PORTAL: Final = "http://portal.cassette.invalid"
"""What stands in a cassette for the origin of the portal, and of its login."""

NAME: Final = (
    r"^(?:[0-9a-f]{16}\.(?:html|css|js|json|txt)"
    r"|own/(?:engines/lite|assets)/[\w/-]+(?:\.[\w-]+)?\.(?:js|css))?$"
)
"""Of an answer: a file of the cassette, or one of the program's own mock portal."""

Pairs = tuple[tuple[str, str], ...]


class Asked(BaseModel):
    """A request without what differs from run to run and without anybody's secrets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str
    path: str
    query: Pairs = ()
    body: Pairs = ()

    @property
    def call(self) -> str:
        """Return how people name this request: its method, path, and the service's method."""
        found = (text for name, text in (*self.query, *self.body) if name.endswith("methodName"))
        service = next(found, "")
        return f"{self.method} {self.path}" + (f" ({service})" if service else "")


class Answer(BaseModel):
    """An answer. `body` is the name of a file of the cassette, "" for none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: int = Field(default=0, ge=0, le=599)
    content_type: str = ""
    location: str = ""
    body: str = Field(default="", pattern=NAME)
    broken: bool = False  # the connection broke before the answer was whole
    unread: bool = False  # the page left before it came: what it would have been is not known


Kind = Literal["asset", "look", "door", "write"]


class Exchange(BaseModel):
    """One request and its answer. A door changes who is inside: a ticket, a log-out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    asked: Asked
    answer: Answer


class Aside(BaseModel):
    """What happened behind the portal's back between two requests: a step on the mock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: int
    today: date
    seen: Mapping[str, Any] = Field(default_factory=dict)


class Track(BaseModel):
    """What a cassette file holds besides the bodies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = FORMAT
    agent: str = ""
    engine: str = ""
    from_the_mock: bool = False
    today: date
    account: str = ""
    entries: tuple[Exchange | Aside, ...] = ()
    lost: tuple[str, ...] = ()  # requests whose answer could not be kept
