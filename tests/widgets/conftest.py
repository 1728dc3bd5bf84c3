"""Small static pages with EasyUI markup, served with their data by the standard library."""

import json
import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import xstatic.pkg.jquery as xstatic_jquery
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
LITE = ROOT / "ecqs_agent" / "mock_portal" / "engines" / "lite"
REGIONS = {
    "": [("15", "内蒙古自治区", False), ("11", "北京市", False)],
    "15": [("1501", "呼和浩特市", False), ("1502", "包头市", False)],
    "11": [("1101", "市辖区", False)],
    "1101": [("110101", "东城区", True), ("110102", "新城区", True)],
    "1501": [("150102", "新城区", True), ("150103", "回民区", True)],
    "1502": [("150202", "东河区", True), ("150203", "新城区", True)],
}
KINDS = {
    "": [],
    "1": [("11", "非自动衡器"), ("12", "共用名称")],
    "2": [("21", "指示类压力表、显示类压力表"), ("22", "共用名称")],
}


def easyui_folder() -> Path:
    given = os.environ.get("ECQS_EASYUI_DIR")
    return Path(given) if given else ROOT / ".easyui" / "node_modules" / "jquery-easyui"


def engine_head(engine: str) -> str:
    """Return the tags that load an engine."""
    if engine == "easyui":
        assert easyui_folder().is_dir(), f"no EasyUI in {easyui_folder()}: set ECQS_EASYUI_DIR"
        names = ["css/easyui.css", "js/jquery.min.js", "js/jquery.easyui.min.js"]
        names.append("locale/easyui-lang-zh_CN.js")
        files = [f"/easyui/{name}" for name in names]
    else:
        listed = json.loads((LITE / "engine.json").read_text(encoding="utf-8"))
        files = ["/jquery/jquery.min.js"]
        files += [f"/lite/{name}" for name in [*listed["styles"], *listed["scripts"]]]
    tag = '<link rel="stylesheet" href="{}">', '<script src="{}"></script>'
    return "\n".join(tag[name.endswith(".js")].format(name) for name in files)


class Site:
    """One page at a time with its data; tests set `body`, `rows`, delays and what is posted."""

    def __init__(self) -> None:
        self.head = ""
        self.body = ""
        self.rows: list[dict[str, Any]] = []
        self.delays: dict[str, float] = {}
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.login_page = False
        self.answer: dict[str, Any] = {}
        self.url = ""

    def reset(self, engine: str) -> None:
        """Forget the last test."""
        head = self.head = engine_head(engine)
        url = self.url
        self.__init__()  # type: ignore[misc] # same object, first state
        self.head, self.url = head, url

    def answer_to(self, path: str, form: dict[str, str]) -> tuple[str, bytes]:
        """Return the content type and the body of one answer."""
        time.sleep(self.delays.get(path, 0))
        if self.login_page and path != "/page":
            return "text/html", "<html><title>登录</title>用户登录界面</html>".encode()
        if path == "/page":
            text = f"<!doctype html><meta charset=utf-8>{self.head}<body>{self.body}</body>"
            return "text/html", text.encode()
        return "application/json", json.dumps(self._data(path, form)).encode()

    def _data(self, path: str, form: dict[str, str]) -> object:
        if path == "/regions":
            return [
                {"id": code, "text": name, "state": "open" if leaf else "closed"}
                for code, name, leaf in REGIONS[form.get("id", "")]
            ]
        if path == "/kinds":
            return [{"value": code, "text": name} for code, name in KINDS[form.get("of", "")]]
        if path == "/rows":
            page, size = int(form.get("page", 1)), int(form.get("rows", 10))
            part = self.rows[(page - 1) * size : page * size]
            return {"total": len(self.rows), "rows": part}
        return self.answer


def _file(path: str) -> Path | None:
    for prefix, folder in (
        ("/easyui/", easyui_folder()),
        ("/lite/", LITE),
        ("/jquery/", Path(xstatic_jquery.BASE_DIR)),
    ):
        if path.startswith(prefix):
            return folder / path.removeprefix(prefix)
    return None


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {
                key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()
            }
            site.posts.append((urlsplit(self.path).path, form))
            self._answer(form)

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            found = _file(parts.path)
            if found is not None:
                kind, body = mimetypes.guess_type(found.name)[0] or "", found.read_bytes()
            else:
                kind, body = site.answer_to(parts.path, {**query, **form})
            self.send_response(200)
            self.send_header(
                "Content-Type", f"{kind}; charset=utf-8" if "image" not in kind else kind
            )
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
            """Say nothing."""

    return Handler


@pytest.fixture(scope="session")
def running_site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(running_site: Site, engine: str) -> Site:
    """Return the site in its first state, for the engine of this test."""
    running_site.reset(engine)
    return running_site


@pytest.fixture
def show(site: Site, page: Page) -> Callable[[str], Page]:
    """Return a function that shows a body in the browser and waits until it is parsed."""

    def shown(body: str) -> Page:
        site.body = body
        page.goto(f"{site.url}/page")
        page.wait_for_function("() => window.jQuery && document.readyState === 'complete'")
        page.wait_for_function("() => jQuery.active === 0")
        return page

    return shown
