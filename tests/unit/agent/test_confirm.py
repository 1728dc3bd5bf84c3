"""What the ledger shows of records that were proven by an answer."""

import pytest

from ecqs_agent.flows.confirm import confirm
from ecqs_agent.journal import Errand, Item, Journal, NewItem
from ecqs_agent.runs.planning import make_plan, new_item
from ecqs_agent.workbooks.mapping import to_form
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, scale, wishes


@pytest.fixture
def journal() -> Journal:
    return Journal.open("sqlite://")


def filed(journal: Journal, new: NewItem, uuid: str = "u1") -> Item:
    item = journal.note(new)
    journal.take(item.key)
    journal.mark_submitting(item.key)
    return journal.mark_proven(
        item.key, portal_uuid=uuid, portal_number="8001", evidence={"answer": {"uuid": uuid}}
    )


def added(journal: Journal) -> Item:
    (step,) = make_plan("demo", wishes(SCALE), (), known={}).steps
    return filed(journal, new_item("demo", step))


def seen(**changes: str) -> LedgerRecord:
    return record_of(to_form(SCALE), "u1").model_copy(update=changes)


def test_a_row_as_wished_is_confirmed_once(journal: Journal) -> None:
    item = added(journal)
    assert [one.key for one in confirm("demo", [seen()], journal).seen] == [item.key]
    assert confirm("demo", [seen()], journal).seen == ()
    assert [code for *_, code in journal.events(item.key)][-2:] == ["proven", "seen"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"model": "ACS-15"}, "model"),
        ({"kind": "another"}, "kind"),
        ({"quantity": "2"}, "quantity"),
        ({"region_code": "150102"}, "region"),
    ],
)
def test_another_value_is_told_by_its_field(
    journal: Journal, change: dict[str, str], field: str
) -> None:
    added(journal)
    confirmed = confirm("demo", [seen(**change)], journal)
    assert [fields for _, fields in confirmed.differing] == [(field,)]
    assert confirmed.mismatches == 1


def test_a_row_that_is_not_there_is_looked_for_again(journal: Journal) -> None:
    item = added(journal)
    assert [one.key for one in confirm("demo", [], journal).missing] == [item.key]
    assert [one.key for one in confirm("demo", [seen()], journal).seen] == [item.key]


def test_a_record_changed_since_is_judged_by_the_change(journal: Journal) -> None:
    added(journal)
    (step,) = make_plan("demo", wishes(scale("938579", model="ACS-15")), [seen()], known={}).steps
    change = NewItem(
        account="demo",
        errand=Errand.CHANGE,
        fingerprint="u1",
        ordinal=0,
        wish={
            "form": step.form.model_dump(mode="json"),
            "uuid": "u1",
            "region_code": step.region_code,
        },
    )
    filed(journal, change)
    confirmed = confirm("demo", [seen(model="ACS-15")], journal)
    assert (len(confirmed.seen), confirmed.mismatches) == (2, 0)


def another(uuid: str, **changes: str) -> LedgerRecord:
    return seen(**changes).model_copy(update={"uuid": uuid, "instrument_code": f"C{uuid}"})


def test_a_piece_that_stands_there_twice_is_told_once(journal: Journal) -> None:
    item = added(journal)
    rows = [seen(), another("u2")]
    confirmed = confirm("demo", rows, journal, before=())
    ((told, extra),) = confirmed.doubled
    assert (told.key, [row.uuid for row in extra]) == (item.key, ["u2"])
    assert (confirmed.mismatches, confirmed.strangers) == (1, ())
    assert journal.details(item.key)[-1] == ("doubled", {"rows": ["u2"]})
    assert confirm("demo", rows, journal, before=()).mismatches == 0


def test_identical_pieces_are_no_doubles_of_each_other(journal: Journal) -> None:
    steps = make_plan("demo", wishes(SCALE, SCALE, SCALE), (), known={}).steps
    for number, step in enumerate(steps[:2], start=1):
        filed(journal, new_item("demo", step), uuid=f"u{number}")
    journal.note(new_item("demo", steps[2]))  # it may turn out that the third row is its own
    rows = [seen(), another("u2"), another("u3")]
    confirmed = confirm("demo", rows, journal, before=())
    assert (confirmed.doubled, confirmed.strangers, len(confirmed.seen)) == ((), (), 2)


def test_rows_that_came_meanwhile_and_nobody_of_ours_filed_are_strangers(journal: Journal) -> None:
    added(journal)
    by_hand, long_there = another("u8", serial_number="1"), another("u9", serial_number="2")
    rows = [seen(), by_hand, long_there]
    assert confirm("demo", rows, journal, before=["u9"]).strangers == (by_hand,)
    assert confirm("demo", rows, journal).strangers == ()
