"""What an expectation may say beside the plain value: the names of its comparisons and shapes."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

COMPARISONS: Final = frozenset(
    {"matches", "contains", "lacks", "starts", "count", "any_order", "includes", "shape", "is_not"}
)
SHAPES: Final[Mapping[str, str]] = {
    "uuid": r"[0-9A-F]{32}",
    "instrument_code": r"\d{16}",
    "booking_number": r"\d{13}",
    "certificate_number": r"\d{4}SL\d{6}",
    "moment": r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}",
    "day": r"\d{4}-\d{2}-\d{2}",
    "something": r"(?s).+",
}


def is_comparison(pattern: object) -> bool:
    """Return whether a pattern compares otherwise than by equality."""
    return isinstance(pattern, Mapping) and bool(pattern) and set(pattern) <= COMPARISONS


def checked_pattern(pattern: JsonValue) -> JsonValue:
    """Return the pattern when every comparison in it can be made; ValueError names the first."""
    if isinstance(pattern, list):
        for one in pattern:
            checked_pattern(one)
    elif isinstance(pattern, dict):
        _check_mapping(pattern)
    return pattern


def _check_mapping(pattern: dict[str, JsonValue]) -> None:
    mixed = COMPARISONS & set(pattern)
    if mixed and not is_comparison(pattern):
        raise ValueError(f"comparisons ({', '.join(sorted(mixed))}) and fields do not mix")
    shape = pattern.get("shape")
    if is_comparison(pattern) and shape is not None and shape not in SHAPES:
        raise ValueError(f"shape {shape!r} is not known; there are {', '.join(SHAPES)}")
    expression = pattern.get("matches")
    if is_comparison(pattern) and isinstance(expression, str):
        _check_expression(expression)
    for one in pattern.values():
        checked_pattern(one)


def _check_expression(expression: str) -> None:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"{expression!r} is not a regular expression: {error}") from None
