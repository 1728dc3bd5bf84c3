"""What the benchmark compares us with notices what is wrong; else it would be no rival."""

from collections.abc import Callable

import pytest

from ecqs_agent.mock_client import MockPortal

pytest.importorskip("psutil", reason="needs the extra bench")
WRONG = {  # a change, and what a rival says that misses the right thing
    "booking numbers are longer": "提交成功",
    "a piece is missing in the receipt": "3",
    "accepted is called otherwise": "待检定",
    "another phone": "04713337100",
    "the receipt is worded otherwise": "已分配至",
}


@pytest.mark.browser
@pytest.mark.parametrize("way", ["ours", "plain", "robot"])
@pytest.mark.parametrize("name", ["", *WRONG])
def test_a_way_ends_well_only_where_nothing_is_wrong(
    way: str, name: str, changing: MockPortal, change: Callable[[str], None]
) -> None:
    from benchmarks.rivals.racing import Raced, race

    if way == "robot":
        pytest.importorskip("Browser", reason="needs the extra bench")
    change(name)
    raced = Raced(way)
    race(raced, changing)
    if not name:
        assert (raced.troubles, len(raced.alone)) == ([], 1)
    else:
        (trouble,) = raced.troubles
        assert ("exit code 4" if way == "ours" else WRONG[name]) in trouble
