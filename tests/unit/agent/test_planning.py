"""Desired against actual, with identical pieces counted."""

from ecqs_agent.journal import Errand, Item, State, item_key
from ecqs_agent.journal.store import utc_now
from ecqs_agent.runs.planning import Plan, make_plan
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes


def record(piece: Instrument, uuid: str, **changes: str) -> LedgerRecord:
    return record_of(to_form(piece), uuid).model_copy(update=changes)


def item(piece: Instrument, state: State, uuid: str | None, ordinal: int = 0) -> Item:
    return Item(
        key=item_key("demo", Errand.ADD, piece.fingerprint, ordinal),
        account="demo",
        errand=Errand.ADD,
        fingerprint=piece.fingerprint,
        ordinal=ordinal,
        state=state,
        attempts=1,
        portal_uuid=uuid,
        portal_number="",
        place="3",
        wish={},
        words="",
        created_at=utc_now(),
        changed_at=utc_now(),
    )


def plan(pieces: list[Instrument], records: list[LedgerRecord], *known: Item) -> Plan:
    return make_plan("demo", wishes(*pieces), records, known={item.key: item for item in known})


def verdicts(made: Plan) -> str:
    return "".join(step.verdict.value for step in made.steps)


def test_everything_is_new_on_an_empty_portal() -> None:
    made = plan([SCALE, UNPLATED], [])
    assert verdicts(made) == "++"
    assert made.counts()["add"] == 2


def test_what_is_there_needs_nothing() -> None:
    made = plan([SCALE], [record(SCALE, "U1")])
    assert verdicts(made) == "="
    assert not made.only_on_portal


def test_identical_unplated_pieces_are_counted() -> None:
    made = plan([UNPLATED] * 3, [record(UNPLATED, "U1"), record(UNPLATED, "U2")])
    assert verdicts(made) == "==+"
    assert len({step.key for step in made.steps}) == 3


def test_what_no_row_asks_for_is_reported_and_left_alone() -> None:
    made = plan([], [record(SCALE, "U1")])
    assert [left.uuid for left in made.only_on_portal] == ["U1"]
    assert not made.steps


def test_a_difference_outside_the_identity_is_a_change_field_by_field() -> None:
    made = plan([SCALE], [record(SCALE, "U1", measuring_range="30g-15kg")])
    assert verdicts(made) == "~"
    assert made.steps[0].changes == {"measuring_range": ("30g-15kg", "200g-30kg")}


def test_spelling_of_dashes_and_blanks_is_no_difference() -> None:
    made = plan([UNPLATED], [record(UNPLATED, "U1", measuring_range=" ------ ")])
    assert verdicts(made) == "="


def test_a_corrected_row_changes_its_own_record() -> None:
    corrected = scale("938579", model="ACS-15")
    made = plan([corrected], [record(SCALE, "U1")], item(SCALE, State.PROVEN, "U1"))
    assert verdicts(made) == "~"
    assert made.steps[0].record is not None
    assert made.steps[0].record.uuid == "U1"


def test_two_records_with_one_plate_are_not_guessed_between() -> None:
    records = [record(scale("938579", model=model), model) for model in ("A", "B")]
    made = plan([SCALE], records)
    assert verdicts(made) == "!"
    assert "Several" in made.steps[0].reason


def test_an_owned_record_stays_with_its_owner() -> None:
    records = [record(UNPLATED, "U1"), record(UNPLATED, "U2")]
    owner = item(UNPLATED, State.PROVEN, "U2", ordinal=1)
    made = plan([UNPLATED, UNPLATED], records, owner)
    assert [step.record.uuid for step in made.steps if step.record] == ["U1", "U2"]


def test_an_unclear_item_is_never_planned_again() -> None:
    made = plan([SCALE], [], item(SCALE, State.UNCLEAR, None))
    assert verdicts(made) == "?"


def test_a_record_that_vanished_is_a_conflict_not_a_new_filing() -> None:
    made = plan([SCALE], [], item(SCALE, State.PROVEN, "U1"))
    assert verdicts(made) == "!"
