"""Whose date may be set: one source and one record beyond doubt, and nothing else."""

from datetime import date, timedelta

import pytest

from ecqs_agent.expiry.statements import Flaw, Statement
from ecqs_agent.expiry.validity import Entry, Finding, ValidityPlan, plan_validity
from ecqs_agent.expiry.validity_match import Reason
from ecqs_agent.journal import Errand, Journal, State
from ecqs_agent.workbooks.mapping import to_form
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, UNPLATED, scale

TODAY = date(2026, 3, 20)
VERIFIED = date(2026, 3, 5)
ENDS = date(2027, 3, 4)

SAID = Statement(
    place="A.pdf",
    name="电子计价秤",
    serial_number="938579",
    model="ACS-30",
    certificate_number="JL-1",
    verified_on=VERIFIED,
    valid_until=ENDS,
)
ROW = Statement(place="T7", name="电子计价秤", serial_number="938579", valid_until=ENDS)
DASHES = SAID.model_copy(update={"name": "戥子", "serial_number": "----", "model": "-----"})


def record(uuid: str = "U1", **changes: str) -> LedgerRecord:
    return record_of(to_form(SCALE), uuid).model_copy(
        update={"instrument_code": f"15010500{uuid}", **changes}
    )


def unplated(uuid: str, **changes: str) -> LedgerRecord:
    return record_of(to_form(UNPLATED), uuid).model_copy(update=changes)


def said(**changes: object) -> Statement:
    return SAID.model_copy(update=changes)


def plan(
    *statements: Statement, records: tuple[LedgerRecord, ...] = (), journal: Journal | None = None
) -> ValidityPlan:
    known = journal.items("demo") if journal else ()
    return plan_validity(
        "demo", statements, records or (record(),), known=known, today=TODAY, longest=5
    )


def only(made: ValidityPlan) -> Entry:
    (entry,) = made.entries
    return entry


def verdict(made: ValidityPlan) -> tuple[Finding, Reason | None]:
    return only(made).finding, only(made).reason


def test_one_source_and_one_record_belong_together() -> None:
    made = plan(SAID, records=(record("U1"), record("U2", serial_number="938580")))
    assert verdict(made) == (Finding.SET, None)
    (item,) = made.items()
    assert (item.errand, item.fingerprint, item.ordinal) == (Errand.VALIDITY, "U1", 0)
    assert item.wish == {
        "uuid": "U1",
        "valid_until": "2027-03-04",
        "name": "电子计价秤",
        "serial_number": "938579",
        "instrument_code": "15010500U1",
        "source": {
            "place": "A.pdf",
            "certificate_number": "JL-1",
            "verified_on": "2026-03-05",
        },
    }


@pytest.mark.parametrize(
    "statement",
    [
        ROW,
        said(serial_number="\uff19\uff13\uff18\uff15\uff17\uff19"),
        said(name="电子 计价秤"),
        said(model="ACS-30型 30kg"),
        said(model=""),
        said(certificate_number=""),
        ROW.model_copy(update={"instrument_code": "15010500U1"}),
    ],
)
def test_width_blanks_and_more_words_are_no_difference(statement: Statement) -> None:
    assert verdict(plan(statement)) == (Finding.SET, None)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (said(serial_number="938578"), Reason.NO_RECORD),
        (said(serial_number=""), Reason.NO_RECORD),
        (said(name="", serial_number=""), Reason.NO_RECORD),
        (said(name="电子台秤"), Reason.OTHER_NAME),
        (said(model="TCS-150"), Reason.OTHER_MODEL),
        (said(instrument_code="999"), Reason.NO_RECORD),
        (said(instrument_code="15010500U1", serial_number="1"), Reason.OTHER_SERIAL),
        (said(instrument_code="15010500U1", name="压力表"), Reason.OTHER_SERIAL),
        (said(flaw=Flaw.FAILED, valid_until=None), Reason.SOURCE),
        (said(valid_until=None), Reason.SOURCE),
        (said(valid_until=TODAY - timedelta(days=1)), Reason.PAST),
        (said(valid_until=VERIFIED), Reason.BACKWARDS),
        (said(valid_until=VERIFIED - timedelta(days=400)), Reason.BACKWARDS),
        (said(verified_on=TODAY + timedelta(days=1)), Reason.FUTURE),
        (said(valid_until=date(2031, 3, 6)), Reason.TOO_FAR),
        (ROW.model_copy(update={"valid_until": date(2031, 3, 21)}), Reason.TOO_FAR),
    ],
)
def test_every_doubt_is_named_and_nothing_is_set(statement: Statement, reason: Reason) -> None:
    made = plan(statement)
    assert verdict(made) == (Finding.DOUBT, reason)
    assert made.items() == ()


