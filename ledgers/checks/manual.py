"""The operators' list of rules, made from the rules: `python -m ledgers.checks.manual`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ledgers.checks.registry import all_rules
from ledgers.problems import Severity
from ledgers.rulebook import READING_RULES, Rule
from ledgers.wording import chinese

DOCUMENT: Final = Path("docs") / "rules.md"
_FAMILIES: Final = {
    "reading": "Reading the workbook",
    "catalogue": "一级目录 and 二级目录",
    "identity": "Name, model, serial number, manufacturer",
    "region": "Region and place of use",
    "range": "Measuring range, accuracy class, units",
    "date": "Dates",
    "choice": "Closed lists and quantity",
    "exclusion": "What must not be filed",
    "house": "The institute's own rules",
    "duplicate": "Rows among each other",
}
_WEIGHTS: Final = {
    Severity.ERROR: "**error**",
    Severity.WARNING: "warning",
    Severity.HINT: "hint",
}
_INTRODUCTION: Final = """# Rules of `ecqs check`

This page is made from the code by `python -m ledgers.checks.manual`; a test keeps it current.

An **error** keeps the row from being filed.
A warning is filed and should be looked at.
A hint says what will be done.
Words in braces are filled in with what stands in the row.
"""


def rules_document() -> str:
    """Return the whole page."""
    return "\n".join(_lines())


def write_rules(path: Path = DOCUMENT) -> None:
    """Write the page."""
    path.write_text(rules_document(), encoding="utf-8", newline="\n")


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    rules = [*READING_RULES, *all_rules()]
    for family, title in _FAMILIES.items():
        yield f"## {title}\n"
        yield "| code | weight | message | what to do | source |"
        yield "|---|---|---|---|---|"
        for rule in sorted((r for r in rules if r.family == family), key=lambda r: r.code):
            yield _row(rule)
        yield ""


def _row(rule: Rule) -> str:
    cells = (
        rule.code,
        _WEIGHTS[rule.severity],
        f"{rule.template}<br>{chinese(rule.template)}",
        f"{rule.advice}<br>{chinese(rule.advice)}",
        rule.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    write_rules(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENT)
