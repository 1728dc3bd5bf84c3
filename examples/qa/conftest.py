"""What all our tests share: the instruments of our imaginary shop, and how one is filed."""

from collections.abc import Callable

import pytest

from page_objects.pages.ledger import LedgerPage
from page_objects.screens import Accepted, InstrumentForm

File = Callable[[LedgerPage, InstrumentForm], Accepted]


@pytest.fixture
def two_scales(instrument_form: InstrumentForm) -> tuple[InstrumentForm, InstrumentForm]:
    """Two scales that differ in their serial numbers."""
    return (
        instrument_form.model_copy(update={"serial_number": "QA-1"}),
        instrument_form.model_copy(update={"serial_number": "QA-2"}),
    )


@pytest.fixture
def file() -> File:
    """File one instrument through the dialog and return what the portal accepted."""

    def filed(ledger: LedgerPage, form: InstrumentForm) -> Accepted:
        dialog = ledger.add()
        dialog.fill(form)
        outcome = dialog.submit(form)
        assert isinstance(outcome, Accepted), outcome
        return outcome

    return filed
