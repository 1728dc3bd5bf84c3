"""One page per widget, served by the standard library, on our engine and on the real library.

Tests ask for `library` (directly or through `show`) and run once per engine. The real EasyUI is
looked for in ECQS_EASYUI_DIR, else in ./.easyui; where it is not, its half is skipped.
"""

import json
import mimetypes
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import xstatic.pkg.jquery as xstatic_jquery
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[3]
LITE = ROOT / "ecqs_agent" / "mock_portal" / "engines" / "lite"
LIBRARIES = (
    "lite",
    pytest.param("easyui", marks=pytest.mark.easyui),
)
EASYUI_FILES = (
    "css/easyui.css",
    "js/jquery.min.js",
    "js/jquery.easyui.min.js",
    "locale/easyui-lang-zh_CN.js",
)
LOGIN_PAGE = "<html><head><title>登录</title></head><body>用户登录界面</body></html>"

# The three levels repeat their names on purpose: 新城区 lies in two cities.
REGIONS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "": (("15", "内蒙古自治区", "closed"), ("61", "陕西省", "closed")),
    "15": (("1501", "呼和浩特市", "closed"), ("1502", "包头市", "closed")),
    "61": (("6101", "西安市", "closed"),),
    "1501": (("150102", "新城区", "open"), ("150103", "回民区", "open")),
    "1502": (("150202", "东河区", "open"),),
    "6101": (("610102", "新城区", "open"), ("610103", "碑林区", "open")),
}
KINDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "1": (("11", "非自动衡器"), ("12", "共用名称")),
    "2": (("21", "指示类压力表、显示类压力表"), ("22", "共用名称")),
}


def easyui_folder() -> Path:
    """Return where the real library should be."""
    given = os.environ.get("ECQS_EASYUI_DIR")
    return Path(given) if given else ROOT / ".easyui" / "node_modules" / "jquery-easyui"


def need(library: str) -> None:
    """Skip the test when the library it asks for is not on this machine."""
    missing = [name for name in EASYUI_FILES if not (easyui_folder() / name).is_file()]
    if library == "easyui" and missing:
        pytest.skip(f"the real EasyUI is not in {easyui_folder()} (set ECQS_EASYUI_DIR)")


def addresses(library: str) -> list[str]:
    """Return the files of a library in load order."""
    if library == "easyui":
        return [f"/easyui/{name}" for name in EASYUI_FILES]
    listed = json.loads((LITE / "engine.json").read_text(encoding="utf-8"))
    names = [*listed["styles"], *listed["scripts"]]
    return ["/jquery/jquery.min.js", *(f"/lite/{name}" for name in names)]


def head(library: str) -> str:
    """Return the tags that load a library."""
    style, script = '<link rel="stylesheet" href="{}">', '<script src="{}"></script>'
    tags = [
        (style if name.endswith(".css") else script).format(name) for name in addresses(library)
    ]
    return "\n".join(tags)


class Desk:
    """What the server shows and answers; a test sets it before it opens the page."""

    def __init__(self) -> None:
        self.url = ""
        self.clear()

    def clear(self) -> None:
        """Go back to the first state; held answers are let go."""
        self.body = ""
        self.rows: list[dict[str, Any]] = []
        self.logged_out = False
        self.posts: list[tuple[str, list[tuple[str, str]]]] = []
        self.held: dict[str, threading.Event] = {}

    def fill(self, count: int) -> None:
        """Put this many records on the desk."""
        self.rows = [{"id": n, "code": f"C{n:02}", "name": f"表{n}"} for n in range(count)]

    def hold(self, path: str) -> threading.Event:
        """Keep answers to `path` back until the returned event is set."""
        self.held[path] = threading.Event()
        return self.held[path]

    def posted(self, path: str) -> list[list[tuple[str, str]]]:
        """Return the forms sent to `path`, in the order of arrival."""
        return [form for sent, form in self.posts if sent == path]

    def answer(self, path: str, form: Mapping[str, str]) -> tuple[str, str]:
        """Return content type and text of one answer."""
        if self.logged_out:
            return "text/html", LOGIN_PAGE
        if path == "/save":
            return "text/html", '{"result":"ok"}'
        return "application/json", json.dumps(self._data(path, form))

    def _data(self, path: str, form: Mapping[str, str]) -> object:
        if path == "/regions":
            found = REGIONS.get(form.get("id", ""), ())
            return [{"id": code, "text": name, "state": state} for code, name, state in found]
        if path == "/kinds":
            found_kinds = KINDS.get(form.get("of", ""), ())
            return [{"value": code, "text": name} for code, name in found_kinds]
        page, size = int(form.get("page", 1)), int(form.get("rows", 1000))
        return {"total": len(self.rows), "rows": self.rows[(page - 1) * size : page * size]}


