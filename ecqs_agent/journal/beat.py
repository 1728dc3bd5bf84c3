"""A run's sign of life beside its lock file: whose lease it is, and when it was last renewed.

The time is the machine's monotonic clock, which all its processes share and nobody can set, so
that a clock put ahead does not make a living run look dead, nor one put back a dead one living.
"""

from pathlib import Path
from typing import NamedTuple


class Beat(NamedTuple):
    """The lease that was renewed, and the monotonic clock's seconds when it was."""

    token: str
    tick: float


class BeatFile:
    """The file in which the holder of an account leaves its last beat."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, beat: Beat) -> None:
        """Leave a beat.

        Raises:
            OSError: the file cannot be written.
        """
        self._path.write_text(f"{beat.token} {beat.tick!r}\n", encoding="utf-8")

    def read(self) -> Beat | None:
        """Return the last beat, None where there is none that can be read."""
        try:
            token, tick = self._path.read_text(encoding="utf-8").split()
            return Beat(token, float(tick))
        except (OSError, ValueError):
            return None
