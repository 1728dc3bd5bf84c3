"""The page of rules is what the code says."""

from pathlib import Path

from ledgers.checks.manual import rules_document, write_rules
from ledgers.checks.registry import all_rules
from ledgers.rulebook import READING_RULES

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_document(), (
        "run python -m ledgers.checks.manual"
    )


def test_every_rule_has_a_line(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules.md")
    lines = (tmp_path / "rules.md").read_text(encoding="utf-8").splitlines()
    for rule in (*READING_RULES, *all_rules()):
        assert sum(line.startswith(f"| {rule.code} ") for line in lines) == 1, rule.code
        assert rule.source
