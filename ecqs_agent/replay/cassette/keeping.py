"""Keep what was answered in a run as a cassette."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from ecqs_agent.recording.sweep import search
from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.model import Track
from ecqs_agent.replay.cassette.store import SCENARIO, TRACK, write
from ecqs_agent.replay.cassette.taping import Taper
from ecqs_agent.replay.deeds.behind import today_on
from ecqs_agent.replay.loading import ScenarioFile
from ecqs_agent.replay.stage import Stage
from ecqs_agent.replay.verdict import ScenarioVerdict, Verdict
from ecqs_agent.secrecy import SECRETS
from page_objects.payload import CHINA


def played_and_kept(
    play: Callable[..., ScenarioVerdict], file: ScenarioFile, stage: Stage, folder: Path
) -> ScenarioVerdict:
    """Play a scenario, and keep it if everything came as it should.

    Raises:
        RecordingLeakError, CassetteError: as `keep` does.
    """
    addresses = stage.settings.addresses
    cleaner = Cleaner(addresses)
    taper = Taper(addresses, cleaner)
    mock = stage.mock
    today = today_on(mock) if mock else datetime.now(CHINA).date()
    found = play(taper=taper)
    if found.verdict is not Verdict.SAME:
        return found
    engine = str(mock.ask("health")["engine"]) if mock else ""
    track = taper.track(today=today, account="", engine=engine, is_mock=mock is not None)
    keep(folder, file.path.read_text(encoding="utf-8"), track, taper.bodies, cleaner=cleaner)
    return found.model_copy(update={"cassette": folder})


def keep(
    folder: Path,
    scenario: str,
    track: Track,
    bodies: Mapping[str, bytes],
    *,
    cleaner: Cleaner,
    hide: Iterable[str] = (),
) -> None:
    """Write a cassette, its scenario cleaned, too, after a last search for secrets.

    Raises:
        RecordingLeakError: a secret would be in it; nothing was written.
        CassetteError: the folder is there already, or it cannot be written.
    """
    text = cleaner.text(scenario)
    files = {**bodies, TRACK: track.model_dump_json().encode(), SCENARIO: text.encode()}
    search(files, secrets=(*SECRETS.remembered, *hide), values=(), kept=())
    write(folder, text, track, bodies)
