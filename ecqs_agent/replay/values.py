"""Names in a scenario's texts: `${code}`, `${row.serial_number}`, `${today+30}`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from pydantic import BaseModel

_NAME: Final = re.compile(r"\$\{([a-z][a-z0-9_.]*)([+-]\d+)?\}")
_DAYS: Final = {"today": "%Y-%m-%d", "today_digits": "%Y%m%d"}


class UnboundError(Exception):
    """A name of the scenario stands for nothing, because no earlier step bound it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class Values:
    """What the names of one scenario stand for."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._bound: dict[str, Any] = {}

    def bind(self, name: str, value: object, *, more: bool = False) -> None:
        """Let a name stand for a value; with `more` for a growing list of them."""
        if more:
            self._bound.setdefault(name, []).append(value)
        else:
            self._bound[name] = value

    def forget(self, name: str) -> None:
        """Let a name stand for nothing."""
        self._bound.pop(name, None)

    def filled(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the value with every name in it replaced by what it stands for.

        A text that is one name alone becomes the bound value itself, which may be a list.

        Raises:
            UnboundError: a name stands for nothing.
        """
        if isinstance(value, BaseModel):
            return self.filled(value.model_dump(exclude_none=True, by_alias=True))
        if isinstance(value, Mapping):
            return {key: self.filled(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.filled(one) for one in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> Any:  # noqa: ANN401 - JSON
        whole = _NAME.fullmatch(text)
        if whole:
            return self._meant(whole)
        return _NAME.sub(lambda found: str(self._meant(found)), text)

    def _meant(self, found: re.Match[str]) -> Any:  # noqa: ANN401 - JSON
        name, days = found.group(1), found.group(2)
        if name in _DAYS:
            return (self.today + timedelta(days=int(days or 0))).strftime(_DAYS[name])
        first, *way = name.split(".")
        if first not in self._bound:
            raise UnboundError(name)
        value = at(self._bound[first], ".".join(way)) if way else self._bound[first]
        if value is None:
            raise UnboundError(name)
        return value


def at(value: Any, place: str) -> Any:  # noqa: ANN401 - JSON
    """Return what stands at a place such as `records.0.uuid`; None when nothing does."""
    for part in place.split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list | tuple) and part.lstrip("-").isdecimal():
            number = int(part)
            value = value[number] if -len(value) <= number < len(value) else None
        else:
            return None
    return value
