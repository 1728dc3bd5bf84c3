"""What one pass over many bookings costs the portal, when nothing has changed.

    python -m benchmarks.polling [BOOKINGS]        default: 200

A mock portal in a process of its own and a real browser: every booking is read once, then the
same pass is made again. What counts is the number of requests, and its ratio to reading
everything; exit code 1 when the second pass asks for more than the pages of the list.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import httpx
from playwright.sync_api import BrowserContext

from ecqs_agent.driving.browser import launched, portal_context
from ecqs_agent.events import Events
from ecqs_agent.login.access import way_in
from ecqs_agent.mock_client import DEMO_ACCOUNT, DEMO_PASSWORD, MockPortal, serving
from ecqs_agent.runs.run import Run, open_run
from ecqs_agent.settings import Captcha, Settings, load_settings

BOOKINGS = 200
ON_A_PAGE = 10  # rows of the list, unless a person chooses another size
SERVICE = "com.itown.inspSystem.reservation.service.ReservationService"


def book_each(mock: MockPortal, context: BrowserContext, count: int) -> None:
    """Submit one booking per record, as the portal's page would."""
    account = {"password": DEMO_PASSWORD, "company": "示例", "generate": count}
    mock.tell("seed", {"accounts": {DEMO_ACCOUNT: account}})
    cookies = {
        one["name"]: one["value"]
        for one in context.cookies(f"{mock.url}/InspSystemV11/jsonClient.action")
    }
    for record in mock.ask("state")["accounts"][DEMO_ACCOUNT]["records"]:
        call = {
            "serviceClassName": SERVICE,
            "methodName": "submitReservation",
            "serviceObject": None,
            "type": None,
            "params": [{"uuid": "", "strongInspUuids": [record["uuid"]]}],
        }
        httpx.post(
            f"{mock.url}/InspSystemV11/jsonClient.action",
            params={"encoding": "true", "jsonValue": json.dumps(call)},
            headers={"X-Requested-With": "XMLHttpRequest"},
            cookies=cookies,
        ).raise_for_status()


def measured(run: Run, mock: MockPortal, title: str) -> Counter[str]:
    """Make one pass, print what it cost, and return the requests by page or method."""
    before = max((one["n"] for one in mock.ask("requests?since=0")["requests"]), default=0)
    start = monotonic()
    seen = run.poll()
    seconds = monotonic() - start
    asked = Counter(
        one["method"] or Path(one["path"]).name
        for one in mock.ask(f"requests?since={before}")["requests"]
    )
    print(
        f"{title:10} {seen.bookings:5d} bookings {seen.read:5d} opened"
        f" {asked.total():6d} requests {seconds:8.1f} s"
    )
    return asked


def settings_for(mock: MockPortal, folder: str) -> Settings:
    return load_settings(
        portal=mock.url,
        mock_token=mock.token,
        captcha=Captcha.MOCK,
        data=Path(folder),
        journal="",
        pause=0.0,
    )


def main(arguments: Sequence[str]) -> int:
    """Measure; return 1 when a pass without news opened anything, or asked for more than lists."""
    count = int(arguments[0]) if arguments else BOOKINGS
    with serving() as mock, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = settings_for(mock, folder)
        way = way_in(
            settings,
            DEMO_ACCOUNT,
            ask_password=lambda _: DEMO_PASSWORD,
            ask_word=lambda _: "",
        )
        with (
            launched(settings.browser, headed=False) as browser,
            portal_context(browser, settings.addresses) as context,
            open_run(settings, DEMO_ACCOUNT, log_in=way, events=Events(), context=context) as run,
        ):
            way(run.session)
            run.session.bookings()  # logs in to the service, too
            book_each(mock, context, count)
            everything = measured(run, mock, "everything")
            unchanged = measured(run, mock, "unchanged")
    pages = ceil(count / ON_A_PAGE)
    print(f"ratio      1 : {everything.total() / max(unchanged.total(), 1):.1f}")
    print(f"limit      {pages} requests, one for each page of the list")
    print("unchanged ", ", ".join(f"{name} {times}" for name, times in unchanged.most_common()))
    return 1 if unchanged.total() > pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
