"""The template: what it writes, check reads; its lists follow each other."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from catalog.catalogue import Fit, load_catalogue
from catalog.institutes import load_institute
from catalog.regions import Finding, load_regions
from ledgers import template
from ledgers.columns import FORM_COLUMNS, field_of
from ledgers.errors import EmptyWorkbookError, NotWrittenError
from ledgers.template import DATA_SHEET, write_template
from ledgers.wording import english
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import GOOD, codes, judged


def write(path: Path, **other: Any) -> Path:
    write_template(
        path,
        catalogue=load_catalogue(),
        regions=load_regions(),
        institute=load_institute(),
        **other,
    )
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("template") / "new" / "empty.xlsx")


def page(path: Path, sheet: str) -> Worksheet:
    found = openpyxl.load_workbook(path)[sheet]
    assert isinstance(found, Worksheet)
    return found


def test_the_empty_template_is_read_as_empty(empty: Path) -> None:
    with pytest.raises(EmptyWorkbookError, match="below the header"):
        read_workbook(empty)


def test_its_header_words_are_the_portals(empty: Path) -> None:
    labels = [str(cell.value) for cell in page(empty, DATA_SHEET)[2]]
    fields = [field_of(label) for label in labels]
    assert set(fields) == {c.field for c in FORM_COLUMNS if c.field != "region"}


def test_a_filled_template_can_be_filed(empty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(empty)
    sheet = book[DATA_SHEET]
    row = {
        **GOOD,
        "province": "内蒙古自治区",
        "city": "呼和浩特市",
        "county": "新城区",
        "quantity": 1,
    }
    for column, cell in enumerate(sheet[2], 1):
        field = field_of(str(cell.value))
        assert field is not None
        sheet.cell(3, column).value = row[field]
    book.save(tmp_path / "a.xlsx")
    checked = judged(read_workbook(tmp_path / "a.xlsx"))
    assert codes(checked.rows[0]) in ([], ["L307"])
    piece = checked.rows[0].instrument
    assert piece is not None
    assert piece.region_code == "150102"
    assert checked.sheet_problems == ()  # the sheet of examples is not taken for a ledger


def test_texts_are_kept_from_excels_own_ideas(empty: Path) -> None:
    sheet = page(empty, DATA_SHEET)
    formats = {
        field_of(str(cell.value)): sheet.column_dimensions[get_column_letter(column)].number_format
        for column, cell in enumerate(sheet[2], 1)
    }
    for field in ("serial_number", "model", "measuring_range", "accuracy_class"):
        assert formats[field] == "@", field
    assert formats["purchase_date"] == "yyyy-mm-dd"


def test_lists_follow_each_other(empty: Path) -> None:
    rules = {
        field_of(str(page(empty, DATA_SHEET)[f"{str(rule.sqref)[0]}2"].value)): rule.formula1
        for rule in page(empty, DATA_SHEET).data_validations.dataValidation
    }
    assert (
        rules["kind"] == "OFFSET(选项!$C$1,MATCH($C3,选项!$B:$B,0)-1,0,COUNTIF(选项!$B:$B,$C3),1)"
    )
    assert "MATCH($K3&$L3,选项!$G:$G,0)" in str(rules["county"])
    assert rules["purpose"] == '"贸易结算,安全防护,医疗卫生,环境监测"'
    assert rules["quantity"] == "1"


def columns(path: Path) -> dict[str, list[str]]:
    lists = page(path, "选项")
    return {
        letter: [str(cell.value) for cell in lists[letter] if cell.value is not None]
        for letter in "ABCDEFGH"
    }


def test_keys_of_the_lists_stand_together(empty: Path) -> None:
    lists = columns(empty)
    for letter in "BEG":  # OFFSET takes a run of rows: a key that comes back later would be lost
        keys = lists[letter]
        runs = [key for i, key in enumerate(keys) if i == 0 or keys[i - 1] != key]
        assert len(runs) == len(set(keys)), letter
    assert [len(lists[a]) == len(lists[b]) for a, b in ("BC", "EF", "GH")] == [True] * 3


def test_every_choice_is_understood_by_the_check(empty: Path) -> None:
    lists = columns(empty)
    catalogue, regions = load_catalogue(), load_regions()
    for category, kind in zip(lists["B"], lists["C"], strict=True):
        assert catalogue.match(category, kind).fit is Fit.LISTED
    cities = dict.fromkeys(zip(lists["E"], lists["F"], strict=True))
    counties: dict[str, list[str]] = {}
    for key, county in zip(lists["G"], lists["H"], strict=True):
        counties.setdefault(key, []).append(county)
    for province, city in cities:
        for county in counties.get(province + city, [""]):
            text = "/".join(filter(None, (province, city, county)))
            assert regions.resolve(text).finding is Finding.FOUND, text


def test_it_speaks_english_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", translate=english)
    assert page(path, "填写说明")["B1"].value == template.HELP[0]


def test_it_is_an_excel_workbook_and_can_be_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError):
        write(tmp_path / "a.xls")
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(NotWrittenError):
        write(tmp_path / "a.xlsx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]
