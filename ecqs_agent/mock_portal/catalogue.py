"""The mock's own instrument catalogue: names of notice 2020-42, codes of our invention."""

import json
from functools import cache
from importlib import resources
from typing import NamedTuple


class Kind(NamedTuple):
    """One level 2 entry; `verified` tells whether an institute may take it at all."""

    code: str
    name: str
    verified: bool


class Category(NamedTuple):
    """One level 1 entry with its level 2 entries, in the order of the notice."""

    code: str
    name: str
    kinds: tuple[Kind, ...]


@cache
def categories() -> dict[str, Category]:
    """Return level 1 by code."""
    source = resources.files("ecqs_agent.mock_portal") / "data" / "catalogue.json"
    entries = json.loads(source.read_text(encoding="utf-8"))["categories"]
    return {
        entry["code"]: Category(
            entry["code"], entry["name"], tuple(Kind(**kind) for kind in entry["kinds"])
        )
        for entry in entries
    }


@cache
def kinds() -> dict[str, Kind]:
    """Return level 2 by code."""
    return {kind.code: kind for category in categories().values() for kind in category.kinds}


def known_pair(category_code: str, kind_code: str) -> Kind | None:
    """Return the kind when it stands under that category, else None."""
    category = categories().get(category_code)
    if category is None:
        return None
    return next((kind for kind in category.kinds if kind.code == kind_code), None)
