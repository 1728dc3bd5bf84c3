"""The accessible tree of a screen without values: roles and the portal's own words."""

import re
from collections.abc import Iterator
from typing import Final

from ecqs_agent.recording.links import Links
from ecqs_agent.recording.standins import StandIns
from ecqs_agent.recording.vocabulary import Vocabulary

_LINE: Final = re.compile(
    r"^(?P<indent> *)- (?P<quote>'?)(?P<role>[a-z]{2,20})"
    r'(?: "(?P<name>(?:\\.|[^"\\])*)")?(?P<states>(?: \[[a-z]+(?:=[a-z0-9]{1,5})?\])*)\'?'
    r"(?P<colon>:?)(?: (?P<text>.*))?$"
)
_ADDRESS: Final = re.compile(r"^(?P<indent> *)- /url: (?P<url>.*)$")
_HINT: Final = re.compile(r"^(?P<indent> *)- /placeholder: (?P<text>.*)$")
_HOLDING: Final = frozenset(("textbox", "combobox", "searchbox", "spinbutton", "slider"))
_CHOICES: Final = frozenset(("option", "treeitem"))


class Tree:
    """Writes accessible trees down, as Playwright tells them."""

    def __init__(self, vocabulary: Vocabulary, standins: StandIns, links: Links) -> None:
        self._vocabulary = vocabulary
        self._standins = standins
        self._links = links

    def written(self, snapshot: str) -> str:
        """Return the tree; a line that is not understood is left out but for its place."""
        return "\n".join(self._lines(snapshot)) + "\n"

    def _lines(self, snapshot: str) -> Iterator[str]:
        for line in snapshot.splitlines():
            if found := _ADDRESS.match(line):
                yield f"{found['indent']}- /url: {self._links.public(found['url'].strip())}"
            elif found := _HINT.match(line):
                yield f"{found['indent']}- /placeholder: {self._text(found['text'], '')}"
            elif found := _LINE.match(line):
                yield self._element(found)
            else:
                self._standins.count("texts")
                yield f"{' ' * (len(line) - len(line.lstrip()))}- text"

    def _element(self, found: re.Match[str]) -> str:
        role, name, text = found["role"], found["name"], found["text"]
        named = f' "{self._text(name, role)}"' if name is not None else ""
        value = ""
        if text:
            held = role in _HOLDING
            value = " " + (self._standins.of(text, "values") if held else self._text(text, role))
        return f"{found['indent']}- {role}{named}{found['states']}{found['colon']}{value}"

    def _text(self, text: str, role: str) -> str:
        bare = text.strip("'\"")
        keeps = self._vocabulary.keeps_option if role in _CHOICES else self._vocabulary.keeps
        if keeps(bare):
            return bare
        # A row is named by all its cells, a text may be several in a line: each word by itself.
        return " ".join(
            one if keeps(one) else self._standins.of(one, "texts") for one in bare.split(" ")
        )
