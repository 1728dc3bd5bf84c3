"""Compare what a step showed with what it shall show; every difference with its place.

A mapping names the fields that matter, a list is meant whole and in order, a plain value is meant
exactly. Comparisons (`patterns.COMPARISONS`) say less than that.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard

from pydantic import BaseModel, ConfigDict

from ecqs_agent.replay.patterns import SHAPES, is_comparison

NOTHING: Final = "∅"
"""How a value that is not there is shown."""


class Difference(BaseModel):
    """One place where something else came than was expected, both as text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    expected: str
    came: str
    how: str = ""  # the comparison, such as `contains`; "" where the same was expected
    counts: tuple[int, int] | None = None  # of two lists; the texts hold what one has alone


class _Nothing:
    """A value that is not there."""


MISSING: Final = _Nothing()


def differences(expected: Any, seen: Any, place: str = "") -> list[Difference]:  # noqa: ANN401
    """Return every place at which `seen` is not as expected."""
    return list(_differences(expected, seen, place))


def _differences(expected: Any, seen: Any, place: str) -> Iterator[Difference]:  # noqa: ANN401
    if is_comparison(expected):
        yield from _compared(expected, seen, place)
    elif isinstance(expected, Mapping) and isinstance(seen, Mapping):
        for key, one in expected.items():
            yield from _differences(one, seen.get(key, MISSING), _below(place, key))
    elif _is_list(expected) and _is_list(seen):
        yield from _lists(expected, seen, place)
    elif not _same(expected, seen):
        yield Difference(place=place, expected=shown(expected), came=shown(seen))


def _lists(expected: Sequence[Any], seen: Sequence[Any], place: str) -> Iterator[Difference]:
    if len(expected) != len(seen):
        yield _unlike(expected, seen, place)
        return
    for number, (one, other) in enumerate(zip(expected, seen, strict=True)):
        yield from _differences(one, other, _below(place, number))


def _unlike(
    expected: Sequence[Any], seen: Sequence[Any], place: str, *, how: str = ""
) -> Difference:
    """Return what each of two lists has alone."""
    less, more = _apart(expected, seen)
    return Difference(
        place=place,
        expected=shown(less),
        came=shown([_as_named(expected, one) for one in more]),
        how=how,
        counts=(len(expected), len(seen)),
    )


def _as_named(expected: Sequence[Any], row: Any) -> Any:  # noqa: ANN401
    """Return of a row only the fields that an expected row names, if any of them does."""
    named = {key for one in expected if isinstance(one, Mapping) for key in one}
    kept = {key: one for key, one in row.items() if key in named} if _is_row(row) else {}
    return kept or row


def _apart(expected: Sequence[Any], seen: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return what was expected and is not among what was seen, and what is left of that."""
    left = list(seen)
    return [one for one in expected if not _taken(one, left)], left


def _taken(one: Any, left: list[Any]) -> bool:  # noqa: ANN401
    found = next((other for other in left if not differences(one, other)), MISSING)
    if found is not MISSING:
        left.remove(found)
    return found is not MISSING


def _compared(comparisons: Mapping[str, Any], seen: Any, place: str) -> Iterator[Difference]:  # noqa: ANN401
    for name, wanted in comparisons.items():
        value = "" if seen is MISSING else seen
        if seen is not MISSING and _TESTS[name](wanted, value):
            continue
        if name == "any_order" and _is_list(seen):
            yield _unlike(wanted, seen, place, how=name)
        else:
            told = shown(_at_fault(name, wanted, seen))
            yield Difference(place=place, expected=told, came=shown(seen), how=name)


def _at_fault(name: str, wanted: Any, seen: Any) -> Any:  # noqa: ANN401
    """Return of several entries only those that make the difference."""
    if seen is MISSING or not _is_list(wanted) or name not in ("contains", "lacks", "includes"):
        return wanted
    return [one for one in wanted if not _TESTS[name]([one], seen)]


def _same(expected: Any, seen: Any) -> bool:  # noqa: ANN401
    if isinstance(expected, bool) or isinstance(seen, bool):
        return expected is seen
    if isinstance(expected, int | float) and isinstance(seen, str):
        return str(expected) == seen
    return bool(expected == seen)


def _contains(wanted: Any, seen: Any) -> bool:  # noqa: ANN401
    return all(one in seen for one in (wanted if _is_list(wanted) else [wanted]))


def _lacks(wanted: Any, seen: Any) -> bool:  # noqa: ANN401
    return not any(one in seen for one in (wanted if _is_list(wanted) else [wanted]))


def _in_any_order(wanted: Sequence[Any], seen: Any) -> bool:  # noqa: ANN401
    if not _is_list(seen) or len(seen) != len(wanted):
        return False
    return _apart(wanted, seen) == ([], [])


def _includes(wanted: Any, seen: Any) -> bool:  # noqa: ANN401
    rows = wanted if _is_list(wanted) else [wanted]
    return _is_list(seen) and all(
        any(not differences(one, other) for other in seen) for one in rows
    )


_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "matches": lambda wanted, seen: re.search(str(wanted), str(seen)) is not None,
    "contains": _contains,
    "lacks": _lacks,
    "starts": lambda wanted, seen: str(seen).startswith(str(wanted)),
    "count": lambda wanted, seen: hasattr(seen, "__len__") and len(seen) == wanted,
    "any_order": _in_any_order,
    "includes": _includes,
    "shape": lambda wanted, seen: re.fullmatch(SHAPES[wanted], str(seen)) is not None,
    "is_not": lambda wanted, seen: not _same(wanted, seen),
}


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _is_row(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _below(place: str, part: object) -> str:
    return f"{place}.{part}" if place else str(part)


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value as a person reads it in a verdict."""
    if value is MISSING or value is None:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) + "}"
    if _is_list(value):
        return "[" + ", ".join(shown(one) for one in value) + "]"
    return f"“{value}”" if isinstance(value, str) else str(value)
