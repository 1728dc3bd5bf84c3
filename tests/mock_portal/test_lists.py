"""The mock's own lists: catalogue, regions, captcha, words."""

import pytest

from ecqs_agent.mock_portal import captcha, catalogue, regions, words


def names(code: str) -> list[str]:
    return [region.name for region in regions.path(code)]


def test_catalogue_codes_are_unique_and_nested() -> None:
    assert len(catalogue.categories()) == 33
    for category in catalogue.categories().values():
        assert all(kind.code.startswith(category.code) for kind in category.kinds)
    assert catalogue.known_pair("16", "1601") is not None
    assert catalogue.known_pair("02", "1601") is None
    assert catalogue.known_pair("zz", "1601") is None


@pytest.mark.parametrize(
    "name", ["血压计（表）", "压力仪表", "医用诊断X射线设备", "心脑电测量仪器"]
)
def test_catalogue_spells_as_the_portal(name: str) -> None:
    assert name in {category.name for category in catalogue.categories().values()}


@pytest.mark.parametrize(
    ("code", "expected", "assignable"),
    [
        ("150102", ["内蒙古自治区", "呼和浩特市", "新城区"], True),
        ("152921", ["内蒙古自治区", "阿拉善盟", "阿拉善左旗"], True),
        ("150100", ["内蒙古自治区", "呼和浩特市"], False),
        ("150000", ["内蒙古自治区"], False),
        ("110101", ["北京市", "东城区"], True),
        ("441900", ["广东省", "东莞市"], True),
        ("429004", ["湖北省", "仙桃市"], True),
        ("710000", ["台湾省"], False),
        ("810000", ["香港特别行政区"], False),
    ],
)
def test_regions_of_every_shape(code: str, expected: list[str], *, assignable: bool) -> None:
    assert names(code) == expected
    assert regions.regions()[code].assignable is assignable


def test_every_region_code_has_six_digits() -> None:
    assert len(regions.children("")) == 34
    assert all(code.isdecimal() and len(code) == 6 for code in regions.regions())


def test_captcha_texts() -> None:
    texts = [captcha.new_text(mixed=False) for _ in range(50)]
    assert all(len(text) == 4 and text == text.lower() for text in texts)
    assert any(text != text.lower() for text in (captcha.new_text(mixed=True) for _ in range(50)))
    assert captcha.picture("a2b3") != captcha.picture("c4d5")


def test_both_generations_have_every_word() -> None:
    assert words.words("new").keys() == words.words("old").keys()
    assert all(words.words("old").values())
