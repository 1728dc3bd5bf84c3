"""The page bar of grids, and alone (section 9)."""

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
    desk.fill(37)
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
    desk.fill(37)
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
    desk.fill(37)
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
    desk.fill(37)
    page = show(GRID.replace("rownumbers:true", "pageSize:20,pageList:[20,100]"))
    assert desk.posted("/rows") == [[("page", "1"), ("rows", "20")]]
    assert page.page.locator(".pagination-page-list option").all_inner_texts() == ["20", "100"]


def test_a_page_that_is_gone_is_asked_again_as_the_last(show: Show, desk: Any) -> None:
    desk.fill(31)
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
