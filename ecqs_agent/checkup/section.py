"""One part of a check-up: what was seen, and whether it is good."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """One part: its name, whether it is good, a line for people, more lines, facts for scripts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    good: bool = True
    text: str
    more: tuple[str, ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict)

    def for_scripts(self) -> dict[str, Any]:
        """Return what `--json` says of it."""
        return {"ok": self.good, "text": self.text, **self.facts}
