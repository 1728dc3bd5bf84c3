"""The login page. The page's own script encodes what is typed; nothing is posted by us."""

from playwright.sync_api import Locator
from pydantic import SecretStr

from page_objects.contract.seen import Place
from page_objects.errors import (
    LoginRefusedError,
    PortalDriftError,
    PortalUnavailableError,
)
from page_objects.pages.portal_page import PortalPage
from page_objects.patience import Wait
from page_objects.screens import LoggedIn, LoginRejected
from page_objects.tab import LOGIN_PATH
from page_objects.widgets.button import exactly
from page_objects.widgets.script import translated
from page_objects.words import WORDS, Aliases

PICTURE = 'img[src*="captcha"]'  # the address is the system's own (portal-facts 1.3)
MESSAGE = "#msg.errors"  # the login server's own markup (portal-facts 1.3)
_LOADED = "img => img.complete && img.naturalWidth > 0"


class LoginPage(PortalPage):
    """用户登录界面: name, password, captcha."""

    screen = "用户登录界面"
    place = Place.LOGIN

    def wait_ready(self) -> "LoginPage":
        """Wait for the three boxes and the picture."""
        with translated(step="wait for the login page", screen=self.screen):
            for words in (WORDS.login.username, WORDS.login.password, WORDS.login.captcha):
                self._must_show(self._box(words), words[0])
            self._must_show(self._picture, WORDS.login.captcha[0])
            self._wait_picture("")
        return self

    def captcha_picture(self) -> bytes:
        """Return the captcha as it stands on the screen, as PNG."""
        with translated(step="read the captcha", screen=self.screen):
            return self._picture.screenshot(timeout=self._patience.ms(Wait.RENDER))

    def renew_captcha(self) -> bytes:
        """Ask for another captcha and return its picture."""
        with translated(step="renew the captcha", screen=self.screen):
            old = self._picture.get_attribute("src") or ""
            self._picture.click(timeout=self._patience.ms(Wait.ACT))
            self._wait_picture(old)
        return self.captcha_picture()

    def fill(self, username: str, password: SecretStr, captcha: str) -> None:
        """Type the three values; the password is unwrapped only here and never shown.

        Raises:
            LoginPlaceError: the form does not stand at the portal's login; nothing is typed.
        """
        self._border.addresses.must_be_login(self.page.url)
        ms = self._patience.ms(Wait.ACT)
        with translated(step="fill the login page", screen=self.screen):
            self._box(WORDS.login.username).fill(username, timeout=ms)
            self._box(WORDS.login.captcha).fill(captcha, timeout=ms)
        self._border.addresses.must_be_login(self.page.url)  # it may have moved meanwhile
        try:
            self._box(WORDS.login.password).fill(password.get_secret_value(), timeout=ms)
        except Exception:  # noqa: BLE001 - a call log of the cause would show the password
            raise PortalDriftError(
                screen=self.screen, missing=WORDS.login.password[0], seen=()
            ) from None

    def submit(self) -> LoggedIn | LoginRejected:
        """Press 登录 once and return what came of it.

        Raises:
            PortalUnavailableError: neither the next page nor a message came.
        """
        old = self._message()
        moved: list[str] = []
        with translated(step="log in", screen=self.screen):
            self.page.on("domcontentloaded", lambda page: moved.append(page.url))
            self._tab.take_said()
            self._button.click(timeout=self._patience.ms(Wait.ACT), no_wait_after=True)
        found: list[LoggedIn | LoginRejected] = []
        self._tab.wait_until(
            lambda: self._outcome(old, moved=bool(moved), found=found),
            self._patience.ms(Wait.NAVIGATE),
        )
        if not found:
            raise PortalUnavailableError(step="log in", screen=self.screen)
        return found[0]

    def wait_for_person(self) -> None:
        """Wait until a person has logged in, by any method the page offers.

        Raises:
            LoginRefusedError: nobody did in the time a person is given.
        """
        allowance = self._patience.ms(Wait.PERSON)
        with translated(step="wait for a person", screen=self.screen):
            away = self._tab.wait_until(self._is_away, allowance)
        if not away:
            raise LoginRefusedError(
                "Nobody has logged in within {minutes} minutes.", minutes=round(allowance / 60000)
            )

    def _is_away(self) -> bool:
        self._border.check(self.page.context.pages)
        return LOGIN_PATH not in self.page.url and bool(self.page.title())

    def _outcome(self, old: str, *, moved: bool, found: list[LoggedIn | LoginRejected]) -> bool:
        if self._tab.said:
            found.append(_rejected("\n".join(self._tab.take_said())))
        elif moved and self._is_away():
            found.append(LoggedIn())
        elif (message := self._message()) and (moved or message != old):
            found.append(_rejected(message))
        return bool(found)

    def _message(self) -> str:
        with translated(step="read the login page", screen=self.screen):
            texts = self.page.locator(MESSAGE).filter(visible=True).all_inner_texts()
        return "\n".join(text.strip() for text in texts).strip()

    def _box(self, words: Aliases) -> Locator:
        kind = "input:not([type=hidden]):not([type=checkbox])"
        pattern = exactly(words)
        by_words = self.page.get_by_label(pattern).or_(self.page.get_by_placeholder(pattern))
        return by_words.and_(self.page.locator(kind))

    @property
    def _picture(self) -> Locator:
        return self.page.locator(PICTURE).filter(visible=True)

    @property
    def _button(self) -> Locator:
        name = exactly(WORDS.buttons["log_in"])
        return self.page.get_by_role("button", name=name).filter(visible=True)

    def _must_show(self, locator: Locator, missing: str) -> None:
        def shown() -> bool:
            self._border.check(self.page.context.pages)
            return locator.first.is_visible()

        if not self._tab.wait_until(shown, self._patience.ms(Wait.NAVIGATE)):
            raise PortalDriftError(screen=self.screen, missing=missing, seen=(self.page.url,))

    def _wait_picture(self, old: str) -> None:
        def fresh() -> bool:
            source = self._picture.get_attribute("src") or ""
            return source != old and bool(self._picture.evaluate(_LOADED))

        if not self._tab.wait_until(fresh, self._patience.ms(Wait.RENDER)):
            raise PortalUnavailableError(step="load the captcha", screen=self.screen)


def _rejected(message: str) -> LoginRejected:
    return LoginRejected(message=message, reason=WORDS.login_reason(message))
