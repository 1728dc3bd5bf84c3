"""YAML with places: values as YAML 1.2's core has them, and the line of each.

Dates stay text, as they stand on the portal's screens, and so does whatever stands under a key that
is said to hold texts: `007` and `1.60` are what a person types. A key that comes twice is an error.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_BROKEN: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS: Final[Mapping[str, object]] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}


class SourceError(Exception):
    """Say in which line a text is not YAML, and why."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(f"line {line}: {why}")


class Source:
    """One YAML document: its value, and where each part of it stands."""

    def __init__(self, text: str, *, texts: Collection[str] = ()) -> None:
        self._root = _composed(text)
        self.value: Any = None if self._root is None else _value(self._root, texts)

    def line_of(self, place: Sequence[str | int]) -> int:
        """Return the line (from 1) of the innermost part on this way that is there."""
        return self.found(place)[0]

    def found(self, place: Sequence[str | int]) -> tuple[int, tuple[str | int, ...]]:
        """Return the line of the innermost part that is there, and the parts that are."""
        node, line, parts = self._root, 1, []
        for part in place:
            child = None if node is None else _child(node, part)
            if child is not None:  # what is no key of the file, such as a model's name, is passed
                node, line = child
                parts.append(part)
        return line, tuple(parts)


def _composed(text: str) -> Node | None:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise SourceError(mark.line + 1 if mark else 1, why) from None
    except YAMLError as error:
        raise SourceError(1, str(error)) from None
    return root


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _child(node: Node, part: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, _line(key)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], _line(node.value[part])
    return None


def _value(node: Node, texts: Collection[str], key: str = "") -> Any:  # noqa: ANN401 - a file's
    if isinstance(node, MappingNode):
        return _mapping(node, texts)
    if isinstance(node, SequenceNode):
        return [_value(one, texts, key) for one in node.value]
    if isinstance(node, ScalarNode):
        return _scalar(node, is_text=key in texts)
    raise SourceError(_line(node), "this part of YAML is not used here")


def _mapping(node: MappingNode, texts: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise SourceError(_line(key), "a key must be a plain word")
        if key.value in found:
            raise SourceError(_line(key), f"{key.value!r} stands here twice")
        found[key.value] = _value(value, texts, key.value)
    return found


def _scalar(node: ScalarNode, *, is_text: bool) -> object:
    text = str(node.value)
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if is_text:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _BROKEN.fullmatch(text) else text
