"""Proof that outlasts the run: what was filled, its picture, and the hash of both.

The journal keeps words and hashes, the folder keeps the pictures: one small JPEG per act, so
that a dispute can be settled months later.
"""

import hashlib
import json
from pathlib import Path

from ecqs_agent.errors import JournalUnavailableError
from page_objects.screens import InstrumentForm


class EvidenceFolder:
    """The folder of one account's pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, form: InstrumentForm, picture: bytes) -> dict[str, object]:
        """Store the picture under this name and return what the journal keeps of the act.

        A name is used once: an earlier picture of the same act is never replaced.

        Raises:
            JournalUnavailableError: the picture cannot be written; nothing may be filed then.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._write(name, picture)
        except OSError as error:
            raise JournalUnavailableError(
                "The evidence cannot be written to {path}: {why}. Nothing further was sent. "
                "Check disk space and the folder's permissions.",
                path=str(self._folder),
                why=str(error),
            ) from error
        filled = form.model_dump(mode="json")
        text = json.dumps(filled, ensure_ascii=False, sort_keys=True)
        return {
            "filled": filled,
            "filled_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "picture": path.name,
            "picture_sha256": hashlib.sha256(picture).hexdigest(),
        }

    def _write(self, name: str, picture: bytes) -> Path:
        turn = 1
        while True:
            path = self._folder / (f"{name}.jpg" if turn == 1 else f"{name}-{turn}.jpg")
            try:
                with path.open("xb") as file:
                    file.write(picture)
            except FileExistsError:
                turn += 1
            else:
                return path
