"""Where every piece stands, since when, and what comes next."""

from ecqs_agent.answers.standings import Standing
from ecqs_agent.answers.stories import NextStep, PieceStory, happened, stories
from ecqs_agent.journal import Errand, State
from page_objects.screens import LedgerRecord
from tests.unit.agent.samples import UNPLATED
from tests.unit.agent.tellings import (
    FIRST,
    MAIN,
    PHONE,
    SECOND,
    booking,
    changed,
    day,
    filed,
    item,
    piece,
    reading,
)

ON_SITE = f"{MAIN}受理回执信息：本院已受理，请与力学室电话0471-3337062联系，确定现场检定时间。"
REFUSAL = "器具电子计价秤（出厂编号为 938579）不予受理原因：请规范填写测量范围"


def tell(*facts: object, records: tuple[LedgerRecord, ...] = ()) -> tuple[PieceStory, ...]:
    from ecqs_agent.journal import Item, ReceiptRecord

    return stories(
        "demo",
        items=[fact for fact in facts if isinstance(fact, Item)],
        history=[fact for fact in facts if isinstance(fact, ReceiptRecord)],
        records=records,
    )


def one(*facts: object, records: tuple[LedgerRecord, ...] = ()) -> PieceStory:
    (story,) = tell(*facts, records=records)
    return story


def way(story: PieceStory) -> list[str]:
    return [moment.standing.value for moment in story.moments]


def test_the_way_from_wish_to_certificate() -> None:
    text = ON_SITE
    facts = [
        filed("U1", 1),
        booking("U1", on=2),
        reading(piece("U1", "待受理"), on=3),
        reading(piece("U1", "待检定"), on=5, text=text),
        reading(
            piece("U1", "已检定", certificate_number="2026SL1", result="合格"), on=9, text=text
        ),
    ]
    story = one(*facts)
    assert way(story) == ["filed", "booked", "accepted", "verified"]
    assert [moment.at for moment in story.moments] == [day(1), day(2), day(5), day(9)]
    assert (story.standing, story.next_step) == (Standing.VERIFIED, NextStep.ENTER_EXPIRY)
    assert (story.certificate_number, story.result) == ("2026SL1", "合格")
    assert (story.instrument_code, story.place_of_use) == ("CU1", "店铺内")
    assert (story.region, story.delivery) == ("内蒙古自治区/呼和浩特市/赛罕区", "现场检")

    accepted = one(*facts[:4])
    assert (accepted.next_step, accepted.phones) == (NextStep.CALL, ("0471-3337062",))
    assert accepted.words.startswith("本院已受理")
    booked = one(*facts[:3])
    assert (booked.next_step, booked.since, booked.process_state) == (
        NextStep.WAIT,
        day(2),
        "待受理",
    )
    assert booked.booking_number == one(*facts[:2]).booking_number == FIRST
    assert one(facts[0]).next_step is NextStep.BOOK


def test_a_refused_piece_is_corrected_and_booked_again() -> None:
    refused = reading(piece("U1", "预约失败"), on=4, text=REFUSAL)
    facts = [filed("U1"), booking("U1", on=2), refused]
    story = one(*facts)
    assert (story.standing, story.next_step, story.since) == (
        Standing.REFUSED,
        NextStep.CORRECT,
        day(4),
    )
    assert (story.words, story.phones) == ("请规范填写测量范围", (PHONE,))

    facts.append(changed("U1", 6, measuring_range="30g-15kg", model="ACS-15"))
    # another piece of that booking was answered: the same refusal is read once more
    facts.append(reading(piece("U1", "预约失败"), piece("U2", "已检定"), on=7, text=REFUSAL))
    story = tell(*facts)[0]
    assert way(story) == ["filed", "booked", "refused", "filed"]
    assert (story.next_step, story.since, story.model) == (NextStep.BOOK, day(6), "ACS-15")
    assert (story.booking_number, story.booked_before) == ("", (FIRST,))

    facts.append(booking("U1", on=20, number=SECOND))
    facts.append(reading(piece("U1", "待检定"), on=21, number=SECOND, text=ON_SITE))
    # what the old booking says afterwards is no turn
    facts.append(reading(piece("U1", "预约失败"), on=22, text=f"{REFUSAL}。请尽快"))
    story = tell(*facts)[0]
    assert way(story) == ["filed", "booked", "refused", "filed", "booked", "accepted"]
    assert (story.booking_number, story.booked_before) == (SECOND, (FIRST,))


