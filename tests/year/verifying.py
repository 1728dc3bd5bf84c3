"""The institutes' side of the year: refusals by hand, verification, and the certificates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from tests.certificates import LAYOUTS, Sample, draw
from tests.year.world import World


@dataclass
class Institutes:
    """All institutes at once; they remember which certificate they gave for which record."""

    world: World
    issued: dict[str, Sample] = field(default_factory=dict)  # by the record's uuid, the newest

    def refuse(self, account: str, serial: str, reason: str) -> None:
        """Refuse a piece that waits for an answer."""
        decided = self.world.institute(
            "refuse", booking=self._booking(account, serial), serial=serial, reason=reason
        )
        assert decided == {"decided": 1}

    def unallocated(self, account: str) -> tuple[str, ...]:
        """Return the serial numbers of pieces that wait and that nobody got."""
        return tuple(
            sorted(
                piece["serialNum"]
                for booking in self.world.state(account)["bookings"]
                for piece in booking["pieces"]
                if not piece["inspOrgName"]
            )
        )

    def of_newest_booking(self, account: str) -> set[str]:
        """Return who got the pieces of the newest booking."""
        newest = self.world.state(account)["bookings"][-1]
        return {piece["inspOrgName"] for piece in newest["pieces"]}

    def take_up(self, account: str, serial: str) -> None:
        """Take a piece that nobody got, after a call."""
        done = self.world.institute(
            "allocate", booking=self._booking(account, serial), serial=serial
        )
        assert done == {"allocated": 1}

    def verify(self, account: str, serials: Iterable[str]) -> Path:
        """Verify these pieces and return a folder with their certificates, in many layouts."""
        serials = set(serials)
        for serial in sorted(serials):
            number = self._booking(account, serial)
            assert self.world.institute("certify", booking=number, serial=serial)["certified"]
        today = self.world.calendar.today
        folder = self.world.folder / f"{account}-{today}"
        folder.mkdir()
        layouts = cycle(LAYOUTS.values())
        for record in self.world.state(account)["records"]:
            known = self.issued.get(record["uuid"])
            number = record["certificateNo"]
            if not number or (known and known.certificate_number == number):
                continue
            sample = _certificate(record, today)
            self.issued[record["uuid"]] = sample
            draw(folder / f"{number}.pdf", (next(layouts), sample))
        return folder

    def _booking(self, account: str, serial: str) -> str:
        """Return the number of the newest booking with this piece."""
        bookings = self.world.state(account)["bookings"]
        holding = [one for one in bookings if any(_is(piece, serial) for piece in one["pieces"])]
        return str(holding[-1]["appointmentId"])


def _is(piece: dict[str, str], serial: str) -> bool:
    return piece["serialNum"] == serial


def _certificate(record: dict[str, str], today: date) -> Sample:
    return Sample(
        certificate_number=record["certificateNo"],
        name=record["meterIntruName"],
        serial_number=record["serialNum"],
        model=record["modelSpec"],
        manufacturer=record["porgaoName"],
        institute=record["inspOrgName"],
        verified_on=today,
        valid_until=today.replace(year=today.year + 1) - timedelta(days=1),
    )
