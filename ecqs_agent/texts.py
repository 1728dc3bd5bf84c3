"""Operator texts: English templates in the code, Chinese from gettext catalogues.

The msgid is the English template with its named facts; codes are the same in both languages.
"""

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

import polib

from ecqs_agent.settings import Language
from page_objects.errors import Sentence

# the catalogue of each package sits beside the texts it translates
CATALOGUES = (
    ("ecqs_agent.locale", "zh_CN.po"),
    ("ledgers", "texts.zh_CN.po"),
    ("page_objects", "texts.zh_CN.po"),
)


class Translate(Protocol):
    """Turn an English template into the operator's language and fill in its facts."""

    def __call__(self, template: str, /, **facts: object) -> str:
        """Return the filled-in text."""
        ...


class _Facts(dict[str, object]):
    """Facts by name; a missing one shows its placeholder instead of failing an error message."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def translator(language: Language) -> Translate:
    """Return the translation into `language`; an unknown text stays English."""
    catalogue = _catalogue() if language is Language.ZH else {}

    def translate(template: str, /, **facts: object) -> str:
        text = catalogue.get(template, template)
        shown = {name: said(value) for name, value in facts.items()}
        return text.format_map(_Facts(shown)) if shown else text

    def said(value: object) -> object:
        if isinstance(value, Sentence):
            return translate(value.template, **value.facts)
        if isinstance(value, tuple) and all(isinstance(one, Sentence) for one in value):
            return " ".join(str(said(one)) for one in value)
        return _as_text(value)

    return translate


def chosen_language(arguments: Iterable[str] = ()) -> Language:
    """Return the language asked for by `--lang`, else `ECQS_LANG`, else Chinese."""
    words = list(arguments)
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words):
            return _language(words[position + 1])
        if word.startswith("--lang="):
            return _language(word.partition("=")[2])
    return _language(os.environ.get("ECQS_LANG", ""))


def _language(word: str) -> Language:
    return Language.EN if word.lower().startswith("en") else Language.ZH


def _as_text(value: object) -> object:
    """Return lists as words in a row; other values format themselves."""
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(part) for part in value)
    return value


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for package, name in CATALOGUES:
        resource = files(package).joinpath(name)
        if resource.is_file():
            entries = polib.pofile(resource.read_text(encoding="utf-8"), wrapwidth=0)
            merged.update({entry.msgid: entry.msgstr for entry in entries if entry.translated()})
    return merged
