"""Rules about 购置时间 and 有效期至."""

from datetime import date
from typing import Final

from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_row, check_texts
from ledgers.dates import How, read_date
from ledgers.problems import Severity

_EARLIEST: Final = date(1950, 1, 1)
_DATES: Final = ("purchase_date", "valid_until")


@check_row(
    "L501",
    Severity.ERROR,
    "valid_until",
    template="有效期至 must stay empty at the first entry; once saved it can never be changed.",
    advice="Empty the cell; the date is added from the certificate after verification.",
    source="guide, 器具新增 note 4; portal-facts 3.2",
)
def validity_is_filled(draft: Draft, _given: Given) -> Facts | None:
    """Find a validity for a piece that is not on the ledger yet."""
    return (
        NOTHING_MORE if draft.text("valid_until").strip("-/ ") and not draft.is_on_ledger else None
    )


@check_texts(
    "L502",
    Severity.ERROR,
    _DATES,
    template="{label} {value} is not a date we can read.",
    advice="Write it as yyyy-MM-dd, such as 2018-11-22; the purchase date may also be left empty.",
    source="portal-facts 3.2, field 13",
)
def date_is_unreadable(text: str, _draft: Draft) -> Facts | None:
    """Find what is no date, or could be two."""
    return NOTHING_MORE if read_date(text).how is How.UNREADABLE else None


@check_texts(
    "L503",
    Severity.ERROR,
    _DATES,
    template="{label} {value} lacks the day.",
    advice="Write the day too; {day} if only the month is known.",
    source="portal-facts 3.2, field 13",
)
def day_is_missing(text: str, _draft: Draft) -> Facts | None:
    """Find a month or year where a day is wanted."""
    reading = read_date(text)
    if reading.how is not How.WITHOUT_DAY or reading.day is None:
        return None
    return {"day": reading.day.isoformat()}


@check_row(
    "L504",
    Severity.ERROR,
    "purchase_date",
    template="购置时间 {value} lies in the future.",
    advice="Correct the date, or leave it empty.",
    source="nothing is used before it is bought",
)
def purchase_is_in_future(draft: Draft, given: Given) -> Facts | None:
    """Find a purchase after today."""
    day = draft.purchase.day
    return NOTHING_MORE if day is not None and day > given.today else None


@check_row(
    "L505",
    Severity.WARNING,
    "purchase_date",
    template="购置时间 {value} is very long ago.",
    advice="Check the year.",
    source="no instrument of the catalogue is that old",
)
def purchase_is_ancient(draft: Draft, _given: Given) -> Facts | None:
    """Find a purchase before anybody's memory."""
    day = draft.purchase.day
    return NOTHING_MORE if day is not None and day < _EARLIEST else None


@check_texts(
    "L506",
    Severity.HINT,
    _DATES,
    template="{label} {value} will be filed as {day}.",
    advice="Nothing to do if this is the day you mean.",
    source="the portal's form is yyyy-MM-dd",
)
def date_is_converted(text: str, _draft: Draft) -> Facts | None:
    """Find a date in another form that has one reading only."""
    reading = read_date(text)
    if reading.how not in {How.CONVERTED, How.SERIAL} or reading.day is None:
        return None
    return {"day": reading.day.isoformat()}
