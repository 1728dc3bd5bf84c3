"""Where a scenario is played: the session, the names, the mock behind, and what was filed."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from ecqs_agent.driving.session import LogIn, PortalSession
from ecqs_agent.errors import MockOnlyError
from ecqs_agent.mock_client import MockPortal
from ecqs_agent.replay.model import Scenario
from ecqs_agent.replay.parts import Fields, Ref
from ecqs_agent.replay.values import Values
from page_objects.errors import AmbiguousMatchError, RecordNotFoundError
from page_objects.pages.booking_list import BookingListPage
from page_objects.screens import InstrumentForm

LEDGER = "强检器具台账维护"
BOOKINGS = "预约单记录查询"


class Scene:
    """One scenario's place; everything a step may touch."""

    def __init__(
        self,
        scenario: Scenario,
        session: PortalSession,
        values: Values,
        *,
        mock: MockPortal | None,
        log_in: LogIn,
        elsewhere: Callable[[], AbstractContextManager[PortalSession]],
        is_offline: bool = False,
    ) -> None:
        self.scenario = scenario
        self.session = session
        self.values = values
        self.log_in = log_in
        self.is_offline = is_offline  # a cassette answers: nobody reads a captcha
        self.elsewhere = elsewhere  # a session of another computer, in which nobody is logged in
        self.asked = 0  # the mock's number of the last request that was counted
        self._mock = mock
        self._records: dict[str, str] = {}  # 器具编码 -> uuid
        self._bookings: dict[str, str] = {}  # 预约编号 -> uuid

    @property
    def mock(self) -> MockPortal:
        """Return the mock behind the portal.

        Raises:
            MockOnlyError: the portal may be a real one.
        """
        if self._mock is None:
            raise MockOnlyError("This step works only on a mock portal.")
        return self._mock

    @property
    def is_mock(self) -> bool:
        """Return whether the portal is a mock, as it has proven."""
        return self._mock is not None

    def instrument(self, of: str | Fields, fields: Fields) -> InstrumentForm:
        """Return the whole instrument that `of` and some other fields make."""
        base = self._entry(of)
        return InstrumentForm.model_validate({**base, **self.values.filled(fields.given)})

    def changed(self, form: InstrumentForm, fields: Fields) -> InstrumentForm:
        """Return a form with some fields otherwise."""
        return InstrumentForm.model_validate(
            {**form.model_dump(), **self.values.filled(fields.given)}
        )

    def knows_record(self, code: str, uuid: str) -> None:
        """Remember the identity of a record that was filed."""
        self._records[code] = uuid

    def knows_booking(self, number: str, uuid: str) -> None:
        """Remember the identity of a booking."""
        self._bookings[number] = uuid

    def record(self, ref: str | Ref) -> str:
        """Return the uuid of the one record that is meant.

        Raises:
            RecordNotFoundError, AmbiguousMatchError: none is, or several are.
        """
        if isinstance(ref, str):
            if ref in self._records or ref in self._records.values():
                return self._records.get(ref, ref)
            ref = Ref(instrument_code=ref)
        if ref.uuid:
            return ref.uuid
        wanted = {key: value for key, value in ref.model_dump().items() if value}
        listed = self.session.ledger().records(name=ref.name, serial_number=ref.serial_number)
        found = [one.uuid for one in listed if _is(one.model_dump(), wanted)]
        return _only(found, what=", ".join(wanted.values()), screen=LEDGER)

    def booking(self, page: BookingListPage, number: str) -> str:
        """Return the uuid of the booking with this number, or of the bound draft."""
        if number in self._bookings or number in self._bookings.values():
            return self._bookings.get(number, number)
        found = [row.uuid for row in page.rows() if number in (row.number, row.uuid)]
        return _only(found, what=number, screen=BOOKINGS)

    def _entry(self, of: str | Fields) -> dict[str, Any]:
        if of == "":
            return {}
        entry = self.scenario.data.get(of) if isinstance(of, str) else of
        if not isinstance(entry, Fields):
            raise RecordNotFoundError(what=str(of), screen="data")
        return {**self._entry(entry.like), **self.values.filled(entry.given)}


Deed = Callable[[Scene, Any], Mapping[str, Any]]
"""Take a step with its arguments, and return what it showed as plain values."""


def _is(shown: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(shown[key] == value for key, value in wanted.items())


def _only(found: list[str], *, what: str, screen: str) -> str:
    if not found:
        raise RecordNotFoundError(what=what, screen=screen)
    if len(found) > 1:
        raise AmbiguousMatchError(what=what, count=len(found))
    return found[0]
