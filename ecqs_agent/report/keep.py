"""Write reports to disk: one per run in the data folder, or one where a person asks for it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from ecqs_agent.belonging import open_journal
from ecqs_agent.journal import Journal
from ecqs_agent.journal.reading import events_of
from ecqs_agent.report.enclose import enclose
from ecqs_agent.report.gather import CHINA, gather
from ecqs_agent.report.model import ReportData
from ecqs_agent.report.render import render
from ecqs_agent.report.wording import Errand
from ecqs_agent.settings import Language, Settings
from ledgers.errors import NotWrittenError


def report_data(
    journal: Journal,
    account: str,
    *,
    portal: str,
    evidence: Path,
    until: datetime,
    since: datetime | None = None,
    errand: Errand | None = None,
) -> ReportData:
    """Read everything the journal and the evidence folder know of the account.

    Raises:
        JournalUnavailableError: the journal cannot be read.
    """
    data = gather(
        account,
        portal=urlsplit(portal).netloc or portal,
        items=journal.items(account),
        history=journal.receipt_history(account),
        events=events_of(journal, account),
        since=since,
        until=until,
        errand=errand,
    )
    return enclose(data, evidence)


def report_now(
    settings: Settings,
    account: str,
    *,
    since: datetime | None = None,
    errand: Errand | None = None,
) -> ReportData:
    """Return the account's report from journal and evidence alone.

    Raises:
        JournalUnavailableError: the journal cannot be read.
    """
    with closing(open_journal(settings)) as journal:
        return report_data(
            journal,
            account,
            portal=settings.portal,
            evidence=settings.data / "evidence" / account,
            since=since,
            until=journal.now(),
            errand=errand,
        )


def usual_place(settings: Settings, data: ReportData, errand: Errand | None) -> Path:
    """Return where a report is kept: the account's folder, then time and errand."""
    name = f"{data.until.astimezone(CHINA):%Y-%m-%d-%H%M%S}-{errand or 'report'}.html"
    return settings.data / "reports" / folder_name(data.account) / name


def folder_name(account: str) -> str:
    """Return the account's name as a folder may be called on every system."""
    return "".join(sign if sign.isalnum() or sign in "-_@" else "_" for sign in account)


def write_report(data: ReportData, path: Path, *, language: Language = Language.ZH) -> None:
    """Write the page; a file of that name is replaced as a whole or not at all.

    Raises:
        NotWrittenError: the file cannot be written.
    """
    page = render(data, language=language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as draft:
            draft.write_bytes(page.encode("utf-8", "replace"))  # half a character may be in a cell
    except OSError as error:
        raise NotWrittenError(path=str(path), reason=str(error)) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give an empty file in the same folder, and put it in the place of `path` at the end."""
    with NamedTemporaryFile(dir=path.parent, prefix=".report-", delete=False) as file:
        draft = Path(file.name)
    try:
        yield draft
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
