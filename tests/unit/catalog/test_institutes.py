"""Institutes are data: ours keeps its own examples, and another one can be written for."""

from pathlib import Path

import pytest

from catalog.catalogue import Fit, load_catalogue
from catalog.errors import DataFileError
from catalog.institutes import institute_names, load_institute, read_institute

SECOND = """
id = "riverside"
name = "河畔市计量检定所"
regions = ["4201"]
phones = ["027-12345678"]

[[abilities]]
category = "非自动衡器"
kind = "非自动衡器"
delivery = ["送检", "现场检"]
units = ["g", "kg", "t"]
range_form = "bracketed"
range_example = "(0.2~30)kg"

[[examples]]
title = "台秤"
name = "台秤"
category = "非自动衡器"
kind = "非自动衡器"
measuring_range = "(0.2~30)kg"
from_plate = ["model", "serial_number"]
"""


@pytest.mark.parametrize("name", institute_names())
def test_every_institutes_pairs_are_in_the_catalogue(name: str) -> None:
    institute, catalogue = load_institute(name), load_catalogue()
    pairs = [(ability.category, ability.kind) for ability in institute.abilities]
    pairs += [(example.category, example.kind) for example in institute.examples]
    for pair in pairs:
        assert catalogue.match(*pair).fit is Fit.LISTED, pair
    for ability in institute.abilities:
        assert bool(ability.range_form) == bool(ability.range_example)
        kind = catalogue.match(ability.category, ability.kind).kind
        assert kind is not None
        assert institute.ability(kind) == ability


def test_inner_mongolia_has_all_examples_of_the_guide() -> None:
    institute = load_institute()
    assert len(institute.examples) == 19
    assert institute.serves("150102")
    assert not institute.serves("110101")
    names = {example.name for example in institute.examples}
    assert {"戥子", "电子计价秤", "多参数监护仪(心电部分)", "医用诊断X射线设备"} <= names


def test_another_institute_can_be_written_for(tmp_path: Path) -> None:
    path = tmp_path / "riverside.toml"
    path.write_text(SECOND, encoding="utf-8")
    institute = read_institute(path)
    assert (institute.name, institute.abilities[0].range_form) == ("河畔市计量检定所", "bracketed")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("range_form", "range_from"), "range_from"),
        (('"bracketed"', '"curly"'), "range_form"),
        (('id = "riverside"', 'id = "A B"'), "id"),
        (("name = ", "name : "), "Expected"),
    ],
)
def test_slips_in_a_data_file_are_named(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    path = tmp_path / "riverside.toml"
    path.write_text(SECOND.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=reason):
        read_institute(path)


def test_an_institute_nobody_wrote_for() -> None:
    with pytest.raises(DataFileError, match="inner-mongolia"):
        load_institute("atlantis")
