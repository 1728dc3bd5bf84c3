"""Ours with everything on: what `ecqs apply` does, without its words on the terminal.

Journal on disk, look-up before each record, read-back, wire guard, proof picture, and the ledger
read again at the end. `python -m benchmarks.rivals.ours TASK`
"""

from datetime import date
from pathlib import Path

from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import browser_path, task_given
from ecqs_agent.errors import PersonNeededError
from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.login.access import way_in
from ecqs_agent.runs.run import open_run
from ecqs_agent.settings import Captcha, load_settings
from ecqs_agent.workbooks.reading import open_workbook
from page_objects.pages.instrument_dialog import InstrumentDialog
from page_objects.pages.ledger import LedgerPage


def main() -> int:
    """File everything and return 0 when all of it is proven."""
    task, watch = task_given(), Stopwatch()
    settings = load_settings(
        portal=task.portal,
        mock_token=task.token,
        captcha=Captcha.MOCK,
        browser=browser_path(),
        data=Path(task.folder) / "data",
        journal="",
        pause=0.0,
    )
    desk = open_workbook(Path(task.workbook), institute=settings.institute, today=date.today())  # noqa: DTZ011 - as the command does
    way = way_in(settings, task.account, ask_password=lambda _: task.password, ask_word=nobody)
    note_openings(watch)

    def hear(event: Event) -> None:
        if event.kind is Kind.ITEM_PROVEN:
            watch.answered()
        elif event.kind.value.startswith("item-"):
            print(event.template, event.facts)

    with open_run(settings, task.account, log_in=way, events=Events(hear)) as run:
        plan = run.plan(desk.wishes)
        watch.begin()
        tally = run.apply(plan)
        watch.finish(task.result)
    print(tally)
    return 0 if tally.proven == len(task.rows) and not tally.mismatched else 1


def note_openings(watch: Stopwatch) -> None:
    """Have the stopwatch told whenever the client opens an empty dialog."""
    add = LedgerPage.add

    def noted(page: LedgerPage) -> InstrumentDialog:
        watch.opened()
        return add(page)

    setattr(LedgerPage, "add", noted)  # noqa: B010 - the client knows nothing of being measured


def nobody(picture: bytes) -> str:
    """Refuse to read a captcha: the mock tells it."""
    del picture
    raise PersonNeededError("Nobody is here to read a captcha.")


if __name__ == "__main__":
    raise SystemExit(main())
