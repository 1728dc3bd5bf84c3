"""How ranges and units are really written: the notation table, and letter case."""

from decimal import Decimal

import pytest

from ledgers import units
from ledgers.measuring_range import Form, is_dashes, read_range
from tests.unit.ledgers.sheets import wide

# The notation table of the reference data, by the form we expect to read.
NOTATIONS = {
    Form.BRACKETED: [
        "(35~42)℃", "(0.5~100)t", "(5~45) L/min", "(5~50)L/min", "(1~28) kg/min", "(3~80) kg/min",
        "(0.016~2.5)m³/h", "(0~40) kPa", "(0~300)mmHg", "(0~1.6) MPa", "(-0.1~250) MPa",
        "(-100~160)kPa", "(20~180) km/h", "(20~132)dB", "(25~140) dB", "(45~140)dBA",
        "(-10~110)dB HL", "(-10~+10)m-1", "(0~98.6)%", "(0~16.08)m⁻¹", "(0~2000) mg/L",
        "(40~150)kV", "(0.5~2.0) mV", "(0.03～5)mV", "(30～200)次/min", "(200~1000)V", "(0~100)%",
        "(0~100)km", "（0～1.6）MPa",
    ],
    Form.TWO_VALUES: [
        "200g-30kg", "30g-15kg", "25dBA~101dBA", "125Hz~8000Hz", "0.1mg/m³--10mg/m³",
        "10mg/m³--1000mg/m³", "0°~360°",
    ],
    Form.ONE_UNIT: ["0-1.6MPa", "0至1.6MPa", "0~25m3/h"],
    Form.VALUE: ["100t", "220V", "15kg"],
    Form.LIMIT: ["≤1t", "≤200t", "小于2.5MPa", "30kg以下"],
    Form.DESIGNATOR: ["DN15~DN50", "DN15", "G1.6~G16", "G4", "R80", "Q3=2.5m³/h, R80"],
    Form.SEVERAL: ["(0.0～34.7)kPa[(0～260)mmHg]", "(0~40)kPa/(0~300)mmHg", "10kV/100V"],
    Form.DASHES: ["----", "-----", "--", "/", "－－－"],
    Form.OTHER: [
        "Max=100t,e=20kg", "3×220/380V", "5(20)A", "220V 5(60)A", "400/5A", "±20m-1",
        "AC220V 32A 7kW", "k:(0~1) N:(2~3)", "MPE:±(1+1×10-6D)mm", "见铭牌", "",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "form"), [(text, form) for form, texts in NOTATIONS.items() for text in texts]
)
def test_the_form_of_a_range(text: str, form: Form) -> None:
    assert read_range(text).form is form


@pytest.mark.parametrize("text", [text for texts in NOTATIONS.values() for text in texts])
def test_no_real_notation_has_a_slip_of_letter_case(text: str) -> None:
    assert [slip for slip in units.slips_in(text) if slip.is_certain] == []


@pytest.mark.parametrize(
    ("text", "low", "high", "low_unit", "high_unit"),
    [
        ("30g-15kg", "30", "15", "g", "kg"),
        ("(-0.1~250) MPa", "-0.1", "250", "MPa", "MPa"),
        ("（ 0 ～ 1.6 ）MPa", "0", "1.6", "MPa", "MPa"),
        (wide("(0~1.6)MPa"), "0", "1.6", "MPa", "MPa"),
        ("0-1.6MPa", "0", "1.6", "MPa", "MPa"),
        ("1m-1.5m", "1", "1.5", "m", "m"),
        ("(-10~+10)m-1", "-10", "10", "m-1", "m-1"),
    ],
)
def test_the_figures_of_a_range(
    text: str, low: str, high: str, low_unit: str, high_unit: str
) -> None:
    found = read_range(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert (found.low_unit, found.high_unit) == (low_unit, high_unit)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("30g-15KG", "30g-15kg"),
        ("30G-15Kg", "30g-15kg"),
        ("(0~1.6)Mpa", "(0~1.6)MPa"),
        ("(0~1.6) MPA", "(0~1.6) MPa"),
        ("(0~1.6)mPa", "(0~1.6)MPa"),  # mPa is a unit, yet never that of a gauge
        ("（0～40）KPa", "（0～40）kPa"),
        ("(5~45)l/min", "(5~45)L/min"),
        ("(5~45) L/Min", "(5~45) L/min"),
        ("(1~28)KG/MIN", "(1~28)kg/min"),
        ("(20~180)KM/H", "(20~180)km/h"),
        ("(0.5~2.0)MV", "(0.5~2.0)mV"),
        ("(20~132)db", "(20~132)dB"),
        ("(0~2.000)mg/l", "(0~2.000)mg/L"),
        ("30克-15公斤", "30g-15kg"),
        ("±0.5KPa", "±0.5kPa"),
        ("30g-15㎏", "30g-15kg"),
    ],
)
def test_a_certain_slip_has_one_right_spelling(written: str, right: str) -> None:
    assert all(slip.is_certain for slip in units.slips_in(written))
    assert units.mended(written) == right
    assert units.slips_in(right) == ()


def test_every_wrong_case_of_a_known_unit_finds_it_again() -> None:
    wrong = 0
    for unit in sorted(units.KNOWN):
        for variant in {unit.upper(), unit.lower(), unit.swapcase(), unit.title()} - units.KNOWN:
            slips = units.slips_in(f"5{variant}")
            if not slips:  # not letters alone, such as μ whose capital is another sign
                continue
            wrong += 1
            assert unit in {*slips[0].meant, units.mended(f"5{variant}")[1:]}, (unit, variant)
    assert wrong > 150


@pytest.mark.parametrize("text", ["(0~1.6) Xyz", "5QQ"])
def test_an_unknown_unit_is_no_certain_slip(text: str) -> None:
    assert [slip.meant for slip in units.slips_in(text)] == [()]


@pytest.mark.parametrize("text", ["ACS-30", "THW6244B2", "", "----", "Ⅲ级", "1.6", "0.2级"])
def test_what_is_no_figure_with_a_unit_has_no_slips(text: str) -> None:
    assert [slip for slip in units.slips_in(text) if slip.is_certain] == []


@pytest.mark.parametrize(
    ("text", "expected"), [("-", False), ("--", True), ("——", True), ("", False)]
)
def test_dashes(text: str, *, expected: bool) -> None:
    assert is_dashes(text) is expected


def test_ends_and_units() -> None:
    assert read_range("(1.6~0) MPa").is_upside_down
    assert not read_range("200g-30kg").is_upside_down  # other units: not compared
    assert read_range("(0~1.6)").lacks_unit
    assert not read_range("DN15").lacks_unit
