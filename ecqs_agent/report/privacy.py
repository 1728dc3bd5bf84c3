"""Words of others as they may be passed on: without ID numbers and e-mail addresses.

A report is handed around, printed and mailed. Phones stay: an operator has to call them. The full
words are in the journal and on the portal.
"""

import re
from typing import Final

MASK: Final = "***"
_ID_NUMBER: Final = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def public(words: str) -> str:
    """Return the words with ID numbers (GB 11643 shape) and e-mail addresses blanked."""
    return _ADDRESS.sub(MASK, _ID_NUMBER.sub(MASK, words))
