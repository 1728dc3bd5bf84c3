"""A plan of thousands of rows counts as rightly as one of three."""

import random

from ecqs_agent.runs.planning import make_plan
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import UNPLATED, scale, wishes

UNCHANGED, CHANGED, CORRECTED, NEW, LEFT, AMBIGUOUS = 700, 200, 100, 300, 250, 50
PIECES_HERE, PIECES_THERE = 650, 600  # identical and unplated


def pieces(prefix: str, count: int, **changes: object) -> list[Instrument]:
    return [scale(f"{prefix}{number:05d}", **changes) for number in range(count)]


def test_two_thousand_rows_against_two_thousand_records() -> None:
    wanted = [
        *pieces("same", UNCHANGED),
        *pieces("changed", CHANGED),
        *pieces("corrected", CORRECTED),
        *pieces("twice", AMBIGUOUS),
        *pieces("new", NEW),
        *[UNPLATED] * PIECES_HERE,
    ]
    there = [
        *pieces("same", UNCHANGED),
        *pieces("changed", CHANGED, measuring_range="30g-15kg"),  # same identity
        *pieces("corrected", CORRECTED, model="ACS-15"),  # another identity, same plate
        *pieces("twice", AMBIGUOUS, model="A"),
        *pieces("twice", AMBIGUOUS, model="B"),
        *pieces("left", LEFT),
        *[UNPLATED] * PIECES_THERE,
    ]
    mixer = random.Random(7)
    mixer.shuffle(wanted)
    mixer.shuffle(there)
    records: list[LedgerRecord] = [
        record_of(to_form(piece), f"U{number}") for number, piece in enumerate(there)
    ]

    made = make_plan("demo", wishes(*wanted), records, known={})

    assert made.counts() == {
        "add": NEW + PIECES_HERE - PIECES_THERE,
        "change": CHANGED + CORRECTED,
        "unchanged": UNCHANGED + PIECES_THERE,
        "conflict": AMBIGUOUS,
        "unclear": 0,
        "only_on_portal": LEFT + 2 * AMBIGUOUS,
    }
    used = [step.record.uuid for step in made.steps if step.record]
    left = [record.uuid for record in made.only_on_portal]
    assert sorted([*used, *left]) == sorted(record.uuid for record in records)
    assert len({step.key for step in made.steps}) == len(wanted)
