"""Keep secrets and people's numbers out of the log, whoever put them into a message.

What was remembered as secret is blanked in every form in which it travels. Tickets, cookies, ID
numbers and phones are known by their shape: errors of the browser quote addresses and pages.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from ecqs_agent.report.privacy import public

MASK: Final = "***"
SHORTEST: Final = 4  # a shorter secret would blank ordinary words
OF_THE_ENVIRONMENT: Final = ("ECQS_PASSWORD", "ECQS_MOCK_TOKEN", "ECQS_NOTICE_")

_TICKET: Final = re.compile(r"\b(?:ST|TGT|PGT|PGTIOU|PT)-[A-Za-z0-9._-]{8,}")
_NAMED: Final = re.compile(
    r"\b(ticket|jsessionid|castgc|password|authcode|execution)(=|%3D)[^&\s;,\"'<>]+", re.IGNORECASE
)
_PHONE: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)")


class SecretFilter(logging.Filter):
    """Blank every remembered secret in a record, its traceback included."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[str] = set()

    def remember(self, secret: str) -> None:
        """Blank this from now on, and what it looks like in an address or a request."""
        if len(secret) >= SHORTEST:
            self._secrets.update(_forms_of(secret))

    def remember_those_of(self, environment: Mapping[str, str]) -> None:
        """Blank from now on what the environment holds, whether it is used or not."""
        for name, value in environment.items():
            if name.upper().startswith(OF_THE_ENVIRONMENT):
                self.remember(value)

    @property
    def remembered(self) -> frozenset[str]:
        """Return the secrets of this process, for a search that must not find them."""
        return frozenset(self._secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its secrets."""
        record.msg, record.args = self.blank(record.getMessage()), ()
        if record.exc_info:
            formatter = logging.Formatter()
            record.exc_text = self.blank(formatter.formatException(record.exc_info))
            record.exc_info = None
        return True

    def blank(self, text: str) -> str:
        """Return the text without the secrets, tickets and people's numbers and addresses."""
        return _PHONE.sub(MASK, public(self.without_secrets(text)))

    def without_secrets(self, text: str) -> str:
        """Return the text without the secrets and tickets, for the operator's own eyes."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return _NAMED.sub(rf"\1\2{MASK}", _TICKET.sub(MASK, text))


SECRETS: Final = SecretFilter()
"""The secrets of this process; whoever handles one remembers it here."""


def _forms_of(secret: str) -> Iterator[str]:
    """Yield a secret as it is typed, in an address, in a header, and as the portal hashes it."""
    plain = secret.encode()
    yield secret
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield base64.b64encode(plain).decode()
    yield base64.urlsafe_b64encode(plain).decode()
    yield hashlib.md5(plain, usedforsecurity=False).hexdigest()
