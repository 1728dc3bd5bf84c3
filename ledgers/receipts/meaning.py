"""What a receipt's prose says: who got which pieces, who takes them, who refuses which."""

from pydantic import BaseModel, ConfigDict

from ledgers.instrument import comparable
from ledgers.receipts.acceptance import Acceptance

Plate = tuple[str, str]
"""A piece as a receipt names it: instrument name and serial number."""


def folded(plate: Plate) -> Plate:
    """Return a plate as it is compared: width, blanks and the number of dashes do not count."""
    return comparable(plate[0]), comparable(plate[1])


class Allocation(BaseModel):
    """So many pieces of the booking went to an institute."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    institute: str
    count: int


class Refusal(BaseModel):
    """An institute does not take one piece."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    serial_number: str
    reason: str


class Receipt(BaseModel):
    """What a receipt's prose says. What was not understood stands in `unread`, word for word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    total: int | None  # None when the text does not say
    allocations: tuple[Allocation, ...]
    acceptances: tuple[Acceptance, ...]
    refusals: tuple[Refusal, ...]
    unread: tuple[str, ...]
    nobodys: int = 0  # pieces that nobody got, where the text says so itself
    unallocated_pieces: tuple[Plate, ...] = ()  # those of them that it names

    @property
    def unallocated(self) -> int:
        """Return how many pieces nobody got, as far as the text tells."""
        given = sum(allocation.count for allocation in self.allocations)
        return max((self.total or 0) - given, self.nobodys, len(self.unallocated_pieces), 0)

    def refusal_of(self, name: str, serial_number: str) -> Refusal | None:
        """Return the refusal of a piece, or None; width and blanks do not count."""
        wanted = folded((name, serial_number))
        for refusal in self.refusals:
            if folded((refusal.name, refusal.serial_number)) == wanted:
                return refusal
        return None
