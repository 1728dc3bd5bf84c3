"""A new release of the portal: its pages and scripts with some texts replaced by others.

Edits are data, set through the control API, in force until the next reset. How often each found
its text is counted, so that an edit which changed nothing is noticed.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class RedesignError(ValueError):
    """Say what is wrong with an edit."""


class Edit(BaseModel):
    """In pages and scripts whose path contains `path`, `new` stands where `old` stood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = ""
    old: str = Field(min_length=1)
    new: str


class Redesign:
    """The edits in force, and how often each was made."""

    def __init__(self) -> None:
        self.edits: tuple[Edit, ...] = ()
        self.made: list[int] = []

    def set(self, values: Sequence[object]) -> None:
        """Put these edits, given as parsed JSON, in force; raises RedesignError."""
        try:
            self.edits = tuple(Edit.model_validate(value) for value in values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise RedesignError(f"{name}: {first['msg']}") from None
        self.made = [0] * len(self.edits)

    def concerns(self, path: str) -> bool:
        """Tell whether an edit may change what stands at this path."""
        return any(edit.path in path for edit in self.edits)

    def of(self, path: str, text: str) -> str:
        """Return a page's or script's text with every edit made."""
        for number, edit in enumerate(self.edits):
            if edit.path in path and edit.old in text:
                self.made[number] += text.count(edit.old)
                text = text.replace(edit.old, edit.new)
        return text
