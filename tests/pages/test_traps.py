"""The three ways in which a wrong value is filed without a word (EasyUI contract 0.3, 0.5, 0.6).

Each test first makes sure that the trap is set, then files, and compares what the portal stored
field by field.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Frame, Route

from page_objects.errors import BadDateError, FieldNotTakenError, WirePayloadError
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]
Ledgers = Callable[[Any], LedgerPage]
SHANGHAI = timezone(timedelta(hours=8))

# The wire's names of the fields that are stored as they are shown.
STORED = {
    "name": "meterIntruName",
    "category": "meterCategoryName",
    "kind": "meterClassName",
    "model": "modelSpec",
    "measuring_range": "measureRang",
    "accuracy_class": "accuracyLevel",
    "serial_number": "serialNum",
    "manufacturer": "porgaoName",
    "origin": "prodAddrTypeName",
    "place_of_use": "setupPlace",
    "purchase_date": "purchaseDate",
    "quantity": "meterNumber",
    "purpose": "instrPurposeName",
    "valid_until": "expiryDate",
}
# Counties of one name, from the State's own list of divisions.
NAMESAKES: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "鼓楼区": {
        ("江苏省", "南京市"): "320106",
        ("江苏省", "徐州市"): "320302",
        ("福建省", "福州市"): "350102",
        ("河南省", "开封市"): "410204",
    },
    "市中区": {
        ("山东省", "济南市"): "370103",
        ("山东省", "枣庄市"): "370402",
        ("四川省", "乐山市"): "511102",
    },
    "新城区": {
        ("内蒙古自治区", "呼和浩特市"): "150102",
        ("陕西省", "西安市"): "610102",
    },
    "朝阳区": {("北京市",): "110105", ("吉林省", "长春市"): "220104"},
}


def frame_of(ledger: LedgerPage) -> Frame:
    """Return the frame in which the dialog lives."""
    return next(one for one in ledger.page.frames if one.locator("#ledgerDialog").count())


def file(ledger: LedgerPage, form: InstrumentForm) -> None:
    dialog = ledger.add()
    dialog.fill(form)
    assert isinstance(dialog.submit(form), Accepted)


def assert_stored(record: Mapping[str, Any], form: InstrumentForm, **codes: str) -> None:
    """Compare a stored record with the form field by field, and with the expected codes."""
    stored = {field: str(record[wire] or "") for field, wire in STORED.items()}
    assert stored == {field: getattr(form, field) for field in STORED}
    assert {name: record[name] for name in codes} == codes


def by_serial(site: Any) -> dict[str, dict[str, Any]]:
    return {one["serialNum"]: one for one in site.records()}


# ---- a county of the same name -------------------------------------------------------------


def loaded_nodes(ledger: LedgerPage, name: str) -> list[str]:
    """Return the codes of the tree's loaded nodes of one name, from the top down."""
    script = """name => jQuery('#useAddrCode').combotree('tree').find('.tree-node').toArray()
        .map(node => jQuery('#useAddrCode').combotree('tree').tree('getNode', node))
        .filter(node => node.text === name).map(node => String(node.id))"""
    found: list[str] = frame_of(ledger).evaluate(script, name)
    return found


