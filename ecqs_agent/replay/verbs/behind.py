"""Behind the portal's back, by the mock's control side."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from ecqs_agent.replay.parts import Part
from ecqs_agent.replay.verbs.steps import Nothing, OnTheMock


class InstituteArgs(Part):
    """What the institute does; without a serial number to every piece."""

    do: Literal["answer", "accept", "refuse", "allocate", "certify"]
    booking: str = ""
    serial: str = ""
    reason: str = ""
    result: str = ""


class Institute(OnTheMock):
    """Let the institute act."""

    verb: ClassVar[str] = "institute"
    institute: InstituteArgs


class ClockArgs(Part):
    """Move the clock: days, hours, minutes ahead, or to a moment."""

    days: float = 0
    hours: float = 0
    minutes: float = 0
    to: str = ""


class Clock(OnTheMock):
    """Set or advance the portal's clock."""

    verb: ClassVar[str] = "clock"
    clock: ClockArgs


class FaultArgs(Part):
    """A fault of the mock (docs: `ecqs_agent.mock_portal.faults`)."""

    kind: str
    path: str = ""
    method: str = ""
    times: int = 1
    seconds: float | None = None
    commit: str | None = None
    status: int | None = None
    label: str = ""
    to: str = ""


class Fault(OnTheMock):
    """Arm a fault."""

    verb: ClassVar[str] = "fault"
    fault: FaultArgs


class ClearFaults(OnTheMock):
    """Disarm every fault and free what is held."""

    verb: ClassVar[str] = "clear_faults"
    clear_faults: Nothing


class Variant(OnTheMock):
    """Change variants of the mock in the middle of a scenario: `variant: {words: old}`."""

    verb: ClassVar[str] = "variant"
    variant: Mapping[str, str]

    @property
    def arguments(self) -> Part:
        """Return the variants, which are no model of their own."""
        return Nothing()


class PlantArgs(Part):
    """Put so many generated scales into the ledger of an account."""

    count: int = Field(ge=1, le=10_000)
    account: str = "demo"


class Plant(OnTheMock):
    """Put records into the mock's ledger at once."""

    verb: ClassVar[str] = "plant"
    plant: PlantArgs


class StoredArgs(Part):
    """Whose."""

    account: str = "demo"


class Stored(OnTheMock):
    """Read what the mock has stored: the truth behind the screens."""

    verb: ClassVar[str] = "stored"
    stored: StoredArgs


class Requests(OnTheMock):
    """Count what the mock was asked since the last such step, by the service's method."""

    verb: ClassVar[str] = "requests"
    requests: Nothing
