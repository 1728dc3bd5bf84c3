"""Bookings: chosen by identity, kept as a draft, submitted once, answered by the institute."""

from collections.abc import Callable
from typing import Any

import pytest

from page_objects.errors import (
    ActionRefusedError,
    RecordNotFoundError,
    SessionEndedError,
    WirePayloadError,
)
from page_objects.pages.booking_list import BookingListPage
from page_objects.screens import Accepted, Refused, Unclear

pytestmark = pytest.mark.browser

Portals = Callable[..., Any]
Bookings = Callable[[Any], BookingListPage]
Generate = Callable[[Any, int], None]


def uuids_of(site: Any) -> list[str]:
    return [str(one["uuid"]) for one in site.records()]


@pytest.mark.parametrize(
    "variants",
    [
        {},
        {"open": "same", "messages": "alert"},
        {"open": "frame"},
        {"open": "frame", "messages": "alert"},
    ],
    ids=str,
)
def test_draft_then_booking_then_receipt(
    portal: Portals,
    bookings_of: Bookings,
    generate: Generate,
    variants: dict[str, str],
    engine: str,
) -> None:
    site = portal(engine=engine, **variants)
    generate(site, 4)
    one, two, three, _ = uuids_of(site)
    bookings = bookings_of(site)
    assert bookings.rows() == ()
    form = bookings.new()
    assert form.choose([one, two, three]) == 3
    form.remove([two])
    assert {piece.uuid for piece in form.pieces()} == {one, three}
    draft = form.save_draft([one, three])
    assert isinstance(draft, Accepted)
    assert draft.number == ""
    form.back()
    (row,) = bookings.rows()
    assert (row.uuid, row.status, row.piece_count) == (draft.uuid, "暂存", "2")
    form = bookings.edit(draft.uuid)
    released: list[int] = []
    outcome = form.submit([one, three], before_release=lambda: released.append(1))
    assert isinstance(outcome, Accepted)
    assert released == [1]
    assert outcome.number in outcome.message
    (row,) = bookings.rows()
    assert (row.number, row.status) == (outcome.number, "已提交")
    site.institute("answer")
    receipt = bookings.open_receipt(row.uuid)
    shown = receipt.read()
    assert shown.text.startswith("预约单共2条计量器具")
    assert {piece.record_uuid for piece in shown.pieces} == {one, three}
    receipt.back()
    assert bookings.rows()[0].status == "已反馈"
    with pytest.raises(ActionRefusedError, match="不可修改"):
        bookings.edit(row.uuid)


def test_pieces_of_many_pages(
    portal: Portals, bookings_of: Bookings, generate: Generate, engine: str
) -> None:
    site = portal(engine=engine)
    generate(site, 310)
    every = uuids_of(site)
    wanted = [every[0], every[150], every[309]]
    form = bookings_of(site).new()
    assert form.choose(wanted) == 3
    assert form.choose(wanted) == 0
    pieces = {piece.uuid: piece for piece in form.pieces()}
    assert set(pieces) == set(wanted)
    assert all(piece.delivery in ("送检", "现场检") for piece in pieces.values())


def test_record_that_is_not_offered(
    portal: Portals, bookings_of: Bookings, generate: Generate
) -> None:
    site = portal()
    generate(site, 2)
    form = bookings_of(site).new()
    with pytest.raises(RecordNotFoundError, match="0" * 32):
        form.choose(["0" * 32])
    assert form.pieces() == ()


def test_form_must_hold_what_is_expected(
    portal: Portals, bookings_of: Bookings, generate: Generate
) -> None:
    site = portal()
    generate(site, 2)
    one, two = uuids_of(site)
    form = bookings_of(site).new()
    form.choose([one])
    with pytest.raises(RecordNotFoundError):
        form.submit([one, two])
    assert site.bookings() == []


def test_request_with_other_pieces_is_stopped(
    portal: Portals, bookings_of: Bookings, generate: Generate
) -> None:
    site = portal()
    generate(site, 3)
    one, two, three = uuids_of(site)
    form = bookings_of(site).new()
    form.choose([one, two])
    form.page.evaluate(
        "([from, to]) => jQuery.ajaxPrefilter(options => {"
        " options.url = options.url.replace(from, to); })",
        [two, three],
    )
    with pytest.raises(WirePayloadError):
        form.submit([one, two])
    assert site.bookings() == []


def test_empty_booking_is_not_sent(portal: Portals, bookings_of: Bookings) -> None:
    form = bookings_of(portal()).new()
    with pytest.raises(ActionRefusedError, match="请选择器具"):
        form.submit([])


def test_lost_answer_is_unclear(portal: Portals, bookings_of: Bookings, generate: Generate) -> None:
    site = portal()
    generate(site, 1)
    form = bookings_of(site).new()
    form.choose(uuids_of(site))
    site.fault("commit_then_lose", method="submitReservation")
    assert isinstance(form.submit(uuids_of(site)), Unclear)
    assert len(site.bookings()) == 1


def test_refusal_of_the_server(portal: Portals, bookings_of: Bookings, generate: Generate) -> None:
    site = portal()
    generate(site, 1)
    bookings = bookings_of(site)
    (uuid,) = uuids_of(site)
    form = bookings.new()
    form.choose([uuid])
    form.page.evaluate(
        "uuid => new Promise(done => Wire.call(Services.booking, 'submitReservation',"
        " [{ uuid: '', strongInspUuids: [uuid] }], done))",
        uuid,
    )
    outcome = form.submit([uuid])
    assert isinstance(outcome, Refused)
    assert outcome.messages[0]
    assert len(site.bookings()) == 1


def test_draft_is_deleted(portal: Portals, bookings_of: Bookings, generate: Generate) -> None:
    site = portal()
    generate(site, 1)
    bookings = bookings_of(site)
    form = bookings.new()
    form.choose(uuids_of(site))
    draft = form.save_draft(uuids_of(site))
    assert isinstance(draft, Accepted)
    form.back()
    bookings.wait_ready()
    bookings.delete(draft.uuid)
    assert bookings.rows() == ()
    assert site.bookings() == []


def test_silent_logout(portal: Portals, bookings_of: Bookings) -> None:
    site = portal()
    bookings = bookings_of(site)
    site.fault("logout", method="getCompanyAppointmentList")
    with pytest.raises(SessionEndedError):
        bookings.rows()


@pytest.mark.parametrize(
    "variants",
    [{"institutes": "several"}, {"allocation": "partial"}, {"words": "old", "codes": "late"}],
    ids=str,
)
def test_receipts_of_every_kind(
    portal: Portals, bookings_of: Bookings, generate: Generate, variants: dict[str, str]
) -> None:
    site = portal(**variants)
    generate(site, 3)
    bookings = bookings_of(site)
    form = bookings.new()
    form.choose(uuids_of(site))
    assert isinstance(form.submit(uuids_of(site)), Accepted)
    (row,) = bookings.rows()
    site.institute("refuse", booking=row.number, reason="请规范填写测量范围例如30g-15kg")
    shown = bookings.open_receipt(row.uuid).read()
    assert "不予受理" in shown.text
    assert len(shown.pieces) == 3
    assert "预约失败" in {piece.process_state for piece in shown.pieces}
