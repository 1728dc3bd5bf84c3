"""Where the options of a list come from: loading, cascades, several values (0.6, 4)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

EVENTS = ",".join(
    f"{name}:note('{name}')"
    for name in ("onShowPanel", "onClick", "onSelect", "onUnselect", "onChange", "onHidePanel")
)
DATA = "data:[{value:'1',text:'衡器'},{value:'2',text:'压力仪表'},{value:'3',text:'gas'}]"
LIST = f"""<input id="cat" class="easyui-combobox" name="cat" style="width:200px"
    data-options="required:true,{DATA},{EVENTS}">"""
LOCKED = LIST.replace("required:true", "editable:false")


def item(page: Any, text: str) -> Any:
    """Return an option of the open panel."""
    return page.page.locator(".combo-p:visible .combobox-item").get_by_text(text, exact=True)


REMOTE = """<input id="kind" class="easyui-combobox" name="kind" data-options="
    url:'/kinds?of=2',value:'22',onSelect:function(r){notes.push('select '+r.text)},
    onChange:note('onChange'),onLoadSuccess:note('loaded'),onLoadError:note('failed')">"""


def test_a_value_before_the_list_shows_the_code_until_the_list_comes(show: Show, desk: Any) -> None:
    release = desk.hold("/kinds")
    body = REMOTE + "<script>$(function(){window.parsed=true;jQuery.active=0})</script>"
    page = show(body)
    assert page.layers("kind") == ("22", "22", ["22"])
    assert page.is_valid("kind")
    assert page.notes() == []
    release.set()
    page.wait("() => notes.includes('loaded')")
    assert page.layers("kind") == ("共用名称", "共用名称", ["22"])
    assert page.notes() == ["select 共用名称", "loaded"]


def test_a_code_which_is_not_in_the_list_stays_and_is_valid(show: Show) -> None:
    page = show(REMOTE.replace("'22'", "'12'"))
    assert page.layers("kind") == ("12", "12", ["12"])
    assert page.is_valid("kind")


CASCADE = """
<input id="cat" class="easyui-combobox" name="cat" data-options="editable:false,
  data:[{value:'1',text:'衡器'},{value:'2',text:'压力仪表'}],
  onSelect:function(r){ $('#kind').combobox('clear').combobox('reload','/kinds?of='+r.value); }">
<input id="kind" class="easyui-combobox" name="kind" data-options="editable:false,
  onLoadSuccess:note('loaded')">"""


def test_the_old_list_stays_until_the_new_one_arrives(show: Show, desk: Any) -> None:
    page = show(CASCADE)
    page.set("cat", "combobox", "1")
    page.rest()
    release = desk.hold("/kinds")
    page.set("cat", "combobox", "2")
    page.arrow("kind").click()
    item(page, "共用名称").click()
    assert page.posted("kind") == ["12"]
    release.set()
    page.rest()
    assert page.layers("kind") == ("12", "12", ["12"])
    assert page.is_valid("kind")
    ids = page.page.locator(".combobox-item:visible").count()
    assert ids == 0


def test_every_load_makes_new_option_ids(show: Show) -> None:
    page = show(CASCADE)
    page.set("cat", "combobox", "1")
    page.rest()
    first = page.page.locator(".combobox-item").get_by_text("共用名称").get_attribute("id")
    page.set("cat", "combobox", "2")
    page.rest()
    second = page.page.locator(".combobox-item").get_by_text("共用名称").get_attribute("id")
    assert [first, second] == ["_easyui_combobox_i2_1", "_easyui_combobox_i3_1"]


def test_lists_are_asked_by_post_and_failures_are_silent(show: Show, desk: Any) -> None:
    page = show(REMOTE)
    assert desk.posted("/kinds") == [[]]
    desk.logged_out = True
    page.notes()
    page.call("#kind", "combobox", "reload")
    page.rest()
    assert page.notes() == ["failed"]
    assert page.layers("kind")[0] == "共用名称"
    assert page.page.locator("body > .messager-window").count() == 0


