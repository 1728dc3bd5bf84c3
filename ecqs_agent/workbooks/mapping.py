"""Instrument to form text, and screen text to what can be compared. Pure functions.

What the operator means (`ledgers`) and what the portal shows (`page_objects`) meet here only.
"""

from datetime import date
from typing import Final

from ledgers.instrument import Instrument, comparable, fingerprint_of
from page_objects.screens import InstrumentForm, LedgerRecord

# Form field and record field of the same name; region and quantity are compared apart.
COMPARED: Final = (
    "name",
    "category",
    "kind",
    "model",
    "measuring_range",
    "accuracy_class",
    "serial_number",
    "manufacturer",
    "origin",
    "place_of_use",
    "purchase_date",
    "purpose",
    "delivery",
)


def to_form(instrument: Instrument) -> InstrumentForm:
    """Return what is to be typed for a new record.

    有效期至 stays blank: it is written once, after verification, by its own command (seed p. 13).
    """
    return InstrumentForm(
        name=instrument.name,
        instrument_type=instrument.instrument_type,
        category=instrument.category,
        kind=instrument.kind,
        model=instrument.model,
        measuring_range=instrument.measuring_range,
        accuracy_class=instrument.accuracy_class,
        serial_number=instrument.serial_number,
        manufacturer=instrument.manufacturer,
        origin=instrument.origin,
        region=instrument.region,
        place_of_use=instrument.place_of_use,
        purchase_date=date_text(instrument.purchase_date),
        quantity=str(Instrument.quantity),
        purpose=instrument.purpose,
        delivery=instrument.delivery,
        valid_until="",
    )


def date_text(day: date | None) -> str:
    """Return the date as the portal writes it, or "" for none."""
    return "" if day is None else day.isoformat()


def record_fingerprint(record: LedgerRecord) -> str:
    """Return the fingerprint of a record read from the portal (see `Instrument.fingerprint`)."""
    return fingerprint_of(
        name=record.name,
        kind=record.kind,
        model=record.model,
        serial_number=record.serial_number,
        manufacturer=record.manufacturer,
        region_code=record.region_code,
        place_of_use=record.place_of_use,
    )


def differences(
    form: InstrumentForm, record: LedgerRecord, *, region_code: str
) -> dict[str, tuple[str, str]]:
    """Return the fields in which the record is not as wished: field to (portal, wished).

    Spacing, width and dashes of a place holder do not count: the portal stores what an operator
    typed before us, and both forms mean the same plate.
    """
    found = {
        field: (getattr(record, field), getattr(form, field))
        for field in COMPARED
        if not _same(getattr(record, field), getattr(form, field))
    }
    if record.region_code and not _same_region(record.region_code, region_code):
        found["region"] = (record.region_name or record.region_code, "/".join(form.region))
    if record.quantity and record.quantity != form.quantity:
        found["quantity"] = (record.quantity, form.quantity)
    return found


def _same(seen: str, wished: str) -> bool:
    return comparable(seen) == comparable(wished)


def _same_region(seen: str, wished: str) -> bool:
    return seen.ljust(6, "0") == wished.ljust(6, "0")
