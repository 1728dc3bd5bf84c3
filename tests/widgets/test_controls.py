"""Every driver keeps its law, on every engine: `fill(read())` changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from page_objects.errors import (
    AmbiguousMatchError,
    BadDateError,
    FieldNotTakenError,
    UnknownOptionError,
)
from page_objects.patience import Patience
from page_objects.widgets.boxes import (
    ChainedLists,
    ComboBox,
    ComboTree,
    DateBox,
    NumberBox,
    TextBox,
)

pytestmark = pytest.mark.browser

FORM = """
<form id="f"><table>
<tr><td>型号规格</td><td id="text"><input class="easyui-textbox" name="model"
  data-options="prompt:'必填'"></td></tr>
<tr><td>器具数量</td><td id="number"><input class="easyui-numberbox" name="quantity"
  data-options="min:0,max:99"></td></tr>
<tr><td>器具产地</td><td id="combo"><input class="easyui-combobox" name="origin"
  data-options="editable:false,valueField:'value',textField:'text',
  data:[{value:'1',text:'国产'},{value:'2',text:'进口'},{value:'3',text:'进口件'}]"></td></tr>
<tr><td>购置时间</td><td id="date"><input class="easyui-datebox" name="bought"></td></tr>
<tr><td>使用地点行政区划</td><td id="tree"><input class="easyui-combotree" name="region"
  data-options="url:'/regions'"></td></tr>
<tr><td>地区</td><td id="chain">
  <input class="easyui-combobox" id="p" name="province" data-options="editable:false,
    valueField:'id',textField:'text',url:'/regions',
    onSelect:function(r){$('#c').combobox('clear').combobox('reload','/regions?id='+r.id);}">
  <input class="easyui-combobox" id="c" name="city" data-options="editable:false,
    valueField:'id',textField:'text',
    onSelect:function(r){$('#d').combobox('clear').combobox('reload','/regions?id='+r.id);}">
  <input class="easyui-combobox" id="d" name="county" data-options="editable:false,
    valueField:'id',textField:'text'">