def test_several_values_are_several_inputs(show: Show) -> None:
    page = show(
        f"""<form id="f"><input id="cm" class="easyui-combobox" name="cm"
        data-options="multiple:true,{DATA}"></form>"""
    )
    page.arrow("cm").click()
    item(page, "衡器").click()
    item(page, "gas").click()
    assert page.open_panels() == 1
    assert page.posted("cm") == ["1", "3"]
    assert page.text("cm").input_value() == "衡器,gas"
    assert page.run("() => $('#f').serialize()") == "cm=1&cm=3"
    item(page, "衡器").click()
    assert page.posted("cm") == ["3"]


def test_form_clear_empties_values_but_not_the_list(show: Show) -> None:
    page = show(f'<form id="f">{LIST}</form>')
    page.set("cat", "combobox", "1")
    page.notes()
    page.call("#f", "form", "clear")
    assert page.layers("cat") == ("", "", [""])
    assert page.notes() == ["onUnselect", "onChange"]
    assert page.page.locator(".combobox-item").count() == 3


def test_load_filter_loader_query_params_and_before_load(show: Show, desk: Any) -> None:
    page = show(
        """<input id="a" class="easyui-combobox" name="a" data-options="url:'/kinds',
        queryParams:{of:'1'},method:'post',valueField:'c',textField:'n',
        onBeforeLoad:function(p){notes.push(p.of)},
        loadFilter:function(d){return d.map(function(r){return {c:r.value,n:r.text+'!'}})}">
        <input id="b" class="easyui-combobox" name="b" data-options="
        loader:function(p,done){done([{value:'7',text:'七',selected:true}])}">"""
    )
    assert page.notes() == ["1"]
    assert desk.posted("/kinds") == [[("of", "1")]]
    page.set("a", "combobox", "11")
    assert page.text("a").input_value() == "非自动衡器!"
    assert page.layers("b") == ("七", "七", ["7"])


def test_formatter_groups_and_disabled_items(show: Show) -> None:
    page = show(
        """<input id="a" class="easyui-combobox" name="a" data-options="groupField:'g',
        formatter:function(r){return '<i>'+r.text+'</i>'},data:[{value:'1',text:'一',g:'甲'},
        {value:'2',text:'二',g:'甲',disabled:true},{value:'3',text:'三',g:'乙'}]">"""
    )
    page.arrow("a").click()
    assert page.page.locator(".combobox-group").all_inner_texts() == ["甲", "乙"]
    assert page.page.locator(".combobox-gitem > i").count() == 3
    page.page.locator(".combobox-item-disabled").click()
    assert page.posted("a") == [""]
    item(page, "三").click()
    assert page.posted("a") == ["3"]


def test_a_select_element_becomes_a_list_with_its_value(show: Show) -> None:
    page = show(
        """<select class="easyui-combobox" name="a"><option value="x">甲</option>
        <option value="y" selected>乙</option></select>"""
    )
    assert page.layers("a") == ("乙", "乙", ["y"])


def test_remote_mode_asks_the_server_with_the_text(show: Show, desk: Any) -> None:
    page = show(
        """<input id="a" class="easyui-combobox" name="a"
        data-options="mode:'remote',url:'/kinds?of=1'">""",
        frozen=True,
    )
    page.text("a").press_sequentially("x")
    page.pass_time(250)
    page.wait("() => jQuery.active === 0")
    assert [("q", "x")] in desk.posted("/kinds")


def test_disabled_list_does_not_open(show: Show) -> None:
    page = show(LOCKED)
    page.call("#cat", "combobox", "disable")
    page.run("() => { $('.combo-arrow')[0].click(); $('.combo .textbox-text')[0].click(); }")
    assert page.open_panels() == 0
    assert page.call("#cat", "combobox", "options") is not None


def test_get_data_load_data_and_reload_with_another_address(show: Show) -> None:
    page = show("""<input id="a" class="easyui-combobox" name="a">""")
    assert page.call("#a", "combobox", "getData") == []
    page.call("#a", "combobox", "loadData", [{"value": "5", "text": "五"}])
    assert page.call("#a", "combobox", "getData") == [{"value": "5", "text": "五"}]
    page.call("#a", "combobox", "reload", "/kinds?of=1")
    page.rest()
    assert len(page.call("#a", "combobox", "getData")) == 2
