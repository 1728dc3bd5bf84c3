"""Drive our page objects against the screens of an imported recording.

The browser reaches nothing: every request is answered from the folder and the bundled engine, and
one that neither has is refused and named.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import xstatic.pkg.jquery as xstatic_jquery
from playwright.sync_api import BrowserContext, Page, Route

from ecqs_agent.driving.browser import launched
from ecqs_agent.recording.importing import INVENTORIES, SCREENS
from ecqs_agent.recording.rebuilding import WINDOWS
from page_objects.contract.compare import differences
from page_objects.contract.difference import Grade, Sort
from page_objects.contract.needs import NEEDS, Need
from page_objects.contract.seen import FieldSeen, Place, ScreenSeen
from page_objects.pages.booking_form import BookingForm
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.ledger import LedgerPage
from page_objects.pages.portal_home import PortalHome, SystemPage
from page_objects.pages.portal_page import PortalPage
from page_objects.pages.receipt import ReceiptPage
from page_objects.patience import Patience, Wait
from page_objects.widgets.form import FieldSpec, LabelledForm
from page_objects.widgets.script import Spot

BASE: Final = "http://recording.invalid"
_ENGINE: Final = "/engine/"
_PAGES: Final[dict[Place, type[PortalPage]]] = {
    Place.HOME: PortalHome,
    Place.SYSTEM: SystemPage,
    Place.LEDGER: LedgerPage,
    Place.BOOKINGS: BookingListPage,
    Place.BOOKING: BookingForm,
    Place.RECEIPT: ReceiptPage,
}
_TYPES: Final = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
_DAY: Final = "2026-03-01"
# Nothing here is fetched from far away: what does not come at once does not come.
_BRIEF: Final = {Wait.NAVIGATE: 5.0, Wait.RENDER: 3.0, Wait.ACT: 3.0, Wait.LOOKUP: 3.0}


class Replay:
    """The recorded screens in one tab, and what our page objects find on them."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self._folder = folder
        self._context = context
        self._patience = Patience(1.0, _BRIEF)
        self.refused: list[str] = []
        text = (folder / INVENTORIES).read_text(encoding="utf-8")
        self.recorded = {
            Place(name): ScreenSeen.model_validate(one) for name, one in json.loads(text).items()
        }
        self._seen: dict[Place, ScreenSeen] = {}
        self._forms: dict[Place, LabelledForm] = {}
        context.route("**/*", self._answer)

    # ---- what the tests ask ----------------------------------------------------------------

    def must_be_known(self, place: Place) -> None:
        """Make sure that nothing of the recorded screen keeps us from working on it."""
        told = [one for one in differences(self.recorded[place]) if one.grade is Grade.BREAKS]
        _must(not told, str([one.model_dump(mode="json", exclude_defaults=True) for one in told]))

    def must_be_as_recorded(self, place: Place) -> None:
        """Make sure that our page object sees on the rebuilt screen what was recorded."""
        seen, recorded = _rebuildable(self.screen(place)), _rebuildable(self.recorded[place])
        _must(seen == recorded, f"seen: {seen!r}\nrecorded: {recorded!r}")
        _must(not self.refused, f"the screen asked for what no recording has: {self.refused}")

    def must_have_field(self, place: Place, label: str) -> None:
        """Make sure that the words we know find this field, and that it can be filled."""
        self.screen(place)
        field = next((one for one in self.recorded[place].fields if one.label == label), None)
        need = _need(NEEDS[place].fields, label)
        if need is None and Sort.FIELD in NEEDS[place].open:
            return
        _must(need is not None, f"the field {label} is none that page_objects/words.toml names")
        _must(field is not None, f"we need the field {label}, and it was not recorded")
        if field is not None and need is not None and need.controls:
            _must(field.control in need.controls, f"{label} is a {field.control}")
            self._fill(place, field, need)

    def must_have_column(self, place: Place, title: str) -> None:
        """Make sure that this column is one we know, and that it was recorded."""
        titles = [one.title for grid in self.screen(place).grids for one in grid]
        _must(title in titles, f"we need the column {title}, and it was not recorded")
        known = _need(NEEDS[place].columns, title) is not None or Sort.COLUMN in NEEDS[place].open
        _must(known, f"the column {title} is none that page_objects/words.toml names")

    def must_have_button(self, place: Place, text: str) -> None:
        """Make sure that this button is one we know, and that it was recorded."""
        texts = [one.text for one in self.screen(place).buttons]
        _must(texts.count(text) == 1, f"the button {text} was recorded {texts.count(text)} times")
        known = _need(NEEDS[place].buttons, text) is not None or Sort.BUTTON in NEEDS[place].open
        _must(known, f"the button {text} is none that page_objects/words.toml names")

    # ---- how the screens are reached ---------------------------------------------------------

    def screen(self, place: Place) -> ScreenSeen:
        """Return what our page object sees on the rebuilt screen, opened once for its tests."""
        if place not in self._seen:
            above = next((one for one, window in WINDOWS.items() if window is place), None)
            self._seen[place] = self._open(place) if above is None else self._window(above, place)
        return self._seen[place]

    def _open(self, place: Place) -> ScreenSeen:
        return self._page(place).inventory()

    def _window(self, above: Place, place: Place) -> ScreenSeen:
        screen = self._page(above)
        if isinstance(screen, LedgerPage):
            screen.wait_ready().add()
        elif isinstance(screen, BookingForm):
            screen.wait_ready().picker()
        else:
            raise TypeError(f"{above} opens no window")
        seen = screen.window_in_front(place)
        frame = next(one for one in screen.page.frames if one.locator(".datagrid-view").count())
        root = Spot(frame, NEEDS[place].titles)
        specs = [_spec(need) for need in NEEDS[place].fields if _recorded(seen, need)]
        self._forms[place] = LabelledForm(root, specs, patience=self._patience)
        return seen

    def _page(self, place: Place) -> PortalPage:
        page: Page = self._context.new_page()
        for other in self._context.pages[:-1]:
            other.close()
        self._forms.clear()
        self._seen.clear()
        page.goto(f"{BASE}/{place.value}")
        return _PAGES[place](page, base_url=BASE, patience=self._patience)

    def _fill(self, place: Place, field: FieldSeen, need: Need) -> None:
        form = self._forms.get(place)
        if form is None:
            return  # a filter of a list: that it is found is what counts
        wanted = _sample(field)
        if wanted:
            form.fill({need.key: (wanted,)})
        _must(need.key in form.layers(), f"{field.label} cannot be read")

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        content = self._content(path) if route.request.url.startswith(f"{BASE}/") else None
        if content is None:
            self.refused.append(f"{route.request.method} {route.request.url}")
            route.abort("blockedbyclient")
        else:
            kind = _TYPES.get(Path(path).suffix, _TYPES[".html"])
            route.fulfill(body=content, content_type=kind)

    def _content(self, path: str) -> bytes | None:
        if path == "/favicon.ico":
            return b""
        if path.startswith(_ENGINE):
            return _engine_file(path.removeprefix(_ENGINE))
        known = {f"/{one.stem}": one for one in (self._folder / SCREENS).glob("*.html")}
        if path not in known:
            return None
        text = known[path].read_text(encoding="utf-8")
        return text.replace("<!-- engine -->", _engine_head()).encode()


