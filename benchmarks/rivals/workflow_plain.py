"""The workflow as a QA person writes it with Playwright: its locators, its `expect`, no sleeps.

Instruments are filed as in `careful.py`. `python -m benchmarks.rivals.workflow_plain TASK`
"""

import re

from playwright.sync_api import Locator, Page, expect

from benchmarks.rivals.careful import file
from benchmarks.rivals.playwright_login import browser_of, logged_in
from benchmarks.rivals.task import task_given
from benchmarks.rivals.workflow import (
    ALLOCATED,
    BOOKINGS,
    INSTITUTE,
    PHONE,
    STATE,
    SUBMITTED,
    Race,
)


def main() -> int:
    """Go the whole way once."""
    task = task_given()
    race = Race(task)
    serials = [row["出厂编号"] for row in task.rows]
    with browser_of() as browser:
        race.begin()
        with logged_in(browser, task) as page:
            for row in task.rows:
                file(page, row)
            page.goto(f"{task.portal}{BOOKINGS}")
            number = book(page, serials)
            race.institute_answers()
            read_receipt(page, number, serials)
        race.finish(number)
    return 0


def book(page: Page, serials: list[str]) -> str:
    """Book these instruments, see the number in the message and in the list, and return it."""
    page.get_by_text("新增", exact=True).click()
    page.locator("#chooseBtn").click()
    picker = grid(page, "pickerGrid")
    for serial in serials:
        row_of(picker, serial).get_by_role("checkbox").check()
    page.locator("#pickBtn").click()
    expect(page.locator("#pickerDialog")).to_be_hidden()
    expect(grid(page, "pieceGrid")).to_have_count(len(serials))
    page.locator("#submitBtn").click()
    message = page.locator(".messager-body:visible")
    text = message.locator("div").filter(has_text=SUBMITTED).last
    expect(text).to_be_visible()
    found = SUBMITTED.match(text.inner_text().strip())
    assert found, text.inner_text()
    page.locator(".messager-button").get_by_text("确定").click()
    expect(row_of(grid(page, "bookingGrid"), found[1])).to_contain_text("已提交")
    return found[1]


def read_receipt(page: Page, number: str, serials: list[str]) -> None:
    """Open the booking's receipt, and see what it says of every piece."""
    row_of(grid(page, "bookingGrid"), number).get_by_role("checkbox").check()
    page.locator("#detailBtn").click()
    expect(page.locator("#receiptInfo")).to_contain_text(ALLOCATED)
    pieces = grid(page, "receiptGrid")
    expect(pieces).to_have_count(len(serials))
    for serial in serials:
        row = row_of(pieces, serial)
        for words in (STATE, INSTITUTE, PHONE):
            expect(row).to_contain_text(words)


def grid(page: Page, name: str) -> Locator:
    """Return the rows of a grid, without its column of row numbers."""
    view = page.locator(".datagrid-view").filter(has=page.locator(f"#{name}"))
    return view.locator(".datagrid-view2 .datagrid-body tr.datagrid-row")


def row_of(rows: Locator, text: str) -> Locator:
    """Return the row with a cell that shows this text."""
    cell = rows.page.get_by_text(re.compile(rf"^{re.escape(text)}$"))
    return rows.filter(has=cell)


if __name__ == "__main__":
    raise SystemExit(main())
