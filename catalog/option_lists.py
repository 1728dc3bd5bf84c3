"""The option lists of a portal, 一级目录 -> 二级目录: where and when they were read, and as a file.

A file is JSON: the model below, or only the object of lists, `{"一级目录": ["二级目录", …]}`.
"""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from catalog.errors import OptionListsError
from catalog.kinds import plain

MOST_BYTES: Final = 1_000_000  # a whole catalogue is 5 kB; anything larger is another file

Name = Annotated[str, Field(min_length=1, max_length=200)]


class OptionLists(BaseModel):
    """What a portal offers: kinds by category, in its own order and words."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    portal: str
    read_on: date
    lists: dict[Name, tuple[Name, ...]]

    @field_validator("portal")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not urlsplit(value).hostname:
            raise ValueError("must be an address like https://psp.e-cqs.cn")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _names_differ(self) -> "OptionLists":
        for where, names in {"lists": tuple(self.lists), **self.lists}.items():
            seen = [plain(name) for name in names]
            if doubled := [name for name in names if seen.count(plain(name)) > 1]:
                raise ValueError(f"{where} names {doubled[0]} twice")
        return self

    @property
    def is_empty(self) -> bool:
        """Return whether no category has any kind."""
        return not any(self.lists.values())

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the categories under which nothing is offered."""
        return tuple(category for category, kinds in self.lists.items() if not kinds)


def read_option_lists(path: Path, *, portal: str, today: date) -> OptionLists:
    """Return the lists of a file; portal and day stand in where the file names neither.

    Raises:
        OptionListsError: the file cannot be read, is no JSON, or says something else.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise OptionListsError(path=str(path), reason=f"{size} > {MOST_BYTES} bytes")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        if not (isinstance(data, dict) and "lists" in data):
            data = {"portal": portal, "read_on": today, "lists": data}
        return OptionLists.model_validate(data)
    except OSError as exc:
        raise OptionListsError(path=str(path), reason=exc.strerror or str(exc)) from exc
    except ValidationError as exc:
        raise OptionListsError(path=str(path), reason=_first(exc)) from exc
    except (ValueError, RecursionError) as exc:  # neither UTF-8 nor JSON
        raise OptionListsError(path=str(path), reason=f"{type(exc).__name__}: {exc}") from exc


def _first(error: ValidationError) -> str:
    problem: Any = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else str(problem["msg"])
