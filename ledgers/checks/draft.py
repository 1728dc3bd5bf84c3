"""One row as the rules see it: its texts, and what they mean so far as they can be understood."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from catalog.catalogue import Catalogue, Fit, Match
from catalog.institutes import Ability, Institute
from catalog.kinds import Kind
from catalog.regions import Finding, Regions, Resolution
from ledgers.choices import choice
from ledgers.columns import REGION_PARTS
from ledgers.dates import DateReading, read_date
from ledgers.instrument import WORKING_INSTRUMENT, Instrument
from ledgers.measuring_range import MeasuringRange, is_dashes, read_range
from ledgers.workbook import Row

TEXT_FIELDS: Final = (
    "name",
    "model",
    "measuring_range",
    "accuracy_class",
    "serial_number",
    "manufacturer",
    "place_of_use",
)
PLATE_FIELDS: Final = (
    "model",
    "measuring_range",
    "accuracy_class",
    "serial_number",
    "manufacturer",
)
_FILED: Final = set(Instrument.model_fields)
_KEPT: Final = frozenset({"row", "_given", "_texts"})
_HALF_WAVES: Final = str.maketrans({"~": "～", "〜": "～", "∼": "～"})


@dataclass(frozen=True, slots=True)
class Given:
    """What rows are judged by. Answers are remembered, because rows repeat each other."""

    catalogue: Catalogue
    regions: Regions
    institute: Institute
    today: date
    _matches: dict[tuple[str, str], Match] = field(default_factory=dict)

    def match(self, category: str, kind: str) -> Match:
        """Return how a pair stands to the catalogue."""
        pair = (category, kind)
        if pair not in self._matches:
            self._matches[pair] = self.catalogue.match(category, kind)
        return self._matches[pair]


class Draft:
    """A row's meaning, worked out on demand and once."""

    def __init__(self, row: Row, given: Given) -> None:
        self.row = row
        self._given = given
        self._texts = {name: row.texts[index] for name, (index, _) in row.columns.items()}
        if not self._texts.get("region"):
            parts = filter(None, (self._texts.get(part) for part in REGION_PARTS))
            self._texts["region"] = "/".join(parts)

    def text(self, name: str) -> str:
        """Return the text of a field; a region in three columns comes as one path."""
        return self._texts.get(name, "")

    @property
    def texts(self) -> Mapping[str, str]:
        """Return every text of the row by its field."""
        return self._texts

    def forget(self) -> None:
        """Let go of what was worked out; it is worked out again if anybody asks.

        Half a megabyte per thousand rows would otherwise stay until the last row is judged.
        """
        for name in [name for name in self.__dict__ if name not in _KEPT]:
            del self.__dict__[name]

    def address(self, name: str) -> str:
        """Return the cell of a field, "" when the workbook has no such column."""
        if name == "region" and "region" not in self.row.columns:
            return self.row.address("county")
        return self.row.address(name)

    def filed(self, name: str) -> str:
        """Return a text as it will be filed: the portal's own words, the wave it wants."""
        text = self.text(name)
        if name == "model" and self.ability is not None and self.ability.model_wave:
            return text.translate(_HALF_WAVES)
        if name in {"origin", "delivery", "purpose"}:
            return choice(name, text) or text
        if name == "instrument_type":
            return text or WORKING_INSTRUMENT
        return text

    @property
    def region_text(self) -> str:
        """Return what the row says about the region."""
        return self._texts["region"]

    @cached_property
    def match(self) -> Match:
        """Return how category and kind stand to the catalogue."""
        return self._given.match(self.text("category"), self.text("kind"))

    @cached_property
    def kind(self) -> Kind | None:
        """Return the catalogue's kind when the pair is in it, surely or not."""
        return self.match.kind if self.match.fit in {Fit.LISTED, Fit.UNSURE} else None

    @cached_property
    def likely_kind(self) -> Kind | None:
        """Return the kind, or the only one that a wrong pair leaves room for."""
        if self.match.kind is not None or self.match.fit is not Fit.IMPOSSIBLE:
            return self.match.kind
        return self.match.near[0] if len(self.match.near) == 1 else None

    @cached_property
    def ability(self) -> Ability | None:
        """Return the institute's house rules for the kind, or for the one that must be meant."""
        return self._given.institute.ability(self.likely_kind) if self.likely_kind else None

    @cached_property
    def resolution(self) -> Resolution:
        """Return the place the region means."""
        return self._given.regions.resolve(self.region_text)

    @cached_property
    def range(self) -> MeasuringRange:
        """Return what the measuring range says."""
        return read_range(self.text("measuring_range"))

    @cached_property
    def purchase(self) -> DateReading:
        """Return the day of purchase."""
        return read_date(self.text("purchase_date"))

    @cached_property
    def validity(self) -> DateReading:
        """Return the day up to which the certificate is valid."""
        return read_date(self.text("valid_until"))

    @cached_property
    def folded_name(self) -> str:
        """Return the name for looking words up in it."""
        return "".join(unicodedata.normalize("NFKC", self.text("name")).split())

    @cached_property
    def has_plate(self) -> bool:
        """Return whether anything at all is known from a plate."""
        names = ("model", "serial_number", "manufacturer")
        texts = [self.text(name) for name in names]
        return any(text and not is_dashes(text) for text in texts)

    @property
    def is_on_ledger(self) -> bool:
        """Return whether the piece has an instrument code or certificate: no first entry then."""
        return bool(self.row.text("instrument_code") or self.row.text("certificate_number"))

    @cached_property
    def is_sparse(self) -> bool:
        """Return whether so little is filled in that the row is a remark rather than a piece."""
        names = (*TEXT_FIELDS, "category", "kind", "region")
        return sum(bool(self.text(name)) for name in names) <= 1

    def instrument(self) -> Instrument:
        """Return the piece. Only for a row without errors."""
        division = self.resolution.division
        if division is None or (self.kind is None and self.match.fit is not Fit.UNKNOWN):
            message = "a row with errors has no instrument"
            raise ValueError(message)
        # model_construct: everything is text that the rules have seen, and a hundred thousand
        # pieces take half the memory when they share one set of field names
        return Instrument.model_construct(
            _FILED,
            name=self.text("name"),
            instrument_type=self.filed("instrument_type"),
            category=self.kind.category if self.kind else self.text("category"),
            kind=self.kind.name if self.kind else self.text("kind"),
            model=self.filed("model"),
            measuring_range=self.text("measuring_range"),
            accuracy_class=self.text("accuracy_class"),
            serial_number=self.text("serial_number"),
            manufacturer=self.text("manufacturer"),
            origin=self.filed("origin"),
            region=division.path,
            region_code=division.code,
            place_of_use=self.text("place_of_use"),
            purchase_date=self.purchase.day,
            purpose=self.filed("purpose"),
            delivery=self.filed("delivery"),
            valid_until=self.validity.day,
        )


def is_found(resolution: Resolution) -> bool:
    """Return whether a region is one place with nothing below it."""
    return resolution.finding is Finding.FOUND
