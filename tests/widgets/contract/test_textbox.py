"""Text fields, numbers, passwords, required marks and their tooltip (section 3)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

TWO = """<input class="easyui-textbox" name="a" value="旧"
    data-options="onChange:function(n,o){notes.push(['change',n,o])}">
  <input class="easyui-textbox" name="b">"""


def test_fill_alone_posts_the_old_value(show: Show) -> None:
    page = show(TWO)
    page.text("a").fill("abc")
    assert page.layers("a") == ("abc", "abc", ["旧"])
    assert page.notes() == []


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_tab_and_enter_take_the_text_over_once(show: Show, key: str) -> None:
    page = show(TWO)
    page.text("a").fill("abc")
    page.text("a").press(key)
    assert page.layers("a") == ("abc", "abc", ["abc"])
    page.text("b").focus()
    assert page.notes() == [["change", "abc", "旧"]]


def test_a_click_elsewhere_takes_over_but_a_dom_click_does_not(show: Show) -> None:
    page = show(
        TWO
        + """<a id="go" class="easyui-linkbutton"
        onclick="notes.push($('[name=a]').val())">存</a>"""
    )
    page.text("a").fill("新")
    page.run("() => document.getElementById('go').click()")
    assert page.notes() == ["旧"]
    page.page.locator("#go").click()
    assert page.notes() == [["change", "新", "旧"], "新"]


def test_prompt_is_written_into_the_value_of_an_empty_field(show: Show) -> None:
    page = show("""<input class="easyui-textbox" name="a" data-options="prompt:'必填'">""")
    text = page.text("a")
    assert text.input_value() == "必填"
    assert "textbox-prompt" in (text.get_attribute("class") or "")
    assert page.layers("a")[1:] == ("", [""])
    text.focus()
    assert text.input_value() == ""
    assert "textbox-prompt" not in (text.get_attribute("class") or "")
    text.blur()
    assert text.input_value() == "必填"


def test_prompt_does_not_make_a_required_field_valid(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" data-options="prompt:'必填',required:true">"""
    )
    assert not page.is_valid("a")


def test_written_value_is_undone_at_the_next_focus(show: Show) -> None:
    page = show(TWO)
    page.run(
        """() => $('[textboxname=a]').textbox('textbox').val('写')
            .trigger('input').trigger('change')"""
    )
    assert page.layers("a") == ("写", "旧", ["旧"])
    page.text("a").focus()
    assert page.text("a").input_value() == "旧"


def test_focus_write_blur_works(show: Show) -> None:
    page = show(TWO)
    page.run("() => $('[textboxname=a]').textbox('textbox').focus().val('写').blur()")
    assert page.layers("a") == ("写", "写", ["写"])
    assert page.notes() == [["change", "写", "旧"]]


def test_val_on_the_original_does_nothing(show: Show) -> None:
    page = show(TWO)
    page.run("() => { $('[textboxname=a]').val('abc'); }")
    assert page.layers("a") == ("旧", "旧", ["旧"])


def test_set_text_posts_nothing(show: Show) -> None:
    page = show("""<input class="easyui-textbox" name="a" data-options="required:true">""")
    page.call("[textboxname=a]", "textbox", "setText", "abc")
    assert page.layers("a") == ("abc", "abc", [""])
    assert page.is_valid("a")


def test_set_value_sets_all_three_and_fires_on_change(show: Show) -> None:
    page = show(TWO)
    page.set("a", "textbox", "abc")
    page.set("a", "textbox", "abc")
    assert page.layers("a") == ("abc", "abc", ["abc"])
    assert page.notes() == [["change", "abc", "旧"]]


def test_clear_reset_and_initial_value(show: Show) -> None:
    page = show(TWO)
    page.set("a", "textbox", "x")
    page.call("[textboxname=a]", "textbox", "clear")
    assert page.layers("a") == ("", "", [""])
    page.call("[textboxname=a]", "textbox", "reset")
    assert page.layers("a") == ("旧", "旧", ["旧"])


def test_disabled_is_not_posted_and_readonly_is(show: Show) -> None:
    page = show(f'<form id="f">{TWO}</form>')
    page.call("[textboxname=a]", "textbox", "disable")
    assert page.run("() => $('#f').serialize()") == "b="
    assert page.page.locator("span.textbox-disabled").count() == 1
    page.call("[textboxname=a]", "textbox", "enable")
    page.call("[textboxname=a]", "textbox", "readonly")
    assert page.run("() => $('#f').serialize()") == "a=%E6%97%A7&b="
    assert page.page.locator("span.textbox-readonly").count() == 1
    assert page.text("a").get_attribute("readonly") == "readonly"


def test_focus_marks_the_span(show: Show) -> None:
    page = show(TWO)
    page.text("a").focus()
    assert page.page.locator("span.textbox-focused").count() == 1
    page.text("b").focus()
    assert page.page.locator("span.textbox-focused").count() == 1
    assert page.page.locator("[textboxname=b] + span.textbox-focused").count() == 1


def test_multiline_is_a_textarea(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" data-options="multiline:true"
            style="width:200px;height:60px">"""
    )
    assert page.run("() => $('.textbox-text')[0].tagName") == "TEXTAREA"
    assert page.run("() => $('span.textbox').outerHeight()") == 60


def test_icons_call_their_handlers(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" style="width:200px" data-options="onClickIcon:
        function(i){notes.push(i)}, icons:[{iconCls:'icon-add',handler:note('first')},
        {iconCls:'icon-remove'}]">"""
    )
    icons = page.page.locator(".textbox-addon-right > a.textbox-icon")
    icons.nth(0).click()
    icons.nth(1).click()
    assert page.notes() == ["first", 0, 1]


