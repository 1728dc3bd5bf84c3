"""The portal's visible words with their other spellings, read once from `words.toml`."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from page_objects.errors import PortalDriftError

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


def load_words() -> Words:
    """Read the words that come with this package."""
    text = files("page_objects").joinpath("words.toml").read_text(encoding="utf-8")
    return Words.model_validate(tomllib.loads(text))


WORDS = load_words()
