"""`ecqs replay offline`: page objects against cassettes, field by field, without any portal."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Headed, Json, console, settings_of, typer_state
from ecqs_agent.driving.browser import launched
from ecqs_agent.errors import ExitCode
from ecqs_agent.replay.cassette.fields import name_of, read_fields
from ecqs_agent.replay.cassette.junit import write_fields
from ecqs_agent.replay.cassette.offline import OfflineVerdict, accept, look_at
from ecqs_agent.replay.cassette.store import EXPECTED, Cassette, cassettes_at, read
from ecqs_agent.replay.verdict import Verdict
from ecqs_agent.replay.words import VERDICT_WORDS, reasons_in, where_in
from ecqs_agent.settings import Settings

Cassettes = Annotated[
    list[Path],
    typer.Argument(help=t("Cassettes, or folders that hold some"), show_default=False),
]
Accept = Annotated[
    bool,
    typer.Option(
        "--accept", help=t("Write what came as the expectation; look at the difference then")
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help=t("Folder of pictures of failed steps"))]
Junit = Annotated[
    Path | None, typer.Option("--junit", help=t("Write every field as a test of JUnit XML"))
]
SHOWN = 40  # differences told of one cassette


def add_to(group: typer.Typer) -> None:
    """Add this command to `ecqs replay`."""
    group.command(
        name="offline",
        help=t("Play cassettes without any portal, and compare every field the pages show."),
    )(offline)


def offline(
    paths: Cassettes,
    accept_all: Accept = False,
    headed: Headed = None,
    out: Out = None,
    junit: Junit = None,
    as_json: Json = False,
) -> int:
    """Play cassettes without any portal, and compare every field the pages show."""
    voice = console(as_json=as_json)
    settings = settings_of(headed=headed)
    cassettes = cassettes_at(paths)
    found = []
    for seen in _looked(cassettes, settings, out):
        found.append(seen)
        voice.say(
            "{verdict}  {name}, {fields} fields, {seconds} s",
            verdict=t(VERDICT_WORDS[seen.verdict]),
            name=seen.name,
            fields=len(seen.fields),
            seconds=seen.seconds,
        )
    if junit is not None:
        write_fields(found, junit, t=t)
        voice.say("Written: {path}", path=junit)
    _show(voice, found)
    if accept_all:
        _accept(voice, cassettes, found)
    voice.json(
        {
            "cassettes": [_told(one) for one in found],
            "accepted": accept_all,
            "exit_code": exit_code_of(found, accepted=accept_all),
        }
    )
    return exit_code_of(found, accepted=accept_all)


def expect_of(voice: Console, folders: Iterable[Path], settings: Settings) -> bool:
    """Play new cassettes once, write what came as their expectation, and tell what is missing.

    Returns whether every step of them could be played.

    Raises:
        CassetteError: one cannot be read or written.
    """
    cassettes = tuple(read(folder) for folder in folders)
    whole = True
    for cassette, seen in zip(cassettes, _looked(cassettes, settings, None), strict=True):
        accept(cassette, seen)
        count = sum(len(fields) for fields in read_fields(seen.steps).values())
        voice.result(t("Kept: {path}, {count} fields", path=cassette.folder, count=count))
        _show_hindered(voice, seen)
        if seen.lost:
            told = t("Answers that were lost: {calls}", calls=list(seen.lost))
            voice.result(f"  {told}")
        whole = whole and not seen.hindered
    return whole


def _looked(
    cassettes: Iterable[Cassette], settings: Settings, out: Path | None
) -> Iterator[OfflineVerdict]:
    folder = out or (typer_state().data or settings.data) / "replay" / "offline"
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as data,
        launched(settings.browser, headed=settings.headed) as browser,
    ):
        for one in cassettes:
            yield look_at(one, browser, settings, data=Path(data), folder=folder / one.name)


def exit_code_of(found: list[OfflineVerdict], *, accepted: bool) -> ExitCode:
    """Return what all of them mean to a script; what was accepted is no difference any more."""
    if any(one.hindered for one in found):
        return ExitCode.PORTAL
    if accepted or all(one.verdict is Verdict.SAME for one in found):
        return ExitCode.OK
    return ExitCode.PARTLY


def _told(one: OfflineVerdict) -> dict[str, Any]:
    hindered = {name_of(step): reasons_in(t, step) for step in one.hindered}
    body = one.model_dump(mode="json", exclude={"steps"})
    return {**body, "verdict": one.verdict, "hindered": hindered}


def _show(voice: Console, found: list[OfflineVerdict]) -> None:
    headers = [t("Cassette"), t("Fields"), t("same"), t("different"), t("not looked at")]
    counted = (Verdict.SAME, Verdict.DIFFERENT, Verdict.BLOCKED)
    rows = [(one.name, len(one.fields), *(one.count(kind) for kind in counted)) for one in found]
    voice.table(headers, rows)
    for one in found:
        if one.verdict is not Verdict.SAME:
            _show_apart(voice, one)


def _show_apart(voice: Console, one: OfflineVerdict) -> None:
    voice.result("")
    voice.result(f"{one.name}")
    apart = [field for field in one.fields if field.verdict is Verdict.DIFFERENT]
    for field in apart[:SHOWN]:
        voice.result(f"  {field.step}, {field.place}")
        voice.result(f"    {t('expected')}: {field.expected}")
        voice.result(f"    {t('came')}: {field.came}")
    if len(apart) > SHOWN:
        voice.result("  " + t("and {count} more", count=len(apart) - SHOWN))
    _show_hindered(voice, one)


def _show_hindered(voice: Console, one: OfflineVerdict) -> None:
    for step in one.hindered:
        where = where_in(t, number=step.number, verb=step.verb, line=step.line)
        voice.result(f"  {where}")
        for line in reasons_in(t, step):
            voice.result(f"    {line}")


def _accept(voice: Console, cassettes: Iterable[Cassette], found: Iterable[OfflineVerdict]) -> None:
    for cassette, one in zip(cassettes, found, strict=True):
        if accept(cassette, one):
            voice.result(
                t(
                    "{count} fields accepted; look through them: {path}",
                    count=one.count(Verdict.DIFFERENT),
                    path=cassette.folder / EXPECTED,
                )
            )
