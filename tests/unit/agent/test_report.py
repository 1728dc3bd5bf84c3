"""What a report gathers from the journal: what is to do, what was done, every piece's story."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ecqs_agent.answers.next_steps import NextStep
from ecqs_agent.answers.standings import Standing
from ecqs_agent.journal import Errand, State
from ecqs_agent.report import figures
from ecqs_agent.report.model import Change, Moment, Month, PieceReport, Reason, ReportData, Tone
from ecqs_agent.report.privacy import public
from ecqs_agent.report.values import changes_between
from ecqs_agent.report.wording import DEEDS, TO_DO, Deed
from tests.unit.agent.report_world import INSTITUTE, World, acceptance, busy_world, refusal


def told(piece: PieceReport) -> list[str]:
    return [moment.what.template for moment in piece.moments]


def only(data: ReportData) -> PieceReport:
    (piece,) = data.pieces
    return piece


def moment_of(piece: PieceReport, deed: Deed) -> Moment:
    (found,) = [one for one in piece.moments if one.what.template == DEEDS[deed]]
    return found


def test_the_story_of_a_refused_and_corrected_piece_is_told_in_order() -> None:
    world = World()
    uuid = world.filed("938579", pictured=True)
    world.booked("2026110200001", uuid)
    world.receipt("2026110200001", refusal("938579"), **{uuid: "预约失败"})
    world.changed(uuid, "938579", pictured=True, model="ACS-15", place_of_use="2号柜台")
    world.booked("2026110500001", uuid)
    world.receipt("2026110500001", acceptance(), **{uuid: "待检定"})
    piece = only(world.data())
    assert told(piece) == [
        DEEDS[deed]
        for deed in (
            Deed.FILED,
            Deed.SEEN,
            Deed.BOOKED,
            Deed.REFUSED,
            Deed.CHANGED,
            Deed.BOOKED,
            Deed.ACCEPTED,
        )
    ]
    assert moment_of(piece, Deed.REFUSED).words == "型号规格与铭牌不符，请核对。"
    assert set(moment_of(piece, Deed.CHANGED).changes) == {
        Change(field="model", before="ACS-30", after="ACS-15"),
        Change(field="place_of_use", before="店铺内", after="2号柜台"),
    }
    assert piece.values["model"] == "ACS-15"
    assert [picture.name for picture in piece.pictures] == ["a1.jpg", "c3.jpg"]
    assert piece.standing is Standing.ACCEPTED
    assert piece.next_step is not None
    assert piece.next_step.template == TO_DO[NextStep.CALL]


def test_values_refused_by_the_portal_are_compared_with_those_it_took() -> None:
    world = World()
    world.refused_by_the_portal("938579", "测量范围填写错误")
    refused = only(world.data())
    assert (refused.standing, refused.words) == (Standing.PORTAL_REFUSED, "测量范围填写错误")
    assert moment_of(refused, Deed.PORTAL_REFUSED).words == "测量范围填写错误"
    world.tried_again("a1", "938579", measuring_range="100g-15kg")
    piece = only(world.data())
    assert moment_of(piece, Deed.FILED).changes == (
        Change(field="measuring_range", before="200g-30kg", after="100g-15kg"),
    )
    assert moment_of(piece, Deed.PORTAL_REFUSED).words == ""  # the journal keeps the last words


def test_a_record_taken_over_is_told_so_and_its_change_is_compared_with_the_row() -> None:
    world = World()
    uuid = world.adopted("938579", model="ACS-3O", valid_until="2027-03-31")
    world.changed(uuid, "938579")
    piece = only(world.data())
    assert told(piece)[0] == DEEDS[Deed.ADOPTED]
    assert moment_of(piece, Deed.ADOPTED).changes == ()
    assert moment_of(piece, Deed.CHANGED).changes == (
        Change(field="model", before="ACS-3O", after="ACS-30"),
    )
    assert piece.valid_until == "2027-03-31"


@pytest.mark.parametrize("shown", ["赛罕区", "内蒙古自治区呼和浩特市赛罕区", "呼和浩特市/赛罕区"])
def test_a_region_is_the_same_however_much_of_its_way_is_shown(shown: str) -> None:
    way = "内蒙古自治区/呼和浩特市/赛罕区"
    assert changes_between({"region": shown}, {"region": way}, fields=("region",)) == ()
    (change,) = changes_between({"region": "新城区"}, {"region": way}, fields=("region",))
    assert (change.before, change.after) == ("新城区", way)


def test_words_that_did_not_change_are_told_once() -> None:
    world = World()
    uuid = world.filed("938579")
    world.booked("2026110200001", uuid)
    world.receipt("2026110200001", acceptance(), **{uuid: "待检定"})
    world.receipt("2026110200001", acceptance(), **{uuid: "已检定"})
    piece = only(world.data())
    assert moment_of(piece, Deed.ACCEPTED).words.startswith("请致电")
    assert moment_of(piece, Deed.VERIFIED).words == ""


def test_an_outcome_that_was_not_seen_is_told_with_how_it_was_found() -> None:
    world = World()
    uuid = world.filed("938579", lost=True)
    piece = only(world.data())
    assert told(piece) == [DEEDS[Deed.UNCLEAR], DEEDS[Deed.FOUND], DEEDS[Deed.SEEN]]
    assert piece.record_uuid == uuid


def test_a_row_that_differs_names_the_fields() -> None:
    world = World()
    world.filed("938579", differing=["model", "no such field"])
    (label,) = moment_of(only(world.data()), Deed.DIFFERS).what.facts["fields"]
    assert label.template == "Model"


def test_expiry_dates_are_told_and_counted_by_month() -> None:
    world = World()
    uuid = world.filed("938579")
    world.booked("2026110200001", uuid)
    world.receipt("2026110200001", acceptance(), **{uuid: "已检定"})
    before = world.data()
    assert (only(before).valid_until, before.without_date, before.due) == ("", 1, ())
    assert only(before).next_step == before.steps[0].what
    world.expiry(uuid, "938579", "2027-01-20")
    data = world.data()
    assert moment_of(only(data), Deed.EXPIRY).number == "2027-01-20"
    assert only(data).values["manufacturer"] == "示例衡器有限公司"
    assert data.due == (
        Month(month="2026-11", pieces=0),
        Month(month="2026-12", pieces=0),
        Month(month="2027-01", pieces=1),
    )
    assert (data.without_date, data.steps, only(data).next_step) == (0, (), None)


def test_only_what_happened_in_the_period_is_new() -> None:
    world = World()
    old = world.filed("938579")
    world.booked("2026110200001", old)
    since = world.wait(days=3)
    world.receipt("2026110200001", acceptance(), **{old: "待检定"})
    world.filed("938580")
    data = world.data(since=since)
    first, second = data.pieces
    assert [one.is_new for one in first.moments] == [False, False, False, True]
    assert all(one.is_new for one in second.moments)
    assert {act.what.template: act.times for act in data.acts} == {
        "accepted": 1,
        "filed in the ledger": 1,
    }
    quiet = world.data(since=world.wait(days=1))
    assert quiet.acts == ()
    assert not any(piece.is_new for piece in quiet.pieces)


def test_what_is_to_do_is_grouped_by_step_most_urgent_first() -> None:
    world = busy_world(12)
    world.filed("1", lost=True)
    data = world.data()
    assert [(step.what.template, len(step.pieces), step.tone) for step in data.steps] == [
        (TO_DO[NextStep.CORRECT], 2, Tone.BAD),
        (TO_DO[NextStep.CALL], 2, Tone.ACT),
        (TO_DO[NextStep.BOOK], 5, Tone.ACT),
        (TO_DO[NextStep.WAIT], 2, Tone.WAIT),
    ]
    call = data.steps[1]
    assert (call.institute, call.phones) == (INSTITUTE, ("0471-3386711",))
    assert call.words.startswith("请致电")


def test_different_words_stay_with_their_pieces() -> None:
    world = World()
    for serial, reason in (("938579", "测量范围不完整"), ("938580", "出厂编号与铭牌不符")):
        uuid = world.filed(serial)
        world.booked(f"2026110200{serial}", uuid)
        world.receipt(f"2026110200{serial}", refusal(serial, reason), **{uuid: "预约失败"})
    (step,) = world.data().steps
    assert step.words == ""
    assert [piece.words for piece in step.pieces] == ["测量范围不完整", "出厂编号与铭牌不符"]


def test_another_account_is_not_in_the_report() -> None:
    world = World()
    world.filed("938579")
    other = world.items["a1"].model_copy(update={"account": "second"})
    world.items["a1"] = other
    assert world.data().pieces == ()


def test_a_booking_of_which_no_receipt_was_read_counts() -> None:
    world = World()
    world.booked("2026110200001", world.filed("938579"))
    world.booked("2026110200002", world.filed("938580"))
    world.receipt("2026110200002", acceptance(), U3="待检定")
    assert world.data().bookings == 2
    unsent = next(item for item in world.items.values() if item.errand is Errand.BOOK)
    world.items[unsent.key] = unsent.model_copy(update={"state": State.TODO})
    assert world.data().bookings == 1


def test_due_months_run_over_the_turn_of_the_year() -> None:
    pieces = [
        piece.model_copy(update={"valid_until": day})
        for piece, day in zip(
            busy_world(6).data().pieces,
            ("2026-11-01", "2026-11-25", "2026-12-31", "2027-02-28", "2027-11-30", "2027-12-01"),
            strict=True,
        )
    ]
    months = {row.month: row.pieces for row in figures.due(pieces, today=date(2026, 11, 25))}
    assert list(months)[:4] == ["", "2026-11", "2026-12", "2027-01"]
    assert (months[""], months["2026-11"], months["2027-02"]) == (1, 1, 1)
    assert (months["2027-11"], months["later"]) == (1, 1)
    assert sum(months.values()) == 6


def test_the_month_is_the_one_in_china() -> None:
    world = World(now=datetime(2026, 11, 30, 15, 0, tzinfo=UTC))  # 23:00 there
    world.filed("938579", valid_until="2026-11-30")
    assert [row.month for row in world.data().due] == ["2026-11"]
    late = world.data(until=world.now + timedelta(hours=2))  # December there
    assert [row.month for row in late.due] == [""]


def test_reasons_are_counted_without_regard_to_width_and_spacing() -> None:
    assert figures.reasons(
        ["型号 不符。", "型号不符", "测量范围（空）", "测量范围(空)\n型号不符"]
    ) == (
        Reason(words="型号 不符。", times=3),
        Reason(words="测量范围（空）", times=2),
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("联系人身份证110105199003078515，电话0471-3386711", "联系人身份证***，电话0471-3386711"),
        ("请发至 jl.yuan@nmg-jl.org.cn。", "请发至 ***。"),
        ("出厂编号 189583P 东枪，预约编号 2026112500012", None),
        ("统一社会信用代码 91150100MA0N1234XX", None),
    ],
)
def test_id_numbers_and_addresses_are_blanked_and_nothing_else(
    words: str, shown: str | None
) -> None:
    assert public(words) == (words if shown is None else shown)
