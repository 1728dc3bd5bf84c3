"""A length of time as an operator types it: 60d, 8w, or just 60."""

import re
from datetime import timedelta
from typing import Final

import typer

from ecqs_agent.cli.language import t

_DAYS: Final = {"": 1, "d": 1, "天": 1, "w": 7, "周": 7}
_TYPED: Final = re.compile(r"\s*(\d{1,5})\s*([dw天周]?)\s*", re.IGNORECASE)


def period(text: str) -> timedelta:
    """Return the time a text such as 60d, 8w or 60 means.

    Raises:
        typer.BadParameter: it is no such text.
    """
    found = _TYPED.fullmatch(text)
    if found is None:
        raise typer.BadParameter(t("{text} is no time: write it like 60d or 8w.", text=text))
    return timedelta(days=int(found[1]) * _DAYS[found[2].lower()])
