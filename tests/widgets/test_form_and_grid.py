"""Forms, grids, buttons and message boxes against the kit's traps, on every engine."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from page_objects.errors import (
    ActionRefusedError,
    AmbiguousMatchError,
    PortalDriftError,
    PortalUnavailableError,
    RecordNotFoundError,
    UnexpectedMessageError,
)
from page_objects.patience import Patience, Wait
from page_objects.tab import tab_of
from page_objects.widgets.button import Button
from page_objects.widgets.dialog import Dialog, Messager
from page_objects.widgets.form import FieldSpec, LabelledForm
from page_objects.widgets.grid import DataGrid
from page_objects.widgets.script import Spot, in_page

pytestmark = pytest.mark.browser

Show = Callable[[str], Page]
CASCADE = """
<table>
<tr><td>*器具名称：</td><td><input class="easyui-textbox" name="name"></td></tr>
<tr><td>一级目录</td><td><input class="easyui-combobox" id="cat" name="cat" data-options="
  editable:false,data:[{value:'1',text:'非自动衡器'},{value:'2',text:'压力仪表'}],
  onSelect:function(r){$('#kind').combobox('clear').combobox('reload','/kinds?of='+r.value);}">
</td></tr>
<tr><td>二级目录</td><td><input class="easyui-combobox" id="kind" name="kind"
  data-options="editable:false"></td></tr>
</table>
"""
FIELDS = (
    FieldSpec(key="name", words=("器具名称",)),
    FieldSpec(key="category", words=("一级目录", "器具项别")),
    FieldSpec(key="kind", words=("二级目录",), after="category"),
)
GRID = """
<table id="dg" class="easyui-datagrid" data-options="url:'/rows',pagination:true,idField:'uuid',
  pageSize:10,pageList:[10,20,50],frozenColumns:[[{field:'ck',checkbox:true}]],columns:[[
  {field:'uuid',hidden:true},{field:'code',title:'器具编码',width:60},
  {field:'name',title:'器具名称',width:80,formatter:function(v){return v.slice(0,3);}}]]"></table>
<a class="easyui-linkbutton" onclick="$('#dg').datagrid('load')">查询</a>
"""
COLUMNS = {"code": ("器具编码",), "name": ("器具名称",)}
DIALOG = """
<a class="easyui-linkbutton" onclick="$('#d').dialog('open')">新增</a>
<a class="easyui-linkbutton" data-options="disabled:true" onclick="window.pressed=1">删除</a>
<a class="easyui-linkbutton" onclick="$.messager.alert('提示','请选择要修改的记录！')">修改</a>
<div id="d" class="easyui-dialog" title="器具新增" style="width:300px;height:150px"
  data-options="closed:true,modal:true,buttons:'#b'">
  <input class="easyui-textbox" id="t" name="t"></div>
<div id="b"><a class="easyui-linkbutton" onclick="window.saved=$('input[name=t]').val();
  $.messager.alert('提示','保存成功！')">确定</a>
  <a class="easyui-linkbutton" onclick="$('#d').dialog('close')">关闭</a></div>
