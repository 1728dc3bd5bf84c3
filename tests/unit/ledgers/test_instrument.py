"""Fingerprints: equal for equal pieces, whatever their spacing; errors survive pickling."""

import pickle

import pytest

from ledgers.errors import SheetMissingError
from ledgers.instrument import comparable, fingerprint_of
from tests.unit.ledgers.sheets import wide

PIECE = {
    "name": "电子计价秤",
    "kind": "非自动衡器",
    "model": "ACS-30",
    "serial_number": "938579",
    "manufacturer": "永康市华鹰衡器有限公司",
    "region_code": "150102",
    "place_of_use": "店铺内",
}


@pytest.mark.parametrize(
    "changes",
    [
        {"model": wide("ACS-30")},
        {"name": " 电子 计价秤　"},
        {"kind": "非自动衡器（最大秤量"},
        {"serial_number": "938579\u3000"},
    ],
)
def test_spacing_and_width_do_not_count(changes: dict[str, str]) -> None:
    assert fingerprint_of(**{**PIECE, **changes}) == fingerprint_of(**PIECE)


@pytest.mark.parametrize("field", PIECE)
def test_every_field_counts(field: str) -> None:
    assert fingerprint_of(**{**PIECE, field: PIECE[field] + "X"}) != fingerprint_of(**PIECE)


def test_letter_case_counts_and_place_holders_are_alike() -> None:
    assert comparable("sx1") != comparable("SX1")
    assert comparable("----") == comparable("-----")
    assert comparable("(0~1.6)MPa") == comparable("（0～1.6） MPa") == comparable("(0〜1.6)MPa")
    assert comparable("\ud800")  # half a character does not break a hash


def test_fields_do_not_run_into_each_other() -> None:
    moved = {**PIECE, "name": "电子计价秤非", "kind": "自动衡器"}
    assert fingerprint_of(**moved) != fingerprint_of(**PIECE)


def test_errors_survive_pickling() -> None:
    error = SheetMissingError(path="a.xlsx", sheet="一", sheets="二")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.facts, str(again)) == (type(error), error.facts, str(error))
