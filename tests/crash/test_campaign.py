"""A short campaign of random kills and faults, and whether its own comparison can fail."""

import os
from pathlib import Path

import pytest

from benchmarks.chaos import run_campaign, table
from benchmarks.chaos_pieces import WIRE, Piece, compare, pieces

pytestmark = pytest.mark.crash

ITEMS = 24
KILLS = 3
SEED = 7


@pytest.mark.browser
def test_a_short_campaign_leaves_everything_once_and_right(tmp_path: Path) -> None:
    engine = os.environ.get("ECQS_ENGINES", "lite").partition(",")[0]
    campaign = run_campaign(items=ITEMS, kills=KILLS, seed=SEED, engine=engine, folder=tmp_path)
    assert sum(campaign.kills.values()) == KILLS
    assert campaign.is_clean, f"{table(campaign)}\n{campaign.verdict}\n{campaign.trouble}"


def held(wanted: list[Piece]) -> list[dict[str, str]]:
    """Return the records of a portal that holds exactly these pieces."""
    return [
        {**piece.wire, "strongInspCode": f"{number:04d}"}
        for number, piece in enumerate(wanted, start=1)
    ]


def test_what_is_right_is_clean() -> None:
    wanted = pieces(12, SEED)
    assert compare(wanted, held(wanted)).is_clean


def test_a_doubled_record_is_seen() -> None:
    wanted = pieces(12, SEED)
    assert compare(wanted, [*held(wanted), held(wanted)[5]]).duplicates == 1


def test_a_lost_record_is_seen_among_pieces_that_are_alike() -> None:
    wanted = pieces(12, SEED)
    assert wanted[5].wire == wanted[11].wire
    assert compare(wanted, held(wanted)[:-1]).lost == 1


@pytest.mark.parametrize("name", WIRE)
def test_a_wrong_value_is_seen_in_every_field(name: str) -> None:
    wanted = pieces(12, SEED)
    records = held(wanted)
    records[0][name] = "错"
    assert compare(wanted, records).wrong == 1


def test_a_code_given_twice_is_seen() -> None:
    wanted = pieces(12, SEED)
    records = held(wanted)
    records[1]["strongInspCode"] = records[0]["strongInspCode"]
    verdict = compare(wanted, records)
    assert (verdict.codes, verdict.is_clean) == (11, False)
