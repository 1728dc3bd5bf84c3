"""Put every rule to every row, and collect what they find."""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict

from catalog.catalogue import Catalogue
from catalog.institutes import Institute
from catalog.regions import Regions
from ledgers.checks import (  # noqa: F401 - importing a module registers its rules
    catalogue_rules,
    choice_rules,
    date_rules,
    duplicate_rules,
    exclusion_rules,
    house_rules,
    identity_rules,
    range_rules,
    region_rules,
)
from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import ROW_CHECKS, SHEET_CHECKS, Facts
from ledgers.columns import LABELS
from ledgers.instrument import Instrument
from ledgers.problems import Problem, Severity
from ledgers.rulebook import Rule
from ledgers.workbook import Workbook

_SPARSE_CHECKS = [check for check in ROW_CHECKS if check.rule.code == "L200"]


class CheckedRow(BaseModel):
    """One row's verdict; the instrument is there exactly when no problem is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    instrument: Instrument | None
    problems: tuple[Problem, ...]

    @property
    def severity(self) -> Severity | None:
        """Return the heaviest severity of the row, or None when nothing was found."""
        return min((p.severity for p in self.problems), key=lambda s: s.rank, default=None)


class Checked(BaseModel):
    """A workbook's verdict."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[CheckedRow, ...]
    sheet_problems: tuple[Problem, ...]  # about the sheet as a whole

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem, the sheet's first, then row by row."""
        return (*self.sheet_problems, *(p for row in self.rows for p in row.problems))

    @property
    def ok(self) -> bool:
        """Return whether nothing found is an error."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return the pieces that can be filed."""
        return tuple(row.instrument for row in self.rows if row.instrument is not None)

    def count(self, severity: Severity) -> int:
        """Return how many problems have a severity."""
        return sum(problem.severity is severity for problem in self.problems)


def judge(
    workbook: Workbook,
    *,
    catalogue: Catalogue,
    regions: Regions,
    institute: Institute,
    today: date,
) -> Checked:
    """Return the verdict on a workbook."""
    given = Given(catalogue, regions, institute, today)
    by_row: dict[int, list[Problem]] = {row.number: [] for row in workbook.rows}
    for problem in workbook.problems:
        if problem.row in by_row:
            by_row[problem.row].append(problem)
    drafts = [Draft(row, given) for row in workbook.rows]
    instruments: dict[int, Instrument] = {}
    for draft in drafts:
        problems = by_row[draft.row.number]
        problems += _row_problems(draft, given)
        if not _is_stopped(problems):
            instruments[draft.row.number] = draft.instrument()
        draft.forget()
    for draft, problem in _sheet_problems(drafts, given):
        by_row[draft.row.number].append(problem)
    return Checked(
        rows=tuple(_verdict(number, problems, instruments) for number, problems in by_row.items()),
        sheet_problems=tuple(problem for problem in workbook.problems if problem.row not in by_row),
    )


def _row_problems(draft: Draft, given: Given) -> Iterator[Problem]:
    for check in _SPARSE_CHECKS if draft.is_sparse else ROW_CHECKS:
        for field in check.fields:
            facts = check.find(draft, given, field)
            if facts is not None:
                yield _problem(check.rule, draft, field, facts)


def _sheet_problems(drafts: list[Draft], given: Given) -> Iterator[tuple[Draft, Problem]]:
    pieces = [draft for draft in drafts if not draft.is_sparse]
    for check in SHEET_CHECKS:
        for draft, facts in check.find(pieces, given):
            yield draft, _problem(check.rule, draft, check.rule.field, facts)


def _problem(rule: Rule, draft: Draft, field: str, facts: Facts) -> Problem:
    value = draft.text(field)
    known = {"label": LABELS.get(field, field), "value": value, **facts}
    problem = rule.problem(
        row=draft.row.number, cell=draft.address(field), value=value, facts=known
    )
    return problem if field == rule.field else problem.model_copy(update={"field": field})


def _verdict(
    number: int, problems: list[Problem], instruments: dict[int, Instrument]
) -> CheckedRow:
    problems.sort(key=lambda problem: (problem.severity.rank, problem.code))
    instrument = None if _is_stopped(problems) else instruments[number]
    return CheckedRow(row=number, instrument=instrument, problems=tuple(problems))


def _is_stopped(problems: list[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
