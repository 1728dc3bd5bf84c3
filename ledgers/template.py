"""Write an empty workbook to fill in: instructions, drop-downs that follow each other, examples.

What it writes, `check` reads. Lists stand on a hidden sheet and are cut to size with OFFSET and
MATCH, because a literal list may have 255 characters only and Excel takes no names with brackets
(reference-data e).
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.catalogue import Catalogue
from catalog.institutes import Example, Institute
from catalog.regions import Level, Regions
from ledgers import choices
from ledgers.columns import FORM_COLUMNS
from ledgers.copies import EXCEL_SUFFIX
from ledgers.errors import NotWrittenError
from ledgers.headers import column_letter
from ledgers.instrument import WORKING_INSTRUMENT
from ledgers.problems import Translate
from ledgers.wording import chinese, speak

DATA_SHEET: Final = "台账"
ROWS: Final = 1000  # rows with drop-downs; more may be pasted below
MUNICIPAL: Final = "市辖区"  # what the divisions of a municipality hang under on most forms
DIRECT: Final = "省直辖县级行政区划"

_LISTS_SHEET: Final = "选项"
_HELP_SHEET: Final = "填写说明"
_EXAMPLES_SHEET: Final = "填写示例"
HEADER_ROW: Final = 1  # counted from 0: the title stands above it
_MADE: Final = datetime(2026, 1, 5)  # noqa: DTZ001 - a workbook's properties know no time zone
_EXAMPLE_HEIGHT: Final = 20  # points
_FONT: Final = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_WIDTHS: Final = {
    "name": 22, "instrument_type": 14, "category": 20, "kind": 28, "model": 18,
    "measuring_range": 20, "accuracy_class": 12, "serial_number": 20, "manufacturer": 28,
    "origin": 10, "province": 22, "city": 22, "county": 24, "place_of_use": 24,
    "purchase_date": 14, "quantity": 10, "purpose": 12, "delivery": 10, "valid_until": 14,
}  # fmt: skip
FORM_FIELDS: Final = tuple(column for column in FORM_COLUMNS if column.field != "region")
_DATES: Final = ("purchase_date", "valid_until")

TITLE: Final = "Ledger of instruments under compulsory verification"
HELP: Final = (
    "How to fill in this workbook",
    "One row is one instrument; fuel and gas dispensers take one row per nozzle.",
    "Copy every field from the first page of the last verification certificate, or from the plate.",
    "Choose 一级目录 first: 二级目录 then offers what belongs to it.",
    "The portal's own lists decide; what is missing in the drop-down may be typed.",
    "Choose province, city and county in turn; without the county nobody gets the task.",
    "Write ranges with their units, and mind the letter case: 30g-15kg, (0~1.6) MPa, (5~45) L/min.",
    "In 型号规格 of pressure gauges the wave is the Chinese full-width one: (0～1.6) MPa.",
    "What the plate does not say is written as -----; no field is left blank for that.",
    "器具数量 is always 1. 有效期至 stays empty at the first entry; it can never be changed.",
    "Not to be entered: pieces for internal use, thermometers, household meters, standards.",
    "Check the workbook before filing: ecqs check FILE. Examples stand on the sheet {examples}.",
)
EXAMPLE_MARK: Final = "e.g. {label}"
FROM_PLATE: Final = "(as on the plate)"
QUANTITY_HELP: Final = "Always 1: one row is one instrument."
VALIDITY_HELP: Final = "Leave it empty at the first entry; it can never be changed."
DATE_HELP: Final = "A date such as 2018-11-22."
OPERATOR_TEXTS: Final = (
    TITLE, *HELP, EXAMPLE_MARK, FROM_PLATE, QUANTITY_HELP, VALIDITY_HELP, DATE_HELP,
)  # fmt: skip


def write_template(
    out: Path,
    *,
    catalogue: Catalogue,
    regions: Regions,
    institute: Institute,
    translate: Translate = chinese,
) -> None:
    """Write the empty workbook.

    Raises:
        NotWrittenError: `out` cannot be written, or has another ending than .xlsx.
    """
    write_beside(
        out, lambda path: TemplateWriter(path, catalogue, regions, institute, translate).write()
    )


def write_beside(out: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a workbook in another place, and put it where `out` is.

    Raises:
        NotWrittenError: `out` cannot be written, or has another ending than .xlsx.
    """
    if out.suffix.casefold() != EXCEL_SUFFIX:
        raise NotWrittenError(path=str(out), reason="the result is an Excel workbook (.xlsx)")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".~") as folder:
            beside = Path(folder) / "workbook.xlsx"
            write(beside)
            beside.replace(out)
    except PermissionError as exc:
        reason = "it is open in another program, or you may not write there"
        raise NotWrittenError(path=str(out), reason=reason) from exc
    except (OSError, XlsxWriterException) as exc:
        raise NotWrittenError(path=str(out), reason=str(exc)) from exc


