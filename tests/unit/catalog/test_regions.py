"""Regions: paths, codes, parts of paths; never a guess between two places."""

import re
from collections import Counter
from importlib import resources

import pytest

from catalog.regions import Finding, Level, load_regions

REGIONS = load_regions()
XINCHENG = "内蒙古自治区/呼和浩特市/新城区"


@pytest.mark.parametrize(
    "text",
    [
        XINCHENG,
        "内蒙古自治区呼和浩特市新城区",
        "内蒙古 呼和浩特 新城",
        "内蒙古-呼和浩特市-新城区",
        "内蒙古自治区>呼和浩特市>新城区",
        "呼和浩特市新城区",
        "内蒙古新城区",
        "150102",
        "150102000000",
        "150102 新城区",
        "新城区(150102)",
        "内蒙古自治区／呼和浩特市／新城区",
    ],
)
def test_every_way_to_write_one_county(text: str) -> None:
    found = REGIONS.resolve(text)
    assert found.finding is Finding.FOUND
    assert found.division is not None
    assert (found.division.text, found.division.code) == (XINCHENG, "150102")
    assert found.is_literal == (text == XINCHENG)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("北京市/市辖区/东城区", "北京市/东城区"),
        ("重庆市/县/城口县", "重庆市/城口县"),
        ("济源市", "河南省/济源市"),
        ("河南省/省直辖县级行政区划/济源市", "河南省/济源市"),
        ("东莞", "广东省/东莞市"),
        ("锡林郭勒锡林浩特", "内蒙古自治区/锡林郭勒盟/锡林浩特市"),
        ("乌海市海南区", "内蒙古自治区/乌海市/海南区"),
        ("海南区", "内蒙古自治区/乌海市/海南区"),
        ("莫力达瓦达斡尔族自治旗", "内蒙古自治区/呼伦贝尔市/莫力达瓦达斡尔族自治旗"),
    ],
)
def test_special_places(text: str, path: str) -> None:
    found = REGIONS.resolve(text)
    assert found.finding is Finding.FOUND
    assert found.division is not None
    assert found.division.text == path


@pytest.mark.parametrize("text", ["呼和浩特市", "内蒙古", "150100", "150000", "15", "1501"])
def test_incomplete_names_what_may_follow(text: str) -> None:
    found = REGIONS.resolve(text)
    assert found.finding is Finding.INCOMPLETE
    assert found.divisions


@pytest.mark.parametrize("text", ["新城区", "鼓楼区", "朝阳区", "海南", "150103新城区"])
def test_two_readings_are_never_guessed(text: str) -> None:
    found = REGIONS.resolve(text)
    assert found.finding is Finding.AMBIGUOUS
    assert found.division is None
    assert len(found.divisions) > 1


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("内蒙古自治区/呼和浩特市/新城区/中山路", XINCHENG),
        ("呼和浩特新成区", XINCHENG),
        ("150199", "内蒙古自治区/呼和浩特市"),
        ("某某地", None),
        ("", None),
        ("长" * 10_000, None),
    ],
)
def test_unknown_places_have_near_misses_at_most(text: str, near: str | None) -> None:
    found = REGIONS.resolve(text)
    assert found.finding is Finding.UNKNOWN
    assert (found.divisions[0].text if found.divisions else None) == near


def test_development_zones_are_found_and_marked() -> None:
    found = REGIONS.resolve("包头稀土高新技术产业开发区")
    assert found.division is not None
    assert (found.division.is_zone, found.division.code) == (True, "150271")


def test_every_lowest_division_is_found_by_its_path_and_code() -> None:
    for division in REGIONS:
        if division.has_parts or division.name == "台湾省":
            continue
        for text in (division.text, "".join(division.path), division.code):
            found = REGIONS.resolve(text)
            assert found.division == division, text


def test_ambiguous_county_names_are_as_many_as_known() -> None:
    counties = [d for d in REGIONS if d.level is Level.COUNTY and not d.is_zone]
    times = Counter(division.name for division in counties)
    assert sum(count > 1 for count in times.values()) == 28


def test_inner_mongolia_is_whole() -> None:
    counties = [
        division
        for division in REGIONS
        if division.code.startswith("15")
        and division.level is Level.COUNTY
        and not division.is_zone
    ]
    assert len(counties) == 103


def test_an_independent_table_agrees() -> None:
    """python-stdnum's table has the same codes and names, but for two districts of Hangzhou."""
    theirs = _independent_table()
    ours = {d.code: d.name for d in REGIONS if d.level is Level.COUNTY and not d.is_zone}
    assert {code for code in ours if code in theirs and theirs[code] != ours[code]} == set()
    assert set(ours) - set(theirs) == {"330113", "330114"}


def _independent_table() -> dict[str, str]:
    """Return the names in force by code; a name may carry years, [1983-1999]郊区,[2000-]赛罕区."""
    text = (resources.files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8")
    province, table = "", {}
    for line in text.splitlines():
        if match := re.match(r'(\d\d) province="', line):
            province = match[1]
        elif match := re.match(r'\s+(\d{4}) county="([^"]*)"', line):
            names = re.findall(r"(?:\[(\d*)-(\d*)\])?([^,\[\]]+)", match[2])
            current = [name for _, until, name in names if not until]
            if current:
                table[province + match[1]] = current[-1]
    return table
