"""Alerts, questions, progress and the box in the corner (section 8)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]


def masks(page: Any) -> int:
    """Count the visible masks."""
    return int(page.page.locator("body > .window-mask:visible").count())


def messages(page: Any) -> int:
    """Count the visible messages."""
    return int(page.page.locator("body > .messager-window:visible").count())


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
