"""The catalogue: what is certain rejects, what is not warns, and the portal's lists decide."""

from datetime import date

import pytest

from catalog.catalogue import Fit, load_catalogue
from catalog.errors import NoCatalogueError
from catalog.kinds import PURPOSES, Grade

CATALOGUE = load_catalogue()


def test_the_rows_that_could_be_recovered_are_there() -> None:
    kinds = list(CATALOGUE)
    assert len(kinds) == 53  # 56 rows, two without a known category, one without a kind
    assert len({(kind.category, kind.name) for kind in kinds}) == 53
    assert sum(kind.grades.name is Grade.REMEMBERED for kind in kinds) == 12
    assert CATALOGUE.edition.in_force == date(2020, 10, 26)


def test_catalogues_are_chosen_by_the_day() -> None:
    assert load_catalogue(date(2026, 1, 1)).edition.id == "2020-42"
    with pytest.raises(NoCatalogueError, match="2020-10-25"):
        load_catalogue(date(2020, 10, 25))


@pytest.mark.parametrize(
    ("category", "kind", "fit", "name"),
    [
        ("非自动衡器", "非自动衡器", Fit.LISTED, "非自动衡器"),
        ("血压计(表)", "无创非自动测量血压计", Fit.LISTED, "无创非自动测量血压计"),
        ("心电测量仪器", "心电图仪", Fit.LISTED, "心电图仪"),
        ("压力仪表", "压力表", Fit.LISTED, "指示类压力表、显示类压力表"),
        ("电力测量用互感器", "电力测量用互感器(500kv (含", Fit.LISTED, "电力测量用互感器"),
        ("水表", "水表DN15～DN50", Fit.LISTED, "水表DN15~DN50"),
        ("验光仪器", "验光仪", Fit.LISTED, "验光仪、综合验光仪"),
        ("加油机", "压缩天然气加气机", Fit.MISPLACED, "压缩天然气加气机"),
        ("糖量计", "糖量计", Fit.UNSURE, "糖量计"),
        ("非自动衡器", "电子秤", Fit.IMPOSSIBLE, None),
        ("加气机", "氢气加气机", Fit.IMPOSSIBLE, None),
        ("压力仪表", "压力控制器", Fit.UNKNOWN, None),
        ("温度计", "玻璃温度计", Fit.UNKNOWN, None),
        ("", "", Fit.UNKNOWN, None),
    ],
)
def test_how_a_pair_fits(category: str, kind: str, fit: Fit, name: str | None) -> None:
    match = CATALOGUE.match(category, kind)
    assert match.fit is fit
    assert (match.kind.name if match.kind else None) == name


def test_only_categories_known_whole_can_refuse_a_kind() -> None:
    # 血压计（表） and 压力仪表 stand where the numbers end: a kind may be missing there
    assert CATALOGUE.match("血压计（表）", "电子血压计").fit is Fit.UNKNOWN


def test_near_misses_are_suggested() -> None:
    assert CATALOGUE.near("燃油加油器")[0].name == "燃油加油机"
    assert CATALOGUE.near_category("非自动衡机") == "非自动衡器"
    assert CATALOGUE.near("x" * 100_000) == ()


def test_every_alias_leads_to_a_name_of_the_catalogue() -> None:
    for alias, name in CATALOGUE._aliases["category"].items():
        assert CATALOGUE.category_named(alias) == name
    for alias in CATALOGUE._aliases["kind"]:
        if alias not in {"全站型电子速测仪", "测地型GPS接收机"}:  # their category is not known
            assert CATALOGUE.kinds_named(alias), alias


def test_what_kinds_say() -> None:
    by_name = {kind.name: kind for kind in CATALOGUE}
    assert by_name["称重传感器"].is_unverified_by_law
    assert by_name["水表DN15~DN50"].is_first_only
    assert by_name["水表DN15~DN50"].sizes == ("DN", 15.0, 50.0)
    assert by_name["燃气表G1.6~G16"].sizes == ("G", 1.6, 16.0)
    assert not by_name["体温计"].is_first_only  # only glass ones are
    assert by_name["指示类压力表、显示类压力表"].purposes == ("安全防护",)
    assert all(purpose in PURPOSES for kind in CATALOGUE for purpose in kind.purposes)
    assert CATALOGUE.bare_category("有毒有害、易燃易爆气体检测(报警)仪") is not None


@pytest.mark.parametrize("text", ["血压", "压力", "安全防护", "戥子", "测速"])
def test_search(text: str) -> None:
    assert CATALOGUE.search(text)


def test_the_portals_lists_have_the_last_word() -> None:
    lists = {"非自动衡器": ["非自动衡器"], "力学仪器": ["测力仪(500kN"], "糖量计": ["糖量计"]}
    learned = CATALOGUE.learned(lists)
    assert learned.match("力学仪器", "测力仪").fit is Fit.LISTED
    assert learned.match("糖量计", "糖量计").fit is Fit.LISTED
    assert learned.match("力学仪器", "试验机").fit is Fit.IMPOSSIBLE
    assert learned.match("非自动衡器", "非自动衡器").kind == CATALOGUE.kinds_named("非自动衡器")[0]
    difference = CATALOGUE.difference(lists)
    assert difference
    assert difference.only_portal == (("力学仪器", "测力仪(500kN"),)
    assert ("加油机", "燃油加油机") in difference.only_ours
    assert ("乳汁计", "乳汁计") not in difference.only_ours  # we were not sure of it
