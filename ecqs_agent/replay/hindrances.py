"""Why a step was not taken or could not be judged, by code; English, the catalogue has Chinese."""

from collections.abc import Mapping
from typing import Final

from ecqs_agent.replay.verdict import Trouble

EARLIER: Final = "REPLAY-200"
UNBOUND: Final = "REPLAY-201"
NO_MOCK: Final = "REPLAY-202"
RAW: Final = "REPLAY-203"
NOT_RECORDED: Final = "REPLAY-204"

HINDRANCES: Final[Mapping[str, str]] = {
    EARLIER: "An earlier step failed.",
    UNBOUND: "{name} stands for nothing here: no earlier step bound it.",
    NO_MOCK: "These steps work only on a mock portal: {verbs}.",
    NOT_RECORDED: "The cassette does not answer: {requests}",
    RAW: (
        "This step was recorded and not understood: {what}. Put it into the portal's "
        "verbs, or delete it if nothing rests on it."
    ),
}


def hindrance(code: str, /, **facts: object) -> Trouble:
    """Return the trouble with this code."""
    return Trouble(code=code, template=HINDRANCES[code], facts=facts)
