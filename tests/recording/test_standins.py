"""Shapes stay, values do not; names are names; only the portal's own words are kept."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqs_agent.recording.links import Links
from ecqs_agent.recording.markup import Markup
from ecqs_agent.recording.names import Names
from ecqs_agent.recording.shapes import Shapes
from ecqs_agent.recording.standins import StandIns
from ecqs_agent.recording.tree import Tree
from ecqs_agent.recording.vocabulary import Vocabulary
from page_objects.contract.seen import ButtonSeen, FieldSeen, Place, ScreenSeen

PORTAL = "https://psp.example"


@pytest.fixture
def standins() -> StandIns:
    return StandIns()


def written(markup: Sequence[object], vocabulary: Vocabulary | None = None) -> str:
    standins, names = StandIns(), Names(("zhao",))
    links = Links(names, standins, portal=PORTAL)
    return Markup(vocabulary or Vocabulary(), standins, names, links).written(markup)


def test_shape_and_identity(standins: StandIns) -> None:
    made = standins.of("张小明 SN-20240917 (东)", "texts")
    assert made[:4] == "某某某 "
    assert made[4:7] == "XX-"
    assert made[7:15].isdigit()
    assert made[15:] == " (某)"
    assert standins.of("张小明 SN-20240917 (东)", "texts") == made
    assert StandIns().of("20240917165510", "texts") != StandIns().of("20240917165510", "texts")
    assert standins.counts == {"texts": 2}


def test_the_length_of_a_name_is_told_roughly(standins: StandIns) -> None:
    assert len({standins.of("甲" * length, "texts") for length in (13, 14, 15, 16)}) == 1


@given(st.text(min_size=3, max_size=80))
def test_nothing_of_a_value_is_left(text: str) -> None:
    made = StandIns().of(text, "texts")
    assert made != text or not any(one.isalnum() for one in text)
    for one in made:
        assert one in "某xX0123456789" or not one.isalnum()


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("serialNum", True),
        ("datagrid-row-r1-2-0", True),
        ("_easyui_textbox_input1", True),
        ("row20240917", False),
        ("a3f09c81d2", False),
        ("user_Zhao", False),
        ("张三", False),
        ("x" * 60, False),
    ],
)
def test_names(name: str, good: bool) -> None:  # noqa: FBT001
    assert Names(("zhao",)).is_name(name) is good


def test_addresses(standins: StandIns) -> None:
    links = Links(Names(), standins, portal=PORTAL)
    assert links.public("/InspSystemV11/list.jsp;jsessionid=0001ABC").endswith("/list.jsp")
    made = links.public(f"{PORTAL}/x/receipt.jsp?id=9f86d081884c&ticket=ST-1-abc")
    assert made.startswith("/x/receipt.jsp?id=")
    assert "9f86d081884c" not in made
    assert "ST-1" not in made
    assert links.public("https://chat.other.example/a?b=c").startswith("//elsewhere/a?b=")
    assert links.public("javascript:load('张三')") == "javascript:"
    assert "20240917" not in links.public("/files/20240917/张三.jpg")


def seen(*labels: str, options: tuple[str, ...] = (), button: str = "查询") -> ScreenSeen:
    fields = tuple(FieldSeen(label=one, control="combobox", options=options) for one in labels)
    return ScreenSeen(place=Place.LEDGER, fields=fields, buttons=(ButtonSeen(text=button),))


def test_only_the_portals_own_words_are_kept() -> None:
    words = Vocabulary()
    words.note_private(["李建国"])
    firm, person = "包头市某某衡器厂", "李建国"
    words.learn(seen("设备编号", firm, person, "电话 13847162953", "AB12", button="批量导入"))
    kept = [
        one
        for one in ("器具名称：", "设备编号", firm, person, "电话 13847162953", "AB12", "批量导入")
        if words.keeps(one)
    ]
    assert kept == ["器具名称：", "设备编号", "批量导入"]
    assert words.unfamiliar == ("批量导入", "设备编号")
    words.hide(["设备编号"])
    assert not words.keeps("设备编号")


def test_choices_are_kept_of_fixed_lists_alone() -> None:
    words = Vocabulary()
    words.learn(seen("器具状态", options=("在用", "封存")))
    words.learn(seen("联系人", options=("王海燕", "李建国")))
    assert words.keeps_option("封存")
    assert not words.keeps("封存")
    assert not words.keeps_option("王海燕")


def test_markup_is_rewritten_by_what_is_allowed() -> None:
    markup = [
        "div",
        {"id": "row-zhao", "class": "panel 张三", "onclick": "go('张三')", "data-x": "张三"},
        [
            ["td", {"class": "label", "title": "张三"}, ["器具名称"]],
            ["input", {"type": "hidden", "name": "uuid", "value": "9f86d081"}, []],
            ["input", {"type": "text", "value": "张三", "placeholder": "必填"}, []],
            ["script", {"src": "/a/portal.js?v=20240917", "data-length": "20"}, []],
            ["p", {"style": "width:10px;background:url(/photo/zhang.jpg)"}, ["张三的电话"]],
            ["div", {"class": "datagrid-body"}, [["td", {}, ["检定状态"]]]],
            ["b", {"data-options": "required:true,data:[{text:'张三'}],url:'/zhang'"}, []],
        ],
    ]  # fmt: skip
    made = written(markup)
    assert "张" not in made
    assert "zhang" not in made
    assert "9f86d081" not in made
    assert "onclick" not in made
    assert "检定状态" not in made  # a cell is a value, whatever it says
    for part in ('<td class="label"', "器具名称", 'placeholder="必填"', 'style="width:10px"'):
        assert part in made
    assert 'data-options="required:true"' in made


def test_a_text_cannot_break_out_of_the_markup() -> None:
    assert "<img" not in written(["p", {"title": '"><img>'}, ["<img src=x>"]])


def test_the_accessible_tree() -> None:
    standins = StandIns()
    tree = Tree(Vocabulary(), standins, Links(Names(), standins, portal=PORTAL))
    made = tree.written(
        '- link "退出":\n  - /url: /casServer/logout?t=9f86d081\n'
        '- text: 欢迎您，李建国\n- textbox "器具名称": 李建国\n- cell "李建国"\n'
        '- button "查询" [disabled]\n'
        "- 'row \"a: 李建国\"'\nstrange 李建国\n"
    )
    assert "李" not in made
    assert "9f86d081" not in made
    for part in ('- link "退出":', '- textbox "器具名称": 某某某', '- button "查询" [disabled]'):
        assert part in made


def test_shapes() -> None:
    shapes = Shapes(Names(), StandIns())
    made = shapes.of(
        {
            "methodName": "getLedgerList",
            "serviceClassName": "com.itown.Service",
            "13847162953": 1,
            "rows": [{"a": "李建国"}, {"b": None}],
            "inner": '{"name": "李建国"}',
        }
    )
    assert made["methodName"] == "getLedgerList"
    assert made["rows"] == {
        "list": 2,
        "of": {"b": {"type": "null"}, "a": {"type": "string", "like": "某某某"}},
    }
    assert made["inner"]["of"]["name"]["like"] == "某某某"
    assert "13847162953" not in made
    assert shapes.of({"methodName": "李建国"})["methodName"]["type"] == "string"
