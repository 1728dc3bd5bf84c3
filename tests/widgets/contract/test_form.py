"""Whole forms (section 10)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

FORM = """<form id="f" method="post">
<input type="hidden" name="uuid">
<input class="easyui-textbox" name="a" data-options="required:true,onChange:note('a')">
<input id="cat" class="easyui-combobox" name="cat" data-options="onChange:note('cat'),
  onSelect:note('select'),data:[{value:'1',text:'衡器'},{value:'2',text:'压力仪表'}]">
<input class="easyui-datebox" name="buy" data-options="onChange:note('buy')">
<input class="easyui-numberbox" name="n" data-options="required:true,onChange:note('n')">
<input class="easyui-combotree" name="region" data-options="url:'/regions'">
<textarea name="plain"></textarea>
<label><input type="radio" name="r" value="x">x</label>
<label><input type="radio" name="r" value="y">y</label>
</form>"""
ROW = {
    "uuid": "U1", "a": "表", "cat": "2", "buy": "2021-05-06", "n": "1", "region": "150103",
    "plain": "长", "r": "y",
}  # fmt: skip


def test_load_sets_every_kind_of_field(show: Show) -> None:
    page = show(FORM)
    page.call("#f", "form", "load", ROW)
    assert page.layers("a") == ("表", "表", ["表"])
    assert page.layers("cat") == ("压力仪表", "压力仪表", ["2"])
    assert page.layers("buy")[2] == ["2021-05-06"]
    assert page.layers("n")[2] == ["1"]
    assert page.layers("region") == ("150103", "150103", ["150103"])
    assert page.run("() => $('#f').serializeArray().map(p => p.name)") == [
        "uuid", "a", "cat", "buy", "n", "region", "plain", "r",
    ]  # fmt: skip
    assert page.run("() => $('[name=uuid]').val() + $('[name=r]:checked').val()") == "U1y"
    assert page.notes() == ["a", "select", "cat", "buy", "n"]


def test_clear_empties_everything_and_says_so(show: Show) -> None:
    page = show(FORM)
    page.call("#f", "form", "load", ROW)
    page.notes()
    page.call("#f", "form", "clear")
    posted = page.run("() => $('#f').serialize()")
    assert posted == "uuid=&a=&cat=&buy=&n=&region=&plain="
    assert sorted(page.notes()) == ["a", "buy", "cat", "n"]


def test_reset_goes_back_to_the_first_values(show: Show) -> None:
    page = show(FORM.replace('name="a"', 'name="a" value="初"'))
    page.call("#f", "form", "load", ROW)
    page.call("#f", "form", "reset")
    assert page.posted("a") == ["初"]
    assert page.posted("cat") == [""]


def test_validate_answers_and_focuses_without_an_alert(show: Show) -> None:
    page = show(FORM)
    page.set("a", "textbox", "表")
    assert page.call("#f", "form", "validate") is False
    assert (
        page.run(
            "() => $(document.activeElement).closest('span.textbox').prev().attr('textboxname')"
        )
        == "n"
    )
    assert page.page.locator("body > .messager-window").count() == 0
    page.page.locator("body > .tooltip", has_text="该输入项为必输项").wait_for()
    page.set("n", "numberbox", "3")
    page.text("a").focus()
    assert page.call("#f", "form", "validate") is True


def test_validate_looks_at_the_text_not_at_what_is_posted(show: Show) -> None:
    page = show("""<form id="f">
        <input class="easyui-combobox" name="cat" data-options="required:true">
        </form>""")
    page.text("cat").fill("衡器")
    page.text("cat").press("Tab")
    assert page.call("#f", "form", "validate") is True
    assert page.posted("cat") == [""]


def test_disabled_fields_are_not_checked(show: Show) -> None:
    page = show(FORM)
    page.set("a", "textbox", "表")
    page.call("[textboxname=n]", "numberbox", "disable")
    assert page.call("#f", "form", "validate") is True


def test_validation_can_be_switched_off(show: Show) -> None:
    page = show(FORM)
    page.call("#f", "form", "disableValidation")
    assert page.page.locator("span.textbox-invalid").count() == 0
    page.call("#f", "form", "enableValidation")
    assert page.page.locator("span.textbox-invalid").count() == 2


def test_submit_goes_through_a_hidden_frame(show: Show, desk: Any) -> None:
    page = show(FORM)
    page.call("#f", "form", "load", {"a": "表", "n": "1"})
    page.notes()
    with page.page.expect_request("**/save") as caught:
        page.run(
            """() => { $('#f').form('submit', {url: '/save',
                onSubmit: function (extra) { extra.more = '加'; return $(this).form('validate'); },
                success: answer => notes.push(answer)}); }"""
        )
        assert page.run("() => jQuery.active") == 0
    request = caught.value
    assert request.resource_type == "document"
    assert request.frame.name.startswith("easyui_frame_")
    page.wait("() => notes.length")
    assert page.notes() == ['{"result":"ok"}']
    fields = dict(desk.posted("/save")[0])
    assert (fields["a"], fields["n"], fields["more"]) == ("表", "1", "加")
    assert [name for name, _ in desk.posted("/save")[0]][:3] == ["uuid", "a", "cat"]
    page.wait("() => !$('iframe').length")
    assert page.run("() => $('[name=more]').length") == 0


def test_submit_takes_over_what_is_being_typed_but_serialize_does_not(
    show: Show, desk: Any
) -> None:
    page = show(FORM)
    page.call("#f", "form", "load", {"a": "旧", "n": "1"})
    page.text("a").fill("新")
    assert "a=%E6%97%A7" in page.run("() => $('#f').serialize()")
    page.run("() => { $('#f').form('submit', {url: '/save', success: note('done')}); }")
    page.wait("() => notes.includes('done')")
    assert dict(desk.posted("/save")[0])["a"] == "新"


def test_an_invalid_form_is_not_sent(show: Show, desk: Any) -> None:
    page = show(FORM)
    page.run("() => { $('#f').form('submit', {url: '/save'}); }")
    assert desk.posted("/save") == []
    assert page.page.locator("iframe").count() == 0


def test_ajax_submit_without_frame(show: Show, desk: Any) -> None:
    page = show(FORM)
    page.call("#f", "form", "load", {"a": "表", "n": "1"})
    page.run(
        "() => { $('#f').form('submit', {url: '/save', iframe: false, success: note('done')}); }"
    )
    page.wait("() => notes.includes('done')")
    assert len(desk.posted("/save")) == 1


def test_load_from_an_address(show: Show) -> None:
    page = show(FORM)
    page.run("() => { $('#f').form({onLoadSuccess: note('filled')}).form('load', '/row'); }")
    page.wait("() => notes.includes('filled')")


def test_on_change_of_the_form_names_the_field(show: Show) -> None:
    page = show(FORM)
    page.run(
        """() => { $('#f').form({onChange: el => notes.push('form '
            + ($(el).attr('textboxname') || $(el).attr('name')))}); }"""
    )
    page.set("a", "textbox", "x")
    page.page.locator("textarea").fill("y")
    page.page.locator("textarea").blur()
    assert page.notes() == ["a", "form a", "form plain"]
