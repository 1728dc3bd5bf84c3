"""Trees in a combo: 使用地点行政区划 (sections 0.5 and 5)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

COMBO = ",".join(f"{name}:note('{name}')" for name in ("onShowPanel", "onHidePanel", "onChange"))
TREE = ",".join(
    f"{name}:function(n){{notes.push('{name}'+(n && n.text ? ' '+n.text : ''))}}"
    for name in ("onBeforeSelect", "onSelect", "onClick", "onBeforeExpand", "onExpand")
)
REGION = f"""<form id="f"><input id="region" class="easyui-combotree" name="region"
    style="width:240px" data-options="required:true,url:'/regions',{COMBO},{TREE},
    onLoadSuccess:note('onLoadSuccess')"></form>"""


def node(page: Any, text: str, *, at: int = 0) -> Any:
    """Return the visible tree node with this title."""
    title = page.page.locator(".tree-title:visible").get_by_text(text, exact=True).nth(at)
    return page.page.locator(".tree-node").filter(has=title).nth(at)


def expand(page: Any, *names: str) -> None:
    """Open branches one below the other by their handles."""
    for name in names:
        title = page.page.locator(".tree-title:visible").get_by_text(name, exact=True)
        page.page.locator(".tree-node").filter(has=title).locator(".tree-hit").click()
        page.rest()


def test_a_person_goes_down_to_the_county(show: Show) -> None:
    page = show(REGION)
    assert page.text("region").get_attribute("readonly") == "readonly"
    page.arrow("region").click()
    expand(page, "内蒙古自治区", "呼和浩特市")
    assert page.notes() == [
        "onLoadSuccess", "onShowPanel",
        "onBeforeExpand 内蒙古自治区", "onLoadSuccess", "onExpand 内蒙古自治区",
        "onBeforeExpand 呼和浩特市", "onLoadSuccess", "onExpand 呼和浩特市",
    ]  # fmt: skip
    page.page.locator(".tree-title:visible").get_by_text("回民区", exact=True).click()
    assert page.layers("region") == ("回民区", "回民区", ["150103"])
    assert page.notes() == [
        "onBeforeSelect 回民区", "onSelect 回民区", "onHidePanel", "onBeforeSelect 回民区",
        "onChange", "onClick 回民区",
    ]  # fmt: skip
    assert page.open_panels() == 0


def test_branches_are_asked_by_post_with_their_id_once(show: Show, desk: Any) -> None:
    page = show(REGION)
    page.arrow("region").click()
    expand(page, "内蒙古自治区", "内蒙古自治区", "内蒙古自治区")
    assert desk.posted("/regions") == [[], [("id", "15")]]


def test_a_province_is_taken_and_valid(show: Show) -> None:
    page = show(REGION)
    page.arrow("region").click()
    page.page.locator(".tree-title").get_by_text("内蒙古自治区").click()
    assert page.layers("region") == ("内蒙古自治区", "内蒙古自治区", ["15"])
    assert page.is_valid("region")
    assert page.open_panels() == 0


def test_before_select_may_refuse(show: Show) -> None:
    page = show(
        """<input id="region" class="easyui-combotree" name="region" data-options="url:'/regions',
        onBeforeSelect:function(n){ return $(this).tree('isLeaf', n.target); }">"""
    )
    page.arrow("region").click()
    page.page.locator(".tree-title").get_by_text("内蒙古自治区").click()
    assert page.posted("region") == [""]


def test_an_unloaded_leaf_shows_its_bare_id(show: Show) -> None:
    page = show(REGION)
    page.set("region", "combotree", "150103")
    assert page.layers("region") == ("150103", "150103", ["150103"])
    assert page.is_valid("region")
    assert page.call("#region", "combotree", "getValue") == "150103"


def test_the_text_comes_when_its_branch_is_loaded(show: Show) -> None:
    page = show(REGION)
    page.set("region", "combotree", "1502")
    page.arrow("region").click()
    expand(page, "内蒙古自治区")
    assert page.layers("region") == ("包头市", "包头市", ["1502"])
    assert page.page.locator(".tree-node-selected .tree-title").inner_text() == "包头市"


def test_a_value_with_a_text_shows_the_text(show: Show) -> None:
    page = show(REGION)
    page.set("region", "combotree", {"id": "150103", "text": "回民区"})
    assert page.layers("region") == ("回民区", "回民区", ["150103"])


def test_form_load_shows_the_bare_id(show: Show) -> None:
    page = show(REGION)
    page.call("#f", "form", "load", {"region": "150103"})
    assert page.layers("region") == ("150103", "150103", ["150103"])


def test_the_tree_stays_expanded_after_clear_and_names_repeat(show: Show) -> None:
    page = show(REGION)
    page.arrow("region").click()
    expand(page, "陕西省", "西安市", "内蒙古自治区", "呼和浩特市")
    page.page.locator(".tree-title:visible").get_by_text("回民区").click()
    page.call("#f", "form", "clear")
    assert page.layers("region") == ("", "", [""])
    page.arrow("region").click()
    same = page.page.locator(".tree-title:visible").get_by_text("新城区", exact=True)
    assert same.count() == 2
    assert page.page.locator(".tree-expanded:visible").count() == 4
    assert page.page.locator(".tree-node-selected").count() == 0


