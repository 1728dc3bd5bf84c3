"""Take out of a text what must never be kept: secrets, tickets, people's numbers, the address.

Everything is replaced by a constant. The same text is cleaned to the same text every time, so a
request that is asked again later, with the cleaned values, is the same request.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from ecqs_agent.replay.cassette.model import PORTAL
from ecqs_agent.secrecy import MASK, SECRETS
from page_objects.addresses import Addresses

TICKET: Final = "ticket-of-the-cassette"
_TICKET: Final = re.compile(r"\b(?:ST|TGT|PGT|PGTIOU|PT)-[A-Za-z0-9._-]{8,}")
_SESSION: Final = re.compile(r"(?:;|(?<=[?&]))jsessionid=[^\"'?#&;\s<>]+", re.IGNORECASE)
_INLINE: Final = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=\s]+")  # may be a captcha
_HIDDEN: Final = re.compile(
    r"(<input\b(?=[^>]*\btype\s*=\s*[\"']?hidden)[^>]*?(?<![\w-])value\s*=\s*)"
    r"(\"[^\"]*\"|'[^']*'|[^\s>\"']+)",
    re.IGNORECASE,
)
_FORGERY: Final = re.compile(  # <meta name="_csrf" content="…">
    r"(<meta\b(?=[^>]*csrf)[^>]*?\bcontent\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE
)
_TOKEN: Final = re.compile(  # var execution = "…"
    r"\b(execution|castgc|lt)(\s*[=:]\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE
)
_NUMBERS: Final = (
    # an ID number (GB 11643, old and new), a mobile and a landline phone, a mail address
    (
        re.compile(
            r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
            r"[\dXx](?![\dA-Za-z])"
        ),
        "000000000000000000",
    ),
    (
        re.compile(
            r"(?<![\dA-Za-z.])[1-6]\d{5}[3-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
            r"(?![\dA-Za-z])"
        ),
        "000000000000000",
    ),
    (
        re.compile(r"(?<![\dA-Za-z.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\dA-Za-z])"),
        "10000000000",
    ),
    (re.compile(r"(?<![\dA-Za-z.])\(?0[1-9]\d{1,2}[)\- ]{1,2}\d{7,8}(?!\d)"), "000-0000000"),
    (re.compile(r"(?<![\dA-Za-z.])0[1-9]\d{8,10}(?![\dA-Za-z])"), "0000000000"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "nobody@cassette.invalid"),
)


class Cleaner:
    """Cleans texts of one portal. `hide` are further texts that shall not be kept."""

    def __init__(self, addresses: Addresses, *, hide: Iterable[str] = ()) -> None:
        self._origins = [
            pair
            for origin in sorted(addresses.all, key=len, reverse=True)
            for pair in zip(forms_of(origin), forms_of(PORTAL), strict=True)
        ]
        self._hide = tuple(sorted((one for one in hide if one), key=len, reverse=True))

    def script(self, text: str) -> str:
        """Return a program without it. Its numbers are its own: they stay."""
        for form, stand_in in self._origins:
            text = _whole(form).sub(lambda _, it=stand_in: it, text)  # type: ignore[misc] # mypy: it
        for secret in sorted(SECRETS.remembered, key=len, reverse=True):
            text = text.replace(secret, MASK)
        for word in self._hide:
            text = text.replace(word, MASK)
        return _SESSION.sub("", _TICKET.sub(TICKET, _INLINE.sub("data:,", text)))

    def text(self, text: str) -> str:
        """Return a text without any of it."""
        text = self.script(text)
        for pattern, stand_in in _NUMBERS:
            text = pattern.sub(stand_in, text)
        return text

    def page(self, markup: str, *, is_login: bool) -> str:
        """Return a page; what a login page hides in its form is part of a session."""
        markup = _FORGERY.sub(r'\1""', markup)
        if is_login:
            markup = _TOKEN.sub(r'\1\2""', _HIDDEN.sub(r'\1""', markup))
        return self.text(markup)

    def data(self, text: str) -> str:
        """Return the text of a JSON answer; what is no JSON is cleaned as any text."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.text(text)
        return json.dumps(self.value(value), ensure_ascii=False, separators=(",", ":"))

    def value(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return a JSON value whose texts are clean."""
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, int) and not isinstance(value, bool):
            told = self.text(str(value))
            return value if told == str(value) else int(told)
        return self.text(value) if isinstance(value, str) else value


def forms_of(origin: str) -> tuple[str, ...]:
    """Return an address as it stands in texts, in other addresses, and in JSON of some servers."""
    return origin, quote(origin, safe=""), origin.replace("/", "\\/")


@cache
def _whole(form: str) -> re.Pattern[str]:
    """Return a pattern of an origin that does not go on: another host or port is another one."""
    return re.compile(re.escape(form) + r"(?![\w-]|\.\w|:\d|%3A\d)")
