"""One document's markup without values: elements, classes and the portal's own words stay."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final, NamedTuple

from ecqs_agent.recording.links import Links
from ecqs_agent.recording.names import Names
from ecqs_agent.recording.standins import StandIns
from ecqs_agent.recording.vocabulary import Vocabulary

_TAG: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_FLAGS: Final = frozenset(
    ("disabled", "checked", "selected", "readonly", "required", "multiple", "hidden", "nowrap")
)
_NUMBERS: Final = frozenset(
    ("colspan", "rowspan", "width", "height", "size", "tabindex", "maxlength", "cellspacing",
     "cellpadding", "border", "data-length", "rows", "cols", "datagrid-row-index")
)  # fmt: skip
_NAMES: Final = frozenset(
    ("id", "name", "for", "field", "type", "method", "target", "align", "valign", "role", "lang",
     "charset", "textboxname", "comboname", "numberboxname", "rel", "headers", "scope",
     "data-filter", "data-field")
)  # fmt: skip
_ADDRESSES: Final = frozenset(("href", "src", "action"))
_WORDS: Final = frozenset(("title", "placeholder", "alt", "label", "aria-label", "summary"))
_PRESSED: Final = frozenset(("button", "submit", "reset"))
_STYLE: Final = re.compile(
    r"(?:^|;)\s*(display|visibility|position|width|height|left|top|z-index|text-align)\s*:\s*"
    r"(-?[\d.]+(?:px|%)?|[a-z-]{1,20})(?=\s*(?:;|$|!))"
)
_OPTION: Final = re.compile(r"([A-Za-z]{1,24})\s*:\s*(true|false|-?\d{1,3})(?![\w.])")
_BODY: Final = "datagrid-body"
_LIST: Final = "combo-p"


class _Place(NamedTuple):
    """Where a text stands: in the rows of a grid, or in a list of choices."""

    in_rows: bool = False
    in_list: bool = False


class Markup:
    """Writes documents down. One for all documents of a recording."""

    def __init__(
        self, vocabulary: Vocabulary, standins: StandIns, names: Names, links: Links
    ) -> None:
        self._vocabulary = vocabulary
        self._standins = standins
        self._names = names
        self._links = links

    def written(self, root: Any, *, comments: int = 0) -> str:  # noqa: ANN401 - JSON of dom.js
        """Return the HTML of what `dom.js` told of one document."""
        self._standins.count("comments", comments)
        return "<!DOCTYPE html>\n" + "".join(self._node(root, _Place())) + "\n"

    def _node(self, node: Any, place: _Place) -> Iterator[str]:  # noqa: ANN401 - JSON
        if isinstance(node, str):
            yield escape(self._text(node, place), quote=False)
            return
        tag, attributes, children = node
        tag = tag if _TAG.fullmatch(tag) else "x-element"
        classes = set(attributes.get("class", "").split())
        inside = _Place(
            in_rows=place.in_rows or _BODY in classes,
            in_list=place.in_list or _LIST in classes or tag == "select",
        )
        if "data-length" in attributes:
            self._standins.count("scripts and styles")
        yield f"<{tag}{self._attributes(tag, attributes, inside)}>"
        if tag in _VOID:
            return
        for child in children:
            yield from self._node(child, inside)
        yield f"</{tag}>"

    def _text(self, text: str, place: _Place) -> str:
        if place.in_rows:
            return self._standins.of(text, "cells")
        keeps = self._vocabulary.keeps_option if place.in_list else self._vocabulary.keeps
        if keeps(text):
            return text
        kind = "numbers of the pager" if self._vocabulary.is_pattern(text) else "texts"
        if kind == "texts":
            return self._standins.of(text, kind)
        return re.sub(r"\d+", lambda found: self._standins.of(found[0], kind), text)

    def _attributes(self, tag: str, given: Mapping[str, str], place: _Place) -> str:
        kept = [
            (name, value)
            for name, old in given.items()
            if (value := self._attribute(tag, name, old, given, place)) is not None
        ]
        return "".join(f' {name}="{escape(value)}"' for name, value in kept)

    def _attribute(
        self, tag: str, name: str, old: str, given: Mapping[str, str], place: _Place
    ) -> str | None:
        """Return what stands for an attribute's value, or None to leave the attribute out."""
        if name in _FLAGS:
            return ""
        if name in _NUMBERS:
            return old if re.fullmatch(r"-?\d{1,6}(?:px|%)?", old) else None
        if name in _NAMES:
            return old if self._names.is_name(old) else self._standins.of(old, "names")
        if name in _ADDRESSES:
            return self._links.public(old)
        if name in _WORDS:
            return self._text(old, place)
        return self._rarer(tag, name, old, given, place)

    def _rarer(
        self, tag: str, name: str, old: str, given: Mapping[str, str], place: _Place
    ) -> str | None:
        if name == "class":
            tokens = old.split()
            free = [one for one in tokens if self._names.is_name(one)]
            self._standins.count("names", len(tokens) - len(free))
            return " ".join(free)
        if name == "style":
            return ";".join(f"{key}:{value}" for key, value in _STYLE.findall(old))
        if name == "data-options":
            return ",".join(f"{key}:{value}" for key, value in _OPTION.findall(old))
        if name == "value":
            return self._value(tag, old, given, place)
        self._standins.count("other attributes")
        return None

    def _value(self, tag: str, old: str, given: Mapping[str, str], place: _Place) -> str | None:
        if tag == "input" and given.get("type", "").lower() in _PRESSED:
            return self._text(old, place)
        if given.get("type", "").lower() == "hidden":
            self._standins.count("hidden values")
            return None
        return self._standins.of(old, "values")