def test_two_identical_pieces_of_which_one_is_refused() -> None:
    bare = {"name": "戥子", "serial_number": "-----", "model": "-----"}
    text = f"{ON_SITE}\n器具戥子（出厂编号为 ----）不予受理原因：请核对数量"
    states = ("待检定", "预约失败")
    pieces = [piece(f"U{at}", state, **bare) for at, state in enumerate(states)]
    facts = [filed(f"U{at}", instrument=UNPLATED) for at in range(2)]
    good, bad = tell(*facts, booking("U0", "U1", on=2), reading(*pieces, on=3, text=text))
    assert (good.standing, good.next_step) == (Standing.ACCEPTED, NextStep.CALL)
    assert "请核对数量" not in good.words
    assert (bad.standing, bad.words) == (Standing.REFUSED, "请核对数量")


def test_an_unknown_state_is_kept_and_never_guessed() -> None:
    story = one(filed("U1"), reading(piece("U1", "已送达"), on=3, text=REFUSAL))
    assert (story.standing, story.next_step) == (Standing.UNKNOWN_STATE, NextStep.LOOK)
    assert (story.process_state, story.words) == ("已送达", "请规范填写测量范围")
    assert story.phones == (PHONE,)


def test_a_piece_that_nobody_got() -> None:
    text = f"预约单共2条计量器具，其中1条已分配至{MAIN}"
    nobody = piece("U2", "待受理", institute="", phone="")
    got, left = tell(reading(piece("U1", "待受理"), nobody, on=3, text=text))
    assert (got.next_step, left.next_step) == (NextStep.WAIT, NextStep.ASK)
    assert (left.institute, left.phones, left.words) == ("", (), "")


def test_the_delivery_decides_between_two_ways() -> None:
    text = f"{ON_SITE}请携带预约送检单将器具送至业务大厅（电话0471-3337100）检定。"
    record = LedgerRecord(uuid="U1", delivery="送检", place_of_use="锅炉房")
    story = one(reading(piece("U1", "待检定"), on=3, text=text), records=(record,))
    assert (story.next_step, story.phones) == (NextStep.BRING_IN, ("0471-3337100",))
    assert (story.place_of_use, story.item_key) == ("锅炉房", "")


def test_an_acceptance_without_words_falls_back_on_the_grids_phone() -> None:
    assert one(reading(piece("U1", "待检定"), on=3)).next_step is NextStep.CALL
    assert one(reading(piece("U1", "待检定", phone=""), on=3)).next_step is NextStep.LOOK


def test_what_is_unclear_comes_first() -> None:
    unclear = booking("U1", on=2, state=State.UNCLEAR)
    story = one(filed("U1"), unclear)
    assert (story.standing, story.next_step) == (Standing.UNCLEAR, NextStep.RECONCILE)
    seen = one(filed("U1"), unclear, reading(piece("U1", "待受理"), on=3))
    assert seen.standing is Standing.BOOKED


def test_the_portals_own_refusal_and_what_was_not_sent() -> None:
    refused = item(Errand.ADD, State.REFUSED, 2, words="出厂编号重复", wish={"name": "秤"})
    waiting = item(Errand.ADD, State.TODO, 1, wish={"name": "秤"})
    first, second = tell(refused, waiting)
    assert (first.standing, first.next_step) == (Standing.PORTAL_REFUSED, NextStep.CORRECT)
    assert (first.words, first.record_uuid, first.name) == ("出厂编号重复", "", "秤")
    assert second.next_step is NextStep.FILE


def test_a_refused_booking_of_a_piece_that_is_booked_already_changes_nothing() -> None:
    facts = [filed("U1"), reading(piece("U1", "待受理"), on=2)]
    assert one(*facts, booking("U1", on=3, state=State.REFUSED)).standing is Standing.BOOKED
    assert one(facts[0], booking("U1", on=3, state=State.REFUSED)).words == "预约失败：系统繁忙"


def test_a_record_adopted_after_its_receipt_was_read_stays_booked() -> None:
    story = one(filed("U1", 9), reading(piece("U1", "待受理"), on=2))
    assert (story.standing, story.since) == (Standing.BOOKED, day(2))


