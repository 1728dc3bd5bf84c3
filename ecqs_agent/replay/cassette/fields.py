"""The expectation of a cassette: every field that the page objects read, one line each.

The file is for people: sorted as the steps are, one field per line, so that a change is a line of a
diff. It is written only when somebody asks for it (`--accept`).
"""

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from ecqs_agent.errors import CassetteError
from ecqs_agent.replay.matching import NOTHING
from ecqs_agent.replay.verdict import StepVerdict, Verdict

_WIDTH: Final = 10_000  # one line per field
_HEAD: Final = (
    "What the page objects read from this cassette, step by step. Every line is a test.\n"
    "`ecqs replay offline --accept` writes this file anew; look at the difference before you\n"
    "keep it."
)
_NO_FIELDS: Final = ("said", "template", "facts")  # of an error: its code and message are enough

Fields = Mapping[str, str]
Expected = Mapping[str, Fields]
"""The fields of every step, under `number verb`."""


class FieldVerdict(BaseModel):
    """What came of one field: `different` names both texts, `blocked` could not be looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str
    place: str
    expected: str
    came: str
    verdict: Verdict


def name_of(step: StepVerdict) -> str:
    """Return how a step is called in the file."""
    return f"{step.number} {step.verb}"


def read_fields(steps: Sequence[StepVerdict]) -> Expected:
    """Return every field that the steps showed; of a step that was not played none."""
    return {
        name_of(one): dict(_flat(one.seen, "")) if one.seen else {}
        for one in steps
        if one.verdict is Verdict.SAME and one.seen is not None
    }


def compared(expected: Expected, steps: Sequence[StepVerdict]) -> tuple[FieldVerdict, ...]:
    """Compare every field with what is expected, and name those that came or went."""
    shown = read_fields(steps)
    skipped = {name_of(one) for one in steps if one.verdict is Verdict.SKIPPED}
    names = dict.fromkeys((*expected, *shown))
    return tuple(
        found
        for name in names
        if name not in skipped
        for found in _of_step(name, expected.get(name, {}), shown.get(name))
    )


def accepted(expected: Expected, steps: Sequence[StepVerdict]) -> Expected:
    """Return the expectation with what came; a step that was not played keeps what it had."""
    shown = read_fields(steps)
    names = [name_of(one) for one in steps if one.verdict is not Verdict.SKIPPED]
    kept = {name: shown.get(name, expected.get(name)) for name in names}
    return {name: fields for name, fields in kept.items() if fields is not None}


def load_expected(path: Path) -> Expected:
    """Read an expectation; a file that is not there expects nothing yet.

    Raises:
        CassetteError: it cannot be understood.
    """
    if not path.exists():
        return {}
    try:
        value = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}
        return {
            str(name): {str(place): str(text) for place, text in fields.items()}
            for name, fields in value.items()
        }
    except Exception as error:  # YAML's own errors have no common base that says where
        raise CassetteError(
            "The expectation {path} cannot be understood: {why}. Put it right, or write it anew "
            "with --accept.",
            path=str(path),
            why=str(error).replace("\n", " "),
        ) from error


def write_expected(expected: Expected, path: Path) -> None:
    """Write an expectation, whole or not at all.

    Raises:
        CassetteError: it cannot be written.
    """
    root = CommentedMap({name: dict(fields) for name, fields in expected.items()})
    root.yaml_set_start_comment(_HEAD)
    yaml, out = YAML(), StringIO()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.dump(root, out)
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(out.getvalue(), encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise CassetteError(
            "The expectation cannot be written to {path}: {why}. Is it open in another program?",
            path=str(path),
            why=error.strerror or str(error),
        ) from error


def _of_step(name: str, expected: Fields, shown: Fields | None) -> Iterator[FieldVerdict]:
    if shown is None:
        for place, text in expected.items():
            yield _field(name, place, text, NOTHING, Verdict.BLOCKED)
        return
    for place in dict.fromkeys((*expected, *shown)):
        was, came = expected.get(place, NOTHING), shown.get(place, NOTHING)
        yield _field(name, place, was, came, Verdict.SAME if was == came else Verdict.DIFFERENT)


def _field(step: str, place: str, expected: str, came: str, verdict: Verdict) -> FieldVerdict:
    return FieldVerdict(step=step, place=place, expected=expected, came=came, verdict=verdict)


def _flat(value: Any, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping) and value:
        for key, one in value.items():
            if key not in _NO_FIELDS or place:
                yield from _flat(one, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple) and value:
        for at, one in enumerate(value):
            yield from _flat(one, f"{place}.{at}")
    else:
        yield place, _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "[]"
    return "{}" if isinstance(value, Mapping) else "" if value is None else str(value)
