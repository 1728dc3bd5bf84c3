"""Regression: the portal's older screens say 器具项别 where the newer ones say 一级目录."""

import pytest

from ecqs_agent.pytest_plugin.venue import PortalUnderTest
from page_objects.pages.ledger import LedgerPage
from page_objects.screens import InstrumentForm


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("一级目录", marks=pytest.mark.ecqs_variant(words="new"), id="new"),
        pytest.param("器具项别", marks=pytest.mark.ecqs_variant(words="old"), id="old"),
    ],
)
def test_the_form_is_filled_whatever_its_labels_are(
    portal: PortalUnderTest, ledger_page: LedgerPage, instrument_form: InstrumentForm, label: str
) -> None:
    dialog = ledger_page.add()
    assert label in [field.label for field in dialog.shows().fields], portal.variants
    dialog.fill(instrument_form)
    assert dialog.read() == instrument_form
    dialog.close()
