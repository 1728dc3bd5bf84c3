"""Buttons, panels, windows, dialogs and tooltips (sections 0.8 and 7)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

DIALOG = """<div id="main"><form><div id="dlg" class="easyui-dialog" title="器具新增"
  style="width:400px;height:200px;padding:10px"
  data-options="closed:true,modal:true,buttons:'#dlg-buttons',onOpen:note('onOpen'),
  onBeforeOpen:note('onBeforeOpen'),onClose:note('onClose'),onBeforeClose:note('onBeforeClose')">
  <input class="easyui-textbox" name="a"></div>
  <div id="dlg-buttons"><a class="easyui-linkbutton" data-options="iconCls:'icon-ok'"
     onclick="notes.push('save')">确定</a>
  <a class="easyui-linkbutton" onclick="$('#dlg').dialog('close')">关闭</a></div></form></div>"""


def masks(page: Any) -> int:
    """Count the visible masks."""
    return int(page.page.locator("body > .window-mask:visible").count())


# ---- buttons ---------------------------------------------------------------------------------


def test_button_text_is_clean_and_its_icon_holds_a_hard_space(show: Show) -> None:
    page = show("""<a class="easyui-linkbutton" data-options="iconCls:'icon-add'">新增</a>""")
    button = page.page.locator("a.l-btn.l-btn-small")
    assert button.locator("> span.l-btn-left > span.l-btn-text").inner_text() == "新增"
    assert page.run("() => $('.l-btn-icon.icon-add').text()") == "\u00a0"
    assert page.page.locator("xpath=//a[normalize-space(.)='新增']").count() == 0


def test_a_disabled_button_does_nothing_though_its_markup_still_says_so(show: Show) -> None:
    page = show("""<a id="b" class="easyui-linkbutton" onclick="notes.push(1)">删除</a>""")
    page.call("#b", "linkbutton", "disable")
    button = page.page.locator("#b")
    assert button.is_enabled()
    button.click()
    page.run("() => document.getElementById('b').click()")
    assert page.notes() == []
    assert button.get_attribute("onclick") == "notes.push(1)"
    assert page.page.locator("a.l-btn-disabled").count() == 1
    page.call("#b", "linkbutton", "enable")
    button.click()
    assert page.notes() == [1]


def test_disabled_from_the_markup_and_on_click_option(show: Show) -> None:
    page = show(
        """<a id="b" class="easyui-linkbutton" data-options="disabled:true,plain:true,
        onClick:note('x')">甲</a>"""
    )
    assert page.page.locator("a.l-btn-plain.l-btn-plain-disabled.l-btn-disabled").count() == 1
    page.page.locator("#b").click()
    assert page.notes() == []
    page.call("#b", "linkbutton", "enable")
    page.page.locator("#b").click()
    assert page.notes() == ["x"]


def test_a_double_click_is_two_clicks(show: Show) -> None:
    page = show("""<a id="b" class="easyui-linkbutton" onclick="notes.push('post')">确定</a>""")
    page.page.locator("#b").dblclick()
    assert page.notes() == ["post", "post"]


def test_toggle_and_group(show: Show) -> None:
    page = show(
        """<a id="x" class="easyui-linkbutton" data-options="toggle:true,group:'g'">x</a>
        <a id="y" class="easyui-linkbutton" data-options="toggle:true,group:'g'">y</a>"""
    )
    page.page.locator("#x").click()
    page.page.locator("#y").click()
    assert page.page.locator(".l-btn-selected").all_inner_texts() == ["y"]


def test_text_icon_and_size_may_change(show: Show) -> None:
    page = show("""<a id="b" class="easyui-linkbutton" style="width:90px;height:30px">甲</a>""")
    page.run("() => { $('#b').linkbutton({text: '乙', iconCls: 'icon-save'}); }")
    assert page.page.locator(".l-btn-text").inner_text() == "乙"
    assert page.page.locator(".l-btn-icon.icon-save").count() == 1
    assert page.run("() => [$('#b').outerWidth(), $('#b').outerHeight()]") == [90, 30]


# ---- dialogs ---------------------------------------------------------------------------------


