"""Take out of a text what must never be kept: secrets, tickets, people's numbers, the address.

Everything is replaced by a constant. The same text is cleaned to the same text every time, so a
request that is asked again later, with the cleaned values, is the same request.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from ecqs_agent.replay.cassette.model import PORTAL
from ecqs_agent.secrecy import MASK, SECRETS
from page_objects.addresses import Addresses

TICKET: Final = "ticket-of-the-cassette"
_TICKET: Final = re.compile(r"\b(?:ST|TGT|PGT|PGTIOU|PT)-[A-Za-z0-9._-]{8,}")
_SESSION: Final = re.compile(r";jsessionid=[^\"'?#&;\s<>]+", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"(<input\b(?=[^>]*\btype\s*=\s*[\"']?hidden)[^>]*?\bvalue\s*=\s*)(\"[^\"]*\"|'[^']*')",
    re.IGNORECASE,
)
_NUMBERS: Final = (
    # an ID number (GB 11643), a mobile and a landline phone, a mail address
    (
        re.compile(
            r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
            r"(?![\dA-Za-z])"
        ),
        "000000000000000000",
    ),
    (re.compile(r"(?<![\dA-Za-z.])1[3-9]\d{9}(?![\dA-Za-z])"), "10000000000"),
    (re.compile(r"(?<![\dA-Za-z.])0\d{2,3}-\d{7,8}(?!\d)"), "000-0000000"),
    (re.compile(r"(?<![\dA-Za-z.])0[1-9]\d{8,10}(?![\dA-Za-z])"), "0000000000"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "nobody@cassette.invalid"),
)


class Cleaner:
    """Cleans texts of one portal. `hide` are further texts that shall not be kept."""

    def __init__(self, addresses: Addresses, *, hide: Iterable[str] = ()) -> None:
        self._origins = [
            pair
            for origin in addresses.all
            for pair in zip(forms_of(origin), forms_of(PORTAL), strict=True)
        ]
        self._hide = tuple(sorted((one for one in hide if one), key=len, reverse=True))

    def script(self, text: str) -> str:
        """Return a program without it. Its numbers are its own: they stay."""
        for form, stand_in in self._origins:
            text = text.replace(form, stand_in)
        for secret in sorted(SECRETS.remembered, key=len, reverse=True):
            text = text.replace(secret, MASK)
        for word in self._hide:
            text = text.replace(word, MASK)
        return _SESSION.sub("", _TICKET.sub(TICKET, text))

    def text(self, text: str) -> str:
        """Return a text without any of it."""
        text = self.script(text)
        for pattern, stand_in in _NUMBERS:
            text = pattern.sub(stand_in, text)
        return text

    def page(self, markup: str, *, is_login: bool) -> str:
        """Return a page; what a login page hides in its form is part of a session."""
        if is_login:
            markup = _HIDDEN.sub(r'\1""', markup)
        return self.text(markup)

    def data(self, text: str) -> str:
        """Return the text of a JSON answer; what is no JSON is cleaned as any text."""
        try:
            value = json.loads(text)
        except ValueError:
            return self.text(text)
        return json.dumps(self.value(value), ensure_ascii=False, separators=(",", ":"))

    def value(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return a JSON value whose texts are clean."""
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        return self.text(value) if isinstance(value, str) else value


def forms_of(origin: str) -> tuple[str, ...]:
    """Return an address as it stands in texts, in other addresses, and in JSON of some servers."""
    return origin, quote(origin, safe=""), origin.replace("/", "\\/")
