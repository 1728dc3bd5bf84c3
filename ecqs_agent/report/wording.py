"""English templates of what a report tells; the catalogue holds their Chinese."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ecqs_agent.answers.next_steps import NextStep
from ecqs_agent.answers.standings import Standing
from ecqs_agent.report.model import Tone


class Errand(StrEnum):
    """Which run a report is of. Part of the file's name."""

    APPLY = "apply"
    BOOK = "book"
    RECEIPTS = "receipts"
    VALIDITY = "validity"
    DEMO = "demo"


class Deed(StrEnum):
    """What can happen to a piece."""

    FILED = "filed"
    ADOPTED = "adopted"
    FOUND = "found"
    CHANGED = "changed"
    EXPIRY = "expiry"
    PORTAL_REFUSED = "portal-refused"
    REJECTED = "rejected"
    UNCLEAR = "unclear"
    SEEN = "seen"
    DIFFERS = "differs"
    NOT_SEEN = "not-seen"
    BOOKED = "booked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    VERIFIED = "verified"
    UNKNOWN_STATE = "unknown-state"
    BOOKING_REFUSED = "booking-refused"
    BOOKING_UNCLEAR = "booking-unclear"
    LEFT_BOOKING = "left-booking"


class Trouble(StrEnum):
    """Why a picture is not in the page."""

    MISSING = "missing"
    ALTERED = "altered"
    NO_PICTURE = "no-picture"
    NO_ROOM = "no-room"


ERRANDS: Final[Mapping[Errand, str]] = {
    Errand.APPLY: "Filing in the ledger",
    Errand.BOOK: "Booking the verification",
    Errand.RECEIPTS: "Reading the receipts",
    Errand.VALIDITY: "Entering expiry dates",
    Errand.DEMO: "The whole loop on the mock portal",
}

DEEDS: Final[Mapping[Deed, str]] = {
    Deed.FILED: "Filed in the ledger",
    Deed.ADOPTED: "It was in the ledger already and was taken over",
    Deed.FOUND: "Found in the ledger when looking",
    Deed.CHANGED: "The record was changed",
    Deed.EXPIRY: "Expiry date entered",
    Deed.PORTAL_REFUSED: "The portal refused it",
    Deed.REJECTED: "It cannot be filed as it is",
    Deed.UNCLEAR: "It was sent, and what became of it was not seen",
    Deed.SEEN: "Seen again in the ledger, as wished",
    Deed.DIFFERS: "The ledger shows other values than wished: {fields}",
    Deed.NOT_SEEN: "The ledger does not show it",
    Deed.BOOKED: "Booked",
    Deed.ACCEPTED: "Accepted",
    Deed.REFUSED: "Refused by the institute",
    Deed.VERIFIED: "Verified",
    Deed.UNKNOWN_STATE: "The portal shows the state “{state}”, which is not known here",
    Deed.BOOKING_REFUSED: "The portal did not take the booking",
    Deed.BOOKING_UNCLEAR: "The booking was sent, and what became of it was not seen",
    Deed.LEFT_BOOKING: "The booking holds it no longer",
}

# What a number of such deeds is called; deeds that are no result of their own are left out.
ACTS: Final[Mapping[Deed, str]] = {
    Deed.FILED: "filed in the ledger",
    Deed.ADOPTED: "taken over from the ledger",
    Deed.FOUND: "found in the ledger",
    Deed.CHANGED: "changed",
    Deed.EXPIRY: "expiry dates entered",
    Deed.PORTAL_REFUSED: "refused by the portal",
    Deed.REJECTED: "not possible to file",
    Deed.UNCLEAR: "with an outcome that was not seen",
    Deed.DIFFERS: "with other values than wished",
    Deed.NOT_SEEN: "not in the ledger",
    Deed.BOOKED: "booked",
    Deed.ACCEPTED: "accepted",
    Deed.REFUSED: "refused by the institute",
    Deed.VERIFIED: "verified",
    Deed.UNKNOWN_STATE: "in a state not known here",
    Deed.BOOKING_REFUSED: "not taken by the portal for booking",
}

OF_STANDING: Final[Mapping[Standing, Deed]] = {
    Standing.BOOKED: Deed.BOOKED,
    Standing.ACCEPTED: Deed.ACCEPTED,
    Standing.REFUSED: Deed.REFUSED,
    Standing.VERIFIED: Deed.VERIFIED,
    Standing.UNKNOWN_STATE: Deed.UNKNOWN_STATE,
    Standing.PORTAL_REFUSED: Deed.BOOKING_REFUSED,
    Standing.UNCLEAR: Deed.BOOKING_UNCLEAR,
    Standing.FILED: Deed.LEFT_BOOKING,
}

# In the order in which they are urgent.
TO_DO: Final[Mapping[NextStep, str]] = {
    NextStep.RECONCILE: "Outcome not seen: run `ecqs reconcile`, do not enter it by hand",
    NextStep.CORRECT: "Correct the row as the words say, then file and book it again",
    NextStep.REPAIR: "Not passed: take it out of use, have it repaired, then book again",
    NextStep.LOOK: "A state that is not known here: look at it on the portal",
    NextStep.ASK: "No institute got it: check region and kind, then ask the institute",
    NextStep.CALL: "Call the institute and agree on the date",
    NextStep.BRING_IN: "Bring the instrument to the institute",
    NextStep.EXPECT_VISIT: "Be there when the institute comes",
    NextStep.ENTER_EXPIRY: "Verified: enter the new expiry date from the certificate",
    NextStep.FILE: "Not filed yet: run `ecqs apply`",
    NextStep.BOOK: "In the ledger, not booked: run `ecqs book`",
    NextStep.WAIT: "Wait for the institute's answer",
    NextStep.NOTHING: "Nothing to do",
}

TONES: Final[Mapping[NextStep, Tone]] = {
    NextStep.RECONCILE: Tone.BAD,
    NextStep.CORRECT: Tone.BAD,
    NextStep.REPAIR: Tone.BAD,
    NextStep.WAIT: Tone.WAIT,
    NextStep.NOTHING: Tone.DONE,
}  # the others: Tone.ACT

TROUBLES: Final[Mapping[Trouble, str]] = {
    Trouble.MISSING: "not in the evidence folder any more",
    Trouble.ALTERED: "not shown: it is not what was kept when it was taken",
    Trouble.NO_PICTURE: "not shown: this is no picture",
    Trouble.NO_ROOM: "in the evidence folder; not enclosed, to keep this file small",
}
