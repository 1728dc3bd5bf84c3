"""What the benchmark compares us with notices what is wrong; else it would be no rival."""

from collections.abc import Callable

import pytest

from ecqs_agent.mock_client import MockPortal

pytest.importorskip("psutil", reason="needs the extra bench")
WRONG = (
    "",
    "booking numbers are longer",
    "a piece is missing in the receipt",
    "accepted is called otherwise",
    "another phone",
    "the receipt is worded otherwise",
)


@pytest.mark.browser
@pytest.mark.parametrize("way", ["ours", "plain", "robot"])
@pytest.mark.parametrize("name", WRONG)
def test_a_way_ends_well_only_where_nothing_is_wrong(
    way: str, name: str, changing: MockPortal, change: Callable[[str], None]
) -> None:
    from benchmarks.rivals.racing import Raced, race

    if way == "robot":
        pytest.importorskip("Browser", reason="needs the extra bench")
    change(name)
    raced = Raced(way)
    race(raced, changing)
    assert bool(raced.troubles) is bool(name), raced.troubles
