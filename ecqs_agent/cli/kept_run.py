"""`ecqs replay record -- apply …`: run a command, and keep what it did as scenario and cassette."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.cassettes import expect_of
from ecqs_agent.cli.console import Console, Loudness
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import loudness, settings_of, typer_state
from ecqs_agent.driving.browser import watched
from ecqs_agent.errors import ExitCode, ReplayError
from ecqs_agent.journal import Journal
from ecqs_agent.journal.store import utc_now
from ecqs_agent.mock_client import mock_of
from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.keeping import keep
from ecqs_agent.replay.cassette.store import ENDING, must_be_free
from ecqs_agent.replay.cassette.taping import Taper
from ecqs_agent.replay.deeds.behind import today_on
from ecqs_agent.replay.recognising.draft import Recognised
from ecqs_agent.replay.recognising.from_journal import done_since, scenario_of
from ecqs_agent.replay.recognising.writing import as_yaml, lines_of
from ecqs_agent.settings import Settings
from page_objects.payload import CHINA

Hide = Annotated[
    list[str] | None,
    typer.Option("--hide", help=t("A text that shall not be kept; may be repeated")),
]
_WITHIN = ("replay", "mock", "record", "demo")  # open browsers and portals of their own


def record_run(
    voice: Console,
    context: typer.Context,
    *,
    out: Path | None,
    account: str,
    hide: Iterable[str],
    portal: str | None,
) -> int:
    """Run the command behind `--` as it stands, and keep it; its exit code stays what it is.

    Raises:
        ReplayError: the command opened no browser, or served more than one account.
        CassetteError: the cassette is there already, or cannot be written.
    """
    command = list(context.args)
    if portal:
        raise ReplayError("Give --portal behind --, to the command that is recorded.")
    if command[0] in _WITHIN or command[0].startswith("-"):
        raise ReplayError("{command} cannot be recorded.", command=command[0])
    now = datetime.now(CHINA)
    settings = settings_of(portal=_portal_in(command))
    folder = (out or settings.data / "replay" / f"run-{now:%Y%m%d-%H%M%S}").resolve()
    folder = folder if folder.suffix == ENDING else folder.with_name(folder.name + ENDING)
    must_be_free(folder)
    cleaner = Cleaner(settings.addresses, hide=hide)
    taper = Taper(settings.addresses, cleaner)
    began = utc_now()
    with watched(taper.listening):
        ended = _run(context, command)
    if not taper.has_heard:
        raise ReplayError("{command} opened no browser: nothing was kept.", command=command[0])
    found = _scenario(settings, began, account)
    moment = t("Recorded {moment}", moment=f"{now:%Y-%m-%d %H:%M}")
    about = t("What this command did: ecqs {command}", command=command[0])
    text = as_yaml(found, title=moment, about=about, t=t)
    mock = mock_of(settings)
    engine = str(mock.ask("health")["engine"]) if mock else ""
    track = taper.track(
        today=today_on(mock) if mock else now.date(),
        account=account,
        engine=engine,
        is_mock=mock is not None,
    )
    keep(folder, text, track, taper.bodies, cleaner=cleaner, hide=hide)
    whole = expect_of(voice, [folder], settings)
    for line in lines_of(found, t)[0]:
        voice.result(f"  {line}")
    voice.say(
        "What was filed and shown stands in this folder. Look through it before you hand it on."
    )
    return ended or (ExitCode.OK if whole and not found.unknown else ExitCode.PARTLY)


def _run(context: typer.Context, command: list[str]) -> int:
    """Run a command of this program within this process, with the options before `replay`."""
    root, data = context.find_root(), typer_state().data
    before = ["--data", str(data)] if data else []
    before += {Loudness.QUIET: ["-q"], Loudness.VERBOSE: ["-v"]}.get(loudness(), [])
    ended = root.command.main([*before, *command], standalone_mode=False, prog_name="ecqs")
    return int(ended) if isinstance(ended, int) else ExitCode.OK


def _portal_in(command: list[str]) -> str | None:
    """Return the portal that the command names, if it names one."""
    for at, word in enumerate(command):
        if word == "--portal" and at + 1 < len(command):
            return command[at + 1]
        if word.startswith("--portal="):
            return word.partition("=")[2]
    return None


def _scenario(settings: Settings, began: datetime, account: str) -> Recognised:
    with closing(open_journal(settings)) as journal:
        mine = [name for name in journal.accounts() if _did_something(journal, name, began)]
        if len(mine) > 1:
            raise ReplayError(
                "The command worked for several accounts ({accounts}). Record one at a time.",
                accounts=mine,
            )
        if not mine:
            raise ReplayError("The command changed nothing and read no receipt: nothing was kept.")
        return scenario_of(done_since(journal, mine[0], began), account=account)


def _did_something(journal: Journal, account: str, began: datetime) -> bool:
    done = done_since(journal, account, began)
    return bool(done.events or done.receipts)