def test_a_piece_taken_out_of_its_booking_may_be_booked_again() -> None:
    both = reading(piece("U1", "待受理"), piece("U2", "待受理"), on=2)
    first, _ = tell(filed("U1"), both, reading(piece("U2", "待受理"), on=3))
    assert (first.standing, first.booking_number, first.booked_before) == (
        Standing.FILED,
        "",
        (FIRST,),
    )
    again = reading(piece("U1", "待受理"), on=4, number=SECOND)
    late = reading(piece("U2", "待受理"), on=5)
    first, _ = tell(filed("U1"), both, again, late)
    assert first.booking_number == SECOND


def test_the_expiry_date_is_entered_once() -> None:
    facts = [filed("U1"), reading(piece("U1", "已检定", result="合格"), on=5)]
    entered = item(Errand.VALIDITY, State.PROVEN, 6, uuid="U1", wish={"uuid": "U1"})
    unclear = item(Errand.VALIDITY, State.UNCLEAR, 6, wish={"uuid": "U1"})
    assert one(*facts, entered).next_step is NextStep.NOTHING
    assert one(*facts, unclear).next_step is NextStep.RECONCILE
    on_portal = LedgerRecord(uuid="U1", valid_until="2027-11-05")
    assert one(*facts, records=(on_portal,)).next_step is NextStep.NOTHING


def test_a_piece_that_did_not_pass_gets_no_date() -> None:
    story = one(reading(piece("U1", "已检定", result="不合格"), on=5))
    assert (story.standing, story.next_step) == (Standing.VERIFIED, NextStep.REPAIR)


def test_a_record_that_nobody_names_is_no_story() -> None:
    assert tell(records=(LedgerRecord(uuid="U9"),)) == ()


def test_what_happened_between_two_tellings() -> None:
    items = [filed("U1"), booking("U1", on=2)]
    first = reading(piece("U1", "待受理"), on=3)
    answered = reading(piece("U1", "预约失败"), piece("U2", "待受理"), on=4, text=REFUSAL)
    before, after = tell(*items, first), tell(*items, first, answered)
    mine, new = happened(before, after)
    assert mine.before is not None
    assert (mine.before.standing, mine.after.standing) == (Standing.BOOKED, Standing.REFUSED)
    assert (new.before, new.after.record_uuid) == (None, "U2")
    assert happened(after, after) == ()


def test_a_refused_record_that_is_adopted_is_not_corrected_by_that() -> None:
    story = one(filed("U1", 9), reading(piece("U1", "预约失败"), on=2, text=REFUSAL))
    assert (story.standing, way(story)) == (Standing.REFUSED, ["refused"])


def test_an_old_booking_says_nothing_after_a_new_one() -> None:
    facts = [
        reading(piece("U1", "预约失败"), on=2, text=REFUSAL),
        reading(piece("U1", "待受理"), on=20, number=SECOND),
        reading(piece("U1", "已检定"), on=21),
        reading(piece("U2", "已检定"), on=22),  # and it has gone from the old one
    ]
    story = tell(*facts)[0]
    assert (way(story), story.booking_number) == (["refused", "booked"], SECOND)


def test_a_corrected_piece_that_leaves_its_old_booking_stays_as_it_is() -> None:
    first = reading(piece("U1", "预约失败"), piece("U2", "待检定"), on=2, text=REFUSAL)
    story = tell(filed("U1"), first, changed("U1", 6), reading(piece("U2", "待检定"), on=8))[0]
    assert (way(story), story.since) == (["filed", "refused", "filed"], day(6))


def test_a_booking_proven_late_does_not_undo_its_answer() -> None:
    facts = [filed("U1"), reading(piece("U1", "待检定"), on=3), booking("U1", on=4)]
    assert way(one(*facts)) == ["filed", "accepted"]


def test_other_words_are_a_turn_and_no_new_beginning() -> None:
    facts = [
        reading(piece("U1", "待检定"), on=3, text=ON_SITE),
        reading(piece("U1", "待检定"), on=5, text=f"{ON_SITE}请尽快。"),
        reading(piece("U1", "待检定"), on=6, text=f"{ON_SITE}请尽快。"),
    ]
    story = one(*facts)
    assert (len(story.moments), story.since) == (2, day(3))
    assert story.words.endswith("请尽快。")


