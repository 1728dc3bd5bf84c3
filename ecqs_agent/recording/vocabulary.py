"""Which texts a recording keeps: the portal's own words, and nothing else.

Kept are the words of `words.toml`, of `portal_texts.toml` and of the published catalogue, and what
a screen's own inventory names as label, column, button or title of a window. A word of the
inventory that we did not know must look like one: a few Chinese characters, no digit, no letter,
not a firm's name, not a value that was seen on a screen. Those are shown to the person by name.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

from pydantic import BaseModel, ConfigDict

from catalog.catalogue import load_catalogue
from page_objects.contract.seen import FieldSeen, Place, ScreenSeen
from page_objects.words import WORDS

_BLANKS: Final = re.compile(r"[\s\u00a0]+")
_STARS: Final = "* \N{FULLWIDTH ASTERISK}"
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_DIGITS: Final = re.compile(r"\d+")
_LIKE_A_LABEL: Final = re.compile(r"[\u4e00-\u9fff（）()/、]{1,14}")
_LIKE_AN_OPTION: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()/、，,~～.%:：·-]{1,40}")
_LONG_NUMBER: Final = re.compile(r"\d{5}")
_FIRM: Final = re.compile(
    r"(?:公司|集团|厂|店|商行|超市|加油站|医院|卫生院|学校|研究院|研究所|检定所|检测所|局|银行|合作社|中心)"
    r"(?:[（(].*[)）])?$|^(?:欢迎|您好|你好)"
)
_MANY: Final = 400
_WINDOWS: Final = frozenset({Place.INSTRUMENT, Place.PICKER})
# Lists that are the system's own. What any other list offers may be somebody's.
_FIXED_KEYS: Final = ("instrument_type", "category", "kind", "origin", "purpose", "delivery")
FIXED_LISTS: Final = frozenset(
    {*chain.from_iterable(WORDS.fields[key] for key in _FIXED_KEYS), "器具状态", "检定状态", "状态"}
)


class PublicTexts(BaseModel):
    """What `portal_texts.toml` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    screens: tuple[str, ...]
    options: tuple[str, ...]
    patterns: tuple[str, ...]
    mock: tuple[str, ...]


class Vocabulary:
    """The words that one recording keeps."""

    def __init__(self) -> None:
        public = _public_texts()
        self._patterns = frozenset(_plain(one) for one in public.patterns)
        self._known = frozenset(
            _plain(one) for one in chain(public.screens, public.mock, _words_of(WORDS.model_dump()))
        )
        self._words = set(self._known)
        self._options = {_plain(one) for one in chain(public.options, _catalogue_words())}
        self._known_options = frozenset(self._options)
        self._hidden: set[str] = set()
        self._private: set[str] = set()
        self._met: set[str] = set()

    def hide(self, texts: Iterable[str]) -> None:
        """Never keep these, whatever they look like: a person said so."""
        self._hidden.update(_plain(one) for one in texts)

    def note_private(self, texts: Iterable[str]) -> None:
        """Take no unknown word for the portal's own that is one of these values."""
        self._private.update(_plain(one) for one in texts if one)

    def learn(self, seen: ScreenSeen) -> None:
        """Take up what a screen names as its own words."""
        titles = (seen.title,) if seen.place in _WINDOWS else ()
        labels = (one.label for one in seen.fields)
        columns = (one.title for grid in seen.grids for one in grid)
        buttons = (one.text for one in seen.buttons)
        for word in map(_plain, chain(titles, labels, columns, buttons)):
            if self._may_be_a_label(word):
                self._words.add(word)
        for field in seen.fields:
            self._options.update(self._fixed_options(field))

    def keeps(self, text: str) -> bool:
        """Return whether a text stays as it is wherever it stands."""
        word = _plain(text)
        kept = word in self._words and word not in self._hidden
        self._met.update({word} if kept else ())
        return kept

    def keeps_option(self, text: str) -> bool:
        """Return whether a text stays as a choice of a list."""
        word = _plain(text)
        kept = (word in self._options or word in self._words) and word not in self._hidden
        self._met.update({word} if kept else ())
        return kept

    def is_pattern(self, text: str) -> bool:
        """Return whether a text is the portal's own but for its numbers."""
        return _DIGITS.sub("#", _plain(text)).replace(" ", "") in self._patterns

    @property
    def met(self) -> tuple[str, ...]:
        """Return the words that were kept somewhere."""
        return tuple(sorted(self._met - {""}))

    @property
    def unfamiliar(self) -> tuple[str, ...]:
        """Return those of them that no list of ours has: a person should look at each."""
        return tuple(one for one in self.met if one not in self._known | self._known_options)

    def words(self, *, options: bool) -> tuple[str, ...]:
        """Return what may be kept in pictures, in lists of choices or everywhere."""
        chosen = self._words | self._options if options else self._words
        return tuple(sorted(chosen - self._hidden - {""}))

    def _may_be_a_label(self, word: str) -> bool:
        if word in self._private or _FIRM.search(word):
            return False
        return _LIKE_A_LABEL.fullmatch(word) is not None

    def _fixed_options(self, field: FieldSeen) -> Iterator[str]:
        if _plain(field.label) not in FIXED_LISTS or len(field.options) > _MANY:
            return
        for word in map(_plain, field.options):
            if _LIKE_AN_OPTION.fullmatch(word) and not _LONG_NUMBER.search(word):
                yield word


def _plain(text: str) -> str:
    """Return a text as the kit compares it: one blank between words, no star, no colon."""
    return _BLANKS.sub(" ", text).strip().lstrip(_STARS).rstrip(f"{_STARS}:\N{FULLWIDTH COLON}")


def _words_of(value: object) -> Iterator[str]:
    """Yield every Chinese text in a table of words; keys as well, for statuses are keys."""
    if isinstance(value, str):
        if _HAN.search(value):
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _words_of(key)
            yield from _words_of(inner)
    elif isinstance(value, Collection):
        for inner in value:
            yield from _words_of(inner)


@cache
def _public_texts() -> PublicTexts:
    text = files("ecqs_agent.recording").joinpath("portal_texts.toml").read_text(encoding="utf-8")
    return PublicTexts.model_validate(tomllib.loads(text))


@cache
def _catalogue_words() -> frozenset[str]:
    pairs = [(kind.category, kind.name) for kind in load_catalogue()]
    return frozenset(chain.from_iterable(pairs))
