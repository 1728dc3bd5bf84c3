"""The operators' language: Chinese words for the English templates of `ledgers` and `catalog`."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final

import polib

from ledgers.problems import Translate

TEXTS: Final = "texts.zh_CN.po"


def english(template: str) -> str:
    """Return a template as it is."""
    return template


def chinese(template: str) -> str:
    """Return a template's Chinese words, or the template itself when it has none."""
    return _catalogue().get(template) or template


def speak(translate: Translate, template: str, /, **facts: str) -> str:
    """Return a template in a language with its facts filled in."""
    return translate(template).format_map(facts)


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, str]:
    text = (resources.files("ledgers") / TEXTS).read_text(encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in polib.pofile(text, wrapwidth=0)}
