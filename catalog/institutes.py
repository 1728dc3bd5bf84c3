"""What an institute verifies, how it wants things written, and the examples it gives.

One TOML file per institute; docs/institutes.md describes the format for people who write theirs.
An extension adds to an institute what its own refusals have taught.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalog.errors import DataFileError
from catalog.kinds import Kind, kind_key, plain

DEFAULT_INSTITUTE: Final = "inner-mongolia"
_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")
_M = TypeVar("_M", bound=BaseModel)


class _Entry(BaseModel):
    """A table of the data file; unknown keys are refused, so that a slip is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ability(_Entry):
    """One kind the institute verifies, with its house rules."""

    category: str
    kind: str
    delivery: tuple[str, ...] = ()  # how the guide wants it verified: 送检, 现场检
    units: tuple[str, ...] = ()  # of the measuring range; empty when the guide shows none
    range_form: Literal["", "two values", "bracketed"] = ""
    range_example: str = ""
    needs_range: bool = False  # hyphens are no range, unless the piece has no plate at all
    model_wave: bool = False  # a wave in 型号规格 must be the full-width one
    per_nozzle: bool = False  # one record per nozzle
    nozzle_example: str = ""
    name_words: tuple[str, ...] = ()  # words in 器具名称 that belong to this kind alone
    lacks_plate: tuple[str, ...] = ()  # names of pieces that usually have no plate


class Part(_Entry):
    """Instruments of which the institute verifies a part only, under another kind."""

    names: tuple[str, ...]
    not_kind: str
    kind: str
    suffix: str
    source: str


class Example(_Entry):
    """One worked example, in the fields of the form; "" where it shows no value."""

    title: str
    name: str = ""
    category: str
    kind: str
    model: str = ""
    measuring_range: str = ""
    accuracy_class: str = ""
    serial_number: str = ""
    manufacturer: str = ""
    origin: str = "国产"
    place_of_use: str = ""
    purchase_date: str = ""
    purpose: str = ""
    delivery: str = ""
    from_plate: tuple[str, ...] = ()
    note: str = ""


class RefusalRule(_Entry):
    """A value that an institute has refused once, in its own words."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    institute: str  # its name as it stands in receipts
    field: str  # of the form, such as measuring_range
    value: str  # what was refused
    match: Literal["equals", "shape", "dashes"]  # shape: the same with other figures
    category: str = ""  # "" for every category
    kind: str = ""
    names: tuple[str, ...] = ()  # of instruments; empty for all of the kind
    words: str
    refused_on: date
    example: str = ""  # what the institute wants instead
    severity: Literal["warning", "error"] = "warning"

    def covers(self, values: Mapping[str, str]) -> bool:
        """Return whether a piece with these values repeats what was refused."""
        return (
            (not self.category or plain(self.category) == plain(values.get("category", "")))
            and (not self.kind or kind_key(self.kind) == kind_key(values.get("kind", "")))
            and (not self.names or plain(values.get("name", "")) in map(plain, self.names))
            and self._is_like(values.get(self.field, ""))
        )

    def _is_like(self, value: str) -> bool:
        match self.match:
            case "dashes":
                return bool(value) and not value.strip("-－—/ ")
            case "shape":
                return bool(value) and shape_of(value) == shape_of(self.value)
            case _:
                return "".join(value.split()) == "".join(self.value.split())


def shape_of(text: str) -> str:
    """Return a text without blanks and with every figure as 0; letter case and marks stay."""
    return _FIGURES.sub("0", "".join(text.split()))


class Institute(_Entry):
    """One institute's part of the truth."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    regions: tuple[str, ...]  # beginnings of the region codes it serves
    phones: tuple[str, ...] = ()
    source: str = ""
    abilities: tuple[Ability, ...] = ()
    parts: tuple[Part, ...] = ()
    examples: tuple[Example, ...] = ()
    refusals: tuple[RefusalRule, ...] = ()

    def extended(self, more: "Extension") -> "Institute":
        """Return this institute with the rules that its refusals have taught."""
        known = {rule.id for rule in self.refusals}
        new = tuple(rule for rule in more.refusals if rule.id not in known)
        return self.model_copy(update={"refusals": (*self.refusals, *new)})

    def ability(self, kind: Kind) -> Ability | None:
        """Return the house rules for a kind of the catalogue, or None when the guide has none."""
        return self._by_kind.get((plain(kind.category), kind_key(kind.name)))

    def serves(self, region_code: str) -> bool:
        """Return whether a region lies where the institute works."""
        return region_code.startswith(self.regions)

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], Ability]:
        return {(plain(own.category), kind_key(own.kind)): own for own in self.abilities}


class Extension(_Entry):
    """Rules that were approved for one institute, in a file of their own."""

    extends: str  # the institute's id
    refusals: tuple[RefusalRule, ...] = ()


@lru_cache(maxsize=8)
def load_institute(name: str = DEFAULT_INSTITUTE) -> Institute:
    """Return an institute that comes with the program.

    Raises:
        DataFileError: there is none of that name, or its file is damaged.
    """
    path = resources.files("catalog") / "data" / "institutes" / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(institute_names())
        raise DataFileError(path=name, reason=f"no such institute; there are: {known}")
    return read_institute(path)


def institute_names() -> tuple[str, ...]:
    """Return the names of the institutes that come with the program."""
    folder = resources.files("catalog") / "data" / "institutes"
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir())
    return tuple(sorted(names))


def read_institute(path: Path | Traversable) -> Institute:
    """Return the institute a data file describes.

    Raises:
        DataFileError: the file is not TOML, or not of the documented format.
    """
    return _read(path, Institute)


def read_extension(path: Path) -> Extension:
    """Return the rules that a file adds to an institute.

    Raises:
        DataFileError: the file is not TOML, or not of the documented format.
    """
    return _read(path, Extension)


def _read(path: Path | Traversable, model: type[_M]) -> _M:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise DataFileError(path=path.name, reason=str(exc)) from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(path=path.name, reason=f"{place}: {first['msg']}") from exc
