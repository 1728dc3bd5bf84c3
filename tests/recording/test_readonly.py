"""Nothing but looks leaves the browser while a walk looks."""

import json
from contextlib import nullcontext
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page

from ecqs_agent.recording.recording import record
from page_objects.errors import WriteStoppedError
from page_objects.readonly import read_only
from page_objects.tab import tab_of
from tests.contract.conftest import SAVES_BY_ITSELF
from tests.recording.conftest import ACCOUNT, plant, session_on

pytestmark = pytest.mark.browser


def call(method: str) -> str:
    return "/InspSystemV11/jsonClient.action?jsonValue=" + quote(json.dumps({"methodName": method}))


@pytest.mark.parametrize(
    ("method", "url", "passes"),
    [
        ("GET", "/egov/shIndex.html", True),
        ("POST", call("getLedgerList"), True),
        ("POST", call("saveLedger"), False),
        ("POST", call("issueCertificate"), False),
        ("POST", call(""), False),
        ("GET", call("deleteLedger"), False),
        ("POST", call("getList") + "&methodName=saveLedger", False),
        ("POST", "/egov/anything", False),
        ("PUT", "/egov/anything", False),
        ("DELETE", "/egov/anything", False),
    ],
)
def test_what_passes(page: Page, portal: Any, method: str, url: str, passes: bool) -> None:  # noqa: FBT001
    mock = portal()
    page.goto(f"{mock.url}/egov/shIndex.html")
    before = len(mock.requests()["requests"])
    asked = """([url, method]) => fetch(url, {method}).then(() => true, () => false)"""
    end = nullcontext() if passes else pytest.raises(WriteStoppedError, match=method)
    with end, read_only(page.context):
        assert page.evaluate(asked, [url, method]) is passes
    assert (len(mock.requests()["requests"]) > before) is passes
    assert page.evaluate(asked, ["/egov/anything", "POST"])  # the guard is gone with its block


BEACON = "() => navigator.sendBeacon('/egov/beacon', 'x=1')"
FORM = """() => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", target: "_blank", action: "/egov/form" });
  document.body.append(form);
  form.submit();
}"""


@pytest.mark.parametrize("script", [BEACON, FORM], ids=["beacon", "form in a new tab"])
def test_other_ways_out_are_stopped_too(page: Page, portal: Any, script: str) -> None:
    mock = portal()
    page.goto(f"{mock.url}/egov/shIndex.html")

    def leave() -> None:
        with read_only(page.context) as guard:
            page.evaluate(script)
            tab_of(page).wait_until(lambda: bool(guard.stopped), 3000)

    with pytest.raises(WriteStoppedError, match="POST /egov"):
        leave()
    assert not [one for one in mock.requests()["requests"] if one["method"] == "POST"]


def test_a_save_ends_the_recording_and_stores_nothing(context: BrowserContext, portal: Any) -> None:
    mock = portal()
    plant(mock)
    session = session_on(context, mock)
    before = mock.records(ACCOUNT)
    session.leave()
    context.add_init_script(SAVES_BY_ITSELF)
    with pytest.raises(WriteStoppedError) as caught:
        record(session, portal=mock.url, today=date(2026, 3, 1))
    assert caught.value.facts["requests"] == ("POST saveLedger",)
    assert mock.records(ACCOUNT) == before
    assert not [one for one in mock.requests()["requests"] if "saveLedger" in json.dumps(one)]
