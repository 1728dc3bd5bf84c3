"""A person in front of the browser: real clicks and real keys on what the screen shows."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

WAIT = 20_000

_CAPTCHA_SHOWN = """() => {
  const picture = document.querySelector("#captchaImg");
  return picture && picture.complete && picture.naturalWidth > 0;
}"""


class Hand:
    """The hand of a person: what is pressed and typed reaches the browser by Playwright."""

    def press(self, thing: Any) -> None:
        """Press a thing."""
        thing.click()

    def fill(self, box: Any, text: str) -> None:
        """Put this text into an empty box."""
        box.fill(text)

    def overwrite(self, box: Any, text: str) -> None:
        """Type over what stands in a box."""
        box.click()
        box.press("Control+a")
        box.press_sequentially(text)

    def go(self, page: Any, address: str) -> None:
        """Go to an address."""
        page.goto(address)


class Person:
    """Someone who uses the portal by hand; nothing of the page objects is used."""

    def __init__(self, page: Page, portal: Any, hand: Hand | None = None) -> None:
        self.page: Any = page
        self.portal = portal
        self.hand = hand or Hand()
        page.set_default_timeout(WAIT)

    def log_in(self, password: str = "") -> None:
        """Log in from the front page."""
        self.hand.go(self.page, f"{self.portal.url}/egov/shIndex.html")
        self.hand.press(self.page.get_by_role("link", name="登录").first)
        self.hand.fill(self.page.get_by_label("用户名"), "demo")
        self.hand.fill(self.page.locator("#password"), password or self.portal.password("demo"))
        self.page.wait_for_function(_CAPTCHA_SHOWN)  # before that the portal has none
        self.hand.fill(self.page.locator("#authcode"), self.captcha())
        self.hand.press(self.page.get_by_role("button", name="登录"))
        expect(self.page.get_by_role("link", name="退出")).to_be_visible()

    def captcha(self) -> str:
        """Read the captcha's picture, as only the mock can."""
        answer: str = self.portal.captcha(self.page.context)
        return answer

    def enter(self, service: str) -> None:
        """Enter a service from the front page; it opens in the same tab."""
        self.follow(service)
        expect(self.page.locator(".datagrid-mask")).to_have_count(0)
        expect(self.page.locator(".datagrid-view2 .datagrid-header").first).to_be_visible()

    def answers_native_boxes(self) -> list[str]:
        """Answer the browser's own boxes as a hand on its window does; return what they said."""
        said: list[str] = []
        window = self.page.context.new_cdp_session(self.page)
        window.send("Page.enable")

        def answer(box: dict[str, Any]) -> None:
            said.append(str(box["message"]))
            window.send("Page.handleJavaScriptDialog", {"accept": True})

        window.on("Page.javascriptDialogOpening", answer)
        return said

    def in_front(self, service: str, way: str) -> Any:
        """Enter a service that opens in this tab, a new one, or a frame; return where it is."""
        if way == "tab":
            with self.page.context.expect_page() as opened:
                self.follow(service)
            place: Any = opened.value
        else:
            self.follow(service)
            place = self.page.locator("#mainFrame").content_frame if way == "frame" else self.page
        expect(place.locator(".datagrid-view2 .datagrid-header").first).to_be_visible()
        expect(place.locator(".datagrid-mask")).to_have_count(0)
        return place

    def follow(self, service: str) -> None:
        """Follow the links to a service."""
        self.hand.go(self.page, f"{self.portal.url}/egov/shIndex.html")
        system = self.page.locator("tr", has_text="强制检定工作计量器具")
        self.hand.press(system.get_by_role("link"))
        self.hand.press(self.page.locator("tr", has_text=service).get_by_role("link"))

    def button(self, text: str, root: Any = None) -> Any:
        """Return the visible button with this text."""
        place = root or self.page.locator("body")
        return place.locator("a.l-btn:visible", has_text=re.compile(rf"^\s*{text}\s*$")).last

    def press(self, text: str) -> None:
        """Press a button of the screen."""
        self.hand.press(self.button(text))

    def window(self, title: str) -> Any:
        """Return the window with this title."""
        return self.page.locator(".panel.window:visible", has_text=title).filter(
            has=self.page.locator(".panel-title", has_text=re.compile(rf"^{title}$"))
        )

    def cell(self, root: Locator, label: str) -> Locator:
        """Return the cell behind a label."""
        name = root.locator("td.label", has_text=re.compile(rf"^{label}$")).first
        return name.locator("xpath=following-sibling::td[1]")

    def type(self, root: Locator, label: str, text: str) -> None:
        """Type into the box behind a label, and leave it."""
        box = self.cell(root, label).locator("input:visible").first
        self.hand.overwrite(box, text)
        self.hand.press(root.locator(".panel-title, h2").first)

    def choose(self, root: Locator, label: str, option: str) -> None:
        """Choose an option of the list behind a label."""
        self.hand.press(self.cell(root, label).locator(".combo-arrow").first)
        item = self.page.locator(
            ".combobox-item:visible", has_text=re.compile(rf"^{re.escape(option)}$")
        )
        self.hand.press(item)

    def choose_region(self, root: Locator, path: list[str]) -> None:
        """Open the tree branch by branch and take the leaf."""
        self.hand.press(self.cell(root, "使用地点行政区划").locator(".combo-arrow").first)
        *branches, leaf = path
        place = self.page.locator(".combo-p:visible .tree").first
        for name in branches:
            node = self._node(place, name)
            expect(node).to_be_visible()  # the branch above is still being loaded
            if node.locator(".tree-hit.tree-collapsed").count():
                self.hand.press(node.locator(".tree-hit"))
            place = node.locator("xpath=following-sibling::ul[1]")
        self.hand.press(self._node(place, leaf).locator(".tree-title"))

    def _node(self, place: Locator, name: str) -> Locator:
        title = self.page.locator(".tree-title", has_text=re.compile(rf"^{name}$"))
        return place.locator("> li > .tree-node").filter(has=title)

    def add(self, serial: str, *, name: str = "电子计价秤", is_told: bool = True) -> None:
        """File a scale."""
        self.press("新增")
        box = self.window("器具新增")
        expect(box).to_be_visible()
        self.type(box, "器具名称", name)
        self.choose(box, "一级目录", "非自动衡器")
        self.choose(box, "二级目录", "非自动衡器")
        self.type(box, "型号规格", "ACS-30")
        self.type(box, "测量范围", "200g-30kg")
        self.type(box, "出厂编号", serial)
        self.choose_region(box, ["内蒙古自治区", "呼和浩特市", "新城区"])
        self.choose(box, "器具用途", "贸易结算")
        self.choose(box, "送检方式", "现场检")
        self.hand.press(self.button("确定", box))
        if is_told:
            self.agree("保存成功")
        expect(box).to_be_hidden()

    def agree(self, words: str) -> None:
        """Press 确定 in the message that says this."""
        message = self.page.locator(".messager-window:visible", has_text=words)
        self.hand.press(self.button("确定", message))
        expect(message).to_have_count(0)

    def tick(self, root: Locator, text: str) -> None:
        """Tick the row in which this text stands."""
        row = root.locator(".datagrid-view2 tr.datagrid-row", has_text=text).first
        row.locator("input[type=checkbox]").check()

    def screen(self) -> Any:
        """Return the whole page."""
        return self.page.locator("body")
