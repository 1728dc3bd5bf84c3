"""The portal's visible words with their other spellings, read once from `words.toml`.

A file of the same form beside the user's settings adds spellings that a person has approved.
"""

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field

from page_objects.errors import PortalDriftError, WordsFileError

VARIABLE: Final = "ECQS_WORDS"  # names the file of added words, for tests and for several portals

Aliases = tuple[str, ...]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GridWords(_Table):
    """Column titles of one grid, and the labels of its filters."""

    columns: Mapping[str, Aliases]
    filters: Mapping[str, Aliases] = Field(default_factory=dict)


class LoginWords(_Table):
    """Labels of the login form, and parts of its error messages by reason."""

    username: Aliases
    password: Aliases
    captcha: Aliases
    remember: Aliases
    errors: Mapping[Literal["captcha", "password", "locked"], Aliases]


class Words(_Table):
    """Every word this package looks for on a screen."""

    fields: Mapping[str, Aliases]
    wire: Mapping[str, Aliases]
    options: Mapping[str, Aliases]
    filters: Mapping[Literal["ledger", "bookings"], Aliases]
    ledger: GridWords
    bookings: GridWords
    booking: GridWords
    picker: GridWords
    receipt: GridWords
    titles: Mapping[str, Aliases]
    buttons: Mapping[str, Aliases]
    login: LoginWords
    messages: Mapping[str, Aliases]
    statuses: Mapping[Literal["booking", "process"], Mapping[str, str]]

    def status_meaning(self, table: Literal["booking", "process"], word: str) -> str:
        """Return what a status word means; a word nobody has agreed on raises PortalDriftError."""
        known = self.statuses[table]
        if word not in known:
            raise PortalDriftError(screen=table, missing="/".join(known), seen=word)
        return known[word]

    def message_means(self, meaning: str, message: str) -> bool:
        """Return whether the message contains one of the words listed under this meaning."""
        return any(part in message for part in self.messages[meaning])

    def login_reason(self, message: str) -> Literal["captcha", "password", "locked", "unknown"]:
        """Return what a message of the login page is about."""
        for reason, parts in self.login.errors.items():
            if any(part in message for part in parts):
                return reason
        return "unknown"


def words_file() -> Path:
    """Return where the words that a person added are kept, whether or not there are any."""
    given = os.environ.get(VARIABLE)
    return Path(given) if given else user_config_path("ecqs-agent", appauthor=False) / "words.toml"


def chosen_words_file() -> bool:
    """Return whether somebody named the file of added words for this process."""
    return bool(os.environ.get(VARIABLE))


def load_words(added: Path | None = None) -> Words:
    """Read the words that come with this package, and those that a person added.

    Raises:
        WordsFileError: the file of added words cannot be used; it is named, with the place in it.
    """
    text = files("page_objects").joinpath("words.toml").read_text(encoding="utf-8")
    own = tomllib.loads(text)
    path = added or words_file()
    if path.exists():
        _add(own, _read(path), path, ())
    return Words.model_validate(own)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WordsFileError(path=str(path), why=error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WordsFileError(path=str(path), why=str(error)) from error


def _add(own: dict[str, Any], more: Mapping[str, Any], path: Path, way: tuple[str, ...]) -> None:
    """Put every added word behind those there are; what has no place here is an error."""
    for name, value in more.items():
        place, here = (*way, name), own.get(name)
        if isinstance(value, dict) and isinstance(here, dict):
            _add(here, value, path, place)
        elif isinstance(value, list) and isinstance(here, list) and _are_texts(value):
            here.extend(word for word in value if word not in here)
        elif isinstance(value, str) and way[:1] == ("statuses",) and value in own.values():
            own[name] = value
        else:
            where = ".".join(place)
            raise WordsFileError(path=str(path), why=f"{where} has no place among the words")


def _are_texts(value: list[Any]) -> bool:
    return all(isinstance(word, str) and word.strip() for word in value)


WORDS = load_words()
