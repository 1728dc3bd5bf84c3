"""Bookings over weeks: chosen, drafted, refused, corrected and booked again, on the mock portal."""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ecqs_agent.answers.stories import stories
from ecqs_agent.bookings.choosing import Reason, Wanted, find_planned
from ecqs_agent.bookings.grouping import holdings, one_group
from ecqs_agent.corrections.refusals import open_refusals
from ecqs_agent.corrections.worksheet import correction_rows, write_correction_workbook
from ecqs_agent.errors import DraftError
from ecqs_agent.flows.drafts import change_draft, read_drafts, remove_draft
from ecqs_agent.journal import Errand
from ecqs_agent.mock_portal.seeds import EXAMPLE
from ecqs_agent.runs.planning import Verdict
from ecqs_agent.runs.run import Run
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from ecqs_agent.workbooks.reading import authority, open_workbook
from ledgers.columns import LABELS
from page_objects.pages.booking_form import BookingForm, InstrumentPicker
from page_objects.pages.booking_list import BookingListPage
from tests.flows.conftest import OpenRun
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

pytestmark = pytest.mark.browser

TODAY = date.today()  # noqa: DTZ011 - the operator's own day


def seed(mock: Any, *records: dict[str, str]) -> list[str]:
    """Put records into the ledger as if filed by hand, and return their uuids."""
    account = {
        "password": "Demo+2026",
        "company": "x",
        "records": [EXAMPLE | one for one in records],
    }
    mock.seed({"accounts": {"demo": account}})
    return [record["uuid"] for record in mock.records()]


def correct(run: Run, path: Path, row: int, **values: str) -> Path:
    """Write the workbook of corrections, and type into one row."""
    items = run.journal.items("demo")
    told = stories("demo", items=items, history=run.journal.receipt_history("demo"))
    judge = authority("inner-mongolia", TODAY)
    rows = correction_rows(
        open_refusals(told, items), judge=judge, today=TODAY, translate=translator(Language.ZH)
    )
    write_correction_workbook(path, rows, judge=judge, translate=translator(Language.ZH))
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    columns = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
    for name, text in values.items():
        sheet.cell(row, columns[LABELS[name]]).value = text
    book.save(path)
    return path


def test_a_refused_piece_is_corrected_and_booked_again_after_the_old_booking(
    portal: Any, open_desk: OpenRun, tmp_path: Path
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, scale("7"))))
        run.book(run.groups_to_book())
        (old,) = mock.bookings()
        number = old["appointmentId"]
        mock.institute("refuse", booking=number, serial="7", reason="出厂编号有误，应为77")
        mock.institute("accept", booking=number, serial="938579")
        assert run.groups_to_book() == ()

        path = correct(run, tmp_path / "correct.xlsx", 3, serial_number="77")
        desk = open_workbook(path, institute="inner-mongolia", today=TODAY)
        plan = run.plan(desk.wishes)
        assert [step.verdict for step in plan.steps] == [Verdict.CHANGE]
        assert run.apply(plan).proven == 1
        assert {record["serialNum"] for record in mock.records()} == {"938579", "77"}

        plan = run.plan(desk.wishes)
        named, left_out = find_planned(plan, stopped=[])
        assert (len(named), left_out) == (1, ())
        (group,) = run.groups_to_book(Wanted(named=named))
        assert group.after == (number,)
        assert run.book((group,)).proven == 1
        new = run.journal.items("demo", errands=(Errand.BOOK,))[-1]
        assert new.wish["after"] == [number]
        assert run.groups_to_book() == ()
    numbers = {one["appointmentId"] for one in mock.bookings()}
    assert (len(numbers), number in numbers) == (2, True)


