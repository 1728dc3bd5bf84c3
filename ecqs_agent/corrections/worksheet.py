"""From refused pieces to the workbook in which they are put right.

What is suggested comes from the institute's own words or from a check that is certain; the value
in the cell stays the refused one until a person changes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from catalog.regions import Finding, Level, Regions
from ecqs_agent.corrections.refusals import Refused
from ecqs_agent.texts import Translate
from ecqs_agent.workbooks.reading import REFUSED_ITEM, Authority
from ledgers.checks import CheckedRow, check
from ledgers.columns import FORM_COLUMNS
from ledgers.corrections import CorrectionRow, Mark, write_corrections
from ledgers.headers import Heading, column_letter
from ledgers.mend import Mend, mend
from ledgers.problems import Severity
from ledgers.refusal_field import Confidence, Meant, find_meant
from ledgers.workbook import Row, Workbook
from page_objects.screens import InstrumentForm

_COLUMNS: Final = tuple(c.field for c in FORM_COLUMNS if c.field != "region")
_WITH_CODE: Final = (*_COLUMNS, "instrument_code")
_PLACES: Final[Mapping[str, tuple[int, str]]] = {
    name: (index, column_letter(index + 1)) for index, name in enumerate(_WITH_CODE)
}
_REGION_PARTS: Final = frozenset({"province", "city", "county"})


def correction_rows(
    refused: Sequence[Refused], *, judge: Authority, today: date, translate: Translate
) -> tuple[CorrectionRow, ...]:
    """Return a row for each refused piece whose values are known, in the given order."""
    known = [(one, one.form) for one in refused if one.form is not None]
    values = [_values(form, judge.regions) for _, form in known]
    workbook = _workbook(values, [one for one, _ in known])
    checked = {row.row: row for row in _checked(workbook, judge, today)} if known else {}
    mends = _mended(workbook, judge, today) if known else ()
    return tuple(
        _row(one, texts, checked[number], _of_row(mends, number), judge=judge, translate=translate)
        for number, ((one, _), texts) in enumerate(zip(known, values, strict=True), 1)
    )


def _checked(workbook: Workbook, judge: Authority, today: date) -> tuple[CheckedRow, ...]:
    return check(
        workbook,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        today=today,
    ).rows


def _mended(workbook: Workbook, judge: Authority, today: date) -> tuple[Mend, ...]:
    _, mends = mend(
        workbook,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        today=today,
    )
    return mends


def write_correction_workbook(
    out: Path, rows: Sequence[CorrectionRow], *, judge: Authority, translate: Translate
) -> None:
    """Write the workbook of corrections.

    Raises:
        NotWrittenError: `out` cannot be written, for instance because Excel has it open.
    """
    write_corrections(
        out,
        rows,
        catalogue=judge.catalogue,
        regions=judge.regions,
        institute=judge.institute,
        translate=translate,
    )


def _row(
    one: Refused,
    values: Mapping[str, str],
    checked: CheckedRow,
    mends: Sequence[Mend],
    *,
    judge: Authority,
    translate: Translate,
) -> CorrectionRow:
    region = "/".join(filter(None, (values[part] for part in ("province", "city", "county"))))
    meant = find_meant(one.words, {**values, "region": region}, catalogue=judge.catalogue)
    certain = {found.field: found.after for found in mends}
    marks = [_mark(found, certain, translate) for found in meant]
    told = {mark.field for mark in marks}
    marks += [
        Mark(field=found.field, is_sure=False, why=found.reason_in(translate), suggested=after)
        for found in mends
        if (after := certain[found.field]) and found.field not in told
    ]
    return CorrectionRow(
        values=dict(values),
        marks=tuple(marks),
        words=one.words,
        advice=_advice(checked, meant, translate),
        handling=_handling(one, translate),
        booking_number=one.booking_number,
        instrument_code=one.instrument_code,
        record_id=one.record or f"{REFUSED_ITEM}{one.item_key}",
    )


def _mark(found: Meant, certain: Mapping[str, str], translate: Translate) -> Mark:
    return Mark(
        field=found.field,
        is_sure=found.confidence is Confidence.CERTAIN,
        why=translate(found.template, **found.facts),
        suggested=found.suggested or certain.get(found.field, ""),
    )


def _advice(checked: CheckedRow, meant: Sequence[Meant], translate: Translate) -> str:
    """Say what the checks advise about the fields meant, and about anything that stops the row."""
    fields = {found.field for found in meant}
    lines = [
        f"{problem.code} {translate(problem.advice_template, **problem.facts)}"
        for problem in checked.problems
        if problem.field in fields or problem.severity is Severity.ERROR
    ]
    lines += [
        translate("The institute's example: {example}", example=found.example)
        for found in meant
        if found.example
    ]
    return "\n".join(dict.fromkeys(lines))


def _handling(one: Refused, translate: Translate) -> str:
    day = f"{one.at.astimezone():%Y-%m-%d}"
    if not one.booking_number:
        return translate("Refused by the portal on {day}", day=day)
    return translate("Refused by the institute on {day}", day=day)


def _of_row(mends: Iterable[Mend], number: int) -> list[Mend]:
    return [found for found in mends if found.row == number]


def _workbook(rows: Sequence[Mapping[str, str]], refused: Sequence[Refused]) -> Workbook:
    """Return the pieces as a workbook that the checks read, without writing one."""
    headings = tuple(
        Heading(name, letter, name, index) for name, (index, letter) in _PLACES.items()
    )
    made = tuple(
        Row(number, (*(texts[name] for name in _COLUMNS), one.instrument_code), _PLACES)
        for number, (texts, one) in enumerate(zip(rows, refused, strict=True), 1)
    )
    return Workbook(Path(), "", 0, headings, made)


def _values(form: InstrumentForm, regions: Regions) -> dict[str, str]:
    """Return a form's values by column of the workbook, the region in three columns."""
    texts = form.model_dump(exclude={"region", "valid_until"})
    parts = _region_parts(form.region, regions)
    return {name: str(texts.get(name, "")) for name in _COLUMNS} | parts


def _region_parts(path: Sequence[str], regions: Regions) -> dict[str, str]:
    """Return province, city and county of a path or a code; what is not known stays blank."""
    resolution = regions.resolve("/".join(path))
    division = resolution.division
    if division is None or resolution.finding is Finding.AMBIGUOUS:
        return dict.fromkeys(_REGION_PARTS, "") | ({"county": "/".join(path)} if path else {})
    names = {"province": division.path[0], "city": "", "county": ""}
    if division.level is Level.COUNTY:
        names["county"] = division.name
        names["city"] = "".join(division.path[1:-1])  # none in a municipality
    elif division.level is Level.CITY:
        names["city"] = division.name
    return names