def test_a_button_in_the_field(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" style="width:200px;height:26px"
        data-options="buttonText:'查',onClickButton:note('查')">"""
    )
    page.page.locator("a.textbox-button").click()
    assert page.notes() == ["查"]


@pytest.mark.parametrize(
    ("typed", "posted", "shown"),
    [
        ("0", "1", "1"),
        ("250", "99", "99"),
        ("1e3", "99", "99"),
        ("12", "12", "12"),
        ("1.6", "2", "2"),
        ("\uff11\uff12", "", ""),
        ("abc", "", ""),
        ("7件", "7", "7"),
    ],
)
def test_numberbox_rounds_clamps_and_drops_without_a_word(
    show: Show, typed: str, posted: str, shown: str
) -> None:
    page = show(
        """<input class="easyui-numberbox" name="n"
            data-options="required:true,min:1,max:99,precision:0">"""
    )
    page.text("n").fill(typed)
    page.text("n").press("Tab")
    assert page.layers("n") == (shown, shown, [posted])
    assert page.is_valid("n") == bool(posted)


def test_numberbox_says_on_change_once_and_keeps_fraction(show: Show) -> None:
    page = show(
        """<input class="easyui-numberbox" name="n" value="1" data-options="precision:2,
        groupSeparator:',',onChange:function(n,o){notes.push([n,o])}">"""
    )
    page.text("n").fill("1234.5")
    page.text("n").press("Enter")
    assert page.posted("n") == ["1234.50"]
    assert page.text("n").input_value() == "1,234.50"
    assert page.notes() == [["1234.50", "1.00"]]


def test_numberbox_lets_only_digits_be_typed(show: Show) -> None:
    page = show("""<input class="easyui-numberbox" name="n" data-options="precision:1">""")
    page.text("n").press_sequentially("a1b-.5")
    assert page.text("n").input_value() == "1-.5"


def test_required_field_is_red_while_empty(show: Show) -> None:
    page = show("""<input class="easyui-textbox" name="a" data-options="required:true">""")
    red = page.page.locator("span.textbox-invalid > input.validatebox-invalid")
    assert red.count() == 1
    page.text("a").fill("x")
    page.wait("() => !$('.validatebox-invalid').length")
    page.text("a").fill("")
    page.wait("() => $('.textbox-invalid .validatebox-invalid').length === 1")


def test_message_appears_beside_the_field_and_is_destroyed(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" data-options="required:true">
        <input class="easyui-textbox" name="b">"""
    )
    page.text("a").focus()
    tip = page.page.locator("body > div.tooltip.tooltip-right > div.tooltip-content")
    tip.wait_for()
    assert tip.inner_text() == "该输入项为必输项"
    page.text("b").focus()
    page.wait("() => !$('body > .tooltip').length")
    page.text("a").hover()
    tip.wait_for()


def test_valid_type_gives_its_own_message(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a" data-options="validType:'length[2,4]'">"""
    )
    page.set("a", "textbox", "一二三四五")
    assert not page.is_valid("a")
    page.text("a").hover()
    page.page.get_by_text("输入内容长度必须介于2和4之间").wait_for()
    page.set("a", "textbox", "一二")
    assert page.is_valid("a")


def test_own_rules_and_several_of_them(show: Show) -> None:
    page = show(
        """<script>$.extend($.fn.validatebox.defaults.rules, {digits: {
            validator: function(v, p){ return /^\\d+$/.test(v) && v.length <= p[0]; },
            message: '最多{0}位数字'}});</script>
        <input class="easyui-textbox" name="a"
          data-options="validType:['length[1,9]','digits[3]']">"""
    )
    page.set("a", "textbox", "1234")
    assert not page.is_valid("a")
    page.set("a", "textbox", "123")
    assert page.is_valid("a")


def test_plain_validatebox_is_its_own_value(show: Show) -> None:
    page = show('<form id="f"><input class="easyui-validatebox" name="v" required></form>')
    assert page.page.locator("input.validatebox-text.validatebox-invalid").count() == 1
    page.page.locator("[name=v]").fill("x")
    assert page.call("#f", "form", "validate") is True
    assert page.run("() => $('#f').serialize()") == "v=x"


def test_passwordbox_shows_dots_and_posts_the_password(show: Show) -> None:
    page = show('<input class="easyui-passwordbox" name="p" style="width:200px">')
    page.text("p").focus()
    page.text("p").press_sequentially("geheim")
    page.wait_posted("p", "geheim")
    page.text("p").blur()
    assert page.posted("p") == ["geheim"]
    assert page.text("p").input_value() == "●" * 6
    page.page.locator(".passwordbox-open").click()
    assert page.text("p").input_value() == "geheim"


def test_passwordbox_looks_every_200_ms_and_loses_what_is_left_sooner(show: Show) -> None:
    page = show('<input class="easyui-passwordbox" name="p">', frozen=True)
    page.text("p").focus()
    page.text("p").press_sequentially("ab")
    page.text("p").blur()
    assert page.layers("p") == ("", "", [""])
    page.text("p").press_sequentially("ab")
    page.pass_time(200)
    page.text("p").blur()
    assert page.posted("p") == ["ab"]


@pytest.mark.parametrize("way", ["$('#f').form('validate')", "$('#f input').first().focus()"])
def test_a_field_of_a_closed_dialog_cannot_be_focused(show: Show, way: str) -> None:
    page = show(
        """<div class="easyui-dialog" data-options="closed:true" style="width:300px;height:150px">
        <form id="f"><input class="easyui-textbox" name="a" data-options="required:true"></form>
        </div>"""
    )
    page.run(f"() => {{ {way}; $('[textboxname=a]').textbox('textbox').focus(); }}")
    assert page.page.locator("span.textbox-focused").count() == 0
    assert page.page.locator("body > .tooltip").count() == 0
