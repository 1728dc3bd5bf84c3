"""The guide's worked examples and the sample workbooks, judged by the rules."""

import runpy
import zipfile
from pathlib import Path

import pytest

from catalog.catalogue import load_catalogue
from catalog.institutes import Example, load_institute, read_institute
from catalog.regions import load_regions
from ledgers.checks import check
from ledgers.problems import Severity
from ledgers.workbook import read_workbook
from tests.unit.catalog.test_institutes import SECOND
from tests.unit.ledgers.sheets import (
    TODAY,
    Value,
    check_one,
    codes,
    grid_of,
    judged,
    write_csv,
)

EXAMPLES = Path(__file__).parents[3] / "examples"
PLATE = {"name": "电流互感器", "model": "M-1", "measuring_range": "----", "accuracy_class": "----"}
PLATE |= {"serial_number": "A-17", "manufacturer": "某厂", "place_of_use": "某处"}


def filled(example: Example) -> dict[str, Value]:
    """Return an example as a row, with something for what the plate says."""
    row = example.model_dump(exclude={"title", "note", "from_plate"})
    return row | {name: PLATE[name] for name in example.from_plate}


@pytest.mark.parametrize("example", load_institute().examples, ids=lambda example: example.title)
def test_no_worked_example_of_the_guide_is_an_error(tmp_path: Path, example: Example) -> None:
    row = check_one(tmp_path, **filled(example))
    assert [p.code for p in row.problems if p.severity is Severity.ERROR] == []
    assert row.instrument is not None


def test_the_narrow_wave_of_a_machine_read_guide_is_no_error(tmp_path: Path) -> None:
    gauge = next(e for e in load_institute().examples if e.name == "压力表")
    row = check_one(tmp_path, **{**filled(gauge), "model": "(0~1.6) MPa"})
    assert codes(row) == ["L804"]
    assert row.instrument is not None
    assert row.instrument.model == "(0～1.6) MPa"


def test_another_institutes_rules_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "riverside.toml").write_text(SECOND, encoding="utf-8")
    institute = read_institute(tmp_path / "riverside.toml")
    rows = [{"measuring_range": "(0.2~30)kg", "region": "湖北省/武汉市/江岸区", "delivery": "送检"}]
    workbook = read_workbook(write_csv(tmp_path / "a.csv", grid_of(rows)))
    checked = check(
        workbook,
        catalogue=load_catalogue(),
        regions=load_regions(),
        institute=institute,
        today=TODAY,
    )
    assert codes(checked.rows[0]) == []
    assert "L803" in codes(judged(workbook).rows[0])


def test_the_large_sample_has_exactly_the_mistakes_it_is_meant_to_have() -> None:
    checked = judged(read_workbook(EXAMPLES / "instruments.xlsx"))
    errors = {p.cell: p.code for p in checked.problems if p.severity is Severity.ERROR}
    assert errors == {
        "O9": "L609",
        "G10": "L401",
        "E11": "L104",
        "R25": "L501",
        "L26": "L303",
        "E44": "L703",
    }
    assert len(checked.rows) == 42
    assert len(checked.instruments) == 36
    refused = [i for i in checked.instruments if "停用" in i.serial_number]
    assert len(refused) == 1  # only the institute knows that


def test_the_large_sample_holds_every_kind_of_the_guide() -> None:
    checked = judged(read_workbook(EXAMPLES / "instruments.xlsx"))
    kinds = {(i.category, i.kind) for i in checked.instruments}
    assert {(a.category, a.kind) for a in load_institute().abilities} <= kinds


def test_the_small_sample_in_old_words_has_no_mistakes() -> None:
    checked = judged(read_workbook(EXAMPLES / "instruments-small.xls"))
    assert [(p.code, p.cell) for p in checked.problems] == []
    assert len(checked.instruments) == 6


def test_the_samples_are_what_their_maker_makes(tmp_path: Path) -> None:
    maker = runpy.run_path(str(EXAMPLES / "make_examples.py"))
    maker["main"](tmp_path)
    large, small = "instruments.xlsx", "instruments-small.xls"
    assert unpacked(tmp_path / large) == unpacked(EXAMPLES / large)
    assert (tmp_path / small).read_bytes() == (EXAMPLES / small).read_bytes()


def unpacked(path: Path) -> dict[str, bytes]:
    """Return an archive's members; how well they are packed depends on the zlib at hand."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
