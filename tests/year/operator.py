"""What an operator does for one firm, each method one command of the program."""

import io
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import openpyxl
from rich.console import Console as RichConsole

from ecqs_agent.answers.stories import stories
from ecqs_agent.bookings.grouping import Group, under_way
from ecqs_agent.cli.booking import what_to_book
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.validity import agree
from ecqs_agent.corrections.refusals import open_refusals
from ecqs_agent.corrections.worksheet import correction_rows, write_correction_workbook
from ecqs_agent.expiry.due import DueList, due_within, from_records
from ecqs_agent.expiry.statements import from_folder
from ecqs_agent.expiry.validity import ValidityPlan, plan_validity
from ecqs_agent.journal import Errand, Journal
from ecqs_agent.runs.runner import Tally
from ecqs_agent.workbooks.reading import Desk, authority, open_workbook
from ledgers.certificates.folder import read_folder
from ledgers.columns import LABELS
from tests.unit.ledgers.sheets import grid_of, write_xlsx
from tests.year.firms import Firm, Row
from tests.year.told import T
from tests.year.world import World


class Operator:
    """The person at one firm's desk."""

    def __init__(self, world: World, firm: Firm) -> None:
        self.firm = firm
        self.account = firm.account
        self._world = world
        self._workbook = world.folder / f"{firm.account}.xlsx"
        self.write_workbook(firm.rows)

    def write_workbook(self, rows: Iterable[Row]) -> None:
        """Save the firm's workbook with these rows."""
        write_xlsx(self._workbook, grid_of([*rows]))

    def apply(self, workbook: Path | None = None, *, limit: int | None = None) -> Tally:
        """File what a workbook asks for: `ecqs apply`."""
        desk = self._read(workbook or self._workbook)
        with self._world.desk(self.account) as run:
            return run.apply(run.plan(desk.wishes), limit=limit)

    def plan(self) -> dict[str, int]:
        """Return what would be done for the firm's workbook: `ecqs plan`."""
        desk = self._read(self._workbook)
        with self._world.desk(self.account) as run:
            return run.plan(desk.wishes).counts()

    def book(
        self, workbook: Path | None = None, *, due_within: timedelta | None = None
    ) -> tuple[Group, ...]:
        """Book what is new, due, or in a workbook: `ecqs book`."""
        desk = self._read(workbook) if workbook else None
        with self._world.desk(self.account) as run:
            groups, _ = what_to_book(
                run,
                desk=desk,
                pieces=None,
                due_within=due_within,
                today=self._world.calendar.today,
            )
            assert run.book(groups).proven == len(groups)
        return groups

    def correct(self) -> Path:
        """Write the refused pieces as a workbook, and put every marked value right in it."""
        path = self._world.folder / f"{self.account}-corrections.xlsx"
        judge = authority(self._world.settings.institute, self._world.calendar.today)
        with closing(Journal.open(self._world.settings.journal_url)) as journal:
            items = journal.items(self.account)
            history = journal.receipt_history(self.account)
        told = stories(self.account, items=items, history=history)
        refused = open_refusals(told, items)
        today = self._world.calendar.today
        rows = correction_rows(refused, judge=judge, today=today, translate=T)
        write_correction_workbook(path, rows, judge=judge, translate=T)
        put_right(path, self.firm.mistakes)
        return path

    def set_dates(self, certificates: Path, *, confirm: int) -> tuple[ValidityPlan, Tally]:
        """Set 有效期至 from a folder: `ecqs validity set --certificates`, its number typed."""
        settings = self._world.settings
        statements = from_folder(read_folder(certificates))
        voice = Console(err=RichConsole(file=io.StringIO()))
        with self._world.desk(self.account) as run:
            plan = plan_validity(
                self.account,
                statements,
                run.ledger(),
                known=run.journal.items(self.account, errands=(Errand.VALIDITY,)),
                today=self._world.calendar.today,
                longest=settings.longest_validity,
            )
            count = plan.counts()["set"]
            agree(voice, settings, account=self.account, count=count, confirm=confirm)
            return plan, run.set_validity(plan)

    def due(self, within: timedelta) -> DueList:
        """List what is due: `ecqs due`."""
        with self._world.desk(self.account) as run:
            records = run.ledger()
            inside = under_way(run.journal.items(self.account), run.journal.receipts(self.account))
        return due_within(
            from_records(self.account, records, inside),
            within,
            today=self._world.calendar.today,
            lead_time=self._world.settings.lead_time,
        )

    def _read(self, workbook: Path) -> Desk:
        settings = self._world.settings
        today = self._world.calendar.today
        return open_workbook(workbook, institute=settings.institute, today=today)


def put_right(path: Path, mistakes: Mapping[str, tuple[str, str]]) -> None:
    """Edit a workbook of corrections as a person does: in every row the value that was wrong."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows, 1) if LABELS["name"] in row)
    columns = {str(label): number for number, label in enumerate(rows[top - 1], 1)}
    for number, row in enumerate(rows[top:], top + 1):
        serial = row[columns[LABELS["serial_number"]] - 1]
        if serial is not None:
            field, value = mistakes[str(serial)]
            sheet.cell(number, columns[LABELS[field]]).value = value
    book.save(path)