@dataclass
class _Cascade:
    """A list whose entries belong to a key: kinds to a category, cities to a province."""

    key_column: str
    value_column: str
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def formula(self, key: str) -> str:
        """Return the formula of the list for the key that an expression gives."""
        keys = f"{_LISTS_SHEET}!${self.key_column}:${self.key_column}"
        top = f"{_LISTS_SHEET}!${self.value_column}$1"
        return f"=OFFSET({top},MATCH({key},{keys},0)-1,0,COUNTIF({keys},{key}),1)"


class TemplateWriter:
    """One template being written; the columns of the form begin at `first_column`."""

    first_column: int = 0  # counted from 0
    lists_sheet: str = _LISTS_SHEET

    def __init__(
        self,
        path: Path,
        catalogue: Catalogue,
        regions: Regions,
        institute: Institute,
        translate: Translate,
    ) -> None:
        self._book = xlsxwriter.Workbook(str(path))
        self._institute = institute
        self._translate = translate
        self._letters = {
            column.field: column_letter(self.first_column + index)
            for index, column in enumerate(FORM_FIELDS, 1)
        }
        self._kinds = _Cascade("B", "C", _kinds(catalogue))
        self._cities = _Cascade("E", "F", _cities(regions))
        self._counties = _Cascade("G", "H", _counties(regions))

    def write(self) -> None:
        """Write all sheets and close the file."""
        self._book.set_properties({"title": speak(self._translate, TITLE), "created": _MADE})
        help_sheet = self._book.add_worksheet(_HELP_SHEET)
        data_sheet = self._book.add_worksheet(DATA_SHEET)
        examples_sheet = self._book.add_worksheet(_EXAMPLES_SHEET)
        self.write_lists(self._book.add_worksheet(_LISTS_SHEET))
        self._write_help(help_sheet)
        self._write_data(data_sheet)
        self._write_examples(examples_sheet)
        for sheet in (help_sheet, data_sheet, examples_sheet):
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
        data_sheet.repeat_rows(0, HEADER_ROW)
        data_sheet.activate()
        self._book.close()

    def _style(self, **other: object) -> Format:
        return self._book.add_format({**_FONT, **other})

    def write_lists(self, sheet: Worksheet) -> None:
        """Write the hidden sheet that the drop-downs take their words from."""
        categories = list(dict.fromkeys(key for key, _ in self._kinds.pairs))
        provinces = list(dict.fromkeys(key for key, _ in self._cities.pairs))
        columns: list[Sequence[str]] = [
            categories,
            *_columns(self._kinds.pairs),
            provinces,
            *_columns(self._cities.pairs),
            *_columns(self._counties.pairs),
        ]
        for index, texts in enumerate(columns):
            for row, text in enumerate(texts):
                sheet.write_string(row, index, text)
        self._categories = f"={_LISTS_SHEET}!$A$1:$A${len(categories)}"
        self._provinces = f"={_LISTS_SHEET}!$D$1:$D${len(provinces)}"
        sheet.hide()

    def _write_help(self, sheet: Worksheet) -> None:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 110)
        title, text = self._style(font_size=14, bold=True), self._style(text_wrap=True)
        for row, template in enumerate(HELP):
            words = speak(self._translate, template, examples=_EXAMPLES_SHEET)
            sheet.set_row(row, 30 if row == 0 else 24)
            if row:
                sheet.write_number(row, 0, row, text)
            sheet.write_string(row, 1, words, text if row else title)

    def _write_data(self, sheet: Worksheet) -> None:
        title = self._style(font_size=14, bold=True)
        sheet.write_string(0, 0, speak(self._translate, TITLE), title)
        sheet.set_row(0, 30)
        self.write_columns(sheet, rows=ROWS)
        sheet.freeze_panes(HEADER_ROW + 1, 1)

    def write_columns(self, sheet: Worksheet, *, rows: int) -> None:
        """Write the header of the form's columns, and their drop-downs for so many rows."""
        self._write_header(sheet, HEADER_ROW, [column.label for column in FORM_FIELDS])
        text, day = self._style(num_format="@"), self._style(num_format="yyyy-mm-dd")
        for index, column in enumerate(FORM_FIELDS, self.first_column):
            style = day if column.field in _DATES else text
            if column.field == "quantity":
                style = self._style(num_format="0")
            sheet.set_column(index, index, _WIDTHS[column.field], style)
        for name, rule in self._rules().items():
            index = self.first_column + list(self._letters).index(name)
            sheet.data_validation(HEADER_ROW + 1, index, HEADER_ROW + rows, index, rule)

    def _write_header(self, sheet: Worksheet, row: int, labels: Sequence[str]) -> None:
        needed = self._style(bold=True, border=1, align="center", bg_color="#F8CBAD")
        other = self._style(bold=True, border=1, align="center", bg_color="#DDEBF7")
        sheet.set_row(row, 24)
        for index, (column, label) in enumerate(
            zip(FORM_FIELDS, labels, strict=True), self.first_column
        ):
            is_needed = column.required or column.field in {"province", "city", "county"}
            sheet.write_string(row, index, label, needed if is_needed else other)

    def _rules(self) -> dict[str, dict[str, Any]]:
        """Return the validation of each column; formulas speak of the first row of data."""
        first = HEADER_ROW + 2
        category = f"${self._letters['category']}{first}"
        province, city = (f"${self._letters[name]}{first}" for name in ("province", "city"))
        return {
            "instrument_type": _stop([WORKING_INSTRUMENT]),
            "category": _offer(self._categories),
            "kind": _offer(self._kinds.formula(category)),
            "origin": _stop(choices.ORIGINS),
            "province": _offer(self._provinces),
            "city": _offer(self._cities.formula(province)),
            "county": _offer(self._counties.formula(f"{province}&{city}")),
            "purpose": _stop(choices.PURPOSES),
            "delivery": _stop(choices.DELIVERIES),
            "quantity": self._whole_one(),
            "purchase_date": self._date_rule(DATE_HELP),
            "valid_until": self._date_rule(VALIDITY_HELP),
        }

    def _whole_one(self) -> dict[str, Any]:
        words = self._translate(QUANTITY_HELP)
        rule = {"validate": "integer", "criteria": "==", "value": 1}
        return {**rule, "input_message": words, "error_message": words}

    def _date_rule(self, template: str) -> dict[str, Any]:
        words = self._translate(template)
        rule = {"validate": "date", "criteria": ">", "value": date(1950, 1, 1)}
        return {**rule, "input_message": words, "error_message": words, "error_type": "warning"}

    def _write_examples(self, sheet: Worksheet) -> None:
        """Write the guide's examples under headers that no reader takes for a ledger's."""
        labels = [speak(self._translate, EXAMPLE_MARK, label=c.label) for c in FORM_FIELDS]
        self._write_header(sheet, 0, labels)
        text = self._style(num_format="@", border=1)
        for index, column in enumerate(FORM_FIELDS, self.first_column):
            sheet.set_column(index, index, _WIDTHS[column.field])
        for row, example in enumerate(self._institute.examples, 1):
            sheet.set_row(row, _EXAMPLE_HEIGHT)
            for index, column in enumerate(FORM_FIELDS, self.first_column):
                sheet.write_string(row, index, self._example_text(example, column.field), text)
        sheet.freeze_panes(1, 1)

    def _example_text(self, example: Example, name: str) -> str:
        if name in example.from_plate:
            return self._translate(FROM_PLATE)
        fixed = {"instrument_type": WORKING_INSTRUMENT, "quantity": "1", **_example_region()}
        return fixed.get(name) or str(getattr(example, name, ""))