"""


def form_on(page: Page, patience: Patience) -> LabelledForm:
    return LabelledForm(Spot(page.main_frame), FIELDS, patience=patience)


def grid_on(page: Page, patience: Patience, columns: Any = COLUMNS) -> DataGrid:
    return DataGrid(Spot(page.main_frame), columns, screen="台账", patience=patience)


def rows(count: int) -> list[dict[str, Any]]:
    return [{"uuid": f"U{n}", "code": f"C{n}", "name": f"电子计价秤{n}"} for n in range(count)]


def button(page: Page, word: str, patience: Patience) -> Button:
    root, tab = Spot(page.main_frame), tab_of(page)
    return Button(root, (word,), tab, screen="台账", patience=patience, in_window=False)


def test_form_waits_for_the_new_list(show: Show, site: Any, patience: Patience) -> None:
    page = show(CASCADE)
    form = form_on(page, patience)
    form.fill({"name": ["秤"], "category": ["非自动衡器"], "kind": ["共用名称"]})
    site.delays["/kinds"] = 0.6
    form.fill({"name": ["表"], "category": ["压力仪表"], "kind": ["共用名称"]})
    assert form.layers()["kind"].posted == "22"  # the same word in the old list has code 12
    values = form.read()
    assert form.fill(values) is False
    assert form.read() == values


def test_form_names_a_missing_label(show: Show, patience: Patience) -> None:
    page = show(CASCADE.replace("二级目录", "细目"))
    with pytest.raises(PortalDriftError) as caught:
        form_on(page, patience).read()
    assert caught.value.facts["missing"] == "二级目录"
    assert "细目" in caught.value.facts["seen"]


def test_two_fields_with_one_label_are_ambiguous(show: Show, patience: Patience) -> None:
    with pytest.raises(AmbiguousMatchError):
        form_on(show(CASCADE + CASCADE.replace('id="', 'id="x')), patience).read()


def test_grid_is_read_from_its_own_data_over_all_pages(
    show: Show, site: Any, patience: Patience
) -> None:
    site.rows = rows(120)
    pages = list(grid_on(show(GRID), patience).pages())
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert pages[0].rows[0]["name"] == "电子计价秤0"
    assert pages[0].cells[0]["name"] == "电子计"  # the cell is cut; the data is not
    assert pages[0].field_of(("器具名称",)) == "name"


def test_row_is_selected_by_identity_after_the_order_changed(
    show: Show, site: Any, patience: Patience
) -> None:
    site.rows = rows(60)
    page = show(GRID)
    grid = grid_on(page, patience)
    grid.select("U55")
    site.rows.reverse()
    grid.select("U55")
    grid.select("U3")
    chosen = page.evaluate("() => $('#dg').datagrid('getSelections').map(row => row.uuid)")
    assert chosen == ["U3"]
    with pytest.raises(RecordNotFoundError):
        grid.select("U999")


def test_ticks_are_exactly_the_wanted_ones(show: Show, site: Any, patience: Patience) -> None:
    site.rows = rows(60)
    page = show(GRID)
    grid = grid_on(page, patience)
    page.evaluate("() => $('#dg').datagrid('checkAll')")
    wanted = {"U1", "U49", "U59"}
    assert grid.tick(wanted) == wanted
    assert grid.tick(wanted) == wanted


def test_list_that_does_not_load_is_not_taken_for_data(
    show: Show, site: Any, patience: Patience
) -> None:
    site.rows = rows(5)
    page = show(GRID)
    grid = grid_on(page, patience)
    grid.wait_ready()
    site.login_page = True
    with pytest.raises(PortalUnavailableError):
        grid.after_button(("查询",))


def test_missing_column_is_named(show: Show, patience: Patience) -> None:
    quick = Patience(overrides={Wait.LOOKUP: 0.5})
    grid = grid_on(show(GRID), quick, {**COLUMNS, "serial": ("出厂编号",)})
    with pytest.raises(PortalDriftError) as caught:
        grid.wait_ready()
    assert caught.value.facts["missing"] == "出厂编号"


def test_real_click_commits_the_text_still_being_typed(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    dialog = Dialog(page.main_frame, ("器具新增",), tab_of(page), patience=patience)
    dialog.open_by(button(page, "新增", patience), action="新增")
    page.locator(".window .textbox-text").click()
    page.keyboard.type("938579")
    dialog.button(("确定",)).click()
    assert page.evaluate("window.saved") == "938579"
    messager = Messager(page.main_frame, tab_of(page), patience=patience)
    assert messager.heard() == ("保存成功！",)
    assert messager.take() == "保存成功！"
    dialog.close_by(("关闭",))
    assert page.locator(".window", has_text="器具新增").filter(visible=True).count() == 0
    assert page.locator(".window-mask").filter(visible=True).count() == 0


def test_message_instead_of_the_dialog(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    dialog = Dialog(page.main_frame, ("器具修改",), tab_of(page), patience=patience)
    with pytest.raises(Exception, match="请选择要修改的记录") as caught:
        dialog.open_by(button(page, "修改", patience), action="修改")
    assert getattr(caught.value, "code", "") == "PORTAL-306"
    assert page.locator(".messager-window").filter(visible=True).count() == 0


def test_a_window_with_another_title_is_drift_and_none_is_slowness(
    show: Show, patience: Patience
) -> None:
    page = show(DIALOG)
    quick = Patience(overrides={Wait.RENDER: 0.5})
    other = Dialog(page.main_frame, ("器具登记",), tab_of(page), patience=quick)
    with pytest.raises(PortalDriftError) as caught:
        other.open_by(button(page, "新增", patience), action="新增")
    assert caught.value.facts["seen"] == ("器具新增",)
    page = show(DIALOG.replace("$('#d').dialog('open')", "void 0"))
    slow = Dialog(page.main_frame, ("器具新增",), tab_of(page), patience=quick)
    with pytest.raises(PortalUnavailableError):
        slow.open_by(button(page, "新增", patience), action="新增")


def test_no_click_goes_through_a_message(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    page.evaluate("() => $.messager.alert('提示','维护通知')")
    with pytest.raises(UnexpectedMessageError, match="维护通知"):
        button(page, "新增", patience).click()


def test_button_that_is_off_or_missing(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    with pytest.raises(ActionRefusedError):
        button(page, "删除", patience).click()
    assert page.evaluate("window.pressed") is None
    quick = Patience(overrides={Wait.ACT: 0.5})
    with pytest.raises(PortalDriftError) as caught:
        button(page, "导出", quick).click()
    assert caught.value.facts["seen"] == ("新增", "删除", "修改")


# Moves the button aside under the pressing hand, so many times, and counts the presses.
MOVES_AWAY = """([word, times]) => {
  window.presses = 0;
  const named = (one) => one.textContent.includes(word);
  const button = [...document.querySelectorAll("a.l-btn")].find(named);
  document.addEventListener("mousedown", (event) => {
    window.presses += 1;
    if (window.presses > times || !button.contains(event.target)) return;
    button.style.marginLeft = window.presses % 2 ? "300px" : "";
  }, true);
}"""


def test_press_beside_a_button_that_moved_is_made_again(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    page.evaluate(MOVES_AWAY, ["新增", 1])
    dialog = Dialog(page.main_frame, ("器具新增",), tab_of(page), patience=patience)
    dialog.open_by(button(page, "新增", patience), action="新增")
    assert page.evaluate("window.presses") == 2
    dialog.button(("确定",)).click()
    assert page.evaluate("window.presses") == 3  # it was reached: not pressed again


def test_button_that_always_moves_is_given_up(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    page.evaluate(MOVES_AWAY, ["新增", 9])
    with pytest.raises(PortalUnavailableError):
        button(page, "新增", patience).click()


def test_a_committing_press_is_made_once_reached_or_not(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    page.evaluate(MOVES_AWAY, ["新增", 1])
    button(page, "新增", patience).press()
    assert page.evaluate("window.presses") == 1
    assert page.locator(".window", has_text="器具新增").filter(visible=True).count() == 0


def test_kit_is_brought_again_to_a_page_that_lost_it_or_got_its_jquery_later(
    show: Show, patience: Patience
) -> None:
    page = show(CASCADE)
    form = form_on(page, patience)
    before = form.read()
    page.reload()
    page.evaluate("() => { window.kept = window.jQuery; window.jQuery = undefined; }")
    assert in_page(Spot(page.main_frame), "messagesWithin", {"ms": 0}, patience=patience) == []
    page.evaluate("() => { window.jQuery = window.kept; }")
    assert form.read() == before


def test_native_alert_is_heard_and_closed(show: Show, patience: Patience) -> None:
    page = show(DIALOG)
    messager = Messager(page.main_frame, tab_of(page), patience=patience)
    page.evaluate("() => alert('保存成功！')")
    assert messager.heard() == ("保存成功！",)
    assert messager.take() == "保存成功！"
    assert page.evaluate("() => confirm('确定删除？')") is False
