"""What every step may say, whatever its verb."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from ecqs_agent.replay.parts import Expect, Name, Part


class AnyStep(Part):
    """What every step may say."""

    verb: ClassVar[str] = ""
    writes: ClassVar[bool] = False  # files, changes or deletes something on the portal
    mock_only: ClassVar[bool] = False

    note: str = Field(default="", description="What this step is for; shown in the verdict")
    each: Name | None = Field(default=None, description="Repeat for each row of this table: ${row}")
    expect: Expect = Field(default_factory=dict, description="What it shall show")
    bind: Mapping[Name, str] = Field(
        default_factory=dict, description="name: place in what it showed, such as records.0.uuid"
    )

    @property
    def needs_mock(self) -> bool:
        """Return whether this step can be taken on a mock alone."""
        return self.mock_only

    @property
    def weight(self) -> int:
        """Return about how long it takes, where reading a screen is 1."""
        return 3 if self.writes else 1

    @property
    def arguments(self) -> Part:
        """Return what stands behind the verb."""
        given: Part = getattr(self, self.verb)
        return given


class OnTheMock(AnyStep):
    """A step behind the portal's back, by the mock's control side."""

    mock_only: ClassVar[bool] = True


class Nothing(Part):
    """No arguments."""
