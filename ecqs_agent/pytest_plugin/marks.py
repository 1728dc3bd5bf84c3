"""The names of our marks."""

from typing import Final

VARIANT: Final = "ecqs_variant"
WRITES: Final = "ecqs_writes"
