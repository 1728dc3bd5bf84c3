"""A press that leads to a page which never answers ends in an error and not in waiting for ever."""

from collections.abc import Callable
from typing import Any

import pytest

from page_objects.errors import PortalUnavailableError
from page_objects.pages.booking_list import BookingListPage
from page_objects.pages.portal_home import SystemPage
from page_objects.patience import Patience, Wait
from page_objects.widgets.script import Spot, in_page, is_on_its_way

pytestmark = pytest.mark.browser
SOON = Patience(overrides={Wait.NAVIGATE: 2, Wait.ACT: 2})
FORM = "reservationForm.jsp"
LONG = 300  # seconds; the test itself would be ended by then


@pytest.fixture
def pressed(portal: Any, enter: Callable[..., SystemPage]) -> BookingListPage:
    """A booking list on which 新增 was pressed; the form's address never answers."""
    site = portal()
    bookings = enter(site).open_bookings()
    site.fault("hang", path=FORM, seconds=LONG)
    impatient = BookingListPage(bookings.page, base_url=site.url, patience=SOON).wait_ready()
    with pytest.raises(PortalUnavailableError):  # neither waiting for ever, nor a changed page
        impatient.new()
    return impatient


def test_a_later_question_ends_as_well_and_the_tab_can_be_left(pressed: BookingListPage) -> None:
    with pytest.raises(PortalUnavailableError):
        in_page(Spot(pressed.page.main_frame), "wasReached", {}, patience=SOON)
    assert is_on_its_way(pressed.page, patience=SOON)
    pressed.page.goto("about:blank", timeout=5000)
    assert not is_on_its_way(pressed.page, patience=SOON)
