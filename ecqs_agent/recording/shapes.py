"""The shape of data without its values: names, JSON types, lengths, and stand-ins."""

import json
from collections.abc import Mapping
from typing import Any, Final

from ecqs_agent.recording.names import Names
from ecqs_agent.recording.standins import StandIns

_DEEPEST: Final = 12
_SERVICES: Final = frozenset(("serviceClassName", "methodName", "__className"))


class Shapes:
    """Writes the shape of JSON down."""

    def __init__(self, names: Names, standins: StandIns) -> None:
        self._names = names
        self._standins = standins

    def of(self, value: Any, *, key: str = "", depth: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Return the shape of a value; a list is told by its length and all its elements' names."""
        if depth > _DEEPEST:
            return "..."
        if isinstance(value, Mapping):
            return {
                self._name(str(name)): self.of(inner, key=str(name), depth=depth + 1)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            first = [self.of(inner, key=key, depth=depth + 1) for inner in value[:3]]
            return {"list": len(value), "of": _merged(first)}
        return self._scalar(value, key, depth)

    def of_text(self, text: str) -> Any:  # noqa: ANN401 - JSON
        """Return the shape of a text that may be JSON."""
        return self._scalar(text, "", 0)

    def _scalar(self, value: Any, key: str, depth: int) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, bool) or value is None:
            return {"type": "null" if value is None else "boolean"}
        if isinstance(value, int | float):
            return {"type": "number", "like": self._standins.of(str(value), "data")}
        text = str(value)
        if key in _SERVICES and (self._names.is_service(text) or self._names.is_name(text)):
            return text
        if text.lstrip().startswith(("{", "[")):
            try:
                return {"type": "JSON", "of": self.of(json.loads(text), depth=depth + 1)}
            except ValueError:
                pass
        return {"type": "string", "like": self._standins.of(text, "data")}

    def _name(self, name: str) -> str:
        return name if self._names.is_name(name) else self._standins.of(name, "names")


def _merged(shapes: list[Any]) -> Any:  # noqa: ANN401 - JSON
    """Return one shape for the elements of a list: every name that any of them has."""
    if shapes and all(isinstance(one, dict) for one in shapes):
        merged: dict[str, Any] = {}
        for one in reversed(shapes):
            merged.update(one)
        return merged
    return shapes[0] if shapes else None
