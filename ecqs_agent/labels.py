"""Short English labels of things with a code; the catalogue holds their Chinese.

Kept apart from the codes, which are the same in every language.
"""

from collections.abc import Mapping
from typing import Final

from ecqs_agent.answers.results import Standing
from ecqs_agent.journal import State
from ecqs_agent.journal.notices import NoticeState
from ecqs_agent.login.keyrings import Place
from ecqs_agent.notices.channels import Service
from ecqs_agent.runs.planning import Verdict
from page_objects.contract.seen import Place as Screen

COLUMNS: Final[Mapping[str, str]] = {
    "uuid": "Portal's row id",
    "instrument_code": "Instrument code",
    "name": "Instrument name",
    "instrument_type": "Instrument type",
    "category": "Category",
    "kind": "Kind",
    "model": "Model",
    "measuring_range": "Measuring range",
    "accuracy_class": "Accuracy class",
    "serial_number": "Serial number",
    "manufacturer": "Manufacturer",
    "origin": "Origin",
    "region": "Region",
    "region_code": "Region code",
    "region_name": "Region",
    "place_of_use": "Place of use",
    "purchase_date": "Purchase date",
    "quantity": "Quantity",
    "purpose": "Purpose",
    "delivery": "Delivery",
    "institute": "Institute",
    "certificate_number": "Certificate number",
    "valid_until": "Valid until",
    "verified_on": "Verification date",
    "instrument_status": "Instrument status",
    "verification_status": "Verification status",
    "result": "Verification result",
    "number": "Booking number",
    "piece_count": "Pieces",
    "booked_at": "Booked at",
    "status": "Status",
    "process_state": "Process state",
}

SCREENS: Final[Mapping[Screen, str]] = {
    Screen.HOME: "Front page",
    Screen.LOGIN: "Login page",
    Screen.SYSTEM: "System page",
    Screen.LEDGER: "Ledger",
    Screen.INSTRUMENT: "Dialog of an instrument",
    Screen.BOOKINGS: "List of bookings",
    Screen.BOOKING: "Booking form",
    Screen.PICKER: "Choice of instruments",
    Screen.RECEIPT: "Receipt",
}

STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.NOT_FILED: "Stopped by the check",
    Standing.WAITING: "Waiting to be filed",
    Standing.FILED: "Filed, not booked",
    Standing.BOOKED: "Booked, no answer yet",
    Standing.ACCEPTED: "Accepted by the institute",
    Standing.REFUSED: "Refused by the institute",
    Standing.PORTAL_REFUSED: "Refused by the portal",
    Standing.UNCLEAR: "Unclear",
    Standing.VERIFIED: "Verified",
    Standing.UNKNOWN_STATE: "State not known here",
}

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.ADD: "add",
    Verdict.CHANGE: "change",
    Verdict.UNCHANGED: "unchanged",
    Verdict.CONFLICT: "conflict",
    Verdict.UNCLEAR: "unclear",
}

STATES: Final[Mapping[State, str]] = {
    State.TODO: "Waiting",
    State.DOING: "In hand",
    State.SUBMITTING: "Being sent",
    State.PROVEN: "On the portal",
    State.REFUSED: "Refused",
    State.UNCLEAR: "Unclear",
    State.REJECTED: "Not possible",
}

CHECKUPS: Final[Mapping[str, str]] = {
    "program": "Program",
    "system": "System",
    "browser": "Browser",
    "fonts": "Fonts",
    "data": "Data folder",
    "journal": "Journal",
    "passwords": "Passwords",
    "settings": "Settings",
    "proxies": "Proxies",
    "errors": "Errors of late",
    "portal": "Portal",
}

KIND_FIELDS: Final[Mapping[str, str]] = {
    "category": "Category",
    "name": "Kind",
    "supervision": "Supervision",
    "method": "Verification mode",
    "scope": "Scope",
}

SEVERITIES: Final[Mapping[str, str]] = {
    "error": "error",
    "warning": "warning",
    "hint": "hint",
}

CHANNELS: Final[Mapping[Service, str]] = {
    Service.WECOM: "WeCom group robot",
    Service.DINGTALK: "DingTalk robot",
    Service.FEISHU: "Feishu robot",
    Service.WEBHOOK: "Webhook",
    Service.EMAIL: "E-mail",
}

NOTICE_STATES: Final[Mapping[NoticeState, str]] = {
    NoticeState.WAITING: "To be sent",
    NoticeState.SENT: "Sent",
    NoticeState.FAILED: "Not sent",
}

PLACES: Final[Mapping[Place, str]] = {
    Place.KEYRING: "system's keyring",
    Place.VAULT: "encrypted store",
    Place.NOWHERE: "no",
}

# What a recording leaves out, by kind.
REPLACED: Final[Mapping[str, str]] = {
    "addresses": "Values in addresses",
    "cells": "Cells of lists",
    "choices": "Choices of lists",
    "comments": "Comments in pages",
    "data": "Values sent and answered",
    "hidden values": "Hidden values",
    "names": "Names of elements",
    "numbers of the pager": "Counts of records",
    "other attributes": "Other attributes",
    "scripts and styles": "Scripts and styles in pages",
    "texts": "Other texts",
    "values": "Filled-in values",
}
