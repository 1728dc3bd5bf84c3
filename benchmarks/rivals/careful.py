"""A careful Playwright script: waits for what it caused, and checks what each field shows.

No sleeps and no `networkidle`; answers are awaited where the page asks for something.
`python -m benchmarks.rivals.careful TASK`
"""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, Response, expect

from benchmarks.rivals.playwright_login import ledger_page
from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import CATEGORY, FIELDS, task_given


def main() -> int:
    """File everything."""
    task, watch = task_given(), Stopwatch()
    with ledger_page(task) as page:
        watch.begin()
        for row in task.rows:
            watch.opened()
            file(page, row)
            watch.answered()
        watch.finish(task.result)
    return 0


def file(page: Page, row: Mapping[str, str]) -> None:
    """File one record, and see the list reloaded afterwards."""
    page.get_by_text("新增", exact=True).click()
    expect(page.locator("#ledgerDialog")).to_be_visible()
    for name, label, sort in FIELDS:
        if sort == "region":
            choose_region(page, name, row[label].split("/"))
        elif sort == "choice":
            choose(page, name, row[label])
        elif sort == "day":
            type_day(page, name, row[label])
        else:
            box = page.locator(f"#{name} + .textbox .textbox-text")
            box.fill(row[label])
            expect(box).to_have_value(row[label])
    with (
        page.expect_response(asks("saveLedger")) as saved,
        page.expect_response(asks("getLedgerList")),
    ):
        page.locator("#ledgerDialogButtons").get_by_text("确定", exact=True).click()
    assert saved.value.ok, saved.value.status
    message = page.locator(".messager-body:visible")
    expect(message).to_contain_text("保存成功")
    page.locator(".messager-button").get_by_text("确定").click()
    expect(message).to_be_hidden()
    expect(page.locator("#ledgerDialog")).to_be_hidden()


class asks:  # noqa: N801 - reads like a word where it is used
    """Matches the answer to a call of one method of the portal's services."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __call__(self, response: Response) -> bool:
        return f"%22{self._method}%22" in response.url


def choose(page: Page, name: str, text: str) -> None:
    """Choose one option; a category also brings the list of its kinds."""
    page.locator(f"#{name} + .combo .combo-arrow").click()
    option = page.locator(".combo-panel:visible .combobox-item").get_by_text(text, exact=True)
    expect(option).to_be_visible()
    if name == CATEGORY:
        with page.expect_response(asks("getClassList")):
            option.click()
    else:
        option.click()
    expect(page.locator(f"#{name} + .combo .textbox-text")).to_have_value(text)


def type_day(page: Page, name: str, day: str) -> None:
    """Type a day, wait until the widget has understood it, and take it."""
    box = page.locator(f"#{name} + .combo .textbox-text")
    held = page.locator(f"#{name} + .combo .textbox-value")
    box.click()
    box.press_sequentially(day)
    expect(held).to_have_value(day)
    box.press("Enter")
    expect(page.locator(".combo-panel:visible")).to_have_count(0)
    expect(held).to_have_value(day)


def choose_region(page: Page, name: str, path: list[str]) -> None:
    """Open the tree level by level, each name inside its parent, and choose the last."""
    page.locator(f"#{name} + .combo .combo-arrow").click()
    branch = page.locator(".combo-panel:visible > .tree")
    for depth, place in enumerate(path):
        title = page.locator("xpath=./div").get_by_text(re.compile(f"^{re.escape(place)}$"))
        item = branch.locator("> li").filter(has=title)
        node = item.locator("> .tree-node")
        expect(node).to_be_visible()
        if depth == len(path) - 1:
            node.click()
        elif node.locator(".tree-collapsed").count():
            with page.expect_response(asks("getRegionChildren")):
                node.locator(".tree-hit").click()
            expect(node.locator(".tree-expanded")).to_be_visible()
        branch = item.locator("> ul")
    expect(page.locator(f"#{name} + .combo .textbox-text")).to_have_value(path[-1])


if __name__ == "__main__":
    raise SystemExit(main())
