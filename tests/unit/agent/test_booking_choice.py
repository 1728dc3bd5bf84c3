"""Which records are booked: once, again after a correction, again when due, and never otherwise."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ecqs_agent.bookings.choosing import Choice, Reason, Wanted, choose, find_listed, find_planned
from ecqs_agent.bookings.grouping import booking_item, grouped, holdings, under_way
from ecqs_agent.journal import Errand, Item, ReceiptRecord, State, item_key
from ecqs_agent.runs.planning import make_plan
from ecqs_agent.workbooks.mapping import to_form
from ledgers.errors import EmptyWorkbookError
from ledgers.piece_list import read_piece_list
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, scale, wishes

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def record(uuid: str, **changes: Any) -> LedgerRecord:
    values = {"instrument_code": f"C{uuid}", "valid_until": "", **changes}
    return record_of(to_form(scale(f"S{uuid}")), uuid).model_copy(update=values)


def item(errand: Errand, fingerprint: str, **more: Any) -> Item:
    values: dict[str, Any] = {
        "state": State.PROVEN,
        "portal_uuid": None,
        "portal_number": "",
        "wish": {},
        "changed_at": NOON,
        **more,
    }
    key = item_key("demo", errand, fingerprint, 0)
    identity = {"key": key, "account": "demo", "errand": errand, "fingerprint": fingerprint}
    rest = {"ordinal": 0, "attempts": 1, "place": "", "words": "", "created_at": NOON}
    return Item(**identity, **rest, **values)


def filed(uuid: str) -> Item:
    form = to_form(scale(f"S{uuid}")).model_dump(mode="json")
    return item(Errand.ADD, uuid, portal_uuid=uuid, wish=form)


def corrected(uuid: str, when: datetime) -> Item:
    wish = {"uuid": uuid, "form": to_form(scale(f"S{uuid}")).model_dump(mode="json")}
    return item(Errand.CHANGE, uuid, wish=wish, changed_at=when, portal_uuid=uuid)


def reading(number: str, when: datetime, **states: str) -> ReceiptRecord:
    return ReceiptRecord(
        booking_uuid=f"B{number}",
        booking_number=number,
        booking_status="已反馈",
        read_at=when,
        text="",
        pieces=[
            {"record_uuid": uuid, "process_state": state, "institute": f"{number} institute"}
            for uuid, state in states.items()
        ],
    )


def chosen(choice: Choice) -> list[str]:
    return [one.uuid for one in choice.records]


def why(choice: Choice) -> dict[str, Reason]:
    return {piece.uuid: piece.reason for piece in choice.left_out}


def decide(
    records: list[LedgerRecord],
    items: list[Item],
    history: list[ReceiptRecord] | None = None,
    **wanted: Any,
) -> Choice:
    held = holdings(items, history or [])
    return choose(records, items=items, held=held, wanted=Wanted(**wanted), today=TODAY)


FIRST, SECOND = "2026112000001", "2026112100001"


def test_ours_that_was_never_booked_is_booked_and_what_is_by_hand_is_not() -> None:
    choice = decide([record("1"), record("2")], [filed("1")])
    assert (chosen(choice), why(choice)) == (["1"], {"2": Reason.NOT_OURS})


@pytest.mark.parametrize("state", ["待受理", "待检定", "a word of next year"])
def test_a_piece_in_an_open_booking_is_left_out_with_its_number(state: str) -> None:
    choice = decide([record("1")], [filed("1")], [reading(FIRST, at(0), **{"1": state})])
    assert chosen(choice) == []
    assert choice.left_out[0].facts == {"number": FIRST}


def test_an_open_booking_counts_although_a_later_one_refused_the_piece() -> None:
    history = [
        reading(FIRST, at(0), **{"1": "待检定"}),
        reading(SECOND, at(1), **{"1": "预约失败"}),
    ]
    choice = decide([record("1")], [filed("1"), corrected("1", at(5))], history)
    assert why(choice) == {"1": Reason.IN_BOOKING}


def test_a_submitted_booking_counts_before_its_receipt_was_read() -> None:
    booking = item(Errand.BOOK, "x", portal_uuid="BX", portal_number=FIRST, wish={"records": ["1"]})
    assert why(decide([record("1")], [filed("1"), booking])) == {"1": Reason.IN_BOOKING}


def test_an_unclear_booking_keeps_its_pieces_out() -> None:
    booking = item(Errand.BOOK, "x", state=State.UNCLEAR, wish={"records": ["1"]})
    assert why(decide([record("1")], [filed("1"), booking])) == {"1": Reason.UNCLEAR}


def test_a_refused_piece_goes_again_only_after_its_correction() -> None:
    history = [reading(FIRST, at(0), **{"1": "预约失败"})]
    assert why(decide([record("1")], [filed("1")], history)) == {"1": Reason.REFUSED}
    early = [filed("1"), corrected("1", at(-1))]
    assert why(decide([record("1")], early, history)) == {"1": Reason.REFUSED}
    late = [filed("1"), corrected("1", at(1))]
    assert chosen(decide([record("1")], late, history)) == ["1"]


def test_news_of_another_piece_makes_an_old_refusal_no_newer() -> None:
    history = [
        reading(FIRST, at(0), **{"1": "预约失败", "2": "待检定"}),
        reading(FIRST, at(9), **{"1": "预约失败", "2": "已检定"}),
    ]
    choice = decide([record("1")], [filed("1"), corrected("1", at(3))], history)
    assert chosen(choice) == ["1"]


@pytest.mark.parametrize(
    ("now", "goes"), [({"measuring_range": "30g-15kg"}, True), ({"model": "ACS－30"}, False)]
)
def test_a_refused_piece_that_a_person_corrected_on_the_portal_goes_again(
    now: dict[str, str],
    goes: bool,  # noqa: FBT001 - a table
) -> None:
    (group,) = grouped([record("1")], at_most=9)
    wish = booking_item("demo", group, attempt=0).wish
    booking = item(Errand.BOOK, "x", portal_uuid=f"B{FIRST}", portal_number=FIRST, wish=wish)
    history = [reading(FIRST, at(0), **{"1": "预约失败"})]
    choice = decide([record("1", **now)], [filed("1"), booking], history)
    assert bool(chosen(choice)) is goes


def test_a_refused_piece_by_hand_goes_again_when_it_is_named() -> None:
    history = [reading(FIRST, at(0), **{"1": "预约失败"})]
    assert why(decide([record("1")], [], history)) == {"1": Reason.REFUSED}
    assert chosen(decide([record("1")], [], history, named=frozenset({"1"}))) == ["1"]
    ours = decide([record("1")], [filed("1")], history, named=frozenset({"1"}))
    assert why(ours) == {"1": Reason.REFUSED}


def test_a_piece_that_is_gone_from_its_booking_is_free() -> None:
    history = [
        reading(FIRST, at(0), **{"1": "待受理", "2": "待受理"}),
        reading(FIRST, at(1), **{"2": "待受理"}),
    ]
    choice = decide([record("1"), record("2")], [filed("1"), filed("2")], history)
    assert (chosen(choice), why(choice)) == (["1"], {"2": Reason.IN_BOOKING})


VERIFIED = [reading("2025112000001", at(0), **{"1": "已检定"})]


def test_a_verified_piece_is_never_booked_by_itself() -> None:
    for day in ("2027-06-30", "2026-12-01", "2026-01-01"):
        choice = decide([record("1", valid_until=day)], [filed("1")], VERIFIED)
        assert why(choice)["1"] in {Reason.VALID, Reason.DATE_MISSING}
    assert why(decide([record("1")], [filed("1")], VERIFIED)) == {"1": Reason.DATE_MISSING}


@pytest.mark.parametrize(
    ("day", "goes"), [("2026-12-31", True), ("2026-11-01", True), ("2027-06-30", False)]
)
@pytest.mark.parametrize("ours", [True, False])
def test_a_verified_piece_goes_again_when_it_is_due(day: str, goes: bool, ours: bool) -> None:  # noqa: FBT001 - a table
    items = [filed("1")] if ours else []
    by = TODAY + timedelta(days=60)
    choice = decide([record("1", valid_until=day)], items, VERIFIED, due_by=by)
    assert bool(chosen(choice)) is goes
    named = decide([record("1", valid_until=day)], items, VERIFIED, named=frozenset({"1"}))
    assert bool(chosen(named)) is goes


def test_a_date_from_before_the_verification_is_not_due_again() -> None:
    old = record("1", valid_until="2026-12-20")
    by_hand = [reading("2026111000001", at(0), **{"1": "已检定"})]
    by = TODAY + timedelta(days=60)
    assert why(decide([old], [filed("1")], by_hand, due_by=by)) == {"1": Reason.DATE_MISSING}
    wish = {"records": ["1"], "valid_until": {"1": "2026-12-20"}}
    ours = item(Errand.BOOK, "x", portal_uuid=f"B{VERIFIED[0].booking_number}", wish=wish)
    items = [filed("1"), ours]
    assert why(decide([old], items, VERIFIED, due_by=by)) == {"1": Reason.DATE_MISSING}
    entered = record("1", valid_until="2026-12-25")
    assert chosen(decide([entered], items, VERIFIED, due_by=by)) == ["1"]


def test_by_due_date_new_pieces_go_and_dates_far_away_stay() -> None:
    records = [
        record("1"),
        record("2", valid_until="2027-09-01"),
        record("3", valid_until="2026-12-01"),
        record("4"),
    ]
    items = [filed("1"), filed("2")]
    choice = decide(records, items, due_by=TODAY + timedelta(days=60))
    assert chosen(choice) == ["1", "3"]
    assert why(choice) == {"2": Reason.VALID, "4": Reason.NOT_OURS}


def test_named_records_alone_are_looked_at_whoever_filed_them() -> None:
    choice = decide([record("1"), record("2")], [filed("1")], named=frozenset({"2"}))
    assert (chosen(choice), choice.left_out) == (["2"], ())


# --- lists and workbooks ----------------------------------------------------------------------


def test_a_list_names_by_code_or_by_name_and_serial_number(tmp_path: Path) -> None:
    path = tmp_path / "pieces.txt"
    path.write_text("C1\n电子计价秤 S2\n电子计价秤，S3\nS4\n\nC9\nC1\n", encoding="gb18030")
    twins = [record("5", serial_number="S3")]
    records = [record(uuid) for uuid in "1234"]
    named, unknown = find_listed(read_piece_list(path), records + twins)
    assert named == {"1", "2", "4"}
    assert [(one.reason, one.place) for one in unknown] == [
        (Reason.SEVERAL, "3"),
        (Reason.NOT_FILED, "6"),
    ]


def test_a_spreadsheet_with_headers_is_a_list_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["备注", "器具编码", "出厂编号", "器具名称"],
        ["x", "C1", "", ""],
        ["", None, "S2", "电子计价秤"],
    ):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(tmp_path / "list.xlsx")
    named, unknown = find_listed(
        read_piece_list(tmp_path / "list.xlsx"), [record("1"), record("2")]
    )
    assert named == {"1", "2"}
    assert unknown == ()


def test_a_list_that_names_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("器具编码\n", encoding="utf-8")
    with pytest.raises(EmptyWorkbookError):
        read_piece_list(path)


def test_a_workbook_names_what_is_filed_as_it_says() -> None:
    records = [record_of(to_form(SCALE), "1"), record_of(to_form(scale("7", model="ACS-15")), "2")]
    plan = make_plan("demo", wishes(SCALE, scale("7"), scale("8")), records, known={})
    named, left_out = find_planned(plan, stopped=[9])
    assert named == {"1"}
    assert [(one.reason, one.place) for one in left_out] == [
        (Reason.DIFFERS, "4"),
        (Reason.NOT_FILED, "5"),
        (Reason.STOPPED, "9"),
    ]


# --- groups -----------------------------------------------------------------------------------


def test_groups_are_by_delivery_and_region_and_not_too_large() -> None:
    records = [record(str(n)) for n in range(5)] + [
        record("8", delivery="送检"),
        record("9", region_name="新城区"),
    ]
    groups = grouped(records, at_most=3)
    assert [len(group.records) for group in groups] == [3, 2, 1, 1]
    assert groups[0].contents == (("电子计价秤", 3),)


def test_pieces_go_with_those_that_the_same_institute_took() -> None:
    known = [record("1"), record("2", category="压力仪表")]
    held = holdings(
        [], [reading(FIRST, at(0), **{"1": "待检定"}), reading(SECOND, at(0), **{"2": "待检定"})]
    )
    new = [record("3"), record("4", category="压力仪表"), record("5", category="加油机")]
    groups = grouped(new, at_most=9, held=held, known=known)
    assert [group.records for group in groups] == [("3",), ("4",), ("5",)]
    alone = grouped(new, at_most=9, held={"1": held["1"]}, known=known)
    assert [group.records for group in alone] == [("3", "4", "5")]


def test_a_new_booking_remembers_the_one_that_refused_its_pieces() -> None:
    held = holdings([], [reading(FIRST, at(0), **{"1": "预约失败"})])
    (group,) = grouped([record("1"), record("2")], at_most=9, held=held)
    wish = booking_item("demo", group, attempt=0).wish
    assert wish["after"] == [FIRST]
    assert wish["valid_until"] == {"1": "", "2": ""}


# --- what may be changed meanwhile ------------------------------------------------------------

LEFT_ONE = "预约单共2条计量器具，其中1条已分配至某院"


@pytest.mark.parametrize(
    ("text", "institute", "inside"),
    [
        (LEFT_ONE, "", set()),
        (LEFT_ONE, "某院", {"1"}),
        ("预约单共2条计量器具，其中2条已分配至某院", "", {"1"}),
        ("", "", {"1"}),
    ],
)
def test_a_piece_that_nobody_got_may_be_corrected(
    text: str, institute: str, inside: set[str]
) -> None:
    seen = reading(FIRST, at(0), **{"1": "待受理"})
    piece = {**seen.pieces[0], "institute": institute}
    seen = seen.model_copy(update={"text": text, "pieces": [piece]})
    assert under_way([], [seen]) == inside
    assert holdings([], [seen])["1"].is_open  # it stays booked all the same