def test_a_dialog_leaves_its_place_and_exists_from_page_load_on(show: Show) -> None:
    page = show(DIALOG)
    assert page.page.locator("form #dlg, #main #dlg").count() == 0
    outer = page.page.locator("body > .panel.window:has(> #dlg.panel-body.window-body)")
    assert outer.count() == 1
    assert outer.is_hidden()
    assert outer.locator("> .panel-header.window-header > .panel-title").inner_text() == "器具新增"
    assert outer.locator("> .dialog-button").count() == 1
    assert outer.locator("#dlg .dialog-button").count() == 0
    assert page.page.locator("#dlg [textboxname=a]").count() == 1
    assert masks(page) == 0


def test_open_and_close(show: Show) -> None:
    page = show(DIALOG)
    assert page.run("() => $('#dlg').dialog('options').closed") is True
    page.call("#dlg", "dialog", "open")
    assert page.run("() => $('#dlg').dialog('options').closed") is False
    assert masks(page) == 1
    assert page.page.locator("#dlg").is_visible()
    page.page.locator("#dlg-buttons").get_by_text("关闭").click()
    assert masks(page) == 0
    assert page.notes() == ["onBeforeOpen", "onOpen", "onBeforeClose", "onClose"]
    assert page.page.locator("body > .window-mask").count() == 1


def test_the_cross_closes_and_before_close_may_refuse(show: Show) -> None:
    page = show(DIALOG.replace("note('onBeforeClose')", "function(){return window.may}"))
    page.call("#dlg", "dialog", "open")
    page.run("() => { window.may = false; }")
    cross = page.page.locator(".window:visible a.panel-tool-close")
    cross.click()
    assert page.page.locator("#dlg").is_visible()
    page.run("() => { window.may = true; }")
    cross.click()
    assert page.page.locator("#dlg").is_hidden()


def test_layers_count_up_from_9000_in_the_order_of_opening(show: Show) -> None:
    page = show(DIALOG)
    page.call("#dlg", "dialog", "open")
    layers = page.run(
        """() => ['.window-mask', '.window-shadow', '.window'].map(s =>
            Number($('body > ' + s).css('z-index')))"""
    )
    assert layers == [layers[0], layers[0] + 1, layers[0] + 2]
    assert 9000 <= layers[0] < 9050


def test_a_dialog_opened_later_lies_over_an_alert(show: Show) -> None:
    page = show(DIALOG)
    page.run("() => { $.messager.alert('提示', '一'); $('#dlg').dialog('open'); }")
    order = page.run(
        "() => [$('.messager-window'), $('#dlg').dialog('dialog')].map(w => +w.css('z-index'))"
    )
    assert order[0] < order[1]


def test_the_mask_is_fixed_and_takes_the_clicks(show: Show) -> None:
    page = show(DIALOG + """<a id="under" style="position:absolute;top:0;left:0">下</a>""")
    page.call("#dlg", "dialog", "open")
    assert page.run("() => $('.window-mask').css('position')") == "fixed"
    at_corner = "() => document.elementFromPoint(2, 2).className"
    assert page.run(at_corner) == "window-mask"


def test_dialogs_are_centred_when_nothing_else_is_said(show: Show) -> None:
    page = show(DIALOG)
    page.call("#dlg", "dialog", "open")
    place = page.run(
        """() => { const w = $('#dlg').dialog('dialog'), o = w.offset();
            return [o.left + w.outerWidth() / 2 - $(window).width() / 2,
                    o.top + w.outerHeight() / 2 - $(window).height() / 2]; }"""
    )
    assert max(map(abs, place)) <= 1


def test_the_dialog_keeps_its_outer_size(show: Show) -> None:
    page = show(DIALOG)
    page.call("#dlg", "dialog", "open")
    size = page.run(
        """() => { const w = $('#dlg').dialog('dialog');
            return [w.outerWidth(), w.outerHeight(),
                w.children('.dialog-button').outerWidth() === $('#dlg').outerWidth()]; }"""
    )
    assert size == [400, 200, True]


