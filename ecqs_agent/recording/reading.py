"""Open an archive that came from somebody: every doubt about it refuses the whole file.

Nothing is unpacked. Names must be of our own shape, sizes are counted while reading, hashes are
compared with the manifest, and markup that could run anything is refused.
"""

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from ecqs_agent.errors import ArchiveRefusedError
from ecqs_agent.recording.model import FORMAT, MANIFEST, Manifest, ScreenRecorded
from page_objects.contract.seen import Place

_NAME: Final = re.compile(r"(?:[a-z]{2,20}/)?[a-z0-9]{1,20}(?:\.tree)?\.(?:json|html|txt|png)")
_MOST_FILES: Final = 300
_LARGEST: Final = 16_000_000
_ALTOGETHER: Final = 64_000_000
_CHUNK: Final = 65_536
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_LONGEST_TEXT: Final = 200
_RUNNING: Final = frozenset(("script", "style", "noscript", "object", "embed"))  # told by length
_COMMANDS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Recorded(BaseModel):
    """An archive that was found good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: Manifest
    screens: Mapping[Place, ScreenRecorded]
    files: Mapping[str, bytes]


def read_archive(path: Path) -> Recorded:
    """Return what is in an archive.

    Raises:
        ArchiveRefusedError: it is damaged, too large, not ours, or would run or overwrite things.
    """
    try:
        with zipfile.ZipFile(path) as source:
            files = _contents(path, source)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _refused(path, str(error) or type(error).__name__) from error
    try:
        return _understood(path, files)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise _refused(path, f"{where or MANIFEST}: {error.errors()[0]['msg']}") from error


def _contents(path: Path, source: zipfile.ZipFile) -> dict[str, bytes]:
    entries = source.infolist()
    if len(entries) > _MOST_FILES:
        raise _refused(path, f"{len(entries)} files")
    files: dict[str, bytes] = {}
    left = _ALTOGETHER
    for entry in entries:
        if not _NAME.fullmatch(entry.orig_filename) or entry.orig_filename in files:
            raise _refused(path, f"a file is named {entry.orig_filename[:80]!r}")
        if entry.flag_bits & 1 or stat.S_ISLNK(entry.external_attr >> 16):
            raise _refused(path, f"{entry.filename} is encrypted or a link")
        files[entry.filename] = _content(path, source, entry, min(left, _LARGEST))
        left -= len(files[entry.filename])
    return files


def _content(path: Path, source: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Read a file, however large its entry says it is, up to what is allowed."""
    parts, size = [], 0
    with source.open(entry) as opened:
        while part := opened.read(_CHUNK):
            size += len(part)
            if size > limit:
                raise _refused(path, f"{entry.filename} is too large")
            parts.append(part)
    return b"".join(parts)


def _understood(path: Path, files: Mapping[str, bytes]) -> Recorded:
    if MANIFEST not in files:
        raise _refused(path, f"it has no {MANIFEST}")
    manifest = Manifest.model_validate_json(files[MANIFEST])
    if manifest.format != FORMAT:
        raise _refused(path, f"format {manifest.format} instead of {FORMAT}")
    listed = {one.name: one.sha256 for one in manifest.files}
    if set(listed) | {MANIFEST} != set(files):
        raise _refused(path, "its files are not those that its manifest lists")
    for name, digest in listed.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise _refused(path, f"{name} was changed")
    screens = {
        place: ScreenRecorded.model_validate_json(files.get(f"{place.value}/screen.json", b""))
        for place in manifest.screens
    }
    for name, content in files.items():
        _must_be_harmless(path, name, content)
    for place, screen in screens.items():
        _must_be_words(path, place, screen)
    return Recorded(manifest=manifest, screens=screens, files=files)


def _must_be_harmless(path: Path, name: str, content: bytes) -> None:
    if name.endswith(".png") and not content.startswith(_PNG):
        raise _refused(path, f"{name} is no picture")
    if name.endswith((".html", ".json", ".txt")):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _refused(path, f"{name} is no text") from error
        if name.endswith(".html") and name != "index.html" and (why := running(text)):
            raise _refused(path, f"{name} has {why}")
        if name == "index.html" and (why := running(text, styles=True)):
            raise _refused(path, f"{name} has {why}")


def _must_be_words(path: Path, place: Place, screen: ScreenRecorded) -> None:
    if screen.seen.place is not place:
        raise _refused(path, f"{place.value} holds another screen")
    seen = screen.seen
    texts = [seen.title, seen.kit, *seen.links, *(one.text for one in seen.buttons)]
    for field in seen.fields:
        texts += [field.label, field.control, field.wire, *field.options]
    for grid in seen.grids:
        texts += [text for column in grid for text in (column.title, column.wire)]
    for row in seen.rows:
        texts += [row.text, *row.links]
    for text in texts:
        if len(text) > _LONGEST_TEXT or _COMMANDS.search(text):
            raise _refused(path, f"{place.value} holds a text that is none of a screen")


def running(markup: str, *, styles: bool = False) -> str:
    """Return what in this markup could run or fetch something by itself, "" if nothing."""
    reader = _Reader(styles=styles)
    reader.feed(markup)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Looks for scripts, handlers and addresses that are more than a path."""

    def __init__(self, *, styles: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found = ""
        self._inside = ""
        self._styles = styles

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        self._inside = tag
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "http-equiv", "formaction"):
                allowed = self._styles and name == "http-equiv"
                self.found = self.found or ("" if allowed else f"the attribute {name}")
            if "javascript:" in (value or "").lower():
                bare = (value or "").strip().lower() == "javascript:"
                self.found = self.found or ("" if bare else "an address that runs")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        del tag
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Look at a text: none may stand where it would be run."""
        allowed = self._styles and self._inside == "style"
        if self._inside in _RUNNING and data.strip() and not allowed:
            self.found = self.found or f"a {self._inside} with content"


def _refused(path: Path, why: str) -> ArchiveRefusedError:
    return ArchiveRefusedError(
        "The file {path} is not a recording that can be used: {why}. Nothing was imported.",
        path=str(path),
        why=why,
    )
