"""The book of rules: every check registers here with its code, weight, words and source."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledgers.checks.draft import Draft, Given
from ledgers.problems import Severity
from ledgers.rulebook import Rule

Facts = Mapping[str, str]
NOTHING_MORE: Final[Facts] = {}  # a finding that needs no facts besides label and value

Find = Callable[[Draft, Given], Facts | None]
FindInText = Callable[[str, Draft], Facts | None]
FindInField = Callable[[Draft, str], Facts | None]
FindAcross = Callable[[Sequence[Draft], Given], Iterable[tuple[Draft, Facts]]]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A rule about one field, or one text rule about several fields of a row."""

    rule: Rule
    fields: tuple[str, ...]
    find: Callable[[Draft, Given, str], Facts | None]


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """A rule about rows among each other."""

    rule: Rule
    find: FindAcross


ROW_CHECKS: Final[list[RowCheck]] = []
SHEET_CHECKS: Final[list[SheetCheck]] = []


def check_row(
    code: str, severity: Severity, field: str, *, template: str, advice: str, source: str
) -> Callable[[Find], Find]:
    """Register a function that looks at a row and returns facts when the rule is broken."""

    def register(find: Find) -> Find:
        rule = Rule(code, severity, field, template, advice, source, _family(find))
        ROW_CHECKS.append(RowCheck(rule, (field,), lambda draft, given, _field: find(draft, given)))
        return find

    return register


def check_texts(
    code: str,
    severity: Severity,
    fields: tuple[str, ...],
    *,
    template: str,
    advice: str,
    source: str,
) -> Callable[[FindInText], FindInText]:
    """Register a function that looks at the text of each of several fields."""

    def register(find: FindInText) -> FindInText:
        rule = Rule(code, severity, fields[0], template, advice, source, _family(find))
        ROW_CHECKS.append(
            RowCheck(rule, fields, lambda draft, _given, field: find(draft.text(field), draft))
        )
        return find

    return register


def check_fields(
    code: str,
    severity: Severity,
    fields: tuple[str, ...],
    *,
    template: str,
    advice: str,
    source: str,
) -> Callable[[FindInField], FindInField]:
    """Register a function that looks at several fields and must know which one it looks at."""

    def register(find: FindInField) -> FindInField:
        rule = Rule(code, severity, fields[0], template, advice, source, _family(find))
        ROW_CHECKS.append(RowCheck(rule, fields, lambda draft, _given, field: find(draft, field)))
        return find

    return register


def check_sheet(
    code: str, severity: Severity, field: str, *, template: str, advice: str, source: str
) -> Callable[[FindAcross], FindAcross]:
    """Register a function that compares rows with each other."""

    def register(find: FindAcross) -> FindAcross:
        rule = Rule(code, severity, field, template, advice, source, _family(find))
        SHEET_CHECKS.append(SheetCheck(rule, find))
        return find

    return register


def all_rules() -> Iterator[Rule]:
    """Yield every rule of the checks in the order of its code."""
    rules = [check.rule for check in ROW_CHECKS] + [check.rule for check in SHEET_CHECKS]
    yield from sorted(rules, key=lambda rule: rule.code)


def _family(find: Callable[..., object]) -> str:
    """Return the family of a rule: the module it lives in."""
    return find.__module__.rpartition(".")[2].removesuffix("_rules")