def test_buttons_and_toolbar_as_lists(show: Show) -> None:
    page = show("<div id='d'></div>")
    page.run(
        """() => { $('#d').dialog({title: '甲', width: 300, height: 150,
            toolbar: [{text: '查', handler: note('tool')}, '-'],
            buttons: [{text: '好', handler: note('ok')}]}); }"""
    )
    page.page.locator(".dialog-toolbar a").click()
    page.page.locator(".dialog-button a").click()
    assert page.notes() == ["tool", "ok"]
    assert page.page.locator(".dialog-toolbar .dialog-tool-separator").count() == 1
    order = page.run(
        "() => $('#d').dialog('dialog').children().get().map(e => e.className.split(' ')[0])"
    )
    assert order == ["panel-header", "dialog-toolbar", "panel-body", "dialog-button"]


def test_set_title_and_move_and_resize(show: Show) -> None:
    page = show(DIALOG)
    page.run(
        """() => { $('#dlg').dialog('open').dialog('setTitle', '器具修改')
            .dialog('move', {left: 30, top: 40}).dialog('resize', {width: 500, height: 260}); }"""
    )
    box = page.run(
        """() => { const w = $('#dlg').dialog('dialog'), o = w.offset();
            return [w.find('.panel-title').text(), o.left, o.top, w.outerWidth(),
                w.outerHeight()]; }"""
    )
    assert box == ["器具修改", 30, 40, 500, 260]


def test_a_window_can_be_dragged_by_its_title(show: Show) -> None:
    page = show(DIALOG)
    page.run("() => { $('#dlg').dialog('open').dialog('move', {left: 100, top: 100}); }")
    mouse = page.page.mouse
    mouse.move(150, 115)
    mouse.down()
    page.page.locator(".window-proxy").wait_for(state="attached")  # begins 100 ms after the press
    mouse.move(200, 145, steps=4)
    mouse.up()
    assert page.run("() => $('#dlg').dialog('options').left") == 150
    assert page.run("() => $('#dlg').dialog('options').top") == 130


def test_panel_collapses_and_expands(show: Show) -> None:
    page = show(
        """<div id="p" class="easyui-panel" title="甲" style="width:200px;height:100px"
        data-options="collapsible:true,closable:true,onClose:note('closed')">乙</div>"""
    )
    page.call("#p", "panel", "collapse")
    assert page.page.locator("#p").is_hidden()
    assert page.page.locator("a.panel-tool-collapse.panel-tool-expand").count() == 1
    page.call("#p", "panel", "expand")
    assert page.page.locator("#p").is_visible()
    page.page.locator("a.panel-tool-close").click()
    assert page.notes() == ["closed"]
    assert page.page.locator("body > .panel").is_hidden()


def test_panel_footer_and_fit(show: Show) -> None:
    page = show(
        """<div style="width:300px;height:150px"><div id="p" class="easyui-panel" title="甲"
        data-options="fit:true,footer:'#foot'">乙</div></div><div id="foot">丙</div>"""
    )
    size = page.run(
        "() => { const p = $('#p').panel('panel'); return [p.outerWidth(), p.outerHeight()]; }"
    )
    assert size == [300, 150]
    assert page.page.locator(".panel > .panel-footer#foot").count() == 1


def test_destroying_a_dialog_takes_its_combos_and_layers_along(show: Show) -> None:
    page = show(
        """<div id="d" class="easyui-dialog" data-options="modal:true"
        style="width:300px;height:200px"><input class="easyui-combobox" name="a"></div>"""
    )
    page.call("#d", "dialog", "destroy")
    left = page.page.locator("body > .window, body > .window-mask, body > .combo-p")
    assert left.count() == 0


# ---- tooltip ---------------------------------------------------------------------------------


def test_tooltip_comes_and_goes_with_the_mouse(show: Show) -> None:
    page = show(
        """<a id="t" title="提示语" class="easyui-tooltip" style="margin:50px">甲</a>
        <p id="far" style="margin-top:200px">far</p>"""
    )
    page.page.locator("#t").hover()
    tip = page.page.locator("body > .tooltip.tooltip-bottom:visible")
    tip.wait_for()
    assert tip.inner_text() == "提示语"
    page.page.locator("#far").hover()
    tip.wait_for(state="hidden")
