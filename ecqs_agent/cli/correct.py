"""`ecqs correct`: the refused pieces as a workbook to put right."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.answers.stories import stories
from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.lists import lists_that_count
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    console,
    settings_of,
)
from ecqs_agent.cli.running import running
from ecqs_agent.corrections.house_rules import rules_folder
from ecqs_agent.corrections.refusals import Refused, open_refusals
from ecqs_agent.corrections.worksheet import correction_rows, write_correction_workbook
from ecqs_agent.errors import ExitCode
from ecqs_agent.flows.pull import read_ledger
from ecqs_agent.labels import COLUMNS
from ecqs_agent.runs.run import AGAIN, SUPERSEDED
from ecqs_agent.settings import Settings
from ecqs_agent.workbooks.reading import authority
from ledgers.columns import LABELS
from ledgers.corrections import CorrectionRow
from page_objects.screens import LedgerRecord

_WORDS_SHOWN = 60  # characters; the workbook has them all

Target = Annotated[
    Path, typer.Argument(help=t("The workbook to write (.xlsx)"), show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Write the refused pieces as a workbook to correct."))(correct)


def correct(
    out: Target,
    account: Account,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Write what waits for a correction; the portal is asked only for pieces filed by hand."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    today = date.today()  # noqa: DTZ011 - the operator's own day
    judge = authority(
        settings.institute,
        today,
        lists_that_count(voice, settings, today=today),
        rules=rules_folder(settings),
    )
    refused = _refused(settings, account)
    if any(one.form is None for one in refused):
        voice.say("Some refused pieces were filed by hand; reading their values on the portal.")
        with running(voice, settings, account) as run:
            records = run.runner.reading(lambda: read_ledger(run.session))
        refused = _refused(settings, account, records)
    rows = correction_rows(refused, judge=judge, today=today, translate=t)
    _show(voice, rows)
    files = []
    if rows:
        write_correction_workbook(out, rows, judge=judge, translate=t)
        files.append(str(out))
        voice.say("Written: {path}", path=out)
    _tell_what_next(voice, refused, rows, out)
    voice.json(
        {
            "account": account,
            "files": files,
            "pieces": [row.model_dump(mode="json") for row in rows],
        }
    )
    return ExitCode.OK


def _refused(
    settings: Settings, account: str, records: tuple[LedgerRecord, ...] = ()
) -> tuple[Refused, ...]:
    journal = open_journal(settings)
    try:
        items = journal.items(account)
        told = stories(account, items=items, history=journal.receipt_history(account))
        closed = [
            item.key
            for item in items
            if item.state in AGAIN
            and any(code == SUPERSEDED for *_, code in journal.events(item.key)[-1:])
        ]
    finally:
        journal.close()
    return open_refusals(told, items, superseded=closed, records=records)


def _show(voice: Console, rows: tuple[CorrectionRow, ...]) -> None:
    if not rows:
        return
    headers = [t(COLUMNS["name"]), t(COLUMNS["serial_number"]), t("Field"), t("Suggested")]
    headers.append(t("Words"))
    voice.table(headers, [_as_row(row) for row in rows])


def _as_row(row: CorrectionRow) -> list[str]:
    fields = [LABELS[mark.field] for mark in row.marks] or [t("not told: read the words")]
    suggested = [mark.suggested for mark in row.marks if mark.suggested]
    words = row.words
    if len(words) > _WORDS_SHOWN:
        words = f"{words[:_WORDS_SHOWN]}…"
    names = [row.values["name"], row.values["serial_number"]]
    return [*names, "\n".join(fields), "\n".join(suggested), words]


def _tell_what_next(
    voice: Console, refused: tuple[Refused, ...], rows: tuple[CorrectionRow, ...], out: Path
) -> None:
    missing = len(refused) - len(rows)
    if missing:
        voice.result(t("{count} refused pieces are no longer in the ledger.", count=missing))
    if not rows:
        voice.result(t("Nothing waits for a correction."))
        return
    voice.result(
        t(
            "{count} pieces to correct. Edit the marked cells, then: ecqs apply {path}, and ecqs "
            "book {path}.",
            count=len(rows),
            path=out,
        )
    )
