"""The option lists of the ledger dialog: every category with its kinds, and nothing is filed."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Route

from page_objects.errors import PortalUnavailableError, SessionEndedError
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]
Ledgers = Callable[[Any], LedgerPage]


def offered_by_the_mock() -> dict[str, tuple[str, ...]]:
    source = files("ecqs_agent.mock_portal").joinpath("data", "catalogue.json")
    entries = json.loads(source.read_text("utf-8"))["categories"]
    return {one["name"]: tuple(kind["name"] for kind in one["kinds"]) for one in entries}


def with_entries(route: Route, change: Callable[[list[Any]], list[Any]]) -> None:
    """Let the portal answer a list of other entries."""
    answer = route.fetch()
    body = answer.json()
    body["returnValue"]["value"] = change(body["returnValue"]["value"])
    route.fulfill(response=answer, json=body)


def test_every_category_is_read_with_its_own_kinds(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    site.fault("slow", method="getClassList", seconds=0.7, times=3)
    assert dialog.category_lists() == offered_by_the_mock()
    dialog.close()
    assert site.records() == []
    dialog = ledger.add()  # and the dialog is as good as new for who files next
    dialog.fill(scale)
    assert isinstance(dialog.submit(scale), Accepted)


def test_a_category_that_is_chosen_already_is_read_like_the_others(
    portal: Portals, ledger_of: Ledgers, engine: str
) -> None:
    ledger = ledger_of(portal(engine=engine))
    ledger.page.context.route(
        re.compile("getCategoryList"), lambda route: with_entries(route, lambda all_: all_[:1])
    )
    ledger.page.reload()
    dialog = ledger.add()
    first = dialog.category_lists()
    assert len(first) == 1
    assert dialog.category_lists() == first


def test_a_list_that_does_not_come_is_never_the_one_before(
    portal: Portals, ledger_of: Ledgers, engine: str
) -> None:
    site = portal(engine=engine)
    dialog = ledger_of(site).add()
    site.fault("status500", method="getClassList", times=99)
    with pytest.raises(PortalUnavailableError):
        dialog.category_lists()
    site.clear_faults()


@pytest.mark.parametrize("kind", ["logout", "login_page"])
def test_a_lost_session_is_named(
    portal: Portals, ledger_of: Ledgers, kind: str, engine: str
) -> None:
    site = portal(engine=engine)
    dialog = ledger_of(site).add()
    site.fault(kind, method="getClassList")
    with pytest.raises(SessionEndedError):
        dialog.category_lists()


def test_entries_without_a_value_are_no_choice(portal: Portals, ledger_of: Ledgers) -> None:
    ledger = ledger_of(portal())
    prompt = {"code": "", "name": "请选择"}
    ledger.page.context.route(
        re.compile("getC(ategory|lass)List"),
        lambda route: with_entries(route, lambda entries: [prompt, *entries[:2]]),
    )
    ledger.page.reload()
    expected = list(offered_by_the_mock().items())[:2]
    assert ledger.add().category_lists() == {name: kinds[:2] for name, kinds in expected}


def test_a_portal_that_offers_nothing(portal: Portals, ledger_of: Ledgers) -> None:
    ledger = ledger_of(portal())
    ledger.page.context.route(
        re.compile("getCategoryList"), lambda route: with_entries(route, lambda _: [])
    )
    ledger.page.reload()
    assert ledger.add().category_lists() == {}
