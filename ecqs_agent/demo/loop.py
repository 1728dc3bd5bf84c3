"""The whole loop on the mock portal: workbook in, browser, ledger, bookings, receipts out."""

import time
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from ecqs_agent.answers.results import RowStanding, Standing
from ecqs_agent.bookings.grouping import is_refused
from ecqs_agent.demo.weeks import enter_dates, put_right
from ecqs_agent.driving.album import Album
from ecqs_agent.errors import PersonNeededError
from ecqs_agent.events import Events
from ecqs_agent.journal import ReceiptRecord
from ecqs_agent.login.access import way_in
from ecqs_agent.mock_client import DEMO_ACCOUNT, DEMO_PASSWORD, MockPortal, serving
from ecqs_agent.report.keep import report_now, write_report
from ecqs_agent.report.wording import Errand
from ecqs_agent.runs.run import Run, open_run
from ecqs_agent.settings import Captcha, Language, Settings, load_settings
from ecqs_agent.texts import Translate, translator
from ecqs_agent.workbooks.reading import Desk, open_workbook
from ecqs_agent.workbooks.writing import write_result_workbook
from ledgers.annotate import write_annotated

SAMPLE = "instruments.xlsx"
RESULT = "instruments-result.xlsx"
CHECKED = "instruments-checked.xlsx"
REPORT = "report.html"


class DemoSummary(BaseModel):
    """What the demo did, in numbers, and the files it wrote."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    errors: int
    filed: int
    bookings: int
    accepted: int
    refused: int
    unclear: int
    corrected: int
    dated: int
    seconds: float
    portal_url: str
    files: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every good row was filed and answered."""
        good = self.rows - self.errors
        answered = self.filed == good == self.accepted + self.refused and not self.unclear
        return answered and self.corrected == self.refused and self.dated > 0


def sample_workbook() -> Path:
    """Return the sample workbook that comes with the program."""
    packaged = Path(str(files("ecqs_agent").joinpath("examples", SAMPLE)))
    return packaged if packaged.exists() else Path(__file__).parents[2] / "examples" / SAMPLE


def run_demo(
    out: Path,
    *,
    events: Events,
    rows: int | None = None,
    headed: bool = False,
    show_desk: Callable[[Desk], None] = lambda _: None,
    translate: Translate | None = None,
) -> DemoSummary:
    """Take the sample workbook through a mock portal of its own, and write results to `out`.

    Raises:
        NoBrowserError: no browser could be started.
        NotWrittenError: the result cannot be written, for instance because Excel has it open.
    """
    started = time.monotonic()
    translate = translate or translator(Language.ZH)
    out.mkdir(parents=True, exist_ok=True)
    album = Album(out / "pictures", events)
    with serving() as mock, TemporaryDirectory(ignore_cleanup_errors=True) as data:
        settings = _settings(mock, data=Path(data), headed=headed)
        desk = open_workbook(sample_workbook(), institute=settings.institute, today=date.today())  # noqa: DTZ011 - the operator's own day
        desk = _shortened(desk, rows)
        show_desk(desk)
        annotated = out / CHECKED
        write_annotated(desk.path, annotated, desk.checked, sheet=desk.sheet)
        seen = _loop(desk, settings, mock, events=events, album=album, out=out, translate=translate)
        told = report_now(settings, DEMO_ACCOUNT, errand=Errand.DEMO)
        write_report(told, out / REPORT)
    result = out / RESULT
    write_result_workbook(desk, seen.standings, result, translate=translate)
    return _summary(
        desk,
        seen,
        seconds=time.monotonic() - started,
        portal_url=mock.url,
        files=(annotated, result, *seen.files, out / REPORT, *album.pictures),
    )


def _settings(mock: MockPortal, *, data: Path, headed: bool) -> Settings:
    """Return settings for the mock alone: no courtesy pause, seconds of quiet."""
    return load_settings(
        portal=mock.url,
        mock_token=mock.token,
        captcha=Captcha.MOCK,
        data=data,
        journal="",
        headed=headed,
        pause=0.0,
        quiet_period=3.0,
    )


def _shortened(desk: Desk, rows: int | None) -> Desk:
    if rows is None:
        return desk
    kept = desk.checked.rows[:rows]
    numbers = {row.row for row in kept}
    checked = desk.checked.model_copy(update={"rows": kept})
    wishes = tuple(wish for wish in desk.wishes if wish.row in numbers)
    return desk.model_copy(update={"checked": checked, "wishes": wishes})


class _Seen(NamedTuple):
    """What the demo saw: every row after the institute's first answer, and what came of it."""

    standings: tuple[RowStanding, ...]
    bookings: int
    corrected: int
    dated: int
    files: tuple[Path, ...]


def _loop(
    desk: Desk,
    settings: Settings,
    mock: MockPortal,
    *,
    events: Events,
    album: Album,
    out: Path,
    translate: Translate,
) -> _Seen:
    way = way_in(settings, DEMO_ACCOUNT, ask_password=lambda _: DEMO_PASSWORD, ask_word=_no_person)
    with open_run(settings, DEMO_ACCOUNT, log_in=way, events=events, album=album) as run:
        way(run.session)
        album.take("home", run.session.picture)
        plan = run.plan(desk.wishes)
        run.apply(plan)
        album.take("ledger", run.session.picture)
        groups = run.groups_to_book()
        run.book(groups)
        mock.tell("institute", {"do": "answer"})
        run.poll()
        _photograph_bookings(run, album)
        standings = run.standings((row.row for row in desk.checked.rows), plan)
        corrected, papers = put_right(run, mock, out, settings, events=events, translate=translate)
        dated, dates = enter_dates(run, mock, out, settings, desk=desk, rows=standings)
        return _Seen(standings, len(groups), corrected, dated, (*papers, *dates))


def _photograph_bookings(run: Run, album: Album) -> None:
    run.session.leave()
    bookings = run.session.bookings()
    album.take("bookings", run.session.picture)
    receipt = max(run.journal.receipts(run.account), key=_refusals, default=None)
    if receipt is not None:
        page = bookings.open_receipt(receipt.booking_uuid)
        page.read()
        album.take("receipt", run.session.picture)


def _refusals(receipt: ReceiptRecord) -> int:
    return sum(is_refused(piece["process_state"]) for piece in receipt.pieces)


def _no_person(picture: bytes) -> str:
    del picture
    raise PersonNeededError(
        "The captcha must be read by a person and nobody is at the terminal. "
        "Run `ecqs login` yourself."
    )


def _summary(
    desk: Desk, seen: _Seen, *, seconds: float, portal_url: str, files: tuple[Path, ...]
) -> DemoSummary:
    def count(*kinds: Standing) -> int:
        return sum(standing.standing in kinds for standing in seen.standings)

    filed = (Standing.FILED, Standing.BOOKED, Standing.ACCEPTED, Standing.REFUSED)
    return DemoSummary(
        rows=len(desk.checked.rows),
        errors=count(Standing.NOT_FILED),
        filed=count(*filed),
        bookings=seen.bookings,
        accepted=count(Standing.ACCEPTED),
        refused=count(Standing.REFUSED),
        unclear=count(Standing.UNCLEAR, Standing.UNKNOWN_STATE),
        corrected=seen.corrected,
        dated=seen.dated,
        seconds=round(seconds, 1),
        portal_url=portal_url,
        files=tuple(str(path) for path in files),
    )
