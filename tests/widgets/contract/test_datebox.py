"""Dates: today out of nonsense, rollover, late and early commits, the calendar (0.3, 0.4, 6)."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]

TODAY = "2026-11-25"
EVENTS = ",".join(
    f"{name}:note('{name}')" for name in ("onShowPanel", "onHidePanel", "onChange", "onSelect")
)
BUY = f"""<form id="f"><input id="buy" class="easyui-datebox" name="buy"
    data-options="required:true,{EVENTS}"></form><input class="easyui-textbox" name="other">"""


def test_set_value_of_a_good_date(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.set("buy", "datebox", "2021-05-06")
    assert page.layers("buy") == ("2021-05-06", "2021-05-06", ["2021-05-06"])
    assert page.notes() == ["onChange"]


@pytest.mark.parametrize("nonsense", ["2021/05/06", "20210506", "2021年5月6日", "abc", "2021-05"])
def test_what_cannot_be_read_becomes_today(show: Show, nonsense: str) -> None:
    page = show(BUY, frozen=True)
    page.set("buy", "datebox", nonsense)
    assert page.layers("buy") == (TODAY, TODAY, [TODAY])
    assert page.is_valid("buy")


@pytest.mark.parametrize(
    ("impossible", "taken"),
    [("2021-02-31", "2021-03-03"), ("2021-13-01", "2022-01-01"), ("2021-5-6", "2021-05-06")],
)
def test_days_which_do_not_exist_roll_over(show: Show, impossible: str, taken: str) -> None:
    page = show(BUY, frozen=True)
    page.set("buy", "datebox", impossible)
    assert page.layers("buy") == (taken, taken, [taken])


def test_fill_is_lost(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").fill("2021-05-06")
    page.text("buy").press("Tab")
    page.pass_time(1000)
    assert page.layers("buy") == ("2021-05-06", "2021-05-06", [""])
    assert page.is_valid("buy")


def test_fill_and_enter_is_today(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").fill("2021-05-06")
    page.text("buy").press("Enter")
    assert page.layers("buy") == (TODAY, TODAY, [TODAY])


def test_the_right_date_typed_and_enter_at_once_is_today(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").press_sequentially("2021-05-06")
    page.text("buy").press("Enter")
    assert page.posted("buy") == [TODAY]


def test_typed_text_is_taken_as_typed_after_200_ms_and_enter_makes_it_a_date(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").press_sequentially("2021-5-6")
    page.pass_time(250)
    assert page.posted("buy") == ["2021-5-6"]
    assert page.open_panels() == 1
    page.text("buy").press("Enter")
    assert page.layers("buy") == ("2021-05-06", "2021-05-06", ["2021-05-06"])
    assert page.open_panels() == 0


def test_left_by_tab_it_stays_unpadded(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").press_sequentially("2021-5-6")
    page.pass_time(250)
    page.text("buy").press("Tab")
    assert page.layers("buy") == ("2021-5-6", "2021-5-6", ["2021-5-6"])
    assert page.open_panels() == 0


def test_left_sooner_it_commits_late_and_the_panel_stays_over_the_form(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").press_sequentially("2021-05-06")
    page.text("buy").press("Tab")
    assert page.posted("buy") == [""]
    page.pass_time(250)
    assert page.posted("buy") == ["2021-05-06"]
    assert page.open_panels() == 1


def test_the_same_date_typed_again_after_clear_is_lost(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.text("buy").press_sequentially("2021-05-06")
    page.pass_time(250)
    page.text("buy").press("Tab")
    assert page.posted("buy") == ["2021-05-06"]
    page.call("#f", "form", "clear")
    assert page.layers("buy") == ("", "", [""])
    page.text("buy").press_sequentially("2021-05-06")
    page.pass_time(1000)
    page.text("buy").press("Tab")
    assert page.layers("buy") == ("2021-05-06", "2021-05-06", [""])
    assert page.is_valid("buy")


def test_a_click_on_a_day(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.arrow("buy").click()
    assert page.notes() == ["onShowPanel"]
    page.page.locator('td.calendar-day[abbr="2026,11,5"]').click()
    assert page.layers("buy") == ("2026-11-05", "2026-11-05", ["2026-11-05"])
    assert page.notes() == ["onChange", "onHidePanel", "onSelect"]
    assert page.open_panels() == 0


def test_safe_way_through_the_calendar(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.run(
        """() => {
            $('#buy').datebox('showPanel');
            const calendar = $('#buy').datebox('calendar');
            calendar.calendar('moveTo', new Date(2018, 1, 28));
            calendar.find('td.calendar-day[abbr="2018,2,28"]')[0].click();
        }"""
    )
    assert page.layers("buy") == ("2018-02-28", "2018-02-28", ["2018-02-28"])


def test_today_and_close(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.arrow("buy").click()
    buttons = page.page.locator("a.datebox-button-a")
    assert buttons.all_inner_texts() == ["今天", "关闭"]
    assert [button.get_attribute("datebox-button-index") for button in buttons.all()] == ["0", "1"]
    buttons.nth(0).click()
    assert page.posted("buy") == [TODAY]
    page.arrow("buy").click()
    buttons.nth(1).click()
    assert page.open_panels() == 0


def test_opening_the_panel_shows_the_month_of_the_value(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.set("buy", "datebox", "2019-02-28")
    page.arrow("buy").click()
    assert page.page.locator(".calendar-title > span.calendar-text").inner_text() == "二月 2019"
    chosen = page.page.locator("td.calendar-selected")
    assert chosen.get_attribute("abbr") == "2019,2,28"


def test_opening_an_empty_datebox_changes_nothing(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.arrow("buy").click()
    page.text("buy").press("Escape")
    assert page.layers("buy") == ("", "", [""])


def test_initial_value_is_formatted(show: Show) -> None:
    page = show("""<input class="easyui-datebox" name="d" value="2021-5-6">""", frozen=True)
    assert page.layers("d")[2] in (["2021-05-06"], ["2021-5-6"])
    assert page.text("d").input_value() == "2021-05-06"


def test_clear_method_empties(show: Show) -> None:
    page = show(BUY, frozen=True)
    page.set("buy", "datebox", "2021-05-06")
    page.call("#buy", "datebox", "clear")
    assert page.layers("buy") == ("", "", [""])
    page.set("buy", "datebox", "")
    assert page.layers("buy") == ("", "", [""])


def test_own_formatter_and_parser(show: Show) -> None:
    page = show(
        """<script>function f(d){return d.getFullYear()+'年'+(d.getMonth()+1)+'月'}
        function p(s){var m=/(\\d+)年(\\d+)月/.exec(s);return m?new Date(m[1],m[2]-1,1):new Date()}
        </script><input class="easyui-datebox" name="d" data-options="formatter:f,parser:p">"""
    )
    page.set("d", "datebox", "2020年3月")
    assert page.layers("d") == ("2020年3月", "2020年3月", ["2020年3月"])


CALENDAR = """<div id="c" class="easyui-calendar" style="width:200px;height:200px"
    data-options="current:new Date(2026,10,25),
    onSelect:function(d){notes.push(d.getDate())}"></div>"""