def _stop(words: Iterable[str]) -> dict[str, Any]:
    """Return a list that nothing else may be typed into."""
    return {"validate": "list", "source": list(words)}


def _offer(source: str) -> dict[str, Any]:
    """Return a list that lets other words pass after a question."""
    return {"validate": "list", "source": source, "error_type": "warning"}


def _kinds(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the pairs that are surely in the catalogue and can be booked."""
    return [
        (kind.category, kind.name)
        for category in catalogue.categories
        for kind in catalogue.kinds_of(category)
        if kind.grades.name.is_sourced and not kind.is_unverified_by_law
    ]


def _cities(regions: Regions) -> list[tuple[str, str]]:
    """Return what stands between each province and its counties, or stands for it."""
    pairs: dict[tuple[str, str], None] = {}
    for province in regions:
        if province.level is Level.PROVINCE:
            parts = regions.parts_of(province)
            has_cities = any(part.level is Level.CITY for part in parts)
            for part in parts:
                is_city = part.level is Level.CITY
                name = part.name if is_city else DIRECT if has_cities else MUNICIPAL
                pairs[province.name, name] = None
    return list(pairs)


def _counties(regions: Regions) -> list[tuple[str, str]]:
    """Return the counties by province and city, written as one word without a break."""
    pairs = []
    for province in regions:
        if province.level is not Level.PROVINCE:
            continue
        parts = regions.parts_of(province)
        direct = [part for part in parts if part.level is Level.COUNTY]
        stand_in = DIRECT if len(direct) < len(parts) else MUNICIPAL
        pairs += [(f"{province.name}{stand_in}", part.name) for part in direct]
        for city in parts:
            pairs += [(f"{province.name}{city.name}", c.name) for c in regions.parts_of(city)]
    return pairs


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [key for key, _ in pairs], [value for _, value in pairs]


def _example_region() -> dict[str, str]:
    return {"province": "内蒙古自治区", "city": "呼和浩特市", "county": "新城区"}
