"""What all screens share: their tab, their frame, and noticing that the session has ended."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, Self, TypeVar

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page

from page_objects.addresses import border_of, place_of
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.errors import (
    PortalBusyError,
    PortalClosedError,
    PortalDriftError,
    PortalError,
    PortalUnavailableError,
    UnknownOptionError,
)
from page_objects.patience import Patience, Wait
from page_objects.screens import Shown
from page_objects.tab import BUSY, SERVER_ERROR, SHIELD, Tab, tab_of
from page_objects.widgets.button import Button
from page_objects.widgets.dialog import Messager
from page_objects.widgets.grid import DataGrid
from page_objects.widgets.script import Spot, in_page, is_on_its_way, translated
from page_objects.widgets.shown import what_shows
from page_objects.words import WORDS, Aliases

INTERRUPTED = "is interrupted by another navigation"  # Playwright's words
NOTICE = 500  # characters; a page that says it is closed says little else
# What a step fails with when the answer to it was not what a page or list is.
OF_A_POOR_ANSWER: Final = (PortalUnavailableError, PortalDriftError, UnknownOptionError)


G = TypeVar("G", bound="GridScreen")


class PortalPage:
    """A screen of the portal in one tab; constructing it touches nothing."""

    screen: ClassVar[str] = "portal"
    place: ClassVar[Place]

    def __init__(self, page: Page, *, base_url: str, patience: Patience) -> None:
        self.page = page
        self.base_url = base_url.rstrip("/")
        self._patience = patience
        self._tab: Tab = tab_of(page)
        self._border = border_of(page.context, self.base_url)

    def wait_ready(self) -> Self:
        """Wait until this screen can be used, wherever it opened, and return it."""
        raise NotImplementedError

    def screenshot(self) -> bytes:
        """Return a picture of the tab as PNG."""
        with translated(step="take a picture", screen=self.screen):
            return self.page.screenshot(full_page=True)

    def shows(self) -> Shown:
        """Return the words on this screen."""
        with self._step("look at the screen"):
            return what_shows(Spot(self.page.main_frame), patience=self._patience)

    def inventory(self) -> ScreenSeen:
        """Return what this screen offers, without values, whether or not it is as we know it."""
        return self._inventory_of(self.page.main_frame, self.place)

    def _inventory_of(self, frame: Frame, place: Place, *, window: bool = False) -> ScreenSeen:
        """Return what a frame, or the window in front of it, offers.

        Raises:
            PortalUnavailableError: there is no window.
        """
        with self._step(f"look at {self.screen}"):
            args = {"window": window, "ms": self._patience.ms(Wait.LOOKUP)}
            seen = in_page(Spot(frame), "inventory", args, patience=self._patience)
        if seen is None:
            raise PortalUnavailableError(step=f"look at a window of {self.screen}")
        return ScreenSeen.model_validate({"place": place, **seen})

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        """Do a step; when it fails because the session ended, say that instead."""
        try:
            with translated(step=name, screen=self.screen):
                yield
        except PortalError as exc:
            self._explain(name, exc)
            raise

    def _explain(self, name: str, exc: PortalError) -> None:
        self._check_place()
        for tab in self._concerned():
            if isinstance(exc, OF_A_POOR_ANSWER) and (busy := tab.busy) is not None:
                raise PortalBusyError(step=name, screen=self.screen, **busy._asdict()) from exc
            if isinstance(exc, PortalDriftError) and is_on_its_way(
                tab.page, patience=self._patience
            ):
                raise PortalUnavailableError(step=name, screen=self.screen) from exc
            if isinstance(exc, PortalDriftError) and (words := self._closing_words(tab)):
                raise PortalClosedError(message=words, retry_after=tab.asked_to_wait) from exc
        if self._tab.status >= SERVER_ERROR:
            raise PortalUnavailableError(
                step=name, screen=self.screen, status=self._tab.status
            ) from exc
        if isinstance(exc, UnknownOptionError) and self._tab.a_list_failed:
            raise PortalUnavailableError(step=name, screen=self.screen) from exc

    def _concerned(self) -> list[Tab]:
        """Return this screen's tab, and the newest one: a screen may open in a tab of its own."""
        pages = [page for page in (self.page, self.page.context.pages[-1]) if not page.is_closed()]
        return [tab_of(page) for page in dict.fromkeys(pages)]

    def _closing_words(self, tab: Tab) -> str:
        """Return what a page says if it is a notice that the portal is closed, else ""."""
        try:
            text = tab.page.locator("body").inner_text(timeout=self._patience.ms(Wait.LEAVE))
        except PlaywrightError:
            return ""
        words = " ".join(text.split())
        is_notice = len(words) <= NOTICE and WORDS.message_means("closed", words)
        return words if is_notice else ""

    def _wait_shown(self, locator: Locator, *, missing: str, wait: Wait = Wait.NAVIGATE) -> None:
        """Wait for something of this screen, through reloads; its absence is drift."""

        def shown() -> bool:
            self._check_place()
            return locator.first.is_visible()

        if not self._tab.wait_until(shown, self._patience.ms(wait)):
            seen = (place_of(self.page.url),)
            raise PortalDriftError(screen=self.screen, missing=missing, seen=seen)

    def _check_place(self) -> None:
        """Raise when a tab was led away from the portal, or this one shows the login page."""
        self._border.check(self.page.context.pages)
        self._tab.check_session()

    def _goto(self, url: str) -> None:
        """Open an address, again when the page's own move cuts in; only screens are read so."""
        wait_ms = self._patience.ms(Wait.NAVIGATE)
        end = time.monotonic() + wait_ms / 1000
        response, came = None, False
        with self._step(f"open {url}"):
            while not came:
                try:
                    response = self.page.goto(url, timeout=wait_ms, wait_until="domcontentloaded")
                    came = True
                except PlaywrightError as exc:
                    if INTERRUPTED not in exc.message or time.monotonic() > end:
                        raise
        if response is None or response.status == SHIELD:
            return
        if response.status in BUSY:
            asked = response.headers.get("retry-after", "")
            raise PortalBusyError(step=f"open {url}", status=response.status, retry_after=asked)
        if response.status >= SERVER_ERROR:
            raise PortalUnavailableError(step=f"open {url}", status=response.status)

    def _tabs(self) -> list[Page]:
        others = [page for page in reversed(self.page.context.pages) if page != self.page]
        return [page for page in (self.page, *others) if not page.is_closed()]


