"""One kind of instrument in the catalogue, with a grade of confidence for each of its fields."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict


class Grade(StrEnum):
    """How sure one field of the catalogue is (catalog.md)."""

    STATED = "A"  # for this very catalogue
    CARRIED_OVER = "B"  # from the predecessor's copy
    INFERRED = "C"  # weaker source, or a short inference
    REMEMBERED = "D"  # unverified
    ABSENT = "-"

    @property
    def is_firm(self) -> bool:
        """Return whether a record may be refused on this field alone."""
        return self in {Grade.STATED, Grade.CARRIED_OVER}

    @property
    def is_sourced(self) -> bool:
        """Return whether the field rests on any source at all."""
        return self.is_firm or self is Grade.INFERRED


class Grades(BaseModel):
    """The grades of a kind's fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Grade
    no: Grade
    supervision: Grade
    method: Grade
    scope: Grade


PURPOSES: Final = ("贸易结算", "安全防护", "医疗卫生", "环境监测")
TYPE_APPROVAL_ONLY: Final = "型式批准"
_FIRST_ONLY: Final = "只做首次强制检定"
_SIZES: Final = re.compile(r"(DN|G)\s*([\d.]+)\s*[~～-]\s*(?:DN|G)?\s*([\d.]+)", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\(.*")


class Kind(BaseModel):
    """One kind of instrument, with what is known about it and how surely."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    name: str
    category_number: int | None = None
    number: int | None = None
    supervision: str = ""
    method: str = ""
    scope: str = ""
    sources: tuple[str, ...] = ()
    grades: Grades
    remark: str = ""

    @property
    def is_unverified_by_law(self) -> bool:
        """Return whether such pieces need type approval only, so that none can be booked."""
        return self.supervision == TYPE_APPROVAL_ONLY

    @property
    def is_first_only(self) -> bool:
        """Return whether the first verification is the only one for every piece of the kind."""
        return self.method.startswith(_FIRST_ONLY)

    @property
    def purposes(self) -> tuple[str, ...]:
        """Return the uses for which the kind is under control, as far as the scope says."""
        return tuple(purpose for purpose in PURPOSES if purpose in self.scope)

    @property
    def sizes(self) -> tuple[str, float, float] | None:
        """Return the sizes in the kind's name, ("DN", 15, 50), or None when it names none."""
        match = _SIZES.search(self.name)
        return (match[1].upper(), float(match[2]), float(match[3])) if match else None


class Edition(BaseModel):
    """Which catalogue this is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    in_force: date
    file: str
    categories: int
    kinds: int


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a name as it is compared: width, blanks and letter case do not count."""
    folded = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("∼", "~")
    return "".join(folded.split()).casefold()


def kind_key(name: str) -> str:
    """Return a kind's name without its bracketed tail, which the portal's screen cuts off."""
    return _BRACKETED.sub("", plain(name)) or plain(name)
