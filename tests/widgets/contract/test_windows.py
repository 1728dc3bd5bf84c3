"""Buttons, panels, windows, dialogs and messages (sections 0.8, 7 and 8)."""

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


def messages(page: Any) -> int:
    """Count the visible messages."""
    return int(page.page.locator("body > .messager-window:visible").count())


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
            return [w.find('.panel-title').text(), o.left, o.top, w.outerWidth(), w.outerHeight()]; }"""
    )
    assert box == ["器具修改", 30, 40, 500, 260]


def test_a_window_can_be_dragged_by_its_title(show: Show) -> None:
    page = show(DIALOG)
    page.run("() => { $('#dlg').dialog('open').dialog('move', {left: 100, top: 100}); }")
    mouse = page.page.mouse
    mouse.move(150, 115)
    mouse.down()
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
    size = page.run("() => [$('#p').panel('panel').outerWidth(), $('#p').panel('panel').outerHeight()]")
    assert size == [300, 150]
    assert page.page.locator(".panel > .panel-footer#foot").count() == 1


def test_destroying_a_dialog_takes_its_combos_and_layers_along(show: Show) -> None:
    page = show(
        """<div id="d" class="easyui-dialog" data-options="modal:true" style="width:300px;height:200px">
        <input class="easyui-combobox" name="a"></div>"""
    )
    page.call("#d", "dialog", "destroy")
    left = page.page.locator("body > .window, body > .window-mask, body > .combo-p")
    assert left.count() == 0


# ---- messages --------------------------------------------------------------------------------


def alert(page: Any, icon: str = "info") -> None:
    """Raise an alert whose callback is noted."""
    page.run("icon => { $.messager.alert('提示', '保存成功！', icon, note('answered')); }", icon)


@pytest.mark.parametrize("icon", ["error", "info", "warning", "question"])
def test_alert_has_icon_text_and_a_button_beside_the_body(show: Show, icon: str) -> None:
    page = show("")
    alert(page, icon)
    box = page.page.locator("body > .panel.window.messager-window")
    assert box.locator("> .panel-header > .panel-title").inner_text() == "提示"
    body = box.locator("> .messager-body.panel-body.window-body")
    assert body.locator(f"> .messager-icon.messager-{icon}").count() == 1
    assert body.locator("> div:nth-child(2)").inner_text() == "保存成功！"
    assert box.locator("> .dialog-button.messager-button > a.l-btn").all_inner_texts() == ["确定"]
    assert masks(page) == 1


def test_alert_without_icon_keeps_its_text_in_the_second_place(show: Show) -> None:
    page = show("")
    page.run("() => { $.messager.alert('提示', '<b>粗</b>'); }")
    assert page.page.locator(".messager-body > div:nth-child(2) > b").inner_text() == "粗"


def test_alert_focuses_its_button_and_enter_closes_it(show: Show) -> None:
    page = show("")
    alert(page)
    assert page.run("() => document.activeElement.textContent") == "确定"
    page.page.keyboard.press("Enter")
    assert messages(page) == 0
    assert page.notes() == ["answered"]


def test_alerts_stack_with_a_mask_each_and_escape_closes_all(show: Show) -> None:
    page = show("")
    alert(page)
    alert(page)
    assert (messages(page), masks(page)) == (2, 2)
    page.page.keyboard.press("Escape")
    assert (messages(page), masks(page)) == (0, 0)
    assert page.notes() == []


def test_closed_it_is_hidden_at_once_and_destroyed_100_ms_later(show: Show) -> None:
    page = show("", frozen=True)
    alert(page)
    page.page.locator(".messager-button a").click()
    assert (messages(page), masks(page)) == (0, 0)
    page.pass_time(99)
    assert page.page.locator("body > .messager-window").count() == 1
    page.pass_time(1)
    assert page.page.locator("body > .messager-window, body > .window-mask").count() == 0


@pytest.mark.parametrize(("button", "answer"), [("确定", True), ("取消", False)])
def test_confirm_answers_by_its_buttons(show: Show, button: str, *, answer: bool) -> None:
    page = show("")
    page.run("() => { $.messager.confirm('确认', '删除？', yes => notes.push(yes)); }")
    assert page.page.locator(".messager-icon.messager-question").count() == 1
    buttons = page.page.locator(".messager-button a.l-btn")
    assert buttons.all_inner_texts() == ["确定", "取消"]
    buttons.filter(has_text=button).click()
    assert page.notes() == [answer]


@pytest.mark.parametrize("way", ["Escape", "cross"])
def test_escape_and_the_cross_never_answer(show: Show, way: str) -> None:
    page = show("")
    page.run("() => { $.messager.confirm('确认', '删除？', yes => notes.push(yes)); }")
    if way == "cross":
        page.page.locator(".messager-window a.panel-tool-close").click()
    else:
        page.page.keyboard.press("Escape")
    assert messages(page) == 0
    page.wait("() => !$('.messager-window').length")
    assert page.notes() == []


def test_closing_one_box_takes_the_keys_from_the_others(show: Show) -> None:
    page = show("")
    alert(page)
    alert(page)
    page.page.locator(".messager-button a").last.click()
    page.page.keyboard.press("Escape")
    assert messages(page) == 1


def test_prompt_gives_its_text(show: Show) -> None:
    page = show("")
    page.run("() => { $.messager.prompt('问', '几件？', text => notes.push(text)); }")
    page.page.locator("input.messager-input").fill("7")
    page.page.locator("input.messager-input").press("Enter")
    assert page.notes() == ["7"]


def test_options_as_one_object(show: Show) -> None:
    page = show("")
    page.run(
        """() => { $.messager.alert({title: '提示', msg: '甲', icon: 'info', ok: '知道了',
            fn: note('fn')}); }"""
    )
    page.page.locator(".messager-button a", has_text="知道了").click()
    assert page.notes() == ["fn"]


def test_progress_has_a_bar_no_cross_and_is_closed_by_name(show: Show) -> None:
    page = show("")
    page.run("() => { $.messager.progress({title: '请等', msg: '正在保存', interval: 0}); }")
    box = page.page.locator(".messager-window .messager-progress")
    assert box.locator("> .messager-p-msg").inner_text() == "正在保存"
    assert box.locator("> .messager-p-bar.progressbar").count() == 1
    assert page.page.locator(".messager-window .panel-tool-close").count() == 0
    assert masks(page) == 1
    page.run("() => { $.messager.progress('close'); }")
    assert (messages(page), masks(page)) == (0, 0)


def test_progress_runs_by_itself(show: Show) -> None:
    page = show("", frozen=True)
    page.run("() => { $.messager.progress({msg: '正在保存'}); }")
    page.pass_time(950)
    assert page.run("() => $.messager.progress('bar').progressbar('getValue')") == 30


def test_show_is_a_box_in_the_corner_that_goes_by_itself(show: Show) -> None:
    page = show("", frozen=True)
    page.run("() => { $.messager.show({title: '消息', msg: '已存', timeout: 4000}); }")
    page.pass_time(700)
    box = page.page.locator("body > .panel.window:has(> .messager-body)")
    assert box.count() == 1
    assert "messager-window" not in (box.get_attribute("class") or "")
    assert masks(page) == 0
    corner = page.run(
        """() => { const w = $('.messager-body').closest('.window'), o = w.offset();
            return [Math.round(o.left + w.outerWidth()) === $(window).width(),
                    Math.round(o.top + w.outerHeight()) === $(window).height()]; }"""
    )
    assert corner == [True, True]
    page.pass_time(5500)
    assert box.count() == 0


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
