"""One physical measuring instrument as it is to stand in the portal's ledger."""

import hashlib
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field

WORKING_INSTRUMENT: Final = "工作计量器具"

# Look-alikes of the wave that NFKC leaves alone (reference-data d).
_WAVES: Final = str.maketrans({"〜": "~", "∼": "~", "〰": "~"})
_DASHES: Final = re.compile(r"-{2,}")
_BRACKETS: Final = re.compile(r"\(.*")


class Instrument(BaseModel):
    """One piece, ready to be filed. Its quantity is 1 by construction."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quantity: ClassVar[int] = 1

    name: str = Field(min_length=1)
    instrument_type: str = WORKING_INSTRUMENT
    category: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    model: str
    measuring_range: str
    accuracy_class: str
    serial_number: str
    manufacturer: str
    origin: str
    region: tuple[str, ...]  # ("内蒙古自治区", "呼和浩特市", "新城区")
    region_code: str  # six digits of GB/T 2260, or of the statistics list for a development zone
    place_of_use: str
    purchase_date: date | None = None
    purpose: str
    delivery: str
    valid_until: date | None = None

    @property  # not cached: a copy with other values would keep the old one
    def fingerprint(self) -> str:
        """Return what tells this piece from another kind of piece; identical pieces share it.

        It is no key: unplated pieces have the same one, so compare counts (architecture 3).
        """
        return fingerprint_of(
            name=self.name,
            kind=self.kind,
            model=self.model,
            serial_number=self.serial_number,
            manufacturer=self.manufacturer,
            region_code=self.region_code,
            place_of_use=self.place_of_use,
        )


def fingerprint_of(
    *,
    name: str,
    kind: str,
    model: str,
    serial_number: str,
    manufacturer: str,
    region_code: str,
    place_of_use: str,
) -> str:
    """Return 16 hex digits that are equal for equal pieces, however they are spaced or widened.

    Serves records read from the portal as well. The bracketed tail of a kind is left out, because
    the portal cuts it off or adds limits to it (catalog.md, naming).
    """
    parts = (
        comparable(name),
        _BRACKETS.sub("", comparable(kind)),
        comparable(model),
        comparable(serial_number),
        comparable(manufacturer),
        comparable(region_code).ljust(6, "0"),
        comparable(place_of_use),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@lru_cache(maxsize=8192)
def comparable(text: str) -> str:
    """Return `text` as it is compared, never as it is filed.

    Width, blanks, look-alike waves and the number of hyphens in a place holder do not count.
    Letter case does: two serial numbers may differ in nothing else.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_WAVES)
    printable = "".join(folded.split()).encode("utf-8", "replace").decode("utf-8")
    return _DASHES.sub("--", printable)
