"""A script as a recorder writes it, with a loop around it: click, fill, click the option.

It waits with `networkidle`, as such scripts do, and searches each county inside its city: recorded
by text alone, it would file wrong counties. `python -m benchmarks.rivals.plain TASK`
"""

import re
from collections.abc import Mapping

from playwright.sync_api import Page

from benchmarks.rivals.playwright_login import ledger_page
from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import FIELDS, task_given


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
    """File one record."""
    page.get_by_text("新增", exact=True).click()
    page.wait_for_load_state("networkidle")
    for name, label, sort in FIELDS:
        if sort == "region":
            choose_region(page, name, row[label].split("/"))
        elif sort == "choice":
            page.locator(f"#{name} + .combo .combo-arrow").click()
            page.locator(".combo-panel:visible").get_by_text(row[label], exact=True).click()
            page.wait_for_load_state("networkidle")
        else:
            box = page.locator(f"#{name} + .textbox .textbox-text")
            box.click()
            if sort == "day":
                box.press_sequentially(row[label])
                page.locator(".combo-panel:visible .calendar").wait_for()
                box.press("Enter")
            else:
                box.fill(row[label])
    page.locator("#ledgerDialogButtons").get_by_text("确定").click()
    page.wait_for_load_state("networkidle")
    page.locator(".messager-button").get_by_text("确定").click()
    page.wait_for_load_state("networkidle")


def choose_region(page: Page, name: str, path: list[str]) -> None:
    """Open the tree level by level, each name inside its parent, and click the last."""
    page.locator(f"#{name} + .combo .combo-arrow").click()
    branch = page.locator(".combo-panel:visible > .tree")
    for depth, place in enumerate(path):
        title = page.locator("xpath=./div").get_by_text(re.compile(f"^{re.escape(place)}$"))
        item = branch.locator("> li").filter(has=title)
        if depth == len(path) - 1:
            item.locator("> .tree-node").click()
            return
        item.locator("> .tree-node").wait_for()
        closed = item.locator("> .tree-node > .tree-collapsed")
        if closed.count():
            closed.click()
            page.wait_for_load_state("networkidle")
        branch = item.locator("> ul")


if __name__ == "__main__":
    raise SystemExit(main())
