"""Which field a word was chosen in, where a recorder tells the word alone."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from catalog.catalogue import Catalogue, load_catalogue
from catalog.regions import Regions, load_regions
from page_objects.words import WORDS


def chosen_field(text: str, held: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the field that offers this word, and its value; ("", None) when that is not sure.

    A word that is both a category and a kind is the category first: the portal offers kinds only
    below a category.
    """
    for key, words in WORDS.options.items():
        if text in words:
            return key, text
    if "category" not in held and text in _catalogue().categories:
        return "category", text
    if held.get("category") and text in _kinds(held["category"]):
        return "kind", text
    return _region(text)


def _kinds(category: str) -> set[str]:
    return {one.name for one in _catalogue().kinds_of(category)}


def _region(text: str) -> tuple[str, Any]:
    """Return the whole path of a division whose name is the only one of its kind."""
    named = [one for one in _regions() if one.name == text]
    return ("region", list(named[0].path)) if len(named) == 1 else ("", None)


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


@cache
def _regions() -> Regions:
    return load_regions()
