"""Choosing and changing rows of a grid (section 9)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

EVENTS = ",".join(
    f"{name}:function(i){{notes.push('{name} '+i)}}"
    for name in ("onSelect", "onUnselect", "onCheck", "onUncheck", "onClickRow", "onDblClickRow")
)
OPTIONS = "url:'/rows',method:'post',idField:'id',rownumbers:true,pagination:true,striped:true"
HEAD = """<thead data-options="frozen:true"><tr><th data-options="field:'ck',checkbox:true"></th>
<th data-options="field:'code',width:80">编号</th></tr></thead><thead><tr>
<th data-options="field:'name',width:120,sortable:true">名称</th>
<th data-options="field:'kind',width:150,
  formatter:function(v,r,i){return '<i>'+r.name+i+'</i>'}">种类</th>
<th data-options="field:'gone',width:90,hidden:true">藏</th></tr></thead>"""
GRID = (
    f"""<table id="dg" class="easyui-datagrid" title="台账" style="width:700px;height:360px"
    data-options="{OPTIONS},toolbar:'#tb',onLoadSuccess:note('loaded'),
    onLoadError:note('failed'),onBeforeLoad:function(p){{window.asked=p}}">{HEAD}</table>"""
    """<div id="tb"><a class="easyui-linkbutton">查询</a></div>"""
)
PLAIN = (
    f"""<table id="dg" class="easyui-datagrid" style="width:500px;height:300px"
    data-options="url:'/rows',{EVENTS}">"""
    """<thead><tr><th data-options="field:'ck',checkbox:true"></th>
    <th data-options="field:'code',width:80">编号</th></tr></thead></table>"""
)


# ---- selection -------------------------------------------------------------------------------


def test_a_click_selects_and_a_second_click_takes_it_back(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN)
    page.row(1).locator("td[field=code]").click()
    assert page.notes() == ["onCheck 1", "onSelect 1", "onClickRow 1"]
    assert "datagrid-row-selected" in (page.row(1).get_attribute("class") or "")
    assert page.box(1).is_checked()
    page.row(1).locator("td[field=code]").click()
    assert page.notes() == ["onUncheck 1", "onUnselect 1", "onClickRow 1"]
    assert page.ids("getSelections") == []


def test_a_double_click_selects_and_deselects(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN)
    page.row(1).locator("td[field=code]").dblclick()
    assert page.notes()[-1] == "onDblClickRow 1"
    assert page.ids("getSelections") == []


def test_the_box_is_idempotent_and_selects(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN)
    for _ in range(2):
        page.box(2).check()
        assert page.ids() == page.ids("getSelections") == [2]
    assert page.notes() == ["onSelect 2", "onCheck 2"]
    page.box(2).uncheck()
    assert page.ids() == page.ids("getSelections") == []


@pytest.mark.parametrize(
    ("options", "click", "chosen"),
    [
        ("checkOnSelect:false", "row", ([], [1])),
        ("selectOnCheck:false", "box", ([1], [])),
        ("selectOnCheck:false", "row", ([1], [1])),
    ],
)
def test_boxes_and_rows_may_be_parted(
    show: Show, desk: Any, options: str, click: str, chosen: tuple[list[int], list[int]]
) -> None:
    desk.fill(3)
    page = show(PLAIN.replace("url:'/rows'", f"url:'/rows',{options}"))
    if click == "row":
        page.row(1).locator("td[field=code]").click()
    else:
        page.box(1).click()
    assert (page.ids(), page.ids("getSelections")) == chosen


def test_single_select_keeps_one_and_never_toggles(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN.replace("url:'/rows'", "url:'/rows',singleSelect:true"))
    for index in (0, 2, 2):
        page.row(index).locator("td[field=code]").click()
    assert page.ids("getSelections") == [2]
    assert page.ids() == [2]
    page.box(1).click()
    assert page.ids() == page.ids("getSelections") == [1]
    page.page.locator(".datagrid-header-check input").click()
    assert page.ids() == [1]


def test_check_all_and_its_box_follows(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN)
    head = page.page.locator(".datagrid-header-check input")
    head.check()
    assert page.ids() == [0, 1, 2]
    page.box(1).uncheck()
    assert not head.is_checked()
    page.box(1).check()
    assert head.is_checked()
    head.uncheck()
    assert page.ids() == []


def test_choices_outlive_pages_and_reloads_with_an_id_field(show: Show, desk: Any) -> None:
    desk.fill(37)
    page = show(GRID)
    page.box(4).check()
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 2); }")
    page.rest()
    assert page.ids() == [4]
    page.page.locator(".datagrid-header-check input").check()
    assert len(page.ids()) == 11
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 1); }")
    page.rest()
    assert page.box(4).is_checked()
    assert "datagrid-row-selected" in (page.row(4).get_attribute("class") or "")
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert len(page.ids()) == 11


def test_without_an_id_field_choices_go_with_the_rows(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN)
    page.box(1).check()
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.ids() == []


@pytest.mark.parametrize("method", ["clearSelections", "clearChecked"])
def test_clear_forgets_all_pages(show: Show, desk: Any, method: str) -> None:
    desk.fill(37)
    page = show(GRID)
    page.box(4).check()
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 2); }")
    page.rest()
    page.call("#dg", "datagrid", method)
    assert page.ids() == page.ids("getSelections") == []


