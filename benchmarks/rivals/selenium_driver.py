"""Selenium with the system's chromedriver: explicit waits, clicks and keys.

`python -m benchmarks.rivals.selenium_driver TASK`
"""

import shutil
from collections.abc import Mapping

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as ec
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import FIELDS, SIZE, Task, browser_flags, browser_path, task_given

PATIENCE = 30
PANEL = "//div[contains(@class,'panel combo-p ') and not(contains(@style,'display: none'))]"
MESSAGE = "//div[contains(@class,'messager-window')]"


def main() -> int:
    """File everything."""
    task, watch = task_given(), Stopwatch()
    options = ChromeOptions()
    options.binary_location = browser_path()
    for flag in (*browser_flags(), "--headless=new", "--window-size={},{}".format(*SIZE)):
        options.add_argument(flag)
    driver = Chrome(options, Service(shutil.which("chromedriver")))
    try:
        clerk = Clerk(driver)
        clerk.log_in(task)
        watch.begin()
        for row in task.rows:
            watch.opened()
            clerk.file(row)
            watch.answered()
        watch.finish(task.result)
    finally:
        driver.quit()
    return 0


class Clerk:
    """Works in one window of one browser."""

    def __init__(self, driver: Chrome) -> None:
        self._driver = driver
        self._wait = WebDriverWait(
            driver,
            PATIENCE,
            poll_frequency=0.05,
            ignored_exceptions=[StaleElementReferenceException],  # a list that was filled anew
        )

    def log_in(self, task: Task) -> None:
        """Log in and wait for the ledger page."""
        self._driver.get(task.ledger)
        picture = "return document.getElementById('captchaImg').naturalWidth > 0"
        self._wait.until(lambda driver: driver.execute_script(picture))
        session = self._driver.get_cookie("JSESSIONID") or {}
        self._find("#username").send_keys(task.account)
        self._find("#password").send_keys(task.password)
        self._find("#authcode").send_keys(task.captcha(str(session.get("value"))))
        self._click("button[name=submit]")
        self._click_ready("#addBtn .l-btn-text")
        self._click("#closeBtn")

    def file(self, row: Mapping[str, str]) -> None:
        """File one record."""
        self._click_ready("#addBtn")
        self._wait.until(ec.visibility_of_element_located((By.ID, "ledgerDialog")))
        for name, label, sort in FIELDS:
            if sort == "region":
                self._choose_region(name, row[label].split("/"))
            elif sort == "choice":
                self._click(f"#{name} + .combo .combo-arrow")
                option = f"{PANEL}//div[contains(@class,'combobox-item')][.='{row[label]}']"
                self._press(By.XPATH, option)
            elif sort == "day":
                self._type_day(name, row[label])
            else:
                self._find(f"#{name} + .textbox .textbox-text").send_keys(row[label])
        self._click("#saveBtn")
        said = (By.XPATH, f"{MESSAGE}//div[contains(@class,'messager-body')]")
        self._wait.until(ec.text_to_be_present_in_element(said, "保存成功"))
        self._click(".messager-button .l-btn")
        self._wait.until(ec.invisibility_of_element_located((By.ID, "ledgerDialog")))

    def _type_day(self, name: str, day: str) -> None:
        box = self._find(f"#{name} + .combo .textbox-text")
        box.send_keys(day)
        held = (By.CSS_SELECTOR, f"#{name} + .combo .textbox-value")
        self._wait.until(ec.text_to_be_present_in_element_value(held, day))
        box.send_keys(Keys.ENTER)
        self._wait.until(ec.invisibility_of_element_located((By.XPATH, f"{PANEL}//td")))

    def _choose_region(self, name: str, path: list[str]) -> None:
        self._click(f"#{name} + .combo .combo-arrow")
        branch = f"{PANEL}//ul[contains(@class,'tree')][not(ancestor::ul)]"
        for depth, place in enumerate(path):
            item = f"{branch}/li[div/span[@class='tree-title'][.='{place}']]"
            if depth == len(path) - 1:
                self._press(By.XPATH, f"{item}/div")
            else:
                node = self._wait.until(ec.element_to_be_clickable((By.XPATH, f"{item}/div")))
                for closed in node.find_elements(By.CSS_SELECTOR, ".tree-collapsed"):
                    closed.click()
            branch = f"{item}/ul"

    def _click(self, selector: str) -> None:
        self._press(By.CSS_SELECTOR, selector)

    def _press(self, by: str, place: str) -> None:
        clickable = ec.element_to_be_clickable((by, place))

        def pressed(driver: Chrome) -> bool:
            found = clickable(driver)
            if found:
                found.click()
            return bool(found)

        self._wait.until(pressed)

    def _click_ready(self, selector: str) -> None:
        """Click once nothing modal and no loading list lies over the page."""
        covers = (By.CSS_SELECTOR, ".window-mask, .datagrid-mask")
        self._wait.until(ec.invisibility_of_element_located(covers))
        self._click(selector)

    def _find(self, selector: str) -> WebElement:
        found: WebElement = self._driver.find_element(By.CSS_SELECTOR, selector)
        return found


if __name__ == "__main__":
    raise SystemExit(main())
