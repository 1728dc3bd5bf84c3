"""A portal's option lists as a file: what is taken, and what is refused with its reason."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.catalogue import Fit, load_catalogue
from catalog.errors import OptionListsError
from catalog.option_lists import OptionLists, read_option_lists

PORTAL = "https://portal.example"
TODAY = date(2026, 3, 4)


def read(path: Path, text: str) -> OptionLists:
    path.write_text(text, encoding="utf-8")
    return read_option_lists(path, portal=PORTAL, today=TODAY)


def test_plain_lists_take_portal_and_day_from_the_reader(tmp_path: Path) -> None:
    lists = read(tmp_path / "a.json", '\ufeff{"水表": [" 水表DN15~DN50 "], "油表": []}')
    assert (lists.portal, lists.read_on) == (PORTAL, TODAY)
    assert lists.lists == {"水表": ("水表DN15~DN50",), "油表": ()}
    assert lists.silent == ("油表",)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    lists = OptionLists(portal="http://a.example:81/", read_on=TODAY, lists={"水表": ("水表",)})
    assert lists.portal == "http://a.example:81"
    assert read(tmp_path / "a.json", lists.model_dump_json()) == lists


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "JSONDecodeError"),
        ('{"水表": ["水表"', "JSONDecodeError"),
        ("[" * 100_000, "RecursionError"),
        ("[]", "lists"),
        ('{"水表": "水表"}', "水表"),
        ('{"水表": [1]}', "水表.0"),
        ('{"水表": [""]}', "水表.0"),
        ('{"": ["水表"]}', "lists"),
        ('{"水表": ["水表", "水 表"]}', "水表 names 水表 twice"),
        ('{"水表": [], "水 表": []}', "lists names 水表 twice"),
        ('{"portal": "nowhere", "read_on": "2026-01-01", "lists": {}}', "portal"),
        ('{"portal": "http://a", "read_on": "2026-02-30", "lists": {}}', "read_on"),
        (json.dumps({"水表": ["x" * 2_000_000]}), "bytes"),
    ],
)
def test_a_file_that_says_something_else(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(OptionListsError) as caught:
        read(tmp_path / "bad.json", content)
    assert words in caught.value.facts["reason"]
    assert "bad.json" in caught.value.facts["path"]


def test_a_file_that_is_no_text_and_one_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes("水表".encode("gbk"))
    for bad in (path, tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(OptionListsError):
            read_option_lists(bad, portal=PORTAL, today=TODAY)


def test_where_the_portal_says_nothing_ours_stays_as_unsure_as_it_was() -> None:
    ours = load_catalogue()
    lists: dict[str, Any] = {"乳汁计": (), "加油机": (), "力学仪器": ("测力仪",)}
    learned = ours.learned(lists)
    assert ours.match("乳汁计", "乳汁计").fit is learned.match("乳汁计", "乳汁计").fit is Fit.UNSURE
    assert learned.match("加油机", "燃油加油机").fit is Fit.LISTED
    assert learned.match("加油机", "别的").fit is Fit.UNKNOWN
    assert learned.match("力学仪器", "别的").fit is Fit.IMPOSSIBLE
