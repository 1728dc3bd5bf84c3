"""Dates as the portal writes them, checked before any widget is touched."""

import re
from datetime import date

from page_objects.errors import BadDateError

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def checked(value: str, *, label: str) -> str:
    """Return `value` when it is "" or a date of the calendar as yyyy-MM-dd.

    A datebox turns anything else into today without a word (easyui-contract 0.3).
    """
    if not value:
        return value
    try:
        good = bool(_SHAPE.fullmatch(value)) and date.fromisoformat(value) is not None
    except ValueError as exc:
        raise BadDateError(field=label, value=value) from exc
    if not good:
        raise BadDateError(field=label, value=value)
    return value
