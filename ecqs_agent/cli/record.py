"""`ecqs record`: the portal's screens without anybody's values, for those who look after this."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    Account,
    CaptchaOption,
    Headed,
    Json,
    Portal,
    console,
    settings_of,
)
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.cli.running import running
from ecqs_agent.errors import ExitCode, PersonNeededError, RecordingNotSavedError
from ecqs_agent.labels import REPLACED, SCREENS
from ecqs_agent.mock_client import mock_of
from ecqs_agent.recording.archive import Archive, save
from ecqs_agent.recording.preview import INDEX
from ecqs_agent.recording.recording import record as record_screens
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import Settings
from page_objects.errors import PortalDriftError

_EXAMPLES: Final = 60

ReadOnly = Annotated[
    bool, typer.Option("--read-only", help=t("Say that you want it: walk, look, write nothing"))
]
Out = Annotated[Path | None, typer.Option("--out", help=t("The file to save (.zip)"))]
Hide = Annotated[
    list[str] | None, typer.Option("--hide", help=t("A text that shall not be kept; repeatable"))
]
Save = Annotated[bool, typer.Option("--yes", help=t("Save without asking"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Record the portal's screens without anybody's data, to send to support."))(
        record
    )


def record(
    account: Account,
    read_only: ReadOnly = False,
    portal: Portal = None,
    out: Out = None,
    hide: Hide = None,
    yes: Save = False,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Walk the screens, show what would be saved, and save it when told to."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    today = date.today()  # noqa: DTZ011 - the operator's own day
    if not read_only:
        _say_what_it_does(voice, settings, account)
        return ExitCode.USAGE
    path = (out or Path(f"ecqs-recording-{today.isoformat()}.zip")).absolute()
    _must_be_free(path)
    if not (yes or someone_is_here()):
        raise PersonNeededError(
            "A recording is saved only when somebody has seen what is in it, and nobody is at the "
            "terminal. Use --yes to save it without asking."
        )
    archive = _walk(voice, settings, account, today=today, hide=tuple(hide or ()))
    _show(voice, archive)
    if not yes:
        _ask(archive)
    save(archive, path)
    voice.result(t("Saved: {path}", path=str(path)))
    told = archive.manifest.model_dump(mode="json", exclude={"files"})
    voice.json({"saved": str(path), "files": len(archive.files), **told})
    return ExitCode.PARTLY if archive.manifest.missed else ExitCode.OK


def _say_what_it_does(voice: Console, settings: Settings, account: str) -> None:
    voice.result(
        t(
            "This would log in to {portal} as {account}, open the home page, the system, the "
            "ledger, the dialog of a new instrument, the bookings, a new booking, the picker and "
            "one receipt, and write nothing: every request that is no look is stopped. Then it "
            "shows what it would save and asks. To do that, add --read-only.",
            portal=settings.portal,
            account=account,
        )
    )
    voice.json({"recorded": False, "needs": "--read-only"})


def _must_be_free(path: Path) -> None:
    if path.exists() or not path.parent.is_dir():
        raise RecordingNotSavedError(
            "The recording cannot be written to {path}: there is such a file already, or no such "
            "folder. Name another file with --out.",
            path=str(path),
        )


def _walk(
    voice: Console, settings: Settings, account: str, *, today: date, hide: tuple[str, ...]
) -> Archive:
    with running(voice, settings, account) as run:
        voice.say("Looking at the screens; nothing is written ...")
        with suppress(PortalDriftError):  # a ledger that has changed is what is to be recorded
            run.runner.reading(run.session.ledger)  # logs in, if it must, before the guard is up
        return run.runner.reading(
            lambda: record_screens(
                run.session,
                portal=settings.portal,
                today=today,
                secrets=SECRETS.remembered,
                hide=hide,
                from_the_mock=mock_of(settings) is not None,
            )
        )


def _show(voice: Console, archive: Archive) -> None:
    manifest = archive.manifest
    size = sum(map(len, archive.files.values()))
    voice.result(
        t(
            "{screens} screens, {files} files, {size} KB before packing.",
            screens=len(manifest.screens),
            files=len(archive.files),
            size=round(size / 1024),
        )
    )
    sizes = {
        t(SCREENS[place]): sum(
            len(content)
            for name, content in archive.files.items()
            if name.startswith(f"{place.value}/")
        )
        for place in manifest.screens
    }
    voice.table([t("Screen"), "KB"], [(name, round(kb / 1024)) for name, kb in sizes.items()])
    for place, code in manifest.missed.items():
        voice.result(t("Not reached: {place} ({code})", place=t(SCREENS[place]), code=code))
    counts = [(t(REPLACED[kind]), count) for kind, count in manifest.replaced.items()]
    voice.table([t("Replaced"), t("Count")], counts)
    words = sorted(manifest.kept, key=lambda word: (word.isascii(), word))
    voice.result(
        t(
            "{count} words were kept, among them: {words}",
            count=len(words),
            words=words[:_EXAMPLES],
        )
    )
    if manifest.unfamiliar:
        voice.result(
            t(
                "Look at each of these: words we did not know, kept as labels of the portal. What "
                "belongs to somebody is left out with --hide: {words}",
                words=[f"“{word}”" for word in manifest.unfamiliar],
            )
        )


def _ask(archive: Archive) -> None:
    """Show the pictures if they are wanted, and ask whether to save.

    Raises:
        typer.Abort: the person said no, or pressed Ctrl-C.
    """
    with _preview(archive) as page:
        if typer.confirm(t("Look at the pictures and all kept words first?"), err=True):
            typer.launch(page.as_uri())
        typer.confirm(t("Save the recording?"), abort=True, err=True)


@contextmanager
def _preview(archive: Archive) -> Iterator[Path]:
    """Lay the files out for a browser; they are gone when the question is answered."""
    with tempfile.TemporaryDirectory(prefix="ecqs-", ignore_cleanup_errors=True) as folder:
        for name, content in archive.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield Path(folder, INDEX)