def test_pieces_filed_by_hand_are_booked_when_due_or_named(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    soon, far = TODAY + timedelta(days=20), TODAY + timedelta(days=300)
    due, late, new = seed(
        mock,
        {"serialNum": "1", "expiryDate": soon.isoformat()},
        {"serialNum": "2", "expiryDate": far.isoformat()},
        {"serialNum": "3"},
    )
    with open_desk(mock) as run:
        seen = run.look_before_booking()
        by_default = seen.choose(Wanted(), today=TODAY)
        assert by_default.records == ()
        assert by_default.counts() == {Reason.NOT_OURS: 2, Reason.VALID: 1}
        wanted = Wanted(due_by=TODAY + timedelta(days=60))
        (group,) = run.groups_to_book(wanted)
        assert group.records == (due,)
        assert run.book((group,)).proven == 1
        again = run.look_before_booking().choose(wanted, today=TODAY)
        assert again.records == ()
        named = Wanted(named=frozenset({new, late}))
        (group,) = run.groups_to_book(named)
        assert group.records == (new,)


def test_a_verified_piece_is_booked_again_only_when_it_is_due(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        run.book(run.groups_to_book())
        (booking,) = mock.bookings()
        mock.institute("answer")
        mock.institute("certify", booking=booking["appointmentId"])
        due = Wanted(due_by=TODAY + timedelta(days=60))
        assert run.groups_to_book() == ()
        assert run.groups_to_book(due) == ()
        (record,) = run.look_before_booking().records
        held = holdings(run.journal.items("demo"), run.journal.receipt_history("demo"))
        assert held[record.uuid].meaning == "verified"


def test_a_draft_is_listed_changed_submitted_and_never_touched_again(
    portal: Any, open_desk: OpenRun
) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE, UNPLATED, scale("7"))))
        tally = run.book(run.groups_to_book(), draft_only=True)
        assert (tally.proven, tally.left) == (0, 1)
        (draft,) = read_drafts(run.session.bookings())
        assert len(draft.pieces) == 3
        out = next(piece.uuid for piece in draft.pieces if piece.serial_number == "7")
        held = change_draft(run.session, draft.uuid, remove=[out])
        assert len(held) == 2
        assert len(change_draft(run.session, draft.uuid, add=[out])) == 3
        change_draft(run.session, draft.uuid, remove=[out])
        with pytest.raises(DraftError):
            change_draft(run.session, draft.uuid, remove=held)

        seen = run.look_before_booking()
        choice = seen.choose(Wanted(named=frozenset(held)), today=TODAY)
        assert run.book((one_group(choice.records, held=seen.held),)).proven == 1
        (booking,) = mock.bookings()
        assert booking["uuid"] == draft.uuid
        number = booking["appointmentId"]
        for name in (number, draft.uuid):
            with pytest.raises(DraftError, match=number):
                remove_draft(run.session, name)
            with pytest.raises(DraftError, match=number):
                change_draft(run.session, name, add=[out])
        assert [one["appointmentId"] for one in mock.bookings()] == [number]


def test_a_draft_is_removed_and_its_records_stay(portal: Any, open_desk: OpenRun) -> None:
    mock = portal()
    with open_desk(mock) as run:
        run.apply(run.plan(wishes(SCALE)))
        run.book(run.groups_to_book(), draft_only=True)
        (draft,) = read_drafts(run.session.bookings())
        remove_draft(run.session, draft.uuid)
        assert mock.bookings() == []
        assert len(mock.records()) == 1
        assert run.book(run.groups_to_book()).proven == 1
    assert len(mock.bookings()) == 1


FORGETS = """() => {
    const make = TableUtils.createDataGrid;
    TableUtils.createDataGrid = (grid, ...rest) => {
        const table = make(grid, ...rest);
        const options = grid.datagrid("options"), before = options.onLoadSuccess;
        options.onLoadSuccess = function (...args) {
            if (before) before.apply(this, args);
            if (grid.is("#pickerGrid")) grid.datagrid("clearChecked");
        };
        return table;
    };
}"""


@pytest.mark.parametrize("forgets", [False, True], ids=["keeps ticks", "forgets ticks"])
def test_pieces_are_picked_over_many_pages(
    portal: Any,
    open_desk: OpenRun,
    monkeypatch: pytest.MonkeyPatch,
    forgets: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    mock = portal()
    every = seed(mock, *({"serialNum": f"S{number}"} for number in range(310)))
    wanted = [every[0], every[140], every[220], every[309]]
    pick, new, rounds = InstrumentPicker.pick, BookingListPage.new, []

    def counted(self: InstrumentPicker, uuids: Collection[str]) -> int:
        rounds.append(set(uuids))
        return pick(self, uuids)

    def forgetful(self: BookingListPage) -> BookingForm:
        form = new(self)
        form.page.evaluate(FORGETS)
        return form

    monkeypatch.setattr(InstrumentPicker, "pick", counted)
    if forgets:
        monkeypatch.setattr(BookingListPage, "new", forgetful)
    with open_desk(mock) as run:
        (group,) = run.groups_to_book(Wanted(named=frozenset(wanted)))
        assert run.book((group,)).proven == 1
    (booking,) = mock.bookings()
    assert {piece["strongInspUuid"] for piece in booking["pieces"]} == set(wanted)
    assert (len(rounds) > 1) is forgets