def test_each_unknown_word_begins_anew() -> None:
    facts = [reading(piece("U1", "已送达"), on=3), reading(piece("U1", "检定中"), on=5)]
    assert (one(*facts).since, one(*facts).process_state) == (day(5), "检定中")


def test_the_piece_shown_as_refused_takes_all_reasons_of_its_plate() -> None:
    text = f"{REFUSAL}\n器具电子计价秤（出厂编号为 938579）不予受理原因：型号有误"
    pieces = [piece("U1", "待受理"), piece("U2", "预约失败")]
    waiting, refused = tell(reading(*pieces, on=3, text=text))
    assert (waiting.words, refused.words) == ("", "请规范填写测量范围\n型号有误")


def test_no_state_and_no_receipt_is_no_answer_yet() -> None:
    assert one(reading(piece("U1", ""), on=3, text="")).next_step is NextStep.WAIT
    assert one(reading(piece("U1", ""), on=3)).next_step is NextStep.LOOK


def test_an_institute_that_shortens_its_own_name_is_still_the_one() -> None:
    text = "内蒙古计量院受理回执信息：请等待现场检定"
    alone = one(reading(piece("U1", "待检定"), on=3, text=text))
    assert (alone.next_step, alone.words) == (NextStep.EXPECT_VISIT, "请等待现场检定")
    other = piece("U2", "待检定", institute="包头市检验检测中心")
    first, _ = tell(reading(piece("U1", "待检定"), other, on=3, text=text))
    assert first.words == ""


def test_nobodys_piece_in_an_unknown_state_has_no_institutes_words() -> None:
    text = f"{ON_SITE}\n包头市检验检测中心受理回执信息：请等待现场检定"
    assert one(reading(piece("U1", "已送达", institute=""), on=3, text=text)).words == ""


def test_a_piece_named_as_left_is_nobodys_whatever_the_counts_say() -> None:
    text = "器具电子计价秤（出厂编号为 938579）未分配到检定机构"
    nobody = piece("U1", "待受理", institute="")
    assert one(reading(nobody, on=3, text=text)).next_step is NextStep.ASK


def test_the_institutes_way_counts_where_it_knows_only_one() -> None:
    text = f"{MAIN}受理回执信息：请将器具送至业务大厅（电话0471-3337100）。"
    story = one(filed("U1"), booking("U1", on=2), reading(piece("U1", "待检定"), on=3, text=text))
    assert (story.delivery, story.next_step) == ("现场检", NextStep.BRING_IN)


def test_the_phone_that_agrees_on_the_date_comes_alone() -> None:
    text = f"{MAIN}受理回执信息：请等待现场检定，联系人电话0471-3337100。另请致电0471-3337062。"
    story = one(filed("U1"), booking("U1", on=2), reading(piece("U1", "待检定"), on=3, text=text))
    assert (story.next_step, story.phones) == (NextStep.CALL, ("0471-3337062",))


def test_a_phone_in_a_reason_comes_before_the_grids() -> None:
    text = f"{REFUSAL}，请致电0471-3337062"
    story = one(reading(piece("U1", "预约失败"), on=3, text=text))
    assert story.phones == ("0471-3337062", PHONE)


def test_what_is_to_be_brought_in_is_brought_in_without_words_too() -> None:
    record = LedgerRecord(uuid="U1", delivery="送检")
    story = one(reading(piece("U1", "待检定"), on=3), records=(record,))
    assert (story.next_step, story.phones) == (NextStep.BRING_IN, (PHONE,))


def test_an_expiry_entered_before_this_verification_does_not_count() -> None:
    entered = item(Errand.VALIDITY, State.PROVEN, 4, uuid="U1", wish={"uuid": "U1"})
    facts = [filed("U1"), reading(piece("U1", "已检定", result="合格"), on=5)]
    assert one(*facts, entered).next_step is NextStep.ENTER_EXPIRY


def test_last_years_certificate_is_not_this_bookings() -> None:
    record = LedgerRecord(uuid="U1", certificate_number="2025SL1", result="合格")
    assert one(reading(piece("U1", "待检定"), on=3), records=(record,)).certificate_number == ""
    assert one(filed("U1"), records=(record,)).certificate_number == "2025SL1"
    assert one(reading(piece("U1", "已检定"), on=3), records=(record,)).result == "合格"


def test_another_accounts_items_are_not_ours() -> None:
    foreign = filed("U1").model_copy(update={"account": "second"})
    assert tell(foreign) == ()
