"""Put what differs from run to run aside: identities, numbers given by the portal, moments.

Each becomes its place in the order of appearance (`«uuid 1»`), so that the same identity is seen to
be the same, and two portals that count differently are not told apart by it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

DYNAMIC: Final = re.compile(
    r"(?P<uuid>\b[0-9A-F]{32}\b)"
    r"|(?P<moment>\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\b)"
    r"|(?P<certificate>\b\d{4}SL\d{6}\b)"
    r"|(?P<code>(?<!\d)\d{16}(?!\d))"
    r"|(?P<booking>(?<!\d)20\d{11}(?!\d))"
    r"|(?P<address>https?://(?:127\.0\.0\.1|localhost)(?::\d+)?)"
)


class Normal:
    """Replace what is dynamic, the same value by the same name within one scenario."""

    def __init__(self, today: str) -> None:
        self._today = today
        self._names: dict[tuple[str, str], str] = {}

    def of(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the value without what is dynamic."""
        if isinstance(value, Mapping):
            return {key: self.of(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(one) for one in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        return DYNAMIC.sub(self._name, text).replace(self._today, "«today»")

    def _name(self, found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        if kind in ("moment", "address"):
            return f"«{kind}»"
        key = (kind, found.group())
        number = 1 + sum(known == kind for known, _ in self._names)
        return self._names.setdefault(key, f"«{kind} {number}»")
