"""`ecqs mock import`: page-object tests of a recording."""

from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, console
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import SCREENS

ArchiveFile = Annotated[
    Path, typer.Argument(help=t("The recording that `ecqs record` saved"), show_default=False)
]
Folder = Annotated[Path | None, typer.Option("--out", help=t("The folder to write; new or empty"))]


def import_archive(archive: ArchiveFile, out: Folder = None, as_json: Json = False) -> int:
    """Write a folder with rebuilt screens and the tests that drive our page objects on them."""
    from ecqs_agent.recording import importing, reading  # noqa: PLC0415 - `mock serve` needs neither

    voice = console(as_json=as_json)
    folder = (out or Path(archive.stem)).absolute()
    imported = importing.import_recording(reading.read_archive(archive), folder)
    for place, labels in imported.left_out.items():
        voice.say(
            "Not rebuilt on {place} as its own kind of control: {labels}",
            place=t(SCREENS[place]),
            labels=list(labels),
        )
    voice.result(
        t(
            "{screens} screens and {tests} tests are in {folder}. Run them: pytest {file}",
            screens=len(imported.screens),
            tests=imported.tests,
            folder=str(folder),
            file=str(folder / importing.TESTS),
        )
    )
    voice.json(imported.model_dump(mode="json"))
    return ExitCode.OK
