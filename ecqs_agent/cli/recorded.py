"""`ecqs replay record` and `ecqs replay import`: scenarios from a person's own clicking."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated, Final

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.kept_run import Hide, record_run
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, Portal, console, settings_of
from ecqs_agent.driving.browser import launched, portal_context
from ecqs_agent.errors import ExitCode, ReplayError
from ecqs_agent.mock_client import mock_of
from ecqs_agent.replay.recognising.devtools import events_of, read_flow
from ecqs_agent.replay.recognising.draft import Recognised
from ecqs_agent.replay.recognising.recogniser import recognised
from ecqs_agent.replay.recognising.recording import Recording, open_portal
from ecqs_agent.replay.recognising.writing import as_yaml, lines_of, write_scenario
from ecqs_agent.settings import Settings
from page_objects.pages.portal_home import HOME_PATH
from page_objects.payload import CHINA

ENDING: Final = ".yaml"
Out = Annotated[Path | None, typer.Option("--out", help=t("Write the scenario to this file"))]
Who = Annotated[str, typer.Option("--account", help=t("Account that the login step names"))]
Recorded = Annotated[
    Path,
    typer.Argument(help=t("JSON exported from Chrome's Recorder (DevTools)"), show_default=False),
]


def add_to(group: typer.Typer) -> None:
    """Add these commands to `ecqs replay`."""
    group.command(
        name="record",
        help=t(
            "Watch a person use the portal in a browser, and write a scenario. With a command of "
            "this program behind --, run that, and keep what it did: scenario and answers."
        ),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": False},
    )(record)
    group.command(
        name="import", help=t("Make a scenario of a recording of Chrome's Recorder (DevTools).")
    )(import_flow)


def record(
    called: typer.Context,
    portal: Portal = None,
    out: Out = None,
    account: Who = "",
    hide: Hide = None,
    as_json: Json = False,
) -> int:
    """Watch a person use the portal in a visible browser, and write a scenario.

    With a command behind `--`, run that command, and keep it as a scenario and a cassette.
    """
    voice = console(as_json=as_json)
    if called.args:
        return record_run(voice, called, out=out, account=account, hide=hide or (), portal=portal)
    settings = settings_of(portal=portal, headed=True)
    now = datetime.now(CHINA)
    path = out or settings.data / "replay" / f"recorded-{now:%Y%m%d-%H%M%S}{ENDING}"
    _must_be_free(path)
    _warn(voice, settings)
    with (
        _ctrl_c() as stop,
        launched(settings.browser, headed=settings.headed) as browser,
        portal_context(browser, settings.addresses, by_hand=True) as context,
    ):
        recording = Recording(context)
        open_portal(context, f"{settings.portal}{HOME_PATH}")
        recording.until_left(stop.is_set)
    found = recognised(recording.events, account=account)
    title = t("Recorded {moment}", moment=f"{now:%Y-%m-%d %H:%M}")
    return _keep(voice, found, path, title=title, about=t("Recorded in a browser by a person."))


def import_flow(file: Recorded, out: Out = None, account: Who = "", as_json: Json = False) -> int:
    """Make a scenario of a recording of Chrome's Recorder."""
    voice = console(as_json=as_json)
    path = out or file.with_suffix(ENDING)
    _must_be_free(path)
    flow = read_flow(file)
    found = recognised(events_of(flow), account=account)
    title = flow.title.strip() or file.stem
    return _keep(voice, found, path, title=title, about=t("Imported from Chrome's Recorder."))


def _keep(voice: Console, found: Recognised, path: Path, *, title: str, about: str) -> int:
    """Show what was recognised and what was not, and write the file after that."""
    unknown, asides = lines_of(found, t)
    if not found.steps:
        _tell(voice, t("No steps of their own:"), asides)
        raise ReplayError("Nothing was done that makes a step; no scenario was written.")
    text = as_yaml(found, title=title, about=about, t=t)
    verbs = [next(iter(step)) for step in found.steps]
    rows = [(number or "", verb) for number, verb in zip(found.numbers, verbs, strict=True)]
    voice.table([t("Recorded as"), t("Step")], rows)
    _tell(voice, t("Not understood; kept as raw steps that are never played:"), unknown)
    _tell(voice, t("No steps of their own:"), asides)
    write_scenario(text, path)
    voice.result(t("Written: {path}", path=path))
    if found.data:
        voice.say(
            "What was typed into the instruments' fields stands in this file. Look through it "
            "before you hand it on."
        )
    voice.json(
        {
            "file": str(path),
            "steps": verbs,
            "unknown": [one.model_dump() for one in found.unknown],
            "asides": [one.model_dump() for one in found.asides],
        }
    )
    return ExitCode.PARTLY if found.unknown else ExitCode.OK


def _tell(voice: Console, head: str, lines: list[str]) -> None:
    if lines:
        voice.result(head)
    for line in lines:
        voice.result(f"  {line}")


def _warn(voice: Console, settings: Settings) -> None:
    voice.say(
        "A browser opens at {portal}. Log in and work as usual; close it, or press Ctrl-C here, "
        "when you are done.",
        portal=settings.portal,
    )
    voice.say(
        "Passwords, captchas and cookies are not recorded. What you type into an instrument's "
        "fields becomes the scenario's data."
    )
    if mock_of(settings) is None:
        voice.say(
            "This portal is not the mock: what you file, change or delete there is real, and it "
            "is you who does it. Nothing is clicked for you."
        )


def _must_be_free(path: Path) -> None:
    if path.exists():
        raise ReplayError(
            "{file} is there already and is not overwritten. Choose another name with --out.",
            file=str(path),
        )


@contextmanager
def _ctrl_c() -> Iterator[Event]:
    """Return a flag that Ctrl-C sets: the recording ends and is written."""
    stop = Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