class GridScreen(PortalPage):
    """A screen known by the columns of its grid, found in whichever tab and frame it is."""

    grid_columns: ClassVar[Mapping[str, Aliases]] = {}
    optional: ClassVar[tuple[str, ...]] = ()

    def __init__(self, page: Page, *, base_url: str, patience: Patience) -> None:
        super().__init__(page, base_url=base_url, patience=patience)
        self._found: Frame | None = None
        self._windows: tuple[str, ...] = ()  # titles of the dialogs that stood at the last look

    def wait_ready(self) -> Self:
        """Find the screen, wait for its grid's first load, and return the page.

        Raises:
            PortalDriftError: no frame of any tab has all of the columns; it names the first
                that is missing on the screen that comes nearest.
            SessionEndedError: the login page came instead.
        """
        with self._step(f"wait for {self.screen}"):
            if not self._tab.wait_until(self._look, self._patience.ms(Wait.NAVIGATE)):
                raise self._drift()
            self._grid().wait_ready()
            self._check_place()
        return self

    def shows(self) -> Shown:
        """Return the words on this screen, in whichever tab and frame it is."""
        with self._on_screen("look at the screen"):
            return what_shows(self._html, patience=self._patience)

    def inventory(self) -> ScreenSeen:
        """Return what this screen offers, without values."""
        return self._inventory_of(self._frame, self.place)

    def nearest(self) -> ScreenSeen:
        """Return what the screen in front that comes nearest to this one offers, as it is now.

        Raises:
            PortalDriftError: no screen has any of its columns.
        """
        frames = [frame for page in self._tabs() for frame in page.frames]
        best = max(frames, key=lambda frame: float(self._fit(frame)["fit"]))
        if self._fit(best)["fit"] == 0:
            raise self._drift()
        return self._inventory_of(best, self.place)

    def neighbour(self, kind: type[G]) -> G:
        """Return the screen in the same place as another kind, whether or not it is one."""
        return kind(**self._same_place())

    def window_in_front(self, place: Place) -> ScreenSeen:
        """Return what the window in front of this screen offers, whatever its title.

        Raises:
            PortalUnavailableError: there is no window.
        """
        return self._inventory_of(self._frame, place, window=True)

    @contextmanager
    def _on_screen(self, name: str) -> Iterator[None]:
        """Do a step on this screen, found again first if the page has moved meanwhile."""
        found = self._found
        if found is None or found.is_detached() or self._fit(found)["fit"] != 1:
            self.wait_ready()
        with self._step(name):
            yield

    def _look(self) -> bool:
        self._border.check(self.page.context.pages)
        for page in self._tabs():
            tab_of(page).check_session()
            for frame in page.frames:
                if self._fit(frame)["fit"] == 1:
                    self._settle(page, frame)
                    return True
        return False

    def _settle(self, page: Page, frame: Frame) -> None:
        self.page, self._found, self._tab = page, frame, tab_of(page)

    def _fit(self, frame: Frame) -> dict[str, Any]:
        args = {"columns": {key: list(words) for key, words in self.grid_columns.items()}}
        nothing: dict[str, Any] = {"fit": 0, "missing": [], "titles": [], "windows": []}
        try:
            args_all: dict[str, object] = {**args, "optional": list(self.optional)}
            found: dict[str, Any] = in_page(
                Spot(frame), "gridFit", args_all, patience=self._patience
            )
        except (PortalUnavailableError, PlaywrightError):  # the frame is on its way elsewhere
            return nothing
        self._windows = tuple(found["windows"])
        return found

    def _drift(self) -> PortalError:
        fits = [self._fit(frame) for page in self._tabs() for frame in page.frames]
        best = max(fits, key=lambda fit: float(fit["fit"]))
        missing = best["missing"][0] if best["missing"] else self.screen
        return PortalDriftError(screen=self.screen, missing=missing, seen=tuple(best["titles"]))

    @property
    def _frame(self) -> Frame:
        if self._found is None or self._found.is_detached():
            self.wait_ready()
        if self._found is None:
            raise PortalDriftError(screen=self.screen, missing=self.screen, seen=())
        return self._found

    @property
    def _html(self) -> Spot:
        return Spot(self._frame)

    def _grid(self) -> DataGrid:
        return DataGrid(self._html, self.grid_columns, screen=self.screen, patience=self._patience)

    def _button(self, words: Aliases) -> Button:
        return Button(
            self._html,
            words,
            self._tab,
            screen=self.screen,
            patience=self._patience,
            in_window=False,
        )

    def _messager(self) -> Messager:
        return Messager(self._frame, self._tab, patience=self._patience)

    def _same_place(self) -> dict[str, Any]:
        """Return the arguments for the next screen's constructor."""
        return {"page": self.page, "base_url": self.base_url, "patience": self._patience}


def never() -> None:
    """Do nothing before a request is let go."""


Before = Callable[[], None]