def test_choosing_by_script(show: Show, desk: Any) -> None:
    desk.fill(5)
    page = show(GRID)
    page.call("#dg", "datagrid", "selectRow", 1)
    page.call("#dg", "datagrid", "selectRecord", 3)
    page.call("#dg", "datagrid", "checkRow", 0)
    assert sorted(page.ids()) == [0, 1, 3]
    page.call("#dg", "datagrid", "unselectRow", 1)
    page.call("#dg", "datagrid", "uncheckRow", 0)
    assert page.ids() == [3]
    assert page.call("#dg", "datagrid", "getSelected")["id"] == 3
    assert page.call("#dg", "datagrid", "getRowIndex", 3) == 3
    page.call("#dg", "datagrid", "selectAll")
    assert len(page.ids()) == 5
    page.call("#dg", "datagrid", "unselectAll")
    assert page.ids() == []


def test_before_select_may_refuse(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(PLAIN.replace("url:'/rows'", "url:'/rows',onBeforeSelect:function(){return false}"))
    page.row(1).locator("td[field=code]").click()
    assert page.ids("getSelections") == []


def test_rows_light_up_in_both_views(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(GRID)
    page.row(1).locator("td[field=name]").hover()
    assert page.page.locator("tr.datagrid-row-over").count() == 2


# ---- changing rows ---------------------------------------------------------------------------


def test_rows_may_be_added_changed_and_removed(show: Show, desk: Any) -> None:
    desk.fill(2)
    page = show(GRID)
    page.call("#dg", "datagrid", "appendRow", {"id": 8, "code": "C08", "name": "末"})
    page.call(
        "#dg", "datagrid", "insertRow", {"index": 0, "row": {"id": 7, "code": "C07", "name": "首"}}
    )
    names = ".datagrid-view2 .datagrid-row td[field=name]"
    assert page.page.locator(names).all_inner_texts() == ["首", "表0", "表1", "末"]
    codes = page.page.locator(".datagrid-view1 .datagrid-row td[field=code]")
    assert codes.all_inner_texts() == ["C07", "C00", "C01", "C08"]
    page.call("#dg", "datagrid", "updateRow", {"index": 1, "row": {"name": "改"}})
    page.call("#dg", "datagrid", "deleteRow", 0)
    assert page.page.locator(names).all_inner_texts() == ["改", "表1", "末"]
    assert [page.row(n).get_attribute("id") for n in range(3)] == [
        f"datagrid-row-r1-2-{n}" for n in range(3)
    ]
    numbers = page.page.locator(".datagrid-view1 .datagrid-cell-rownumber")
    assert numbers.all_inner_texts() == ["1", "2", "3"]
    assert page.call("#dg", "datagrid", "getData")["total"] == 3
    inserted = page.call("#dg", "datagrid", "getChanges", "inserted")
    assert [record["id"] for record in inserted] == [8]


def test_removing_the_last_row_leaves_the_placeholder(show: Show) -> None:
    page = show(GRID)
    page.call("#dg", "datagrid", "appendRow", {"id": 1, "code": "C", "name": "一"})
    assert page.page.locator(".datagrid-view2 tr.datagrid-row").count() == 1
    page.call("#dg", "datagrid", "deleteRow", 0)
    assert page.page.locator("tr.datagrid-row").count() == 0
    assert page.page.locator(".datagrid-view2 .datagrid-btable tr").count() == 1


def test_load_data_and_columns_shown_and_hidden(show: Show) -> None:
    page = show(GRID)
    page.call("#dg", "datagrid", "loadData", {"total": 1, "rows": [{"id": 1, "name": "甲"}]})
    assert page.row(0).locator("td[field=name]").inner_text() == "甲"
    page.call("#dg", "datagrid", "hideColumn", "name")
    assert page.row(0).locator("td[field=name]").is_hidden()
    page.call("#dg", "datagrid", "showColumn", "gone")
    assert page.row(0).locator("td[field=gone]").is_visible()


def test_toolbar_as_a_list_and_both_pagers(show: Show) -> None:
    page = show("<table id='dg'></table>")
    page.run(
        """() => { $('#dg').datagrid({width: 600, height: 300, data: [{a: 1}], pagination: true,
            pagePosition: 'both', toolbar: [{text: '增', iconCls: 'icon-add', handler: note('add')},
            '-', {text: '删', disabled: true, handler: note('del')}],
            columns: [[{field: 'a', title: '甲', width: 80}]]}); }"""
    )
    page.page.locator(".datagrid-toolbar a", has_text="增").click()
    page.page.locator(".datagrid-toolbar a", has_text="删").click()
    assert page.notes() == ["add"]
    assert page.page.locator(".datagrid-toolbar .datagrid-btn-separator").count() == 1
    assert page.page.locator(".datagrid-pager").count() == 2


def test_a_grid_in_a_dialog_opened_later_has_its_size(show: Show, desk: Any) -> None:
    desk.fill(12)
    page = show(
        f"""<div id="d" class="easyui-dialog" title="选择" style="width:500px;height:300px"
        data-options="closed:true">{
            GRID.replace("width:700px;height:360px", "").replace(
                "rownumbers", "fit:true,rownumbers"
            )
        }</div>"""
    )
    page.call("#d", "dialog", "open")
    assert page.row(0).locator("td[field=name]").is_visible()
    body = page.run("() => $('.datagrid-view2 .datagrid-body').height()")
    assert 60 < body < 260
