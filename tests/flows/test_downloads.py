"""A page that starts a download leaves no file, and the run goes on."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from ecqs_agent.driving.browser import portal_context
from page_objects.addresses import Addresses
from page_objects.pages.portal_home import PortalHome
from page_objects.patience import Patience
from tests.sites import Answer, site

pytestmark = pytest.mark.browser

BODY = "planted-download-0123456789"
NAME = "../../CON.txt"
LINK = f"""<a id=file href=/file download="{NAME}">file</a>
<script>setTimeout(() => document.getElementById("file").click())</script>"""


def files_with(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if BODY.encode() in path.read_bytes()]


def test_a_download_is_refused_and_the_tab_goes_on(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    with site({"/": Answer(LINK), "/file": Answer(BODY, headers=headers)}) as served:
        with portal_context(browser, Addresses.of(served.url)) as context:
            page = context.new_page()
            with page.expect_download() as started:
                page.goto(served.url)
            refused = started.value.failure()
            page.goto(f"{served.url}/next")
            assert page.title() == ""
        assert [one.path for one in served.asked][-1] == "/next"
    assert refused
    assert files_with(tmp_path) == []
    assert files_with(Path.home() / "Downloads") == []


def test_the_portal_is_used_on_after_a_download(
    browser: Browser, portal: Any, patience: Patience, tmp_path: Path
) -> None:
    mock = portal()
    with portal_context(browser, Addresses.of(mock.url)) as context:
        page = context.new_page()
        home = PortalHome(page, base_url=mock.url, patience=patience).open()
        with page.expect_download() as started:
            page.evaluate(
                """([name, body]) => { const one = document.createElement("a");
                one.href = URL.createObjectURL(new Blob([body])); one.download = name;
                document.body.append(one); one.click(); }""",
                [NAME, BODY],
            )
        assert started.value.failure()
        assert not home.is_logged_in()
        home.log_in()
