"""The control side of a mock portal, as a test uses it."""

from collections.abc import Mapping
from typing import Any, Final

from ecqs_agent.mock_client import DEMO_ACCOUNT, PASSWORDS, MockPortal

COMPANY: Final = "内蒙古示例计量有限公司"
MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class MockControl:
    """What can be done behind the portal's back; what the mock does not take is MockOnlyError."""

    def __init__(self, mock: MockPortal) -> None:
        self._mock = mock

    @property
    def url(self) -> str:
        """Return where the mock is."""
        return self._mock.url

    def seed(
        self,
        generate: int = 0,
        *,
        records: tuple[Mapping[str, str], ...] = (),
        account: str = DEMO_ACCOUNT,
        password: str = "",
    ) -> int:
        """Put so many made-up records, and these by wire names, into an account's ledger.

        An account that is not there comes to be. Returns how many records the mock holds then.
        """
        known = password or PASSWORDS.get(account, PASSWORDS[DEMO_ACCOUNT])
        one = {"password": known, "company": COMPANY, "records": list(records)}
        body = {"accounts": {account: {**one, "generate": generate}}}
        return int(self._mock.tell("seed", body)["records"])

    def clock(self, *, days: float = 0, hours: float = 0, minutes: float = 0, to: str = "") -> str:
        """Set the portal's clock, move it on, or both; return the time it shows (ISO)."""
        seconds = days * DAY + hours * HOUR + minutes * MINUTE
        body: dict[str, object] = {"set": to} if to else {}
        body |= {"advance_seconds": seconds} if seconds else {}
        answer = self._mock.tell("clock", body) if body else self._mock.ask("clock")
        return str(answer["now"])

    def institute(
        self, do: str = "answer", *, booking: str = "", serial: str = "", **more: str
    ) -> dict[str, Any]:
        """Let the institute `answer` by its rules, `accept`, `refuse`, `allocate` or `certify`.

        Without a booking it means all; `refuse` takes `reason`, `certify` takes `result`.
        """
        given = {"do": do, "booking": booking, "serial": serial, **more}
        told = self._mock.tell("institute", {key: value for key, value in given.items() if value})
        return dict(told)

    def fault(self, kind: str, **more: str | float) -> None:
        """Arm a fault: `path` (a part of it) and `method` say where, `times` how often."""
        self._mock.tell("fault", {"kind": kind, **more})

    def clear_faults(self) -> int:
        """Disarm every fault; return how many had not struck as often as they should."""
        return int(self._mock.take_back("fault")["cleared"])

    def redesign(self, *edits: Mapping[str, str]) -> None:
        """Release pages and scripts in which `new` stands for `old`."""
        self._mock.tell("redesign", {"edits": list(edits)})

    def redesigned(self) -> list[int]:
        """Return how often each edit was made so far."""
        return [int(edit["made"]) for edit in self._mock.ask("redesign")["edits"]]

    def variants(self, **chosen: str) -> dict[str, str]:
        """Change variants in the middle of a test; return all of them."""
        return dict(self._mock.tell("variants", chosen))

    def stored(self, account: str = DEMO_ACCOUNT) -> dict[str, Any]:
        """Return the truth behind the screens: an account's `records` and `bookings`."""
        return dict(self._mock.ask("state")["accounts"][account])

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the requests the mock has had; each has its number `n`."""
        return list(self._mock.ask(f"requests?since={since}")["requests"])
