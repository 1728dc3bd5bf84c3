"""Grids and pagers (sections 0.9, 0.10 and 9)."""

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
<th data-options="field:'kind',width:150,formatter:function(v,r,i){return '<i>'+r.name+i+'</i>'}">种类</th>
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


def fill(desk: Any, count: int) -> None:
    """Put records on the desk."""
    desk.rows = [{"id": n, "code": f"C{n:02}", "name": f"表{n}"} for n in range(count)]


def row(page: Any, index: int, view: int = 2) -> Any:
    """Return one table row."""
    return page.page.locator(f".datagrid-view{view} tr[datagrid-row-index='{index}']")


def box(page: Any, index: int) -> Any:
    """Return the check box of a record."""
    return page.page.locator(
        f".datagrid-view tr[datagrid-row-index='{index}'] .datagrid-cell-check input"
    )


def ids(page: Any, method: str = "getChecked") -> list[int]:
    """Return the ids in one of the grid's lists."""
    found: list[int] = [record["id"] for record in page.call("#dg", "datagrid", method)]
    return found


# ---- what is drawn ---------------------------------------------------------------------------


def test_a_record_is_two_rows_with_one_index(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    assert page.page.locator("tr.datagrid-row").count() == 20
    assert page.page.locator(".datagrid-view2 tr.datagrid-row").count() == 10
    for view in (1, 2):
        found = row(page, 3, view)
        assert found.get_attribute("id") == f"datagrid-row-r1-{view}-3"
        assert "datagrid-row-alt" in (found.get_attribute("class") or "")
    number = row(page, 3, 1).locator("td.datagrid-td-rownumber > .datagrid-cell-rownumber")
    assert number.inner_text() == "4"


def test_frozen_columns_and_boxes_are_in_the_left_view_only(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    fields = "view => $('.datagrid-view' + view + ' .datagrid-row:first td[field]').get()" \
        ".map(td => td.getAttribute('field'))"
    assert page.run(fields, 1) == ["ck", "code"]
    assert page.run(fields, 2) == ["name", "kind", "gone"]
    cell = row(page, 0, 1).locator("td[field=ck] > div.datagrid-cell-check > input[name=ck]")
    assert cell.get_attribute("type") == "checkbox"


def test_cells_show_what_the_formatter_says(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    cell = row(page, 1).locator("td[field=kind] > div.datagrid-cell.datagrid-cell-c1-kind > i")
    assert cell.inner_text() == "表11"
    assert page.call("#dg", "datagrid", "getRows")[1] == {"id": 1, "code": "C01", "name": "表1"}
    assert row(page, 0).locator("td[field=gone]").is_hidden()


def test_the_original_table_is_hidden_inside_the_view(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    table = page.page.locator(".panel.datagrid .datagrid-wrap > .datagrid-view > table#dg.datagrid-f")
    assert table.count() == 1
    assert table.is_hidden()
    assert page.page.locator(".datagrid-wrap > #tb.datagrid-toolbar:visible").count() == 1


def test_an_empty_grid_has_one_thin_row_without_a_class(show: Show) -> None:
    page = show(GRID)
    assert page.page.locator("tr.datagrid-row").count() == 0
    assert page.page.locator(".datagrid-view2 .datagrid-btable tr").count() == 1
    assert page.page.locator(".datagrid-view2 .datagrid-btable tr").inner_text().strip() == ""


def test_row_styler_styler_align_and_missing_values(show: Show) -> None:
    page = show(
        """<table id="dg" class="easyui-datagrid" style="width:400px;height:200px"
        data-options="rowStyler:function(i,r){return i?'color:red':{class:'mine'}},
        data:[{a:1},{a:null,b:2}]"><thead><tr><th data-options="field:'a',width:80,align:'right',
        styler:function(v){return 'background:blue'}">甲</th>
        <th data-options="field:'b',width:80">乙</th></tr></thead></table>"""
    )
    assert "mine" in (row(page, 0).get_attribute("class") or "")
    assert row(page, 1).evaluate("tr => getComputedStyle(tr).color") == "rgb(255, 0, 0)"
    assert row(page, 0).locator("td[field=a]").get_attribute("style") == "background:blue"
    cell = row(page, 0).locator("td[field=a] > div")
    assert cell.evaluate("div => getComputedStyle(div).textAlign") == "right"
    texts = page.page.locator(".datagrid-view2 .datagrid-row td").all_inner_texts()
    assert [text.strip() for text in texts] == ["1", "", "", "2"]


@pytest.mark.parametrize(("mode", "space"), [("true", "nowrap"), ("false", "normal")])
def test_nowrap(show: Show, mode: str, space: str) -> None:
    page = show(
        f"""<table id="dg" class="easyui-datagrid" style="width:200px;height:150px"
        data-options="nowrap:{mode},data:[{{a:'一二三四五六七八九十一二三四五六七八九十'}}]">
        <thead><tr><th data-options="field:'a',width:80">甲</th></tr></thead></table>"""
    )
    cell = page.page.locator(".datagrid-row td[field=a] > div")
    assert cell.evaluate("div => getComputedStyle(div).whiteSpace") == space


def test_columns_from_script_with_widths(show: Show) -> None:
    page = show("<table id='dg'></table>")
    page.run(
        """() => { $('#dg').datagrid({width: 600, height: 200, data: [{a: 1, b: 2, c: 'long text'}],
            columns: [[{field: 'a', title: '甲', width: 100}, {field: 'b', title: '乙', width: '20%'},
                {field: 'c', title: '丙'}]]}); }"""
    )
    widths = page.run(
        """() => $('.datagrid-header td[field]').get().map(td => $(td).outerWidth())"""
    )
    assert widths[0] == 100
    assert widths[1] > 100
    assert widths[2] > 40
    assert page.call("#dg", "datagrid", "getColumnFields") == ["a", "b", "c"]


def test_fit_columns_fills_the_view(show: Show) -> None:
    page = show(
        """<table id="dg" class="easyui-datagrid" style="width:600px;height:200px"
        data-options="fitColumns:true,data:[{a:1}]"><thead><tr><th data-options="field:'a',width:100">
        甲</th><th data-options="field:'b',width:100">乙</th></tr></thead></table>"""
    )
    used = page.run("() => $('.datagrid-view2 .datagrid-htable').outerWidth()")
    assert 570 <= used <= 598


def test_header_over_two_lines(show: Show) -> None:
    page = show("<table id='dg'></table>")
    page.run(
        """() => { $('#dg').datagrid({width: 500, height: 200, data: [{a: 1, b: 2, c: 3}], columns: [
            [{field: 'a', title: '甲', rowspan: 2, width: 80}, {title: '组', colspan: 2}],
            [{field: 'b', title: '乙', width: 80}, {field: 'c', title: '丙', width: 80}]]}); }"""
    )
    assert page.call("#dg", "datagrid", "getColumnFields") == ["a", "b", "c"]
    assert row(page, 0).locator("td").all_inner_texts() == ["1", "2", "3"]


def test_height_auto_shows_all_rows(show: Show, desk: Any) -> None:
    fill(desk, 12)
    page = show(PLAIN.replace(";height:300px", ""))
    assert page.run("() => $('.datagrid-view2 .datagrid-body').height()") >= 12 * 25


# ---- loading ---------------------------------------------------------------------------------


def test_it_asks_by_post_with_page_rows_and_query(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    assert desk.posted("/rows") == [[("page", "1"), ("rows", "10")]]
    page.run("() => { $('#dg').datagrid('load', {name: '表'}); }")
    page.rest()
    assert desk.posted("/rows")[-1] == [("name", "表"), ("page", "1"), ("rows", "10")]
    page.run("() => { $('#dg').datagrid('reload'); }")
    page.rest()
    assert ("name", "表") in desk.posted("/rows")[-1]


def test_reload_stays_and_load_goes_to_the_first_page(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 3); }")
    page.rest()
    assert page.call("#dg", "datagrid", "getRows")[0]["id"] == 20
    assert row(page, 0, 1).locator(".datagrid-cell-rownumber").inner_text() == "21"
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.run("() => $('#dg').datagrid('options').pageNumber") == 3
    page.call("#dg", "datagrid", "load")
    page.rest()
    assert page.call("#dg", "datagrid", "getRows")[0]["id"] == 0


def test_mask_while_loading_and_old_rows_until_the_answer(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    release = desk.hold("/rows")
    desk.rows = [{"id": 9, "code": "C09", "name": "新"}, *desk.rows]
    page.call("#dg", "datagrid", "reload")
    mask = page.page.locator(".datagrid-wrap > .datagrid-mask")
    assert mask.count() == 1
    message = page.page.locator(".datagrid-wrap > .datagrid-mask-msg")
    assert message.inner_text() == "正在处理，请稍待。。。"
    assert page.page.locator(".pagination-loading").count() == 1
    assert row(page, 0).locator("td[field=name]").inner_text() == "表0"
    release.set()
    page.rest()
    assert mask.count() == 0
    assert page.page.locator(".pagination-load").count() == 1
    assert row(page, 0).locator("td[field=name]").inner_text() == "新"
    assert row(page, 0).get_attribute("id") == "datagrid-row-r1-2-0"


def test_a_lost_session_is_silent(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    page.notes()
    desk.logged_out = True
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.notes() == ["failed"]
    assert page.page.locator(".datagrid-mask").count() == 0
    assert page.page.locator(".datagrid-view2 tr.datagrid-row").count() == 3
    assert page.page.locator("body > .messager-window").count() == 0


def test_before_load_may_refuse_and_load_filter_may_change(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(
        GRID.replace(
            "onBeforeLoad:function(p){window.asked=p}",
            "onBeforeLoad:function(p){return !window.refuse},"
            "loadFilter:function(d){return {total:d.total,rows:d.rows.slice(1)}}",
        )
    )
    assert [record["id"] for record in page.call("#dg", "datagrid", "getRows")] == [1, 2]
    page.run("() => { window.refuse = true; }")
    page.call("#dg", "datagrid", "reload")
    assert len(desk.posted("/rows")) == 1
    assert page.page.locator(".datagrid-mask").count() == 0


def test_own_loader_and_bare_array(show: Show) -> None:
    page = show(
        """<table id="dg" class="easyui-datagrid" style="width:300px;height:150px" data-options="
        loader:function(p,done){notes.push(p.page);done([{a:1},{a:2}])},pagination:true">
        <thead><tr><th data-options="field:'a',width:80">甲</th></tr></thead></table>"""
    )
    assert page.notes() == [1]
    assert page.call("#dg", "datagrid", "getData")["total"] == 2


def test_one_shot_hook_on_load_success(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    page.notes()
    page.run("() => { $('#dg').datagrid('options').onLoadSuccess = note('mine'); }")
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.notes() == ["mine"]


def test_sorting_by_the_server(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    page.page.locator(".datagrid-header td[field=name] .datagrid-cell").click()
    page.rest()
    assert desk.posted("/rows")[-1][2:] == [("sort", "name"), ("order", "asc")]
    page.page.locator(".datagrid-header td[field=name] .datagrid-cell").click()
    page.rest()
    assert desk.posted("/rows")[-1][2:] == [("sort", "name"), ("order", "desc")]
    assert page.page.locator(".datagrid-sort-desc").count() == 1
    page.page.locator(".datagrid-header td[field=kind] .datagrid-cell").click()
    assert len(desk.posted("/rows")) == 3


def test_sorting_in_the_page(show: Show) -> None:
    page = show(
        """<table id="dg" class="easyui-datagrid" style="width:300px;height:150px" data-options="
        remoteSort:false,data:[{a:2},{a:3},{a:1}]"><thead><tr>
        <th data-options="field:'a',width:80,sortable:true">甲</th></tr></thead></table>"""
    )
    page.call("#dg", "datagrid", "sort", "a")
    assert [record["a"] for record in page.call("#dg", "datagrid", "getRows")] == [1, 2, 3]


# ---- selection -------------------------------------------------------------------------------


def test_a_click_selects_and_a_second_click_takes_it_back(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN)
    row(page, 1).locator("td[field=code]").click()
    assert page.notes() == ["onCheck 1", "onSelect 1", "onClickRow 1"]
    assert "datagrid-row-selected" in (row(page, 1).get_attribute("class") or "")
    assert box(page, 1).is_checked()
    row(page, 1).locator("td[field=code]").click()
    assert page.notes() == ["onUncheck 1", "onUnselect 1", "onClickRow 1"]
    assert ids(page, "getSelections") == []


def test_a_double_click_selects_and_deselects(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN)
    row(page, 1).locator("td[field=code]").dblclick()
    assert page.notes()[-1] == "onDblClickRow 1"
    assert ids(page, "getSelections") == []


def test_the_box_is_idempotent_and_selects(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN)
    for _ in range(2):
        box(page, 2).check()
        assert ids(page) == ids(page, "getSelections") == [2]
    assert page.notes() == ["onSelect 2", "onCheck 2"]
    box(page, 2).uncheck()
    assert ids(page) == ids(page, "getSelections") == []


@pytest.mark.parametrize(
    ("options", "click", "checked", "selected"),
    [
        ("checkOnSelect:false", "row", [], [1]),
        ("selectOnCheck:false", "box", [1], []),
        ("selectOnCheck:false", "row", [1], [1]),
    ],
)
def test_boxes_and_rows_may_be_parted(
    show: Show, desk: Any, options: str, click: str, checked: list[int], selected: list[int]
) -> None:
    fill(desk, 3)
    page = show(PLAIN.replace("url:'/rows'", f"url:'/rows',{options}"))
    if click == "row":
        row(page, 1).locator("td[field=code]").click()
    else:
        box(page, 1).click()
    assert ids(page) == checked
    assert ids(page, "getSelections") == selected


def test_single_select_keeps_one_and_never_toggles(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN.replace("url:'/rows'", "url:'/rows',singleSelect:true"))
    for index in (0, 2, 2):
        row(page, index).locator("td[field=code]").click()
    assert ids(page, "getSelections") == [2]
    assert ids(page) == [2]
    box(page, 1).click()
    assert ids(page) == ids(page, "getSelections") == [1]
    page.page.locator(".datagrid-header-check input").click()
    assert ids(page) == [1]


def test_check_all_and_its_box_follows(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN)
    head = page.page.locator(".datagrid-header-check input")
    head.check()
    assert ids(page) == [0, 1, 2]
    box(page, 1).uncheck()
    assert not head.is_checked()
    box(page, 1).check()
    assert head.is_checked()
    head.uncheck()
    assert ids(page) == []


def test_choices_outlive_pages_and_reloads_with_an_id_field(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    box(page, 4).check()
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 2); }")
    page.rest()
    assert ids(page) == [4]
    page.page.locator(".datagrid-header-check input").check()
    assert len(ids(page)) == 11
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 1); }")
    page.rest()
    assert box(page, 4).is_checked()
    assert "datagrid-row-selected" in (row(page, 4).get_attribute("class") or "")
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert len(ids(page)) == 11


def test_without_an_id_field_choices_go_with_the_rows(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN)
    box(page, 1).check()
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert ids(page) == []


@pytest.mark.parametrize("method", ["clearSelections", "clearChecked"])
def test_clear_forgets_all_pages(show: Show, desk: Any, method: str) -> None:
    fill(desk, 37)
    page = show(GRID)
    box(page, 4).check()
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 2); }")
    page.rest()
    page.call("#dg", "datagrid", method)
    assert ids(page) == ids(page, "getSelections") == []


def test_choosing_by_script(show: Show, desk: Any) -> None:
    fill(desk, 5)
    page = show(GRID)
    page.call("#dg", "datagrid", "selectRow", 1)
    page.call("#dg", "datagrid", "selectRecord", 3)
    page.call("#dg", "datagrid", "checkRow", 0)
    assert sorted(ids(page)) == [0, 1, 3]
    page.call("#dg", "datagrid", "unselectRow", 1)
    page.call("#dg", "datagrid", "uncheckRow", 0)
    assert ids(page) == [3]
    assert page.call("#dg", "datagrid", "getSelected")["id"] == 3
    assert page.call("#dg", "datagrid", "getRowIndex", 3) == 3
    page.call("#dg", "datagrid", "selectAll")
    assert len(ids(page)) == 5
    page.call("#dg", "datagrid", "unselectAll")
    assert ids(page) == []


def test_before_select_may_refuse(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(PLAIN.replace("url:'/rows'", "url:'/rows',onBeforeSelect:function(){return false}"))
    row(page, 1).locator("td[field=code]").click()
    assert ids(page, "getSelections") == []


def test_rows_light_up_in_both_views(show: Show, desk: Any) -> None:
    fill(desk, 3)
    page = show(GRID)
    row(page, 1).locator("td[field=name]").hover()
    assert page.page.locator("tr.datagrid-row-over").count() == 2


# ---- changing rows ---------------------------------------------------------------------------


def test_rows_may_be_added_changed_and_removed(show: Show, desk: Any) -> None:
    fill(desk, 2)
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
    assert [row(page, n).get_attribute("id") for n in range(3)] == [
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
    assert row(page, 0).locator("td[field=name]").inner_text() == "甲"
    page.call("#dg", "datagrid", "hideColumn", "name")
    assert row(page, 0).locator("td[field=name]").is_hidden()
    page.call("#dg", "datagrid", "showColumn", "gone")
    assert row(page, 0).locator("td[field=gone]").is_visible()


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
    fill(desk, 12)
    page = show(
        f"""<div id="d" class="easyui-dialog" title="选择" style="width:500px;height:300px"
        data-options="closed:true">{GRID.replace("width:700px;height:360px", "")
        .replace("rownumbers", "fit:true,rownumbers")}</div>"""
    )
    page.call("#d", "dialog", "open")
    assert row(page, 0).locator("td[field=name]").is_visible()
    body = page.run("() => $('.datagrid-view2 .datagrid-body').height()")
    assert 60 < body < 260


# ---- pager -----------------------------------------------------------------------------------


def pager_text(page: Any) -> list[str]:
    """Return what the pager says."""
    texts: list[str] = page.run(
        """() => [$('.pagination-num').val(),
            $('.pagination-num').closest('td').prev().text() + '|'
            + $('.pagination-num').closest('td').next().text(), $('.pagination-info').text()]"""
    )
    return texts


def test_pager_of_an_empty_grid(show: Show) -> None:
    page = show(GRID)
    assert pager_text(page) == ["0", "第|共0页", "显示0到0,共0记录"]


def test_pager_counts_and_arrows(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    assert pager_text(page) == ["1", "第|共4页", "显示1到10,共37记录"]
    dead = ".l-btn-disabled .l-btn-icon"
    icons = "selector => $(selector).get().map(icon => icon.className.split('pagination-')[1])"
    assert page.run(icons, dead) == ["first", "prev"]
    page.page.locator("a:has(> span > .pagination-last)").click()
    page.rest()
    assert pager_text(page) == ["4", "第|共4页", "显示31到37,共37记录"]
    assert page.run(icons, dead) == ["next", "last"]
    page.page.locator("a:has(> span > .pagination-prev)").click()
    page.rest()
    assert pager_text(page)[0] == "3"
    page.page.locator("a:has(> span > .pagination-load)").click()
    page.rest()
    assert len(desk.posted("/rows")) == 4


def test_a_number_and_enter_go_to_that_page(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    number = page.page.locator("input.pagination-num")
    number.fill("3")
    number.press("Enter")
    page.rest()
    assert pager_text(page)[2] == "显示21到30,共37记录"
    number.fill("99")
    number.press("Enter")
    page.rest()
    assert pager_text(page)[0] == "4"


def test_page_size_by_the_list(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID)
    sizes = page.page.locator("select.pagination-page-list")
    assert sizes.locator("option").all_inner_texts() == ["10", "20", "30", "40", "50"]
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 4); }")
    page.rest()
    sizes.select_option("50")
    page.rest()
    assert pager_text(page) == ["1", "第|共1页", "显示1到37,共37记录"]
    assert desk.posted("/rows")[-1] == [("page", "1"), ("rows", "50")]


def test_page_size_and_list_options(show: Show, desk: Any) -> None:
    fill(desk, 37)
    page = show(GRID.replace("rownumbers:true", "pageSize:20,pageList:[20,100]"))
    assert desk.posted("/rows") == [[("page", "1"), ("rows", "20")]]
    assert page.page.locator(".pagination-page-list option").all_inner_texts() == ["20", "100"]


def test_a_page_that_is_gone_is_asked_again_as_the_last(show: Show, desk: Any) -> None:
    fill(desk, 31)
    page = show(GRID)
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 4); }")
    page.rest()
    desk.rows = desk.rows[:30]
    page.call("#dg", "datagrid", "reload")
    page.rest()
    page.wait("() => $('.datagrid-view2 tr.datagrid-row').length === 10")
    assert pager_text(page)[0] == "3"


def test_plain_pagination_with_buttons(show: Show) -> None:
    page = show(
        """<div id="p" class="easyui-pagination" data-options="total:95,pageSize:10,
        buttons:[{iconCls:'icon-add',text:'加',handler:note('add')}],
        onSelectPage:function(n,s){notes.push([n,s])}"></div>"""
    )
    page.call("#p", "pagination", "select", 3)
    page.page.locator("#p a", has_text="加").click()
    assert page.notes() == [[3, 10], "add"]
    page.call("#p", "pagination", "refresh", {"total": 5, "pageNumber": 1})
    assert pager_text(page) == ["1", "第|共1页", "显示1到5,共5记录"]
