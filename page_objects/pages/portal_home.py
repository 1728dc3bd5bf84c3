"""The portal's front page and the system's own page: the way to the two services."""

from playwright.sync_api import Locator

from page_objects.contract.seen import Place
from page_objects.errors import PortalDriftError
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.ledger import LedgerPage
from page_objects.pages.login import LoginPage
from page_objects.pages.portal_page import PortalPage
from page_objects.patience import Wait
from page_objects.widgets.button import exactly
from page_objects.words import WORDS, Aliases

HOME_PATH = "/egov/shIndex.html"


class SystemPage(PortalPage):
    """强制检定工作计量器具业务管理系统: the table with the two services."""

    screen = "强制检定工作计量器具业务管理系统"
    place = Place.SYSTEM

    def wait_ready(self) -> "SystemPage":
        """Wait for the ledger service's row."""
        with self._step("wait for the system page"):
            row = service_row(self, WORDS.titles["ledger_service"])
            self._wait_shown(row, missing=WORDS.titles["ledger_service"][0])
        return self

    def open_ledger(self) -> LedgerPage:
        """Enter 强检器具台账维护, in whichever tab or frame it opens."""
        self._enter(WORDS.titles["ledger_service"])
        return LedgerPage(self.page, base_url=self.base_url, patience=self._patience).wait_ready()

    def open_bookings(self) -> BookingListPage:
        """Enter 强检器具预约申请, in whichever tab or frame it opens."""
        self._enter(WORDS.titles["booking_service"])
        return BookingListPage(
            self.page, base_url=self.base_url, patience=self._patience
        ).wait_ready()

    def _enter(self, words: Aliases) -> None:
        with self._step(words[0]):
            press_row(self, words)


class PortalHome(PortalPage):
    """The front page: log in, and the table of services."""

    screen = "中国电子质量监督(e-CQS)公共服务门户"
    place = Place.HOME

    def open(self) -> "PortalHome":
        """Go to the front page and wait for it, through the web shield if there is one."""
        self._goto(f"{self.base_url}{HOME_PATH}")
        return self.wait_ready()

    def wait_ready(self) -> "PortalHome":
        """Wait for the row of our system."""
        with self._step("wait for the front page"):
            row = service_row(self, WORDS.titles["system_stem"])
            self._wait_shown(row, missing=WORDS.titles["system"][0])
        return self

    def is_logged_in(self) -> bool:
        """Return whether the page offers to log out rather than to log in."""
        outs = self._links("log_out")
        either = outs.or_(self._links("log_in_link"))
        with self._step("look who is logged in"):
            self._wait_shown(either, missing=WORDS.buttons["log_in_link"][0])
            return outs.count() > 0

    def log_in(self) -> LoginPage:
        """Follow 登录 to the login page."""
        with self._step("follow the login link"):
            link = self._links("log_in_link")
            self._wait_shown(link, missing=WORDS.buttons["log_in_link"][0])
            link.click(timeout=self._patience.ms(Wait.ACT))
        return LoginPage(self.page, base_url=self.base_url, patience=self._patience).wait_ready()

    def log_out(self) -> None:
        """Press 退出 once, and see on the front page that nobody is logged in.

        Where the portal goes after it is not known: the front page is opened anew.

        Raises:
            PortalDriftError: the portal still offers to log out.
        """
        with self._step("follow the logout link"):
            link = self._links("log_out")
            self._wait_shown(link, missing=WORDS.buttons["log_out"][0])
            self._tab.says_yes = True  # it may ask whether that is meant
            try:
                link.click(timeout=self._patience.ms(Wait.ACT))
                self._tab.wait_until(lambda: link.count() == 0, self._patience.ms(Wait.NAVIGATE))
            finally:
                self._tab.says_yes = False
        if self.open().is_logged_in():
            raise PortalDriftError(
                screen=self.screen,
                missing=WORDS.buttons["log_in_link"][0],
                seen=(self.page.url,),
            )

    def enter_system(self) -> SystemPage:
        """Enter the system from its row; logged out, the login page comes: SessionEndedError."""
        before = set(self.page.context.pages)
        with self._step("enter the system"):
            press_row(self, WORDS.titles["system_stem"])
        new = [page for page in self.page.context.pages if page not in before]
        page = new[-1] if new else self.page
        return SystemPage(page, base_url=self.base_url, patience=self._patience).wait_ready()

    def _links(self, key: str) -> Locator:
        return pressable(self.page.locator("body"), WORDS.buttons[key])


def pressable(root: Locator, words: Aliases) -> Locator:
    """Return the visible links and buttons below `root` whose text is one of `words`."""
    name = exactly(words)
    by_role = root.get_by_role("link", name=name).or_(root.get_by_role("button", name=name))
    return by_role.filter(visible=True)


def service_row(page: PortalPage, words: Aliases) -> Locator:
    """Return the table row of a service; its name must stand in a cell of the row."""
    cell = page.page.locator("td").filter(has_text=words[0])
    for word in words[1:]:
        cell = cell.or_(page.page.locator("td").filter(has_text=word))
    row = page.page.locator("tr").filter(has=cell).filter(visible=True)
    return row.filter(has=pressable(page.page.locator(":scope"), WORDS.buttons["enter"]))


def press_row(page: PortalPage, words: Aliases) -> None:
    """Press 在线办理 (or its other words) in the row of a service."""
    row = service_row(page, words)
    page._wait_shown(row, missing=words[0])  # noqa: SLF001 - same package, same family
    link = pressable(row, WORDS.buttons["enter"])
    if link.count() == 0:
        raise PortalDriftError(screen=page.screen, missing=WORDS.buttons["enter"][0], seen=())
    link.click(timeout=page._patience.ms(Wait.ACT))  # noqa: SLF001
