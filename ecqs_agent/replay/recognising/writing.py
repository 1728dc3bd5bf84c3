"""Write what was recognised as a scenario file, with what is no step as comments beside it."""

from collections import Counter
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ecqs_agent.errors import ReplayError
from ecqs_agent.replay.model import VERSION, Scenario
from ecqs_agent.replay.recognising.draft import Aside, Recognised
from ecqs_agent.replay.recognising.reasons import REASONS
from ecqs_agent.texts import Translate

TOLD: Final = frozenset({"wait", "again", "logged_in", "nothing"})  # asides worth a line each
WIDTH: Final = 120


def as_yaml(found: Recognised, *, title: str, about: str, t: Translate) -> str:
    """Return the text of a scenario file.

    Raises:
        ReplayError: nothing was recognised that a scenario could be made of.
    """
    body = {
        "version": VERSION,
        "title": {"zh": title, "en": title},
        "about": about,
        "tags": ["recorded"],
        "data": dict(found.data),
        "steps": list(found.steps),
    }
    try:
        Scenario.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise ReplayError(
            "No scenario can be made of what was recorded ({field}: {why}).",
            field=".".join(str(part) for part in first["loc"]),
            why=first["msg"],
        ) from error
    root = CommentedMap({**body, "steps": _steps(found, t)})
    if not found.data:
        del root["data"]
    return _dumped(root)


def write_scenario(text: str, path: Path) -> None:
    """Write a scenario file; one that is there is never overwritten.

    Raises:
        ReplayError: it is there, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ReplayError(
            "The scenario cannot be written to {file}: {why}. Choose another name with --out.",
            file=str(path),
            why=error.strerror or str(error),
        ) from error


def lines_of(found: Recognised, t: Translate) -> tuple[list[str], list[str]]:
    """Return what was not understood, line by line, and what is no step: told or counted."""
    unknown = [_line(one, t) for one in found.unknown]
    told = [_line(one, t) for one in found.asides if one.why in TOLD]
    counts = Counter(one.why for one in found.asides if one.why not in TOLD)
    counted = [f"{count} × {t(REASONS[why])}" for why, count in counts.items()]
    return unknown, [*told, *counted]


def _steps(found: Recognised, t: Translate) -> CommentedSeq:
    steps = CommentedSeq(_plain(step) for step in found.steps)
    beside = [one for one in found.asides if one.why in TOLD] + list(found.unknown)
    for one in sorted(beside, key=lambda aside: aside.number):
        at = next((at for at, number in enumerate(found.numbers) if number >= one.number), None)
        place = len(steps) - 1 if at is None else at
        if steps.ca.items.get(place):
            _add_comment(steps, place, _line(one, t))
        else:
            steps.yaml_set_comment_before_after_key(place, before=_line(one, t), indent=2)
    return steps


def _add_comment(steps: CommentedSeq, place: int, line: str) -> None:
    before = [token.value for token in steps.ca.items[place][1]]
    kept = "".join(before).replace("# ", "").rstrip("\n")
    del steps.ca.items[place]
    steps.yaml_set_comment_before_after_key(place, before=f"{kept}\n{line}", indent=2)


def _line(one: Aside, t: Translate) -> str:
    return f"{one.number}: {one.what} - {t(REASONS[one.why])}".replace("\n", " ")


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _dumped(root: CommentedMap) -> str:
    yaml, out = YAML(), StringIO()
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(root, out)
    return out.getvalue()
