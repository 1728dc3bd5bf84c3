"""Play the page objects against a cassette: without any portal, without a network."""

import time
from pathlib import Path

from playwright.sync_api import Browser
from pydantic import BaseModel, ConfigDict

from ecqs_agent.login.access import nobody_logs_in
from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.deck import Deck
from ecqs_agent.replay.cassette.fields import (
    Expected,
    FieldVerdict,
    accepted,
    compared,
    load_expected,
    write_expected,
)
from ecqs_agent.replay.cassette.serving import served
from ecqs_agent.replay.cassette.store import EXPECTED, Cassette
from ecqs_agent.replay.evidence import Kept
from ecqs_agent.replay.player import play
from ecqs_agent.replay.stage import HASTE, Stage
from ecqs_agent.replay.verdict import ScenarioVerdict, StepVerdict, Verdict, gravest
from ecqs_agent.settings import Settings, load_settings
from page_objects.addresses import Addresses


class OfflineVerdict(BaseModel):
    """What came of one cassette: its fields, and the steps that could not be played."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    folder: Path
    zh: str
    en: str
    seconds: float
    fields: tuple[FieldVerdict, ...]
    steps: tuple[StepVerdict, ...]
    lost: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Return the gravest of all."""
        return gravest(
            (*(one.verdict for one in self.fields), *(one.verdict for one in self.hindered))
        )

    @property
    def hindered(self) -> tuple[StepVerdict, ...]:
        """Return the steps that could not be played, each with its reason."""
        return tuple(one for one in self.steps if one.trouble is not None)

    def count(self, verdict: Verdict) -> int:
        """Return how many fields ended so."""
        return sum(one.verdict is verdict for one in self.fields)


def play_offline(
    cassette: Cassette, browser: Browser, settings: Settings, *, data: Path, folder: Path
) -> ScenarioVerdict:
    """Play a cassette's scenario on its answers. `data` is for what a session leaves behind.

    Pictures of steps that could not be played are left in `folder`.
    """

    def deck(address: str) -> Deck:
        return Deck(cassette.track, Cleaner(Addresses.of(address)))

    with served(cassette, deck) as (address, dealt):
        here = load_settings(
            portal=address,
            login_origin="",
            allowed_origins=(),
            data=data,
            journal="",
            browser=settings.browser,
            headed=settings.headed,
            patience=settings.patience * HASTE,
        )
        return play(
            cassette.scenario,
            Stage(settings=here, mock=None),
            browser,
            cell="offline",
            folder=folder,
            log_in=nobody_logs_in,
            account=cassette.track.account or "demo",
            kept=Kept.PICTURES,
            deck=dealt,
        )


def look_at(
    cassette: Cassette, browser: Browser, settings: Settings, *, data: Path, folder: Path
) -> OfflineVerdict:
    """Play a cassette and compare every field with its expectation."""
    started = time.monotonic()
    expected = load_expected(cassette.folder / EXPECTED)
    played = play_offline(cassette, browser, settings, data=data, folder=folder)
    return _verdict(cassette, played, expected, seconds=time.monotonic() - started)


def accept(cassette: Cassette, found: OfflineVerdict) -> bool:
    """Write what came as the expectation, for a person to look through; say if anything changed.

    Raises:
        CassetteError: it cannot be written.
    """
    path = cassette.folder / EXPECTED
    before = load_expected(path)
    after = accepted(before, found.steps)
    if after == before and path.exists():
        return False
    write_expected(after, path)
    return True


def _verdict(
    cassette: Cassette, played: ScenarioVerdict, expected: Expected, *, seconds: float
) -> OfflineVerdict:
    return OfflineVerdict(
        name=cassette.name,
        folder=cassette.folder,
        zh=played.zh,
        en=played.en,
        seconds=round(seconds, 2),
        fields=compared(expected, played.steps),
        steps=played.steps,
        lost=cassette.track.lost,
    )