def test_nodes_carry_no_value_and_find_knows_loaded_ones_only(show: Show) -> None:
    page = show(REGION)
    found = page.run(
        """() => {
            const t = $('#region').combotree('tree');
            const el = t.find('.tree-node')[0];
            return [el.getAttributeNames().sort(), t.tree('getNode', el).id,
                t.tree('find', '61').text, t.tree('find', '150103'), t.tree('getRoots').length];
        }"""
    )
    assert found == [["class", "id"], "15", "陕西省", None, 2]


def test_the_way_up_is_known(show: Show) -> None:
    page = show(REGION)
    page.arrow("region").click()
    expand(page, "陕西省", "西安市")
    path = page.run(
        """() => {
            const t = $('#region').combotree('tree'), names = [];
            for (let n = t.tree('find', '610102'); n; n = t.tree('getParent', n.target))
                names.unshift(n.text);
            return names;
        }"""
    )
    assert path == ["陕西省", "西安市", "新城区"]


def test_select_only_highlights(show: Show) -> None:
    page = show(REGION)
    page.run(
        """() => { const t = $('#region').combotree('tree');
            t.tree('select', t.tree('find', '61').target); }"""
    )
    assert page.page.locator(".tree-node-selected").count() == 1
    assert page.posted("region") == [""]


def test_in_page_way_of_a_person(show: Show) -> None:
    page = show(REGION)
    open_branch = """id => { const t = $('#region').combotree('tree');
        t.tree('expand', t.tree('find', id).target); }"""
    for code in ("61", "6101"):
        page.run(open_branch, code)
        page.rest()
    page.run(
        """() => { const t = $('#region').combotree('tree');
            const city = t.tree('find', '6101');
            const leaf = $(city.target).next('ul').find('> li > .tree-node').filter(function () {
                return $(this).children('.tree-title').text() === '碑林区'; });
            leaf[0].click(); }"""
    )
    assert page.layers("region") == ("碑林区", "碑林区", ["610103"])


def test_handles_and_icons_follow_the_state(show: Show) -> None:
    page = show(REGION)
    page.arrow("region").click()
    assert page.page.locator(".tree-hit.tree-collapsed + .tree-icon.tree-folder").count() == 2
    expand(page, "陕西省")
    assert page.page.locator(".tree-hit.tree-expanded + .tree-folder-open").count() == 1
    expand(page, "西安市")
    leaves = page.page.locator(".tree-node:has(.tree-file)")
    assert leaves.count() == 2
    assert leaves.locator(".tree-hit").count() == 0
    assert leaves.first.locator(".tree-indent").count() == 3
    expand(page, "陕西省")
    assert page.page.locator(".tree-file:visible").count() == 0


def test_a_login_page_is_silent(show: Show, desk: Any) -> None:
    page = show(REGION.replace("required:true", "onLoadError:note('failed')"))
    desk.logged_out = True
    page.arrow("region").click()
    page.notes()
    page.page.locator(".tree-hit").first.click()
    page.rest()
    assert page.notes() == ["onBeforeExpand 内蒙古自治区", "failed", "onExpand 内蒙古自治区"]
    assert page.page.locator(".tree-loading").count() == 0


def test_a_plain_tree_with_data_from_markup(show: Show) -> None:
    page = show(
        """<ul id="t" class="easyui-tree" data-options="onClick:function(n){notes.push(n.text)}">
        <li data-options="id:'a'"><span>甲</span><ul>
        <li data-options="id:'b'">乙</li></ul></li></ul>"""
    )
    page.page.locator(".tree-title").get_by_text("乙").click()
    assert page.notes() == ["乙"]
    assert page.run("() => $('#t').tree('getSelected').id") == "b"


def test_check_boxes_cascade_and_several_values(show: Show) -> None:
    page = show(
        """<input id="m" class="easyui-combotree" name="m" data-options="multiple:true,data:[
        {id:1,text:'甲',children:[{id:11,text:'乙'},{id:12,text:'丙'}]},{id:2,text:'丁'}]">"""
    )
    page.arrow("m").click()
    page.page.locator(".tree-title").get_by_text("乙").click()
    assert page.posted("m") == ["11"]
    assert page.page.locator(".tree-checkbox2").count() == 1
    page.page.locator(".tree-node", has_text="丙").locator(".tree-checkbox").click()
    assert sorted(page.posted("m")) == ["1", "11", "12"]
    page.set("m", "combotree", [2])
    assert page.posted("m") == ["2"]
    assert page.text("m").input_value() == "丁"


def test_append_update_and_remove_nodes(show: Show) -> None:
    page = show("""<ul id="t" class="easyui-tree" data-options="data:[{id:1,text:'甲'}]"></ul>""")
    shape = page.run(
        """() => {
            const t = $('#t'), root = t.tree('find', 1);
            t.tree('append', {parent: root.target, data: [{id: 2, text: '乙'}]});
            t.tree('update', {target: t.tree('find', 2).target, text: '丙'});
            const grown = [t.tree('isLeaf', root.target), t.find('.tree-title').last().text()];
            t.tree('remove', t.tree('find', 2).target);
            return grown.concat(t.tree('isLeaf', t.tree('find', 1).target));
        }"""
    )
    assert shape == [False, "丙", True]
