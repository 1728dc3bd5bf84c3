"""The demo's later weeks: put right what was refused, book it again, enter dates of certificates.

What an operator would type is typed here: the suggested values, and the dates as on the paper.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from ecqs_agent.answers.results import RowStanding, Standing
from ecqs_agent.answers.stories import stories
from ecqs_agent.corrections.refusals import open_refusals
from ecqs_agent.corrections.worksheet import correction_rows, write_correction_workbook
from ecqs_agent.events import Events, Kind
from ecqs_agent.expiry.statements import from_workbook
from ecqs_agent.expiry.validity import plan_validity
from ecqs_agent.journal import Errand
from ecqs_agent.mock_client import MockPortal
from ecqs_agent.runs.run import Run
from ecqs_agent.settings import Settings
from ecqs_agent.texts import Translate
from ecqs_agent.workbooks.reading import Desk, authority, open_workbook
from ledgers.corrections import CorrectionRow
from ledgers.workbook import read_workbook

RowStandings = Sequence[RowStanding]

REFUSED = "refused.xlsx"
CORRECTED = "refused-corrected.xlsx"
DATES = "valid-until.xlsx"
NOTE = "停用"
VALID_FOR = timedelta(days=364)  # a year less a day, as certificates say it


def put_right(
    run: Run,
    mock: MockPortal,
    out: Path,
    settings: Settings,
    *,
    events: Events,
    translate: Translate,
) -> tuple[int, tuple[Path, ...]]:
    """Correct the refused pieces as suggested, book them again, and have them answered.

    Return how many records were changed, and the two workbooks: as written, and as corrected.
    """
    today = date.today()  # noqa: DTZ011 - the operator's own day
    judge = authority(settings.institute, today)
    items = run.journal.items(run.account)
    told = stories(run.account, items=items, history=run.journal.receipt_history(run.account))
    rows = correction_rows(
        open_refusals(told, items), judge=judge, today=today, translate=translate
    )
    if not rows:
        return 0, ()
    written, typed = out / REFUSED, out / CORRECTED
    write_correction_workbook(written, rows, judge=judge, translate=translate)
    corrected = [_as_typed(row) for row in rows]
    write_correction_workbook(typed, corrected, judge=judge, translate=translate)
    events.tell(
        Kind.RECEIPT_READ, "The institute refused pieces; as corrected: {path}", path=str(typed)
    )
    desk = open_workbook(typed, institute=settings.institute, today=today)
    tally = run.apply(run.plan(desk.wishes))
    run.book(run.groups_to_book())
    mock.tell("institute", {"do": "answer"})
    run.poll()
    return tally.proven, (written, typed)


def _as_typed(row: CorrectionRow) -> CorrectionRow:
    """Enter what is suggested; the sample's other mistake is a note behind a serial number."""
    typed = {mark.field: mark.suggested for mark in row.marks if mark.suggested}
    bare = row.values["serial_number"].removesuffix(NOTE)
    return row.model_copy(update={"values": {**row.values, "serial_number": bare, **typed}})


def enter_dates(
    run: Run, mock: MockPortal, out: Path, settings: Settings, *, desk: Desk, rows: RowStandings
) -> tuple[int, tuple[Path, ...]]:
    """Have one booking verified, and enter 有效期至 of its pieces as the workbook then says.

    Return how many dates were set, and the workbook.
    """
    by_booking = Counter(row.booking_number for row in rows if row.standing is Standing.ACCEPTED)
    if not by_booking:
        return 0, ()
    booking = min(by_booking, key=lambda number: by_booking[number])
    mock.tell("institute", {"do": "certify", "booking": booking, "result": "合格"})
    run.poll(everything=True)
    today = date.today()  # noqa: DTZ011 - the operator's own day
    verified = {
        row.row
        for row in rows
        if row.booking_number == booking and row.standing is Standing.ACCEPTED
    }
    typed = out / DATES
    _type_dates(desk, typed, verified, today + VALID_FOR)
    plan = plan_validity(
        run.account,
        from_workbook(read_workbook(typed, sheet=desk.sheet)),
        run.ledger(),
        known=run.journal.items(run.account, errands=(Errand.VALIDITY,)),
        today=today,
        longest=settings.longest_validity,
    )
    return run.set_validity(plan).proven, (typed,)


def _type_dates(desk: Desk, out: Path, rows: Collection[int], day: date) -> None:
    """Type the day under 有效期至 in these rows of a copy, as a clerk does from the paper."""
    book = openpyxl.load_workbook(desk.path)
    sheet = book[desk.sheet] if desk.sheet else book.worksheets[0]
    for row in read_workbook(desk.path, sheet=desk.sheet).rows:
        if row.number in rows:
            sheet[row.address("valid_until")] = day.isoformat()
    book.save(out)
