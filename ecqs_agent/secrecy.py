"""Keep secrets out of the log: a filter that blanks what was remembered as secret."""

import logging
from typing import Final

MASK: Final = "***"
SHORTEST: Final = 4  # a shorter secret would blank ordinary words


class SecretFilter(logging.Filter):
    """Blank every remembered secret in a record, its traceback included."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[str] = set()

    def remember(self, secret: str) -> None:
        """Blank this from now on."""
        if len(secret) >= SHORTEST:
            self._secrets.add(secret)

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
        """Return the text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text


SECRETS: Final = SecretFilter()
"""The secrets of this process; whoever handles one remembers it here."""
