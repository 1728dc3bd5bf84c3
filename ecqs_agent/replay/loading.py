"""Find scenario files, read them, and say in which line and field one is wrong."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from ecqs_agent.errors import ScenarioError
from ecqs_agent.replay.model import Scenario
from ecqs_agent.replay.parts import FIELD_NAMES, Fields
from ecqs_agent.replay.source import Source, SourceError
from ecqs_agent.replay.verbs import VERBS

ENDINGS: Final = (".yaml", ".yml")
CASSETTE: Final = ".cassette"  # of a folder: what is in it is played by other means
TEXTS: Final = frozenset(
    {
        *FIELD_NAMES,
        "instrument_code",
        "uuid",
        "booking",
        "serial",
        "clock",
        "to",
        "note",
        "about",
        "zh",
        "en",
    }
)  # under these stands what a person types, so that `quantity: 1` is meant as "1"


MISSING: Final = "this field is missing"


class ScenarioFile(BaseModel):
    """One scenario and where each of its steps stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    scenario: Scenario
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        return self.path.stem


def shipped() -> Path:
    """Return the folder of the scenarios that come with the program."""
    return Path(str(files("ecqs_agent.replay").joinpath("scenarios")))


def scenarios_at(paths: Iterable[Path]) -> tuple[ScenarioFile, ...]:
    """Read every scenario at these files and folders; without any, the shipped ones.

    Raises:
        ScenarioError: a path is not there, a folder holds none, or a file is wrong.
    """
    found = [file for path in (list(paths) or [shipped()]) for file in _files_at(path)]
    return tuple(read_scenario(path) for path in dict.fromkeys(found))


def read_scenario(path: Path) -> ScenarioFile:
    """Read one scenario file.

    Raises:
        ScenarioError: it cannot be read; the message names line and field.
    """
    try:
        source = Source(path.read_text(encoding="utf-8"), texts=TEXTS)
    except SourceError as error:
        raise ScenarioError(
            "{file}, line {line}: this is not YAML: {why}.",
            file=str(path),
            line=error.line,
            why=error.why,
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            "The scenario {file} cannot be read: {why}.", file=str(path), why=str(error)
        ) from error
    return _understood(path, source)


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        inside = (one for one in path.rglob("*") if one.suffix in ENDINGS)
        found = sorted(one for one in inside if one.parent.suffix != CASSETTE)
        if not found:
            raise ScenarioError("The folder {folder} holds no scenario (.yaml).", folder=str(path))
        return found
    if not path.is_file():
        raise ScenarioError("There is no scenario at {file}.", file=str(path))
    return [path]


def _understood(path: Path, source: Source) -> ScenarioFile:
    try:
        scenario = Scenario.model_validate(source.value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise _wrong(path, source, first["loc"], _why(first)) from error
    places = [("steps", at) for at in range(len(scenario.steps))]
    file = ScenarioFile(
        path=path, scenario=scenario, lines=tuple(source.line_of(place) for place in places)
    )
    _check_names(file, source)
    return file


def _wrong(path: Path, source: Source, place: tuple[int | str, ...], why: str) -> ScenarioError:
    line, parts = source.found(_without_verb(place))
    if why == MISSING:
        parts = (*parts, place[-1])
    shown = [str(part + 1) if isinstance(part, int) else part for part in parts]  # from 1 on
    return ScenarioError(
        "{file}, line {line}, {field}: {why}.",
        file=str(path),
        line=line,
        field=".".join(shown) or "scenario",
        why=why,
    )


def _without_verb(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return the place as written: behind a step's number stands which verb's model was tried."""
    is_tagged = place[:1] == ("steps",) and len(place) > len(("steps", 0, "verb"))
    return (*place[:2], *place[3:]) if is_tagged else place


def _why(problem: Mapping[str, Any]) -> str:
    if problem["type"] == "union_tag_invalid":
        return f"a step has exactly one verb of {', '.join(VERBS)}"
    if problem["type"] == "extra_forbidden":
        return "this field is not known"
    if problem["type"] == "missing":
        return MISSING
    given = problem.get("input")
    shown = f"; it is {given!r}" if isinstance(given, str | int | float | bool) else ""
    return f"{str(problem['msg']).removeprefix('Value error, ')}{shown}"


def _check_names(file: ScenarioFile, source: Source) -> None:
    """Raise ScenarioError when something of `data` is spoken of that is not there."""
    data = file.scenario.data
    for name, entry in data.items():
        rows: tuple[Fields, ...] = (entry,) if isinstance(entry, Fields) else entry
        for row in rows:
            if row.like and not isinstance(data.get(row.like), Fields):
                why = f"there is no single instrument {row.like!r} in data"
                raise _wrong(file.path, source, ("data", name), why)
    for at, step in enumerate(file.scenario.steps):
        if step.each is not None and not isinstance(data.get(step.each), tuple):
            why = f"there is no table {step.each!r} in data"
            raise _wrong(file.path, source, ("steps", at, "each"), why)
        of = getattr(step.arguments, "of", "")
        if (
            isinstance(of, str)
            and of not in ("", "${row}")
            and not isinstance(data.get(of), Fields)
        ):
            why = f"there is no single instrument {of!r} in data"
            raise _wrong(file.path, source, ("steps", at, step.verb, step.verb, "of"), why)