FOLDERS: Mapping[str, Callable[[], Path]] = {
    "easyui": easyui_folder,
    "lite": lambda: LITE,
    "jquery": lambda: Path(xstatic_jquery.BASE_DIR),
}


def library_file(path: str) -> Path | None:
    """Return the file of a library behind an address, or None."""
    _, folder, *rest = path.split("/")
    return FOLDERS[folder]().joinpath(*rest) if folder in FOLDERS and rest else None


def handler_for(desk: Desk) -> type[BaseHTTPRequestHandler]:
    """Return a request handler that serves this desk."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            found = library_file(parts.path)
            if found is not None:
                exists = found.is_file()
                kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
                self._send(kind, found.read_bytes() if exists else b"", 200 if exists else 404)
            elif parts.path.startswith("/page/"):
                tags = head(parts.path.rsplit("/", 1)[-1])
                text = f"<!doctype html><meta charset=utf-8>{tags}<body>{desk.body}</body>"
                self._send("text/html", text.encode())
            else:
                self._answer(parts.path, parse_qsl(parts.query, keep_blank_values=True))

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = parse_qsl(sent, keep_blank_values=True)
            desk.posts.append((parts.path, form))
            query = parse_qsl(parts.query, keep_blank_values=True)
            self._answer(parts.path, [*query, *form])

        def _answer(self, path: str, form: list[tuple[str, str]]) -> None:
            if path in desk.held:
                desk.held[path].wait(timeout=30)
            kind, text = desk.answer(path, dict(form))
            self._send(kind, text.encode())

        def _send(self, kind: str, body: bytes, status: int = 200) -> None:
            self.send_response(status)
            is_text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
            """Say nothing."""

    return Handler


@pytest.fixture(scope="session")
def serving_desk() -> Iterator[Desk]:
    """Serve one desk for the whole session."""
    desk = Desk()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(desk))
    server.daemon_threads = True
    desk.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield desk
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def desk(serving_desk: Desk) -> Iterator[Desk]:
    """Return the desk in its first state."""
    serving_desk.clear()
    yield serving_desk
    for event in serving_desk.held.values():
        event.set()


@pytest.fixture
def need_easyui() -> Callable[[], None]:
    """Return a function that skips the test where the real library is missing."""
    return lambda: need("easyui")


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> str:
    """Return the name of the widget library under test."""
    name = str(request.param)
    need(name)
    return name


class Widgets:
    """A page with widgets: `call` asks the library, `run` runs any script."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_default_timeout(8000)

    def open(self, library: str) -> None:
        """Open the desk's page with a library and wait until it rests."""
        self.page.goto(f"{self.url}/page/{library}")
        self.rest()

    def freeze(self) -> None:
        """Stop the page's clock; from here on time passes only by `pass_time`."""
        self.page.clock.pause_at(NOON)

    def pass_time(self, milliseconds: int) -> None:
        """Let the stopped clock run on."""
        self.page.clock.run_for(milliseconds)

    def rest(self) -> None:
        """Wait until the page is parsed and no ajax call is under way."""
        self.wait("() => window.parsed && jQuery.active === 0")

    def run(self, script: str, argument: object = None) -> Any:
        """Run a function in the page."""
        return self.page.evaluate(script, argument)

    def wait(self, script: str, argument: object = None) -> None:
        """Wait until a function in the page answers something true."""
        self.page.wait_for_function(script, arg=argument)

    def call(self, selector: str, widget: str, method: str, *argument: object) -> Any:
        """Call a widget's method; jQuery objects come back as None."""
        return self.run(
            """([selector, widget, method, argument]) => {
                const answer = jQuery(selector)[widget](method, ...argument);
                return answer instanceof jQuery ? null : answer;
            }""",
            [selector, widget, method, list(argument)],
        )

    def set(self, name: str, widget: str, value: object) -> None:
        """Call `setValue` of a field."""
        self.call(origin(name), widget, "setValue", value)

    def text(self, name: str) -> Locator:
        """Return the visible input of a field."""
        return self.page.locator(f"{field(name)} .textbox-text")

    def arrow(self, name: str) -> Locator:
        """Return the arrow of a combo."""
        return self.page.locator(f"{field(name)} .combo-arrow")

    def layers(self, name: str) -> tuple[str, str, list[str]]:
        """Return what a field shows, what its widget holds, and what it posts."""
        held = self.call(origin(name), "textbox", "getText")
        return self.text(name).input_value(), held, self.posted(name)

    def posted(self, name: str) -> list[str]:
        """Return the hidden values of a field, which a form posts."""
        selector = f"{field(name)} .textbox-value"
        values: list[str] = self.page.eval_on_selector_all(
            selector, "inputs => inputs.map(input => input.value)"
        )
        return values

    def wait_posted(self, name: str, *values: str) -> None:
        """Wait until a field posts these values."""
        self.wait(
            """([selector, values]) => JSON.stringify(jQuery(selector).get().map(input =>
                input.value)) === JSON.stringify(values)""",
            [f"{field(name)} .textbox-value", list(values)],
        )

    def is_valid(self, name: str) -> bool:
        """Return what the library says about a field."""
        return bool(self.call(origin(name), "textbox", "isValid"))

    def row(self, index: int, view: int = 2) -> Locator:
        """Return one of the two table rows of a record."""
        return self.page.locator(f".datagrid-view{view} tr[datagrid-row-index='{index}']")

    def box(self, index: int) -> Locator:
        """Return the check box of a record."""
        row = f".datagrid-view tr[datagrid-row-index='{index}']"
        return self.page.locator(f"{row} .datagrid-cell-check input")

    def ids(self, method: str = "getChecked") -> list[int]:
        """Return the ids in one of the grid's lists."""
        return [record["id"] for record in self.call("#dg", "datagrid", method)]

    def notes(self) -> list[Any]:
        """Return what `note(...)` handlers noted so far, and forget it."""
        noted: list[Any] = self.run("() => window.notes.splice(0)")
        return noted

    def open_panels(self) -> int:
        """Count the pop-up panels now shown."""
        return self.page.locator("body > .combo-p:visible").count()


def origin(name: str) -> str:
    """Return the selector of a field's original, now hidden, input."""
    return f'[textboxname="{name}"]'


def field(name: str) -> str:
    """Return the selector of the span that replaced a field."""
    return f"{origin(name)} + span"


EIGHT = "2026-11-25T08:00:00+08:00"
NOON = "2026-11-25T12:00:00+08:00"
SCRIPT = """<script>
window.notes = [];
function note(name) { return function () { notes.push(name); }; }
jQuery(function () { window.parsed = true; });
</script>"""


@pytest.fixture
def show(desk: Desk, library: str, page: Page) -> Iterator[Callable[..., Widgets]]:
    """Return a function that shows a body on the library under test.

    With `frozen=True` the clock of the page stands at noon of 2026-11-25.
    """
    widgets = Widgets(page, desk.url)

    def shown(body: str, *, frozen: bool = False) -> Widgets:
        desk.body = SCRIPT + body
        if frozen:
            page.clock.install(time=EIGHT)
        widgets.open(library)
        if frozen:
            widgets.freeze()
        return widgets

    yield shown
    assert widgets.errors == []