</td></tr>
</table></form>
"""

DRIVERS: dict[str, tuple[type[Any], Any, Any, str]] = {
    "text": (TextBox, "ACS-30", "（0～1.6）MPa", "（0～1.6）MPa"),
    "number": (NumberBox, "1", "12", "12"),
    "combo": (ComboBox, "国产", "进口", "2"),
    "date": (DateBox, "2018-11-22", "2020-02-29", "2020-02-29"),
    "tree": (
        ComboTree,
        ("内蒙古自治区", "包头市", "新城区"),
        ("内蒙古自治区", "呼和浩特市", "新城区"),
        "150102",
    ),
    "chain": (
        ChainedLists,
        ("内蒙古自治区", "包头市", "新城区"),
        ("内蒙古自治区", "呼和浩特市", "新城区"),
        "15 / 1501 / 150102",
    ),
}

Show = Callable[[str], Page]


def driver(page: Page, name: str, patience: Patience) -> Any:
    return DRIVERS[name][0](page.locator(f"#{name}"), label=name, patience=patience)


@pytest.fixture(params=sorted(DRIVERS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_empty_field_obeys_the_law(show: Show, name: str, patience: Patience) -> None:
    box = driver(show(FORM), name, patience)
    before = box.layers()
    assert not box.read()
    assert box.fill(box.read()) is False
    assert box.layers() == before


def test_fill_reaches_all_layers_and_then_changes_nothing(
    show: Show, name: str, patience: Patience
) -> None:
    _, first, second, posted = DRIVERS[name]
    box = driver(show(FORM), name, patience)
    assert box.fill(first) is True
    assert box.fill(second) is True
    assert box.read() == second
    assert box.layers().posted == posted
    before = box.layers()
    assert box.fill(box.read()) is False
    assert box.layers() == before


def test_empty_value_clears(show: Show, name: str, patience: Patience) -> None:
    kind, first, _, _ = DRIVERS[name]
    box = driver(show(FORM), name, patience)
    box.fill(first)
    assert box.fill(() if kind in (ComboTree, ChainedLists) else "") is True
    assert not box.read()
    assert box.layers().posted.strip(" /") == ""


def test_no_panel_stays_open(show: Show, name: str, patience: Patience) -> None:
    page = show(FORM)
    driver(page, name, patience).fill(DRIVERS[name][1])
    assert page.locator(".combo-p").filter(visible=True).count() == 0


def test_fill_again_after_the_form_was_cleared(show: Show, name: str, patience: Patience) -> None:
    page = show(FORM)
    box = driver(page, name, patience)
    box.fill(DRIVERS[name][1])
    page.evaluate("$('#f').form('clear')")
    assert not box.read()
    assert box.fill(DRIVERS[name][1]) is True
    assert box.read() == DRIVERS[name][1]


def test_what_only_looks_filled_is_no_value(show: Show, name: str, patience: Patience) -> None:
    page = show(FORM)
    box = driver(page, name, patience)
    page.locator(f"#{name} .textbox-text").first.evaluate("el => { el.value = '国产'; }")
    with pytest.raises(FieldNotTakenError):
        box.read()
    box.fill(DRIVERS[name][1])
    assert box.read() == DRIVERS[name][1]


def test_prompt_is_no_value(show: Show, patience: Patience) -> None:
    page = show(FORM)
    assert driver(page, "text", patience).read() == ""
    assert driver(page, "text", patience).fill("必填") is True


def test_playwright_fill_on_a_list_is_noticed(show: Show, patience: Patience) -> None:
    page = show(FORM.replace("editable:false,valueField:'value'", "valueField:'value'"))
    page.locator("#combo .textbox-text").fill("国产")
    page.keyboard.press("Tab")
    with pytest.raises(FieldNotTakenError):
        driver(page, "combo", patience).read()


def test_list_matches_whole_texts_and_lists_what_it_offers(show: Show, patience: Patience) -> None:
    box = driver(show(FORM), "combo", patience)
    assert box.options() == ("国产", "进口", "进口件")
    with pytest.raises(UnknownOptionError) as caught:
        box.fill("口")
    assert caught.value.facts["available"] == ("国产", "进口", "进口件")
    assert box.read() == ""


def test_two_equal_options_are_ambiguous(show: Show, patience: Patience) -> None:
    page = show(FORM.replace("text:'进口件'", "text:'进口'"))
    with pytest.raises(AmbiguousMatchError):
        driver(page, "combo", patience).fill("进口")


@pytest.mark.parametrize(
    "value",
    ["2021/05/06", "20210506", "2021年5月6日", "abc", "2021-02-31", "2021-13-01", "2021-5-6"],
)
def test_odd_dates_never_reach_the_widget(show: Show, value: str, patience: Patience) -> None:
    box = driver(show(FORM), "date", patience)
    box.fill("2018-11-22")
    with pytest.raises(BadDateError):
        box.fill(value)
    assert box.read() == "2018-11-22"


@pytest.mark.parametrize("value", ["1.6", "250", "\uff11\uff12", "1e3", "-1"])
def test_number_that_the_widget_changes_is_an_error(
    show: Show, value: str, patience: Patience
) -> None:
    with pytest.raises(FieldNotTakenError):
        driver(show(FORM), "number", patience).fill(value)


def test_tree_looks_only_inside_the_parent(show: Show, patience: Patience) -> None:
    box = driver(show(FORM), "tree", patience)
    box.fill(("内蒙古自治区", "包头市", "新城区"))
    box.fill(("北京市", "市辖区", "新城区"))
    box.fill(("内蒙古自治区", "呼和浩特市", "新城区"))
    assert box.layers().posted == "150102"
    with pytest.raises(UnknownOptionError) as caught:
        box.fill(("内蒙古自治区", "包头市", "回民区"))
    assert caught.value.facts["available"] == ("东河区", "新城区")
    assert box.layers().posted == "150102"


def test_tree_shows_a_bare_code_when_it_knows_no_better(show: Show, patience: Patience) -> None:
    page = show(FORM)
    page.evaluate("$('[textboxname=region]').combotree('setValue', '150102')")
    box = driver(page, "tree", patience)
    assert box.read() == ("150102",)
    assert box.fill(box.read()) is False
    assert box.fill(("内蒙古自治区", "呼和浩特市", "新城区")) is True


def test_frozen_field_is_left_alone(show: Show, patience: Patience) -> None:
    page = show(FORM.replace('name="bought"', 'name="bought" value="2020-01-01" readonly'))
    box = driver(page, "date", patience)
    assert box.fill("2020-01-01") is False
    with pytest.raises(FieldNotTakenError):
        box.fill("2020-01-02")