def test_calendar_walks_by_month_and_year(show: Show) -> None:
    page = show(CALENDAR, frozen=True)
    title = page.page.locator(".calendar-text")
    assert title.inner_text() == "十一月 2026"
    for button, month in (
        ("nextmonth", "十二月 2026"),
        ("nextmonth", "一月 2027"),
        ("prevmonth", "十二月 2026"),
        ("prevyear", "十二月 2025"),
        ("nextyear", "十二月 2026"),
    ):
        page.page.locator(f".calendar-{button}").click()
        assert title.inner_text() == month


def test_calendar_days_are_named_without_zeros(show: Show) -> None:
    page = show(CALENDAR, frozen=True)
    days = page.page.locator("table.calendar-dtable td.calendar-day")
    assert days.count() == 42
    assert days.first.get_attribute("abbr") == "2026,10,25"
    assert "calendar-other-month" in (days.first.get_attribute("class") or "")
    assert page.page.locator("td.calendar-today").get_attribute("abbr") == "2026,11,25"
    page.page.locator('[abbr="2026,11,5"]').click()
    assert page.notes() == [5]


@pytest.mark.parametrize("month", [f"{year}-{month}" for year in (2015, 2026) for month in (2, 5)])
@pytest.mark.parametrize("first_day", [0, 1])
def test_calendar_shows_six_weeks_from_the_month_before(
    show: Show, month: str, first_day: int
) -> None:
    page = show("<div id='c'></div>")
    year, number = month.split("-")
    days = page.run(
        """([year, month, firstDay]) => {
            $('#c').calendar({year: year, month: month, firstDay: firstDay});
            return $('#c td.calendar-day').get().map(td => td.getAttribute('abbr'));
        }""",
        [int(year), int(number), first_day],
    )
    assert len(days) == 42
    assert not days[0].startswith(f"{year},{number},")


def test_calendar_chooser(show: Show) -> None:
    page = show(CALENDAR, frozen=True)
    page.page.locator(".calendar-text").click()
    page.page.locator("input.calendar-menu-year").fill("2018")
    page.page.locator('td.calendar-menu-month[abbr="2"]').click()
    assert page.page.locator(".calendar-text").inner_text() == "二月 2018"
    assert page.page.locator(".calendar-menu").is_hidden()


def test_validator_forbids_days(show: Show) -> None:
    page = show(CALENDAR.replace("current:", "validator:d=>d.getDate()>9,current:"))
    page.page.locator('[abbr="2026,11,5"].calendar-disabled').click()
    assert page.notes() == []
    assert page.run("() => $('#c').calendar('options').year") == 2026
