"""The ledger dialog: filled, read back, filed once, and every answer to the filing."""

from collections.abc import Callable
from typing import Any

import pytest

from page_objects.errors import (
    ActionRefusedError,
    BadDateError,
    FieldNotTakenError,
    PortalDriftError,
    SessionEndedError,
    UnknownOptionError,
    WirePayloadError,
)
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm, Refused, Unclear

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]
Ledgers = Callable[[Any], LedgerPage]
SAVE = {"path": "jsonClient.action", "method": "saveLedger"}
GAUGE = {
    "name": "压力表",
    "category": "压力仪表",
    "kind": "指示类压力表、显示类压力表",
    "model": "（0～1.6）MPa",
    "serial_number": "3MSW0702001(东)",
    "region": ("内蒙古自治区", "包头市", "昆都仑区"),
    "purchase_date": "",
    "purpose": "安全防护",
    "delivery": "送检",
    "origin": "进口",
}


def tamper(ledger: LedgerPage, script: str) -> None:
    """Let the page change its save request just before it is sent."""
    ledger.page.evaluate(
        "script => { const change = new Function('options', script);"
        " jQuery.ajaxPrefilter(options => {"
        " if (/saveLedger/.test(options.url)) change(options); }); }",
        script,
    )


def test_form_is_filled_read_back_and_filed(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    assert dialog.fill(scale) is True
    assert dialog.read() == scale
    assert dialog.fill(scale) is False
    released: list[int] = []
    outcome = dialog.submit(scale, before_release=lambda: released.append(len(site.records())))
    assert isinstance(outcome, Accepted)
    assert released == [0]
    (stored,) = site.records()
    assert (outcome.uuid, outcome.code) == (stored["uuid"], stored["strongInspCode"])
    assert outcome.message == "保存成功！"
    (record,) = ledger.records()
    assert record.uuid == outcome.uuid
    assert record.region_code == "150102"
    for key in ("name", "category", "kind", "model", "origin", "purpose", "delivery", "quantity"):
        assert getattr(record, key) == getattr(scale, key)
    assert (record.purchase_date, record.valid_until) == ("2018-11-22", "")


def test_dialog_remembers_nothing_of_the_record_before(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    forms = [scale, scale.model_copy(update=GAUGE), scale]
    for form in forms:
        dialog = ledger.add()
        dialog.fill(form)
        assert isinstance(dialog.submit(form), Accepted)
    stored = site.records()
    assert sorted(one["useAddrCode"] for one in stored) == ["150102", "150102", "150203"]
    assert [one["meterClassName"] for one in stored].count("指示类压力表、显示类压力表") == 1


def test_slow_lists_are_waited_for(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    site.fault("slow", method="getClassList", seconds=1.2)
    site.fault("slow", method="getRegionChildren", seconds=0.7, times=2)
    dialog = ledger.add()
    dialog.fill(scale)
    assert dialog.read() == scale


def test_list_of_another_category_is_not_used(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    dialog = ledger_of(site).add()
    dialog.fill(scale)
    with pytest.raises(UnknownOptionError) as caught:
        dialog.fill(scale.model_copy(update={"category": "压力仪表"}))
    assert "指示类压力表、显示类压力表" in caught.value.facts["available"]
    assert "非自动衡器" not in caught.value.facts["available"]


def test_unknown_choices_list_what_there_is(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    dialog = ledger_of(portal()).add()
    with pytest.raises(UnknownOptionError) as caught:
        dialog.fill(scale.model_copy(update={"purpose": "贸易"}))
    assert caught.value.facts["available"] == ("贸易结算", "医疗卫生", "安全防护", "环境监测")
    with pytest.raises(UnknownOptionError) as caught:
        dialog.fill(scale.model_copy(update={"region": ("内蒙古自治区", "呼和浩特市", "东河区")}))
    assert "新城区" in caught.value.facts["available"]


def test_dialog_left_open_by_a_bad_row_does_not_stop_the_next(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    site = portal()
    ledger = ledger_of(site)
    with pytest.raises(UnknownOptionError):
        ledger.add().fill(scale.model_copy(update={"origin": "月球"}))
    dialog = ledger.add()
    dialog.fill(scale)
    assert isinstance(dialog.submit(scale), Accepted)
    assert len(site.records()) == 1


def test_odd_date_touches_nothing(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    dialog = ledger_of(portal()).add()
    before = dialog.read()
    with pytest.raises(BadDateError):
        dialog.fill(scale.model_copy(update={"purchase_date": "2021-02-31"}))
    assert dialog.read() == before


def test_prompt_is_no_value_and_quantity_is_preset(
    portal: Portals, ledger_of: Ledgers, engine: str
) -> None:
    form = ledger_of(portal(engine=engine)).add().read()
    assert (form.model, form.quantity, form.instrument_type) == ("", "1", "工作计量器具")


def test_what_is_expected_must_stand_in_the_form(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    site = portal()
    dialog = ledger_of(site).add()
    dialog.fill(scale)
    with pytest.raises(FieldNotTakenError):
        dialog.submit(scale.model_copy(update={"serial_number": "938580"}))
    assert site.records() == []


@pytest.mark.parametrize(
    ("script", "label"),
    [
        ("options.url = options.url.replace('938579', '938578')", "出厂编号"),
        ("options.url = options.url.replace('150102', '150103')", "使用地点行政区划"),
        (
            (
                "options.url = options.url.replace('%22expiryDate%22%3Anull',"
                "'%22expiryDate%22%3A%7B%22value%22%3A1795536000000%7D')"
            ),
            "有效期至",
        ),
    ],
)
def test_request_that_differs_is_stopped(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, script: str, label: str
) -> None:
    site = portal()
    ledger = ledger_of(site)
    tamper(ledger, script)
    dialog = ledger.add()
    dialog.fill(scale)
    released: list[int] = []
    with pytest.raises(WirePayloadError) as caught:
        dialog.submit(scale, before_release=lambda: released.append(1))
    assert caught.value.facts["fields"] == (label,)
    assert (site.records(), released) == ([], [])


def test_unknown_shape_is_stopped_or_let_go_as_told(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    site = portal()
    ledger = ledger_of(site)
    tamper(ledger, "options.url = '/InspSystemV11/jsonClient.action'; options.data = 'sealed=q83f'")
    dialog = ledger.add()
    dialog.fill(scale)
    with pytest.raises(WirePayloadError):
        dialog.submit(scale)
    ledger.page.evaluate("() => jQuery('.messager-window .l-btn').click()")
    outcome = dialog.submit(scale, unknown_payload="warn")
    assert not isinstance(outcome, Accepted)
    assert site.records() == []


def test_one_click_files_once_even_if_the_page_sends_twice(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    site = portal()
    ledger = ledger_of(site)
    ledger.page.evaluate(
        "() => { const send = jQuery.ajax; jQuery.ajax = function (options) {"
        " if (options && /saveLedger/.test(options.url)) send.call(jQuery, options);"
        " return send.apply(jQuery, arguments); }; }"
    )
    dialog = ledger.add()
    dialog.fill(scale)
    assert isinstance(dialog.submit(scale), Accepted)
    assert len(site.records()) == 1


def test_journal_that_fails_stops_the_request(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm
) -> None:
    site = portal()
    dialog = ledger_of(site).add()
    dialog.fill(scale)

    def disk_full() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        dialog.submit(scale, before_release=disk_full)
    assert site.records() == []


def test_red_field_is_named(portal: Portals, ledger_of: Ledgers, scale: InstrumentForm) -> None:
    site = portal()
    dialog = ledger_of(site).add()
    form = scale.model_copy(update={"serial_number": ""})
    dialog.fill(form)
    with pytest.raises(ActionRefusedError) as caught:
        dialog.submit(form)
    assert "出厂编号" in str(caught.value)
    assert site.records() == []


@pytest.mark.parametrize("messages", ["messager", "alert"])
def test_refusal_keeps_the_portals_words(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, messages: str, engine: str
) -> None:
    site = portal(duplicates="reject", messages=messages, engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    dialog.fill(scale)
    assert isinstance(dialog.submit(scale), Accepted)
    dialog = ledger.add()
    dialog.fill(scale)
    outcome = dialog.submit(scale)
    assert isinstance(outcome, Refused)
    assert "出厂编号" in outcome.messages[0]
    dialog.close()
    assert len(ledger.records()) == 1


@pytest.mark.parametrize(
    ("fault", "stored"),
    [
        ({"kind": "commit_then_lose"}, 1),
        ({"kind": "reset"}, 0),
        ({"kind": "status500"}, 0),
        ({"kind": "busy", "status": 429, "seconds": 1}, 0),
        ({"kind": "busy", "status": 503, "seconds": 1}, 0),
        ({"kind": "login_page"}, 0),
        ({"kind": "logout"}, 0),
        ({"kind": "hang", "seconds": 60}, 1),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_lost_answer_is_unclear(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, fault: dict[str, Any], stored: int
) -> None:
    site = portal()
    dialog = ledger_of(site).add()
    dialog.fill(scale)
    site.fault(**SAVE, **fault)
    outcome = dialog.submit(scale)
    assert isinstance(outcome, Unclear)
    assert outcome.evidence
    assert len(site.records()) == stored
    site.clear_faults()


def test_renamed_label_is_named(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    site.fault("rename_label", label="准确度等级", to="精度", path="ledgerManage", times=9)
    dialog = ledger_of(site).add()
    with pytest.raises(PortalDriftError) as caught:
        dialog.fill(scale)
    assert caught.value.facts["missing"] == "准确度等级"
    assert "精度" in caught.value.facts["seen"]


@pytest.mark.parametrize("kind", ["logout", "login_page"])
def test_silent_logout_while_filling(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, kind: str, engine: str
) -> None:
    site = portal(engine=engine)
    dialog = ledger_of(site).add()
    site.fault(kind, method="getClassList")
    with pytest.raises(SessionEndedError):
        dialog.fill(scale)


def test_valid_until_is_frozen_once_saved(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    form = scale.model_copy(update={"valid_until": "2027-03-01"})
    dialog = ledger.add()
    dialog.fill(form)
    outcome = dialog.submit(form)
    assert isinstance(outcome, Accepted)
    dialog = ledger.edit(outcome.uuid)
    assert dialog.read().valid_until == "2027-03-01"
    with pytest.raises(FieldNotTakenError):
        dialog.fill(form.model_copy(update={"valid_until": "2028-03-01"}))
