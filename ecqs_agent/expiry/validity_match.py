"""Which record a source speaks of: by code, else by name and serial number. Nothing is chosen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.expiry.statements import Statement
from ledgers.instrument import comparable
from page_objects.screens import LedgerRecord


class Reason(StrEnum):
    """Why nothing is set."""

    SOURCE = "source"  # the source itself has a flaw
    NO_RECORD = "no-record"
    OTHER_NAME = "other-name"
    OTHER_SERIAL = "other-serial"
    OTHER_MODEL = "other-model"
    OTHER_CERTIFICATE = "other-certificate"
    SEVERAL_RECORDS = "several-records"
    SEVERAL_SOURCES = "several-sources"
    TWICE = "twice"
    FAILED_TOO = "failed-too"
    LEDGER_FAILED = "ledger-failed"
    OTHER_DATE = "other-date"
    GONE = "gone"
    UNCLEAR = "unclear"
    PAST = "past"
    BACKWARDS = "backwards"
    FUTURE = "future"
    TOO_FAR = "too-far"


REASONS: Final[Mapping[Reason, str]] = {
    Reason.SOURCE: "The source has a flaw.",
    Reason.NO_RECORD: "The ledger has no record with this name and serial number.",
    Reason.OTHER_NAME: "The record with this serial number is called {seen}.",
    Reason.OTHER_SERIAL: "The record with this code has another name or serial number: {seen}",
    Reason.OTHER_MODEL: "The ledger gives another model: {seen}",
    Reason.OTHER_CERTIFICATE: "The ledger shows another certificate: {seen}",
    Reason.SEVERAL_RECORDS: (
        "{seen} records match and none is chosen: give the instrument code in a workbook."
    ),
    Reason.SEVERAL_SOURCES: "Several sources speak of this record: {seen}",
    Reason.FAILED_TOO: "A notice says that this piece did not pass: {seen}",
    Reason.LEDGER_FAILED: "The ledger shows the result {seen}.",
    Reason.TWICE: "The same as {seen}.",
    Reason.OTHER_DATE: "The portal shows {seen} already, and a saved date can never be changed.",
    Reason.GONE: "The portal confirmed this date before and does not show it any more.",
    Reason.UNCLEAR: "An earlier attempt is unclear: run `ecqs reconcile`.",
    Reason.PAST: "The date is in the past.",
    Reason.BACKWARDS: "The date is not after the verification on {seen}.",
    Reason.FUTURE: "The verification date {seen} is still to come.",
    Reason.TOO_FAR: "More than {seen} years after the verification; see the setting {setting}.",
}


class Match(BaseModel):
    """The record of a source; without one, or with a doubt, `reason` says why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: LedgerRecord | None = None
    reason: Reason | None = None
    seen: str = ""


class Matching:
    """Finds the record a source speaks of."""

    def __init__(self, records: Sequence[LedgerRecord]) -> None:
        self._by_code: dict[str, list[LedgerRecord]] = defaultdict(list)
        self._by_plate: dict[tuple[str, str], list[LedgerRecord]] = defaultdict(list)
        self._by_serial: dict[str, list[LedgerRecord]] = defaultdict(list)
        for record in records:
            serial = comparable(record.serial_number)
            self._by_code[comparable(record.instrument_code)].append(record)
            self._by_plate[(comparable(record.name), serial)].append(record)
            self._by_serial[serial].append(record)

    def find(self, statement: Statement) -> Match:
        """Return the one record that fits, or why there is none."""
        if code := comparable(statement.instrument_code).strip("-/"):
            found = self._by_code.get(code, [])
        else:
            found = self._by_plate.get(_plate(statement), [])
        if not found:
            return self._nothing(statement)
        found = _narrowed(statement, found)
        if len(found) > 1:
            return Match(reason=Reason.SEVERAL_RECORDS, seen=str(len(found)))
        return _compared(statement, found[0])

    def _nothing(self, statement: Statement) -> Match:
        serial = comparable(statement.serial_number)
        others = self._by_serial.get(serial, []) if serial.strip("-/") else []
        names = "、".join(dict.fromkeys(record.name for record in others))
        if names and not statement.instrument_code:
            return Match(reason=Reason.OTHER_NAME, seen=names)
        return Match(reason=Reason.NO_RECORD)


def _plate(one: Statement | LedgerRecord) -> tuple[str, str]:
    return comparable(one.name), comparable(one.serial_number)


def _narrowed(statement: Statement, found: list[LedgerRecord]) -> list[LedgerRecord]:
    """Return fewer of several records: those that show this certificate, else this model."""
    if len(found) > 1 and (number := _number(statement.certificate_number)):
        same = [one for one in found if _number(one.certificate_number) == number]
        found = same or found
    if len(found) > 1 and statement.model:
        same = [one for one in found if comparable(one.model) == comparable(statement.model)]
        found = same or found
    return found


def _number(text: str) -> str:
    """Return a certificate number as it is compared: 第 … 号 around it is no part of it."""
    return comparable(text).strip("-/").removeprefix("第").removesuffix("号")


def _compared(statement: Statement, record: LedgerRecord) -> Match:
    """Return the record, with what speaks against it."""
    shown, number = _number(record.certificate_number), _number(statement.certificate_number)
    if _plate(statement) != _plate(record):  # found by its code
        seen = f"{record.name} {record.serial_number}"
        return Match(record=record, reason=Reason.OTHER_SERIAL, seen=seen)
    if shown and number and shown != number:
        seen = record.certificate_number
        return Match(record=record, reason=Reason.OTHER_CERTIFICATE, seen=seen)
    if not _alike(statement.model, record.model):
        return Match(record=record, reason=Reason.OTHER_MODEL, seen=record.model)
    return Match(record=record)


def _alike(one: str, other: str) -> bool:
    """Return whether two models may be the same: certificates add or leave out words."""
    plain = [
        "".join(char for char in comparable(text).casefold() if char.isalnum())
        for text in (one, other)
    ]
    return not all(plain) or plain[0] in plain[1] or plain[1] in plain[0]
