"""Lists: ways of setting, events in order, typing, the panel (sections 0.2, 0.4 and 4)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

EVENTS = ",".join(
    f"{name}:note('{name}')"
    for name in ("onShowPanel", "onClick", "onSelect", "onUnselect", "onChange", "onHidePanel")
)
DATA = "data:[{value:'1',text:'衡器'},{value:'2',text:'压力仪表'},{value:'3',text:'gas'}]"
LIST = f"""<input id="cat" class="easyui-combobox" name="cat" style="width:200px"
    data-options="required:true,{DATA},{EVENTS}">"""
LOCKED = LIST.replace("required:true", "editable:false")


def item(page: Any, text: str) -> Any:
    """Return an option of the open panel."""
    return page.page.locator(".combo-p:visible .combobox-item").get_by_text(text, exact=True)


def test_a_person_opens_and_clicks(show: Show) -> None:
    page = show(LIST)
    page.arrow("cat").click()
    assert page.open_panels() == 1
    item(page, "压力仪表").click()
    assert page.layers("cat") == ("压力仪表", "压力仪表", ["2"])
    assert page.open_panels() == 0
    assert page.notes() == ["onShowPanel", "onClick", "onSelect", "onChange", "onHidePanel"]


def test_another_choice_says_unselect_first(show: Show) -> None:
    page = show(LIST)
    page.set("cat", "combobox", "1")
    page.notes()
    page.set("cat", "combobox", "2")
    assert page.notes() == ["onUnselect", "onSelect", "onChange"]


def test_inside_on_select_the_value_is_the_old_one(show: Show) -> None:
    page = show(
        f"""<input id="cat" class="easyui-combobox" name="cat" data-options="{DATA},
        onSelect:function(){{notes.push($('#cat').combobox('getValue'))}}">"""
    )
    page.set("cat", "combobox", "1")
    page.set("cat", "combobox", "2")
    assert page.notes() == ["", "1"]


def test_locked_list_opens_by_its_text_too(show: Show) -> None:
    page = show(LOCKED)
    assert page.text("cat").get_attribute("readonly") == "readonly"
    page.text("cat").click()
    assert page.open_panels() == 1
    page.text("cat").click()
    assert page.open_panels() == 0


def test_select_is_silent_when_already_selected(show: Show) -> None:
    page = show(LIST)
    page.call("#cat", "combobox", "select", "1")
    assert page.notes() == ["onSelect", "onChange"]
    page.call("#cat", "combobox", "select", "1")
    assert page.notes() == []


def test_set_value_fires_on_select(show: Show) -> None:
    page = show(LIST)
    page.set("cat", "combobox", "1")
    assert page.notes() == ["onSelect", "onChange"]
    assert page.layers("cat") == ("衡器", "衡器", ["1"])


@pytest.mark.parametrize("method", ["setValue", "select"])
def test_an_unknown_string_is_posted_as_it_is_and_valid(show: Show, method: str) -> None:
    page = show(LIST)
    page.call("#cat", "combobox", method, "衡器")
    assert page.layers("cat") == ("衡器", "衡器", ["衡器"])
    assert page.is_valid("cat")
    assert page.notes() == ["onChange"]


def test_set_text_looks_right_and_posts_nothing(show: Show) -> None:
    page = show(LIST)
    page.call("#cat", "combobox", "setText", "衡器")
    assert page.layers("cat") == ("衡器", "衡器", [""])
    assert page.is_valid("cat")


@pytest.mark.parametrize("leave", [True, False])
def test_fill_is_silently_lost(show: Show, *, leave: bool) -> None:
    page = show(LIST, frozen=True)
    page.text("cat").fill("衡器")
    if leave:
        page.text("cat").press("Tab")
    page.pass_time(1000)
    assert page.layers("cat") == ("衡器", "衡器", [""])
    assert page.is_valid("cat")
    assert "onChange" not in page.notes()


def test_chinese_typed_without_keydown_is_lost_too(show: Show) -> None:
    page = show(LIST, frozen=True)
    page.text("cat").press_sequentially("压力仪表")
    page.pass_time(1000)
    assert page.layers("cat") == ("压力仪表", "压力仪表", [""])


def test_fill_and_enter_empties_the_field_again(show: Show) -> None:
    page = show(LIST)
    page.text("cat").fill("衡器")
    page.text("cat").press("Enter")
    assert page.layers("cat") == ("", "", [""])


def test_a_key_and_200_ms_take_exact_text_over(show: Show) -> None:
    page = show(LIST, frozen=True)
    page.text("cat").fill("压力仪表")
    page.text("cat").press("End")
    page.text("cat").press("End")
    page.pass_time(199)
    assert page.posted("cat") == [""]
    page.pass_time(1)
    page.wait_posted("cat", "2")
    page.text("cat").press("Tab")
    assert page.layers("cat") == ("压力仪表", "压力仪表", ["2"])
    assert "onSelect" in page.notes()