@pytest.mark.parametrize("name", NAMESAKES)
def test_a_county_is_chosen_below_its_own_city(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str, name: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    counties = {(*above, name): code for above, code in NAMESAKES[name].items()}
    order = [*counties, *reversed(counties)]
    for number, region in enumerate(order):
        form = scale.model_copy(update={"region": region, "serial_number": f"{number}"})
        file(ledger, form)
        if number >= len(counties):  # by now the naive first node of this name is a wrong one
            assert len(loaded_nodes(ledger, name)) == len(counties)
    stored = by_serial(site)
    first = loaded_nodes(ledger, name)[0]
    assert [stored[f"{number}"]["useAddrCode"] for number in range(len(order))] == [
        counties[region] for region in order
    ]
    assert sum(record["useAddrCode"] != first for record in stored.values()) > 0
    for number, region in enumerate(order):
        form = scale.model_copy(update={"region": region, "serial_number": f"{number}"})
        assert_stored(stored[f"{number}"], form, useAddrCode=counties[region], useAddrName=name)


def test_a_county_is_corrected_into_its_namesake(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    file(ledger, scale)
    (record,) = site.records()
    moved = scale.model_copy(update={"region": ("陕西省", "西安市", "新城区")})
    dialog = ledger.edit(record["uuid"])
    assert dialog.fill(moved) is True
    assert isinstance(dialog.submit(moved), Accepted)
    (record,) = site.records()
    assert_stored(record, moved, useAddrCode="610102")


# ---- the kind of the previous category -----------------------------------------------------

SCALES, GAUGES = "非自动衡器", "压力仪表"
SHARED = "共用种类"  # stands first in every list, with another code in each
FIRST_KINDS = {
    SCALES: ("0201", "非自动衡器"),
    GAUGES: ("1601", "指示类压力表、显示类压力表"),
}


def share_a_kind(ledger: LedgerPage) -> None:
    """Let the first kind of every category be called the same."""

    def rename(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["returnValue"]["value"][0]["name"] = SHARED
        route.fulfill(response=answer, json=body)

    ledger.page.context.route(re.compile("getClassList"), rename)


def a_gauge(scale: InstrumentForm, serial: str) -> InstrumentForm:
    changes = {"category": GAUGES, "kind": SHARED, "purpose": "安全防护", "serial_number": serial}
    return scale.model_copy(update=changes)


def a_scale(scale: InstrumentForm, serial: str) -> InstrumentForm:
    return scale.model_copy(update={"kind": SHARED, "serial_number": serial})


def assert_kinds(site: Any, *forms: InstrumentForm) -> None:
    """Compare the stored records; of the two kinds of one name each must have its own code."""
    stored = by_serial(site)
    assert len(stored) == len(forms)
    for form in forms:
        code, name = FIRST_KINDS[form.category]
        as_stored = form.model_copy(update={"kind": name})  # the portal's own name of the code
        assert_stored(stored[form.serial_number], as_stored, meterClassCode=code)


@pytest.mark.parametrize("late", [0.0, 1.3], ids=["at-once", "late"])
def test_a_kind_is_that_of_its_own_category(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str, late: float
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    share_a_kind(ledger)
    forms = [a_scale(scale, "1"), a_gauge(scale, "2"), a_scale(scale, "3"), a_gauge(scale, "4")]
    for form in forms:
        if late:
            site.fault("slow", method="getClassList", seconds=late)
        file(ledger, form)
    assert_kinds(site, *forms)


def test_a_category_changed_in_one_dialog_takes_its_kind_along(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    share_a_kind(ledger)
    before, after = a_scale(scale, "1"), a_gauge(scale, "1")
    dialog = ledger.add()
    dialog.fill(before)
    site.fault("slow", method="getClassList", seconds=1.3)
    dialog.fill(after)
    assert isinstance(dialog.submit(after), Accepted)
    assert_kinds(site, after)


def test_a_list_that_comes_after_the_next_ones_list_is_not_used(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    """A person chose one category, we choose another; the answers come the other way round."""
    site = portal(engine=engine)
    ledger = ledger_of(site)
    share_a_kind(ledger)
    file(ledger, a_gauge(scale, "1"))
    dialog = ledger.add()
    site.fault("out_of_order", method="getClassList", seconds=3)
    frame_of(ledger).evaluate(
        """name => { const box = jQuery('#meterCategoryCode');
        box.combobox('showPanel');
        box.combobox('panel').find('.combobox-item')
          .filter((_, item) => item.textContent === name).trigger('click');
        box.combobox('hidePanel'); }""",
        GAUGES,
    )
    form = a_scale(scale, "2")
    dialog.fill(form)
    assert isinstance(dialog.submit(form), Accepted)
    assert_kinds(site, a_gauge(scale, "1"), form)


# ---- today's date --------------------------------------------------------------------------

DAYS = (
    "2020-02-29",
    "1999-12-31",
    "2021-10-01",
    "2021-10-10",
    "2024-01-31",
    "2024-03-01",
    "2024-03-01",  # the same once more: a datebox remembers its last text
    "",
    "2024-03-01",
)


def today() -> str:
    """Return the day of a browser in Shanghai."""
    return datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()


def type_a_date(ledger: LedgerPage, field: str, text: str, *keys: str) -> None:
    """Type into a datebox as a hurried person does."""
    box = frame_of(ledger).locator(f"#{field} + span input.textbox-text")
    box.click()
    box.fill("")
    box.press_sequentially(text)
    for key in keys:
        box.press(key)


def until_the_box_has_looked(ledger: LedgerPage, field: str, before: str) -> None:
    """Wait until the text has become the value: a datebox looks 200 ms after the last key."""
    script = "([field, before]) => jQuery('#' + field).datebox('getValue') !== before"
    frame_of(ledger).wait_for_function(script, arg=[field, before])


def held(ledger: LedgerPage, field: str) -> str:
    script = "field => jQuery('#' + field).datebox('getValue')"
    return str(frame_of(ledger).evaluate(script, field))


def test_dates_are_filed_exactly_and_empty_ones_stay_empty(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    days = (*DAYS, today(), "")
    forms = [
        scale.model_copy(update={"purchase_date": day, "serial_number": f"{number}"})
        for number, day in enumerate(days)
    ]
    for form in forms:
        file(ledger, form)
    stored = by_serial(site)
    for form in forms:
        assert_stored(stored[form.serial_number], form)
    assert [stored[f"{number}"]["purchaseDate"] or "" for number in range(len(days))] == [*days]
    assert any(one == two != "" for one, two in pairwise(days))


@pytest.mark.parametrize("case", [("abc", ""), ("20210506", "2019-05-06"), ("2021/05/06", "")])
def test_what_a_datebox_made_of_an_odd_text_is_not_filed(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str, case: tuple[str, str]
) -> None:
    typed, meant = case
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    type_a_date(ledger, "purchaseDate", typed, "Enter")
    type_a_date(ledger, "expiryDate", typed, "Enter")
    assert held(ledger, "purchaseDate") == held(ledger, "expiryDate") == today(), "the trap is set"
    form = scale.model_copy(update={"purchase_date": meant})
    dialog.fill(form)
    assert isinstance(dialog.submit(form), Accepted)
    (record,) = site.records()
    assert_stored(record, form)


@pytest.mark.parametrize("meant", ["", "2019-05-06"])
def test_a_date_that_turns_into_today_after_filling_stops_the_filing(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str, meant: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    form = scale.model_copy(update={"purchase_date": meant})
    dialog.fill(form)
    type_a_date(ledger, "purchaseDate", "6.5.2021")
    until_the_box_has_looked(ledger, "purchaseDate", meant)
    frame_of(ledger).locator("#purchaseDate + span input.textbox-text").press("Enter")
    assert held(ledger, "purchaseDate") == today(), "the trap is set"
    with pytest.raises((FieldNotTakenError, WirePayloadError)):
        dialog.submit(form)
    assert site.records() == []


def test_a_date_still_being_typed_when_ok_is_pressed_is_never_filed_as_today(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str
) -> None:
    """The click takes the cursor out of the datebox, which only then looks at its text."""
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    dialog.fill(scale)
    type_a_date(ledger, "purchaseDate", "6.5.2021")
    with pytest.raises((FieldNotTakenError, WirePayloadError)):
        dialog.submit(scale)
    assert site.records() == []


@pytest.mark.parametrize("text", ["2021/05/06", "20210506", "2021年5月6日", "2021-13-01", "今天"])
def test_a_text_that_is_no_date_never_reaches_the_datebox(
    portal: Portals, ledger_of: Ledgers, scale: InstrumentForm, engine: str, text: str
) -> None:
    site = portal(engine=engine)
    ledger = ledger_of(site)
    dialog = ledger.add()
    with pytest.raises(BadDateError):
        dialog.fill(scale.model_copy(update={"purchase_date": text}))
    assert held(ledger, "purchaseDate") == ""
    assert site.records() == []
