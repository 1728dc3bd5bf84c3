"""The ledger's list: whole, by identity, and honest when it does not add up."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from page_objects.errors import (
    ActionRefusedError,
    InconsistentListError,
    NothingSelectedError,
    PortalDriftError,
    PortalError,
    RecordNotFoundError,
    SessionDisplacedError,
    SessionEndedError,
    UnexpectedMessageError,
)
from page_objects.pages.ledger import LedgerPage
from page_objects.patience import Patience, Wait
from page_objects.screens import Accepted
from page_objects.words import WORDS

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]
Ledgers = Callable[[Any], LedgerPage]
Generate = Callable[[Any, int], None]


def test_empty_ledger(portal: Portals, ledger_of: Ledgers, engine: str) -> None:
    ledger = ledger_of(portal(engine=engine))
    assert ledger.columns()[:3] == ("器具编码", "器具名称", "器具种别")
    assert ledger.records() == ()


def test_all_pages_are_read(
    portal: Portals, ledger_of: Ledgers, generate: Generate, engine: str
) -> None:
    site = portal(engine=engine)
    generate(site, 310)  # more than the largest page
    records = ledger_of(site).records()
    assert len({record.uuid for record in records}) == 310
    assert {record.serial_number for record in records} == {
        f"MOCK{number:06d}" for number in range(1, 311)
    }
    assert all(record.delivery in ("送检", "现场检") for record in records)


def test_filters_are_the_portals_own(
    portal: Portals, ledger_of: Ledgers, generate: Generate
) -> None:
    site = portal()
    generate(site, 25)
    ledger = ledger_of(site)
    assert [one.serial_number for one in ledger.records(serial_number="MOCK000007")] == [
        "MOCK000007"
    ]
    assert ledger.records(name="没有这个") == ()
    assert len(ledger.records()) == 25


def test_the_list_behind_the_dialog_counts_the_whole_ledger(
    portal: Portals, ledger_of: Ledgers, generate: Generate, engine: str
) -> None:
    site = portal(engine=engine)
    generate(site, 25)
    ledger = ledger_of(site)
    assert len(ledger.records(serial_number="MOCK000007")) == 1  # filtered, in large pages
    dialog = ledger.add()
    seen = ledger.glance()
    assert (seen.total, len(seen.uuids)) == (25, 10)
    dialog.close()
    generate(site, 1)
    assert ledger.glance().total == 25  # as it was loaded
    ledger.refresh()
    assert ledger.glance().total == 26


def test_cut_cells_are_read_whole(portal: Portals, ledger_of: Ledgers, generate: Generate) -> None:
    site = portal(cells="truncated")
    generate(site, 3)
    assert {one.serial_number for one in ledger_of(site).records()} == {
        "MOCK000001",
        "MOCK000002",
        "MOCK000003",
    }


def test_record_is_edited_by_identity_on_any_page(
    portal: Portals, ledger_of: Ledgers, generate: Generate, engine: str
) -> None:
    site = portal(engine=engine)
    generate(site, 310)
    ledger = ledger_of(site)
    wanted = next(one for one in site.records() if one["serialNum"] == "MOCK000003")
    dialog = ledger.edit(wanted["uuid"])
    form = dialog.read()
    assert form.serial_number == "MOCK000003"
    assert dialog.fill(form) is False
    changed = form.model_copy(update={"place_of_use": "二号车间"})
    assert dialog.fill(changed) is True
    assert isinstance(dialog.submit(changed), Accepted)
    (stored,) = (one for one in site.records() if one["setupPlace"] == "二号车间")
    assert stored["uuid"] == wanted["uuid"]


@pytest.mark.parametrize("region", ["tree", "chained"])
def test_copy_changes_only_what_it_must(
    portal: Portals, ledger_of: Ledgers, generate: Generate, region: str, engine: str
) -> None:
    site = portal(engine=engine, region=region)
    generate(site, 1)
    ledger = ledger_of(site)
    (source,) = ledger.records()
    dialog = ledger.copy(source.uuid)
    form = dialog.read().model_copy(
        update={"serial_number": "77", "region": ("内蒙古自治区", "呼和浩特市", "回民区")}
    )
    dialog.fill(form)
    assert isinstance(dialog.submit(form), Accepted)
    assert sorted(one.serial_number for one in ledger.records()) == ["77", source.serial_number]
    assert {one["useAddrCode"] for one in site.records()} >= {"150103"}


@pytest.mark.parametrize("messages", ["messager", "alert"])
def test_delete_by_identity(
    portal: Portals, ledger_of: Ledgers, generate: Generate, messages: str, engine: str
) -> None:
    site = portal(engine=engine, messages=messages)
    generate(site, 3)
    ledger = ledger_of(site)
    victim = site.records()[1]["uuid"]
    ledger.delete(victim)
    assert victim not in {one.uuid for one in ledger.records()}
    assert len(site.records()) == 2
    with pytest.raises(RecordNotFoundError):
        ledger.delete(victim)


def test_deleting_a_booked_record_is_refused_in_the_portals_words(
    portal: Portals, ledger_of: Ledgers, generate: Generate
) -> None:
    site = portal()
    generate(site, 1)
    ledger = ledger_of(site)
    uuid = site.records()[0]["uuid"]
    book(ledger, uuid)
    with pytest.raises(ActionRefusedError) as caught:
        ledger.delete(uuid)
    assert caught.value.facts["message"]
    assert len(site.records()) == 1


def book(ledger: LedgerPage, uuid: str) -> None:
    """Submit a booking from behind the page."""
    ledger.page.evaluate(
        "uuid => new Promise(done => Wire.call(Services.booking, 'submitReservation',"
        " [{ uuid: '', strongInspUuids: [uuid] }], done))",
        uuid,
    )


@pytest.mark.parametrize("messages", ["messager", "alert"])
def test_button_that_wants_a_selected_row(
    portal: Portals, ledger_of: Ledgers, generate: Generate, messages: str
) -> None:
    site = portal(messages=messages)
    generate(site, 1)
    ledger = ledger_of(site)
    ledger.page.evaluate("() => { TableUtils.chosen = (grid, text) => MessageBox.message(text); }")
    with pytest.raises(NothingSelectedError) as caught:
        ledger.edit(site.records()[0]["uuid"])
    assert caught.value.facts["message"] == "请选择要修改的记录！"
    assert ledger.records()


def test_message_in_the_way_is_named(portal: Portals, ledger_of: Ledgers) -> None:
    ledger = ledger_of(portal())
    ledger.page.evaluate("() => jQuery.messager.alert('提示', '系统将于今晚维护')")
    with pytest.raises(UnexpectedMessageError, match="系统将于今晚维护"):
        ledger.add()


def test_duplicate_row_is_no_ledger(
    portal: Portals, ledger_of: Ledgers, generate: Generate
) -> None:
    site = portal()
    generate(site, 3)
    ledger = ledger_of(site)
    site.fault("duplicate_row", method="getLedgerList", times=3)
    with pytest.raises(InconsistentListError):
        ledger.records()


@pytest.mark.parametrize("kind", ["logout", "login_page"])
def test_silent_logout_is_noticed(
    portal: Portals, ledger_of: Ledgers, generate: Generate, kind: str, engine: str
) -> None:
    site = portal(engine=engine)
    generate(site, 3)
    ledger = ledger_of(site)
    site.fault(kind, method="getLedgerList", times=3)
    with pytest.raises(SessionEndedError):
        ledger.records()


def test_second_login_displaces_the_first(
    portal: Portals, ledger_of: Ledgers, patience: Patience, browser: Browser, log_in_by: Any
) -> None:
    site = portal(sessions="single")
    ledger = ledger_of(site)
    with browser.new_context() as elsewhere:
        log_in_by(elsewhere.new_page(), site)
        with pytest.raises(SessionDisplacedError):
            ledger.records()


def test_server_error_is_told_from_data(
    portal: Portals, ledger_of: Ledgers, generate: Generate
) -> None:
    site = portal()
    generate(site, 3)
    ledger = ledger_of(site)
    site.fault("status500", method="getLedgerList")
    with pytest.raises(PortalError) as caught:
        ledger.records()
    assert caught.value.code == "PORTAL-101"


def test_renamed_column_is_named(portal: Portals, enter: Callable[..., Any]) -> None:
    site = portal()
    system = enter(site)
    system.page.context.route(
        "**/ledger.js",
        lambda route: route.fulfill(body=route.fetch().text().replace("证书编号", "证号")),
    )
    system._patience = Patience(overrides={Wait.NAVIGATE: 3})
    with pytest.raises(PortalDriftError) as caught:
        system.open_ledger()
    assert caught.value.facts["missing"] == "证书编号"
    assert "证号" in caught.value.facts["seen"]


def test_words_nobody_agreed_on_stop_the_work() -> None:
    assert WORDS.status_meaning("process", "待检定") == "accepted"
    with pytest.raises(PortalDriftError):
        WORDS.status_meaning("process", "审核中")