def test_left_sooner_it_commits_late_and_the_panel_opens_again(show: Show) -> None:
    page = show(LIST, frozen=True)
    page.text("cat").fill("压力仪表")
    page.text("cat").press("End")
    page.text("cat").press("Tab")
    assert page.posted("cat") == [""]
    assert page.open_panels() == 0
    page.pass_time(250)
    assert page.posted("cat") == ["2"]
    assert page.open_panels() == 1


def test_part_of_a_text_is_posted_once_the_query_ran(show: Show) -> None:
    page = show(LIST, frozen=True)
    page.text("cat").press_sequentially("ga")
    page.pass_time(250)
    assert page.posted("cat") == ["ga"]
    assert page.notes() == ["onShowPanel", "onChange"]
    visible = page.page.locator(".combo-p:visible .combobox-item:visible")
    assert visible.all_inner_texts() == ["gas"]
    page.text("cat").press("Enter")
    assert page.layers("cat") == ("", "", [""])


def test_the_same_text_is_asked_again_after_clear_because_clear_resets_the_memory(
    show: Show,
) -> None:
    page = show(f'<form id="f">{LIST}</form>', frozen=True)
    for _ in range(2):
        page.text("cat").press_sequentially("gas")
        page.pass_time(250)
        assert page.posted("cat") == ["3"]
        page.call("#cat", "combobox", "hidePanel")
        page.call("#f", "form", "clear")
        assert page.layers("cat") == ("", "", [""])


def test_arrow_keys_choose_and_enter_closes(show: Show) -> None:
    page = show(LIST)
    page.arrow("cat").click()
    page.text("cat").press("ArrowDown")
    page.text("cat").press("ArrowDown")
    assert page.posted("cat") == ["2"]
    page.text("cat").press("ArrowUp")
    page.text("cat").press("ArrowUp")
    assert page.posted("cat") == ["3"]
    page.text("cat").press("Enter")
    assert page.open_panels() == 0
    assert page.posted("cat") == ["3"]


def test_a_click_in_a_panel_never_opened_does_nothing(show: Show) -> None:
    page = show(LIST)
    page.run("() => $('.combobox-item').eq(1).trigger('click')")
    assert page.posted("cat") == [""]
    page.run("() => { $('#cat').combobox('showPanel'); $('.combobox-item')[1].click(); }")
    assert page.posted("cat") == ["2"]


def test_one_panel_at_a_time_and_a_click_elsewhere_closes_it(show: Show) -> None:
    page = show(
        LIST
        + """<input class="easyui-combobox" name="b" data-options="data:[{value:1,text:'x'}]">
        <p id="far" style="margin-top:300px">far</p>"""
    )
    page.arrow("cat").click()
    page.arrow("b").click()
    assert page.open_panels() == 1
    assert item(page, "x").is_visible()
    page.page.locator("#far").click()
    assert page.open_panels() == 0


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_escape_and_tab_close_the_panel(show: Show, key: str) -> None:
    page = show(LIST)
    page.arrow("cat").click()
    page.text("cat").press(key)
    assert page.open_panels() == 0


def test_a_dialog_closed_by_script_leaves_the_panel_floating(show: Show) -> None:
    page = show(f'<div id="d" class="easyui-dialog" style="width:300px;height:200px">{LIST}</div>')
    page.arrow("cat").click()
    page.call("#d", "dialog", "close")
    assert page.open_panels() == 1


def test_panels_lie_above_everything_and_count_up(show: Show) -> None:
    page = show(LIST)
    layer = "() => Number($('.combo-p').css('z-index'))"
    page.call("#cat", "combobox", "showPanel")
    first = page.run(layer)
    page.call("#cat", "combobox", "hidePanel")
    page.call("#cat", "combobox", "showPanel")
    assert first >= 110000
    assert page.run(layer) == first + 1


def test_an_open_panel_follows_its_field_every_200_ms(show: Show) -> None:
    page = show(f'<div id="push" style="height:10px"></div>{LIST}', frozen=True)
    top = "() => $('.combo-p').offset().top"
    page.call("#cat", "combobox", "showPanel")
    before = page.run(top)
    page.run("() => { $('#push').height(60); }")
    assert page.run(top) == before
    page.pass_time(200)
    assert page.run(top) == before + 50


def test_the_panel_has_the_width_of_the_field_and_its_own_height(show: Show) -> None:
    page = show(LIST)
    page.call("#cat", "combobox", "showPanel")
    size = "() => [$('.combo-p').outerWidth(), $('.combo-p').outerHeight()]"
    assert page.run(size) == [200, 200]
    page.run("() => { $('#cat').combobox({panelHeight: 'auto'}).combobox('hidePanel'); }")
    page.call("#cat", "combobox", "showPanel")
    assert page.run(size)[1] < 100


def test_limit_to_list_clears_unknown_text_on_leaving(show: Show) -> None:
    page = show(LIST.replace("required:true", "limitToList:true"), frozen=True)
    page.text("cat").fill("衡")
    page.text("cat").press("Tab")
    page.pass_time(60)
    assert page.layers("cat") == ("", "", [""])