@contextmanager
def replaying(folder: Path, *, browser: str = "") -> Iterator[Replay]:
    """Open a browser on an imported recording for the length of the block.

    Raises:
        NoBrowserError: no browser could be started.
    """
    with launched(browser) as started:
        context = started.new_context(locale="zh-CN", viewport={"width": 1360, "height": 900})
        yield Replay(context, folder)


def _must(so: bool, words: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Fail the test that asked, and say why."""
    if not so:
        raise AssertionError(words)


def _rebuildable(seen: ScreenSeen) -> ScreenSeen:
    """Return what a rebuilt screen shows alike: not the kit, nor rows of a layout by tables."""
    rows = seen.rows if NEEDS[seen.place].rows else ()
    return seen.model_copy(update={"kit": "", "rows": rows})


def _need(needs: tuple[Need, ...], word: str) -> Need | None:
    return next((need for need in needs if word in need.words), None)


def _recorded(seen: ScreenSeen, need: Need) -> bool:
    return any(field.label in need.words for field in seen.fields)


def _spec(need: Need) -> FieldSpec:
    return FieldSpec(
        key=need.key,
        words=need.words,
        kind="region" if need.key == "region" else "field",
    )


def _sample(field: FieldSeen) -> str:
    """Return what such a field can be filled with, "" where nothing of its choices is recorded."""
    if field.control in ("combobox", "select"):
        return next((one for one in field.options if one), "")
    samples = {"datebox": _DAY, "input date": _DAY, "numberbox": "1", "numberspinner": "1"}
    empty = field.control in ("combotree", "chain")
    return "" if empty else samples.get(field.control, "ABC-1")


def _engine_head() -> str:
    listed = json.loads(_engine_file("lite/engine.json") or b"{}")
    styles = [f'<link rel="stylesheet" href="{_ENGINE}lite/{one}">' for one in listed["styles"]]
    scripts = ["jquery/jquery.min.js", *(f"lite/{one}" for one in listed["scripts"])]
    return "\n".join([*styles, *(f'<script src="{_ENGINE}{one}"></script>' for one in scripts)])


def _engine_file(name: str) -> bytes | None:
    """Return a file of the bundled engine or of jQuery; they are data, and no code of the mock."""
    folder, _, rest = name.partition("/")
    roots = {
        "lite": Path(str(files("ecqs_agent").joinpath("mock_portal/engines/lite"))),
        "jquery": Path(xstatic_jquery.BASE_DIR),
    }
    if folder not in roots:
        return None
    path = (roots[folder] / rest).resolve()
    inside = path.is_relative_to(roots[folder].resolve())
    return path.read_bytes() if inside and path.is_file() else None
