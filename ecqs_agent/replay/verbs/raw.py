"""What a recording saw and nobody understood: kept for a person, never played."""

from typing import ClassVar

from pydantic import Field

from ecqs_agent.replay.parts import Part
from ecqs_agent.replay.verbs.steps import AnyStep


class RawArgs(Part):
    """What was seen; values that were typed are not kept."""

    why: str = Field(description="Why it was not understood, as one word")
    event: int = Field(default=0, description="Its number in the recording")
    kind: str = ""
    text: str = ""
    row: str = ""
    label: str = ""
    window: str = ""
    selectors: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """Return what the thing was called."""
        names = (self.window, self.row, self.label, self.text, *self.selectors[:1])
        return " / ".join(name for name in names if name) or self.kind


class Raw(AnyStep):
    """Say that a person must put this into the portal's verbs, or delete it; touch nothing."""

    verb: ClassVar[str] = "raw"
    raw: RawArgs
