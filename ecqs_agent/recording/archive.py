"""The archive of one walk: its files, its manifest, the last search, and how it is saved."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.errors import RecordingNotSavedError
from ecqs_agent.recording.model import FORMAT, MANIFEST, FileListed, Manifest
from ecqs_agent.recording.preview import INDEX, index_page
from ecqs_agent.recording.recorder import Recorder
from ecqs_agent.recording.sweep import search
from page_objects.contract.seen import Place

WIRE: Final = "wire.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of every file: when exactly somebody worked is not told


class Archive(BaseModel):
    """Everything that will be saved. Nothing of it is on disk before `save`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: Manifest
    files: Mapping[str, bytes]  # the manifest's own file among them


class Facts(BaseModel):
    """What is known of the walk besides its screens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent: str
    browser: str
    recorded_on: str
    from_the_mock: bool
    missed: Mapping[Place, str]


def archived(recorder: Recorder, facts: Facts, *, secrets: Iterable[str]) -> Archive:
    """Return the archive of a recorder, after a last search for what must not be in it.

    Raises:
        RecordingLeakError: something is.
    """
    files = dict(recorder.files)
    for place, screen in recorder.screens.items():
        files[f"{place.value}/screen.json"] = _json(screen.model_dump(mode="json"))
    exchanges = [one.model_dump(mode="json") for one in recorder.exchanges.all()]
    files[WIRE] = _json(exchanges)
    draft = _manifest(recorder, facts, {})
    files[INDEX] = index_page(draft, recorder.screens).encode()
    manifest = _manifest(recorder, facts, files)
    told = manifest.model_dump(mode="json")
    search(
        {**files, MANIFEST: _json({**told, "files": [], "recorded_on": ""})},
        secrets=secrets,
        values=recorder.values,
        kept=manifest.kept,
    )
    return Archive(manifest=manifest, files={MANIFEST: _json(told), **files})


def save(archive: Archive, path: Path) -> None:
    """Write the archive, whole or not at all.

    Raises:
        RecordingNotSavedError: it cannot be written there.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in archive.files.items():
                target.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
        draft.replace(path)
    except OSError as error:
        raise RecordingNotSavedError(
            "The recording cannot be written to {path}: {why}. Name another file with --out.",
            path=str(path),
            why=error.strerror or str(error),
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _manifest(recorder: Recorder, facts: Facts, files: Mapping[str, bytes]) -> Manifest:
    screens = recorder.screens
    kits = [one.seen.kit for one in screens.values() if one.seen.kit]
    versions = [doc.jquery for one in screens.values() for doc in one.documents if doc.jquery]
    return Manifest(
        format=FORMAT,
        agent=facts.agent,
        browser=facts.browser,
        kit=kits[0] if kits else "",
        jquery=versions[0] if versions else "",
        recorded_on=facts.recorded_on,
        from_the_mock=facts.from_the_mock,
        screens=tuple(place for place in Place if place in screens),
        missed=dict(facts.missed),
        replaced=dict(sorted(recorder.standins.counts.items())),
        kept=recorder.vocabulary.met,
        unfamiliar=recorder.vocabulary.unfamiliar,
        files=tuple(
            FileListed(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
            for name, content in sorted(files.items())
        ),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
