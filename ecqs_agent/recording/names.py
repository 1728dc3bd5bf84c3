"""Names that a developer gave: of elements, parameters, services. All else may be a value."""

import re
from collections.abc import Collection
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,47}", re.ASCII)
_DOTTED: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,12}", re.ASCII)
_STEP: Final = re.compile(r"[A-Za-z_][A-Za-z_-]{0,39}\d{0,2}(?:\.[a-z]{2,6}){0,2}", re.ASCII)
_NUMBER: Final = re.compile(r"\d{4,}")
_HEX: Final = re.compile(r"(?:[0-9a-f]{8,}|[0-9A-F]{8,})(?![A-Za-z])")


class Names:
    """Tells names from values. `private` are words that no name may hold, such as the account's."""

    def __init__(self, private: Collection[str] = ()) -> None:
        self._private = tuple(word.casefold() for word in private if word)

    def is_name(self, text: str) -> bool:
        """Return whether this is a name of an element, a class or a parameter."""
        return _NAME.fullmatch(text) is not None and self._is_free(text)

    def is_service(self, text: str) -> bool:
        """Return whether this is the full name of a class, as `com.itown.inspSystem.Service`."""
        return _DOTTED.fullmatch(text) is not None and self._is_free(text)

    def is_step(self, text: str) -> bool:
        """Return whether this is one step of an address's path."""
        return _STEP.fullmatch(text) is not None and self._is_free(text)

    def _is_free(self, text: str) -> bool:
        if _NUMBER.search(text) or _HEX.search(text):
            return False
        folded = text.casefold()
        return not any(word in folded for word in self._private)
