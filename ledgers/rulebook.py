"""What a rule says: its code, weight, words and source. How it is found out stands in `checks`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledgers.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule's entry in the book. `template` and `advice` are message ids with {facts}."""

    code: str
    severity: Severity
    field: str  # of the workbook; "" when it concerns the row or the sheet
    template: str
    advice: str
    source: str
    family: str = ""

    def problem(self, *, row: int, cell: str, value: str, facts: Mapping[str, str]) -> Problem:
        """Return this rule as a problem of one cell."""
        return Problem(
            code=self.code,
            severity=self.severity,
            row=row,
            cell=cell,
            field=self.field,
            value=value,
            template=self.template,
            advice_template=self.advice,
            facts=dict(facts),
            source=self.source,
        )


# Found while reading a workbook, before any row is understood.
LONG_NUMBER: Final = Rule(
    code="L001",
    severity=Severity.ERROR,
    field="",
    template="{label}: the number {value} has more than 15 digits, and Excel has lost the rest.",
    advice="Format the cell as text, and type the number again from the plate.",
    source="reference-data e",
    family="reading",
)
BECAME_DATE: Final = Rule(
    code="L002",
    severity=Severity.ERROR,
    field="",
    template="{label}: Excel has turned what was typed into the date or time {value}.",
    advice="Format the cell as text, and type the value again as it stands on the plate.",
    source="reference-data e",
    family="reading",
)
OTHER_SHEETS: Final = Rule(
    code="L003",
    severity=Severity.WARNING,
    field="",
    template="Only sheet {sheet} was read; these sheets hold a table of instruments too: {others}.",
    advice="Give the sheet by name to read another one, or put all instruments on one sheet.",
    source="one workbook, one ledger",
    family="reading",
)
NO_HEADER: Final = Rule(
    code="L004",
    severity=Severity.WARNING,
    field="",
    template="Column {column} holds values and has no header; it is left out.",
    advice="Write a header above it, or 备注 if it is only for yourselves.",
    source="what is not understood is said",
    family="reading",
)
HIDDEN_ROWS: Final = Rule(
    code="L005",
    severity=Severity.WARNING,
    field="",
    template="{count} hidden or filtered rows were read like all others, the first is row {first}.",
    advice="Remove the filter and look at them; delete the rows that are not to be filed.",
    source="a hidden row is filed as well",
    family="reading",
)
BROKEN_CHARACTER: Final = Rule(
    code="L006",
    severity=Severity.ERROR,
    field="",
    template="{label} holds a character that cannot be read: {value}.",
    advice="Type the value again.",
    source="the portal would store something else",
    family="reading",
)
READING_RULES: Final = (
    LONG_NUMBER,
    BECAME_DATE,
    OTHER_SHEETS,
    NO_HEADER,
    HIDDEN_ROWS,
    BROKEN_CHARACTER,
)
