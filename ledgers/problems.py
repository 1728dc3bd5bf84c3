"""What is wrong with one row, as data: collected, shown together, never raised."""

from collections.abc import Callable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Translate = Callable[[str], str]


class Severity(StrEnum):
    """How much a problem weighs. Only an error keeps a row from being filed."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """Order severities, the heaviest first."""
        return list(Severity).index(self)


class Problem(BaseModel):
    """One finding about one cell (or one row, when `cell` is empty)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    severity: Severity
    row: int  # as Excel counts; 0 for the sheet as a whole
    cell: str  # such as "D17"; "" when the column is not in the workbook
    field: str
    value: str
    template: str  # English, with {facts}; the message id of the translation
    advice_template: str
    facts: dict[str, str]
    source: str  # where the rule comes from

    @property
    def message(self) -> str:
        """Say in English what was found."""
        return self.template.format_map(self.facts)

    @property
    def suggestion(self) -> str:
        """Say in English what to do about it."""
        return self.advice_template.format_map(self.facts)

    def message_in(self, translate: Translate) -> str:
        """Say what was found in the language of `translate`."""
        return translate(self.template).format_map(self.facts)

    def suggestion_in(self, translate: Translate) -> str:
        """Say what to do in the language of `translate`."""
        return translate(self.advice_template).format_map(self.facts)
