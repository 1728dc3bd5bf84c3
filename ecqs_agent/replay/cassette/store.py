"""A cassette on disk: a folder `name.cassette` with the scenario, the answers, and what was read.

- `scenario.yaml`: what is played
- `cassette.json`: every request, and which answer it got
- `bodies/`: the answers, each once
- `expected.yaml`: every field that the page objects read, for people to review
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from ecqs_agent.errors import CassetteError
from ecqs_agent.replay.cassette.model import Exchange, Track
from ecqs_agent.replay.cassette.own import PREFIX, own_file
from ecqs_agent.replay.loading import CASSETTE, ScenarioFile, read_scenario

ENDING: Final = CASSETTE
SCENARIO: Final = "scenario.yaml"
TRACK: Final = "cassette.json"
BODIES: Final = "bodies"
EXPECTED: Final = "expected.yaml"
DRAFT: Final = ".part"  # of a folder that is being written
_TURNS: Final = 20  # tries to give a finished folder its name: on Windows a scanner may hold it
_PAUSE: Final = 0.1  # seconds between two of them


class Cassette(BaseModel):
    """A cassette that was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    scenario: ScenarioFile
    track: Track
    bodies: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """Return the folder's name without its ending."""
        return self.folder.name.removesuffix(ENDING)


def cassettes_at(paths: list[Path]) -> tuple[Cassette, ...]:
    """Read every cassette at these folders and in the folders below them.

    Raises:
        CassetteError, ScenarioError: there is none, or one cannot be used.
    """
    found: list[Path] = []
    for path in paths:
        found_here = path.resolve().rglob(TRACK) if path.is_dir() else ()
        inside = sorted(one.parent for one in found_here if one.parent.suffix != DRAFT)
        if not inside:
            raise CassetteError(
                "There is no cassette at {path}: a cassette is a folder with {track}.",
                path=str(path),
                track=TRACK,
            )
        found += inside
    return tuple(read(folder) for folder in dict.fromkeys(found))


def read(folder: Path) -> Cassette:
    """Read one cassette.

    Raises:
        CassetteError, ScenarioError: a file of it is missing or damaged; the message names it.
    """
    path = folder / TRACK
    try:
        track = Track.model_validate_json(path.read_bytes())
        names = {one.answer.body for one in track.entries if isinstance(one, Exchange)} - {""}
        bodies = {}
        for name in sorted(names):
            path = own_file(name) if name.startswith(PREFIX) else folder / BODIES / name
            if path.is_symlink():
                raise _wrong(path, "it is a link")
            bodies[name] = path.read_bytes()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _wrong(path, f"{where}: {first['msg']}") from error
    except OSError as error:
        raise _wrong(path, error.strerror or str(error)) from error
    scenario = read_scenario(folder / SCENARIO)
    return Cassette(folder=folder, scenario=scenario, track=track, bodies=bodies)


def write(folder: Path, scenario: str, track: Track, bodies: Mapping[str, bytes]) -> None:
    """Write a cassette into a folder that is not there yet.

    Raises:
        CassetteError: the folder is there already, or it cannot be written.
    """
    must_be_free(folder)
    draft = folder.with_name(f"{folder.name}{DRAFT}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        (draft / BODIES).mkdir(parents=True)
        for name, body in bodies.items():
            (draft / BODIES / name).write_bytes(body)
        told = track.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps({"format": track.format, **told}, ensure_ascii=False, indent=1)
        (draft / TRACK).write_text(text + "\n", encoding="utf-8", newline="\n")
        (draft / SCENARIO).write_text(scenario, encoding="utf-8", newline="\n")
        _name(draft, folder)
    except OSError as error:
        raise CassetteError(
            "The cassette cannot be written to {folder}: {why}. Choose another folder.",
            folder=str(folder),
            why=error.strerror or str(error),
        ) from error


@retry(
    retry=retry_if_exception_type(PermissionError),
    stop=stop_after_attempt(_TURNS),
    wait=wait_fixed(_PAUSE),
    reraise=True,
)
def _name(draft: Path, folder: Path) -> None:
    draft.replace(folder)


def must_be_free(folder: Path) -> None:
    """Make sure that no cassette would be overwritten.

    Raises:
        CassetteError: the folder is there already.
    """
    if folder.exists():
        raise CassetteError(
            "{folder} is there already and is not overwritten. Choose another folder, or move "
            "it away.",
            folder=str(folder),
        )


def _wrong(path: Path, why: str) -> CassetteError:
    return CassetteError(
        "The cassette cannot be used: {path}: {why}. Record it again.", path=str(path), why=why
    )
