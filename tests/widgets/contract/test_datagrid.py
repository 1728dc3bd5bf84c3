"""What a grid draws and how it loads (sections 0.9, 0.10 and 9)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

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
    """<table id="dg" class="easyui-datagrid" style="width:500px;height:300px"
    data-options="url:'/rows'">"""
    """<thead><tr><th data-options="field:'ck',checkbox:true"></th>
    <th data-options="field:'code',width:80">编号</th></tr></thead></table>"""
)


# ---- what is drawn ---------------------------------------------------------------------------


def test_a_record_is_two_rows_with_one_index(show: Show, desk: Any) -> None:
    desk.fill(37)
    page = show(GRID)
    assert page.page.locator("tr.datagrid-row").count() == 20
    assert page.page.locator(".datagrid-view2 tr.datagrid-row").count() == 10
    for view in (1, 2):
        found = page.row(3, view)
        assert found.get_attribute("id") == f"datagrid-row-r1-{view}-3"
        assert "datagrid-row-alt" in (found.get_attribute("class") or "")
    number = page.row(3, 1).locator("td.datagrid-td-rownumber > .datagrid-cell-rownumber")
    assert number.inner_text() == "4"


def test_frozen_columns_and_boxes_are_in_the_left_view_only(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(GRID)
    fields = """view => $('.datagrid-view' + view + ' .datagrid-row:first td[field]').get()
        .map(td => td.getAttribute('field'))"""
    assert page.run(fields, 1) == ["ck", "code"]
    assert page.run(fields, 2) == ["name", "kind", "gone"]
    cell = page.row(0, 1).locator("td[field=ck] > div.datagrid-cell-check > input[name=ck]")
    assert cell.get_attribute("type") == "checkbox"


def test_cells_show_what_the_formatter_says(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(GRID)
    cell = page.row(1).locator("td[field=kind] > div.datagrid-cell.datagrid-cell-c1-kind > i")
    assert cell.inner_text() == "表11"
    assert page.call("#dg", "datagrid", "getRows")[1] == {"id": 1, "code": "C01", "name": "表1"}
    assert page.row(0).locator("td[field=gone]").is_hidden()


def test_the_original_table_is_hidden_inside_the_view(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(GRID)
    table = page.page.locator(
        ".panel.datagrid .datagrid-wrap > .datagrid-view > table#dg.datagrid-f"
    )
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
    assert "mine" in (page.row(0).get_attribute("class") or "")
    assert page.row(1).evaluate("tr => getComputedStyle(tr).color") == "rgb(255, 0, 0)"
    assert page.row(0).locator("td[field=a]").get_attribute("style") == "background:blue"
    cell = page.row(0).locator("td[field=a] > div")
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
            columns: [[{field: 'a', title: '甲', width: 100},
                {field: 'b', title: '乙', width: '20%'}, {field: 'c', title: '丙'}]]}); }"""
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
        data-options="fitColumns:true,data:[{a:1}]"><thead><tr>
        <th data-options="field:'a',width:100">甲</th>
        <th data-options="field:'b',width:100">乙</th></tr></thead></table>"""
    )
    used = page.run("() => $('.datagrid-view2 .datagrid-htable').outerWidth()")
    assert 570 <= used <= 598


def test_header_over_two_lines(show: Show) -> None:
    page = show("<table id='dg'></table>")
    page.run(
        """() => { $('#dg').datagrid({width: 500, height: 200, data: [{a: 1, b: 2, c: 3}],
            columns: [
            [{field: 'a', title: '甲', rowspan: 2, width: 80}, {title: '组', colspan: 2}],
            [{field: 'b', title: '乙', width: 80}, {field: 'c', title: '丙', width: 80}]]}); }"""
    )
    assert page.call("#dg", "datagrid", "getColumnFields") == ["a", "b", "c"]
    assert page.row(0).locator("td").all_inner_texts() == ["1", "2", "3"]


def test_height_auto_shows_all_rows(show: Show, desk: Any) -> None:
    desk.fill(12)
    page = show(PLAIN.replace(";height:300px", ""))
    assert page.run("() => $('.datagrid-view2 .datagrid-body').height()") >= 12 * 25


# ---- loading ---------------------------------------------------------------------------------


def test_it_asks_by_post_with_page_rows_and_query(show: Show, desk: Any) -> None:
    desk.fill(37)
    page = show(GRID)
    assert desk.posted("/rows") == [[("page", "1"), ("rows", "10")]]
    page.run("() => { $('#dg').datagrid('load', {name: '表'}); }")
    page.rest()
    assert desk.posted("/rows")[-1] == [("name", "表"), ("page", "1"), ("rows", "10")]
    page.run("() => { $('#dg').datagrid('reload'); }")
    page.rest()
    assert ("name", "表") in desk.posted("/rows")[-1]


def test_reload_stays_and_load_goes_to_the_first_page(show: Show, desk: Any) -> None:
    desk.fill(37)
    page = show(GRID)
    page.run("() => { $('#dg').datagrid('getPager').pagination('select', 3); }")
    page.rest()
    assert page.call("#dg", "datagrid", "getRows")[0]["id"] == 20
    assert page.row(0, 1).locator(".datagrid-cell-rownumber").inner_text() == "21"
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.run("() => $('#dg').datagrid('options').pageNumber") == 3
    page.call("#dg", "datagrid", "load")
    page.rest()
    assert page.call("#dg", "datagrid", "getRows")[0]["id"] == 0


def test_mask_while_loading_and_old_rows_until_the_answer(show: Show, desk: Any) -> None:
    desk.fill(3)
    page = show(GRID)
    release = desk.hold("/rows")
    desk.rows = [{"id": 9, "code": "C09", "name": "新"}, *desk.rows]
    page.call("#dg", "datagrid", "reload")
    mask = page.page.locator(".datagrid-wrap > .datagrid-mask")
    assert mask.count() == 1
    message = page.page.locator(".datagrid-wrap > .datagrid-mask-msg")
    assert message.inner_text() == "正在处理，请稍待。。。"
    assert page.page.locator(".pagination-loading").count() == 1
    assert page.row(0).locator("td[field=name]").inner_text() == "表0"
    release.set()
    page.rest()
    assert mask.count() == 0
    assert page.page.locator(".pagination-load").count() == 1
    assert page.row(0).locator("td[field=name]").inner_text() == "新"
    assert page.row(0).get_attribute("id") == "datagrid-row-r1-2-0"


def test_a_lost_session_is_silent(show: Show, desk: Any) -> None:
    desk.fill(3)
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
    desk.fill(3)
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
    desk.fill(3)
    page = show(GRID)
    page.notes()
    page.run("() => { $('#dg').datagrid('options').onLoadSuccess = note('mine'); }")
    page.call("#dg", "datagrid", "reload")
    page.rest()
    assert page.notes() == ["mine"]


def test_sorting_by_the_server(show: Show, desk: Any) -> None:
    desk.fill(3)
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
