"""Make page-object tests of a recording: a folder with rebuilt screens and one file of tests."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import ArchiveRefusedError, RecordingNotSavedError
from ecqs_agent.recording.model import ScreenRecorded
from ecqs_agent.recording.reading import Recorded
from ecqs_agent.recording.rebuilding import (
    OPENERS,
    WINDOWS,
    frame_around,
    not_rebuilt,
    rebuilt,
)
from page_objects.contract.needs import NEEDS
from page_objects.contract.seen import Place
from page_objects.words import WORDS

SCREENS: Final = "screens"
SNAPSHOTS: Final = "recorded"
INVENTORIES: Final = "inventories.json"
TESTS: Final = "test_recording.py"
README: Final = "README.md"


class Imported(BaseModel):
    """What was written, and what of the recording could not be rebuilt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    screens: tuple[Place, ...]
    tests: int
    left_out: Mapping[Place, tuple[str, ...]]


class Tested(BaseModel):
    """One screen in the file of tests: what is asked of it besides the screen as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    name: str
    parts: Mapping[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """Return the number of its tests."""
        return 1 + sum(map(len, self.parts.values()))


def import_recording(recorded: Recorded, folder: Path) -> Imported:
    """Write the folder; it must be empty or not exist.

    Raises:
        RecordingNotSavedError: it cannot be written, or holds something already.
        ArchiveRefusedError: no screen was recorded.
    """
    if not recorded.screens:
        raise ArchiveRefusedError(
            "The recording holds no screen. Nothing was imported.", path=str(folder)
        )
    files = dict(_files(recorded))
    try:
        if folder.exists() and any(folder.iterdir()):
            raise RecordingNotSavedError(
                "The folder {path} is not empty. Name another one with --out.", path=str(folder)
            )
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise RecordingNotSavedError(
            "The folder {path} cannot be written: {why}. Name another one with --out.",
            path=str(folder),
            why=error.strerror or str(error),
        ) from error
    return Imported(
        folder=folder,
        screens=tuple(recorded.screens),
        tests=sum(one.count for one in _listed(recorded)),
        left_out=_left_out(recorded),
    )


def _files(recorded: Recorded) -> Iterator[tuple[str, bytes]]:
    screens = recorded.screens
    for place, screen in screens.items():
        if place in WINDOWS.values():
            continue
        window = screens.get(WINDOWS[place]) if place in WINDOWS else None
        page = rebuilt(place, screen, window=window, openers=_openers(place)).encode()
        if screen.in_frame:
            yield f"{SCREENS}/{place.value}-inner.html", page
            yield f"{SCREENS}/{place.value}.html", frame_around(f"{place.value}-inner").encode()
        else:
            yield f"{SCREENS}/{place.value}.html", page
    inventories = {p.value: one.seen.model_dump(mode="json") for p, one in screens.items()}
    yield INVENTORIES, json.dumps(inventories, ensure_ascii=False, indent=1).encode()
    for name, content in recorded.files.items():
        if not name.endswith(".html") or name == "index.html":
            yield f"{SNAPSHOTS}/{name}", content
        else:  # to be read, not to be opened: a browser shows it as text
            yield f"{SNAPSHOTS}/{name}.txt", content
    facts = {"manifest": recorded.manifest, "screens": list(_listed(recorded))}
    yield TESTS, _environment().get_template("tests.py.j2").render(**facts).encode()
    left = {place.value: list(names) for place, names in _left_out(recorded).items()}
    yield README, _environment().get_template("readme.md.j2").render(**facts, left=left).encode()


def _listed(recorded: Recorded) -> Iterator[Tested]:
    """Yield each screen with the tests of it."""
    for place, screen in recorded.screens.items():
        opened_by = next((above for above, window in WINDOWS.items() if window is place), None)
        if opened_by is not None and opened_by not in recorded.screens:
            continue  # nothing opens it
        parts = {sort: tuple(names) for sort, names in _parts(screen).items()}
        yield Tested(place=place.value, name=place.name, parts=parts)


def _parts(screen: ScreenRecorded) -> dict[str, list[str]]:
    """Return everything the screen offered, and what it must offer for us."""
    needs, seen = NEEDS[screen.seen.place], screen.seen
    shown = {
        "field": [one.label for one in seen.fields],
        "column": [one.title for grid in seen.grids for one in grid],
        "button": [one.text for one in seen.buttons],
    }
    wanted = {"field": needs.fields, "column": needs.columns, "button": needs.buttons}
    found = {}
    for sort, names in shown.items():
        words = [need.words for need in wanted[sort] if need.needed]
        missing = [one[0] for one in words if not set(one) & set(names)]
        found[sort] = list(dict.fromkeys([*filter(None, names), *missing]))
    return found


def _openers(place: Place) -> tuple[str, ...]:
    return WORDS.buttons[OPENERS[place]] if place in OPENERS else ()


def _left_out(recorded: Recorded) -> dict[Place, tuple[str, ...]]:
    found = {place: tuple(not_rebuilt(one.seen)) for place, one in recorded.screens.items()}
    return {place: labels for place, labels in found.items() if labels}


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - what it writes is no HTML; every fact goes through `repr`
        loader=PackageLoader("ecqs_agent.recording", "page"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    return environment


def quoted(text: str) -> str:
    """Return a text as a Python literal in double quotes."""
    return json.dumps(text, ensure_ascii=False)