@pytest.mark.parametrize("day", [TODAY, date(2031, 3, 5), date(2026, 3, 21)])
def test_dates_at_the_edges_are_plausible(day: date) -> None:
    assert verdict(plan(said(valid_until=day))) == (Finding.SET, None)


def test_the_same_date_is_nothing_to_do_even_when_it_is_long_past() -> None:
    past = said(valid_until=date(2020, 1, 1), verified_on=date(2019, 1, 2))
    made = plan(past, records=(record(valid_until="2020-01-01"),))
    assert verdict(made) == (Finding.SAME, None)


@pytest.mark.parametrize("shown", ["2026-03-04", "2027-03-05", "长期", "2027-03"])
def test_another_value_is_a_conflict_with_both_values(shown: str) -> None:
    entry = only(plan(SAID, records=(record(valid_until=shown),)))
    assert (entry.finding, entry.reason) == (Finding.CONFLICT, Reason.OTHER_DATE)
    assert (entry.seen, entry.statement.valid_until) == (shown, ENDS)


def test_another_certificate_in_the_ledger_is_a_doubt() -> None:
    entry = only(plan(SAID, records=(record(certificate_number="JL-0"),)))
    assert (entry.reason, entry.seen) == (Reason.OTHER_CERTIFICATE, "JL-0")
    wide = record(certificate_number="\uff2a\uff2c-1")
    assert only(plan(SAID, records=(wide,))).finding is Finding.SET
    assert only(plan(ROW, records=(record(certificate_number="JL-0"),))).finding is Finding.SET
    worded = said(certificate_number="第 JL-1 号")
    assert only(plan(worded, records=(record(certificate_number="JL-1"),))).finding is Finding.SET


@pytest.mark.parametrize(
    ("result", "finding"), [("不合格", Finding.DOUBT), ("合格", Finding.SET), ("", Finding.SET)]
)
def test_a_piece_that_failed_in_the_ledger_gets_no_date(result: str, finding: Finding) -> None:
    assert only(plan(SAID, records=(record(result=result),))).finding is finding


def test_identical_pieces_are_reported_and_never_chosen() -> None:
    entry = only(plan(DASHES, records=(unplated("U1"), unplated("U2"))))
    assert (entry.finding, entry.reason, entry.seen) == (
        Finding.DOUBT,
        Reason.SEVERAL_RECORDS,
        "2",
    )
    two = plan(
        DASHES,
        DASHES.model_copy(update={"place": "B.pdf", "certificate_number": "JL-2"}),
        records=(unplated("U1"), unplated("U2")),
    )
    assert two.items() == ()


def test_the_ledgers_own_certificate_number_or_a_model_tells_identical_pieces_apart() -> None:
    numbered = (
        unplated("U1", certificate_number="JL-9"),
        unplated("U2", certificate_number="JL-1"),
    )
    assert only(plan(DASHES, records=numbered)).record == numbered[1]
    models = (record("U1", model="ACS-15"), record("U2"))
    made = plan(SAID, records=models)
    assert (only(made).finding, only(made).record) == (Finding.SET, models[1])
    other = plan(said(model="ACS-6"), records=models)
    assert verdict(other) == (Finding.DOUBT, Reason.SEVERAL_RECORDS)


def test_a_single_unplated_piece_may_be_set() -> None:
    assert only(plan(DASHES, records=(unplated("U1"), record("U2")))).finding is Finding.SET


def test_a_copy_of_a_certificate_counts_once() -> None:
    made = plan(SAID, said(place="copy/A.pdf"))
    assert [(entry.finding, entry.reason) for entry in made.entries] == [
        (Finding.SET, None),
        (Finding.SAME, Reason.TWICE),
    ]
    assert len(made.items()) == 1


