"""Receipt texts with the reading a clerk would give them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ledgers.receipt import Acceptance, Receipt, read_receipt
from ledgers.receipts.matching import match_refusals

FOLDER = Path(__file__).parent / "receipts"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["receipt"]
]
TITLES = [case["title"] for case in CASES]


def plate(written: str) -> tuple[str, str]:
    name, _, serial = written.partition(" | ")
    return name, serial


def accepted(one: Acceptance) -> dict[str, Any]:
    shown = {
        "institute": one.institute,
        "to_do": [
            f"{step.do}{'+call' if step.call_first and step.do != 'call' else ''}"
            for step in one.instructions
        ],
        "contacts": [f"{contact.department} {contact.phone}" for contact in one.contacts],
        "certificate": one.certificate.value,
        "links": list(one.links),
        "deadlines": list(one.deadlines),
    }
    return {key: value for key, value in shown.items() if value or key == "institute"}


def as_written(receipt: Receipt) -> dict[str, Any]:
    shown = {
        "total": receipt.total,
        "allocations": [f"{one.count} {one.institute}" for one in receipt.allocations],
        "unallocated": receipt.unallocated,
        "left_out": [" | ".join(one) for one in receipt.unallocated_pieces],
        "acceptances": [accepted(one) for one in receipt.acceptances],
        "refusals": [
            f"{one.name} | {one.serial_number} | {one.reason}" for one in receipt.refusals
        ],
        "unread": list(receipt.unread),
    }
    return {key: value for key, value in shown.items() if value}


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60
    texts = [case["text"] for case in CASES]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_a_receipt_is_read_as_a_clerk_reads_it(case: Mapping[str, Any]) -> None:
    pieces = [plate(piece) for piece in case.get("pieces", ())]
    receipt = read_receipt(case["text"], pieces)
    expected = {
        key: value for key, value in case.items() if key not in ("title", "text", "pieces", "given")
    }
    assert as_written(receipt) == expected
    if "given" in case:
        given = match_refusals(receipt.refusals, pieces)
        assert [[refusal.reason for refusal in share] for share in given] == case["given"]


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_a_narrow_text_reads_like_a_wide_one(case: Mapping[str, Any]) -> None:
    """Counts and pieces do not depend on the width of brackets, commas and colons."""
    narrow = case["text"].translate(str.maketrans("（），：；", "(),:;"))
    before, after = read_receipt(case["text"]), read_receipt(narrow)
    assert (after.total, after.unallocated) == (before.total, before.unallocated)
    assert [one.count for one in after.allocations] == [one.count for one in before.allocations]
    assert [one.instructions for one in after.acceptances] == [
        one.instructions for one in before.acceptances
    ] or "（0472）" in case["text"]
    assert [one.serial_number for one in after.refusals] == [
        one.serial_number for one in before.refusals
    ]
