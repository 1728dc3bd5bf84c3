"""One record through every variant of the portal that changes the ledger's screens."""

from collections.abc import Callable
from typing import Any

import pytest

from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "variants",
    [
        {"words": "old", "dialog_note": "old"},
        {"open": "same"},
        {"open": "frame", "region": "chained"},
        {"open": "frame", "messages": "alert"},
        {"region": "chained", "messages": "alert"},
        {"shield": "521"},
        {"codes": "late", "cells": "truncated"},
    ],
    ids=lambda variants: "-".join(f"{key}={value}" for key, value in variants.items()),
)
def test_a_record_is_filed(
    portal: Callable[..., Any],
    ledger_of: Callable[[Any], LedgerPage],
    scale: InstrumentForm,
    variants: dict[str, str],
    engine: str,
) -> None:
    site = portal(engine=engine, **variants)
    ledger = ledger_of(site)
    for number in ("1", "2"):
        form = scale.model_copy(update={"serial_number": number})
        dialog = ledger.add()
        dialog.fill(form)
        assert dialog.read() == form
        assert dialog.fill(form) is False
        outcome = dialog.submit(form)
        assert isinstance(outcome, Accepted)
        assert bool(outcome.code) is (site.variants["codes"] == "on_save")
    records = ledger.records()
    assert sorted(one.serial_number for one in records) == ["1", "2"]
    assert {one.region_code for one in records} == {"150102"}
    dialog = ledger.edit(records[0].uuid)
    read = dialog.read()
    assert dialog.fill(read) is False
    dialog.close()