@pytest.mark.parametrize(
    "other",
    [
        said(place="B.pdf", valid_until=date(2027, 9, 4)),
        said(place="B.pdf", certificate_number="JL-2"),
        ROW,
    ],
)
def test_two_sources_for_one_record_are_a_doubt(other: Statement) -> None:
    made = plan(SAID, other)
    assert [entry.reason for entry in made.entries] == [Reason.SEVERAL_SOURCES] * 2
    assert "2027" in made.entries[0].seen
    assert made.items() == ()


def test_last_years_certificate_beside_this_years_does_not_disturb() -> None:
    old = said(
        place="old.pdf",
        certificate_number="JL-0",
        verified_on=date(2025, 3, 5),
        valid_until=date(2026, 3, 4),
    )
    made = plan(old, SAID)
    assert [entry.reason for entry in made.entries] == [Reason.PAST, None]


@pytest.mark.parametrize(
    ("failed_on", "finding"),
    [
        (date(2026, 3, 4), Finding.SET),  # repaired and passed afterwards
        (date(2026, 3, 5), Finding.DOUBT),
        (date(2026, 3, 9), Finding.DOUBT),
        (None, Finding.DOUBT),
    ],
)
def test_a_piece_that_failed_since_gets_no_date(failed_on: date | None, finding: Finding) -> None:
    notice = said(place="N.pdf", flaw=Flaw.FAILED, valid_until=None, verified_on=failed_on)
    passed, failed = plan(SAID, notice).entries
    assert passed.finding is finding
    assert failed.finding is Finding.DOUBT
    if finding is Finding.DOUBT:
        assert (passed.reason, passed.seen) == (Reason.FAILED_TOO, "N.pdf")
    assert plan(ROW, notice).entries[0].reason is Reason.FAILED_TOO


def journal_with(state: State) -> Journal:
    journal = Journal.open("sqlite://")
    (new,) = plan(SAID).items()
    item = journal.note(new)
    if state is State.TODO:
        return journal
    journal.take(item.key)
    if state is State.REJECTED:
        journal.mark_rejected(item.key, code="x", words="x")
        return journal
    journal.mark_submitting(item.key)
    if state is State.UNCLEAR:
        journal.mark_unclear(item.key, "no answer")
    elif state is State.REFUSED:
        journal.mark_refused(item.key, ["不可修改"])
    elif state is State.PROVEN:
        journal.mark_proven(item.key, portal_uuid="U1", evidence={})
    return journal


@pytest.mark.parametrize(
    ("state", "finding", "reason"),
    [
        (State.TODO, Finding.SET, None),
        (State.REJECTED, Finding.SET, None),
        (State.REFUSED, Finding.SET, None),
        (State.SUBMITTING, Finding.DOUBT, Reason.UNCLEAR),
        (State.UNCLEAR, Finding.DOUBT, Reason.UNCLEAR),
        (State.PROVEN, Finding.CONFLICT, Reason.GONE),
    ],
)
def test_an_earlier_attempt_counts(state: State, finding: Finding, reason: Reason | None) -> None:
    assert verdict(plan(SAID, journal=journal_with(state))) == (finding, reason)


def test_other_errands_for_the_record_do_not_count() -> None:
    journal = Journal.open("sqlite://")
    (new,) = plan(SAID).items()
    item = journal.note(new.model_copy(update={"errand": Errand.CHANGE}))
    journal.take(item.key)
    journal.mark_submitting(item.key)
    journal.mark_proven(item.key, portal_uuid="U1", evidence={})
    assert verdict(plan(SAID, journal=journal)) == (Finding.SET, None)


def test_counts_add_up() -> None:
    made = plan(
        SAID,
        said(place="B.pdf", serial_number="938580"),
        said(place="C.pdf", serial_number="1"),
        said(place="D.pdf", serial_number="2"),
        records=(
            record("U1"),
            record_of(to_form(scale("938580")), "U2").model_copy(
                update={"valid_until": "2027-03-04"}
            ),
            record("U3", serial_number="1", valid_until="2026-12-31"),
        ),
    )
    assert made.counts() == {"set": 1, "same": 1, "conflict": 1, "doubt": 1}
