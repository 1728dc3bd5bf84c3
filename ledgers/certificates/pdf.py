"""The characters of a PDF's pages with their places, read with every guard a hostile file needs."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTImage, LTItem, LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, PathSegment

from ledgers.certificates.certificate import Trouble

LARGEST_FILE: Final = 30 * 2**20  # bytes; a scanned page has about one megabyte
LARGEST_STREAM: Final = 64 * 2**20  # bytes unpacked, of one stream
LARGEST_UNPACKED: Final = 256 * 2**20  # bytes of all streams
MOST_STREAMS: Final = 50_000
MOST_PAGES: Final = 300
MOST_GLYPHS: Final = 30_000  # on one page; a full page of small print has some 4,000
UNKNOWN: Final = "\ufffd"  # a character that the file draws without saying which it is

_MARK: Final = b"%PDF-"
_STREAM: Final = re.compile(rb"stream\r?\n")
_UNMAPPED: Final = re.compile(r"\(cid:\d+\)")
_NESTED: Final = 3  # filters that may be stacked in one stream
_CHUNK: Final = 2**16
_ZLIB_MARK: Final = b"\x78"


class UnreadableError(Exception):
    """The file cannot be read; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One upright character. Points from the lower left corner; `middle` is halfway up."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its upright characters in the order of the file, and whether it shows pictures."""

    number: int
    glyphs: tuple[Glyph, ...]
    has_pictures: bool


def read_pages(path: Path) -> tuple[Page, ...]:
    """Return every page.

    Raises:
        UnreadableError: it is no PDF, locked, broken, or larger than certificates are.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(Trouble.TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(Trouble.CLOSED) from error
    if _MARK not in content[:1024]:
        raise UnreadableError(Trouble.NOT_PDF)
    _refuse_bombs(content)
    try:
        return tuple(_pages(content))
    except (UnreadableError, MemoryError):
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableError(Trouble.LOCKED) from error
    except Exception as error:
        # the library raises whatever a damaged file makes it stumble over, RecursionError included
        raise UnreadableError(Trouble.BROKEN) from error


def _pages(content: bytes) -> Iterator[Page]:
    document = PDFDocument(PDFParser(BytesIO(content)))
    resources = PDFResourceManager(caching=True)
    device = _Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    count = 0
    for count, page in enumerate(PDFPage.create_pages(document), start=1):
        if count > MOST_PAGES:
            raise UnreadableError(Trouble.TOO_LARGE)
        device.start()
        interpreter.process_page(page)
        yield Page(count, tuple(device.glyphs), device.has_pictures)
    if not count:
        raise UnreadableError(Trouble.BROKEN)


class _Device(PDFLayoutAnalyzer):
    """Collects the upright characters of one page at a time."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.start()

    def start(self) -> None:
        """Forget the page before."""
        self.glyphs: list[Glyph] = []
        self.has_pictures = False
        self._drawn = 0

    def render_char(  # noqa: PLR0917 - the library's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Count what is drawn before it takes up memory."""
        self._drawn += 1
        if self._drawn > MOST_GLYPHS:
            raise UnreadableError(Trouble.TOO_LARGE)
        return super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001 - the library's signature
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: FBT001
        path: Sequence[PathSegment],
    ) -> None:
        """Leave lines and boxes out: nothing is read from them."""

    def receive_layout(self, ltpage: LTPage) -> None:
        """Take what the page holds, inside its forms too."""
        self._take(ltpage)

    def _take(self, item: LTItem) -> None:
        if isinstance(item, LTChar):
            if glyph := _glyph(item):
                self.glyphs.append(glyph)
        elif isinstance(item, LTImage):
            self.has_pictures = True
        elif isinstance(item, LTContainer):
            for inner in item:
                self._take(inner)


def _glyph(char: LTChar) -> Glyph | None:
    """Return a character that stands upright; a slanting watermark and blanks are left out."""
    turned = abs(char.matrix[1]) > 0.1 * abs(char.matrix[0])
    text = _UNMAPPED.sub(UNKNOWN, char.get_text()).strip("\x00 \t\r\n\u3000\xa0")
    if turned or not text:
        return None
    return Glyph(text, char.x0, char.x1, (char.y0 + char.y1) / 2, max(char.y1 - char.y0, 1.0))


def _refuse_bombs(content: bytes) -> None:
    """Refuse a file whose streams unpack to more than fits; the library unpacks without a limit."""
    total = 0
    view = memoryview(content)
    for count, match in enumerate(_STREAM.finditer(content)):
        total += _unpacked(view[match.end() :])
        if total > LARGEST_UNPACKED or count > MOST_STREAMS:
            raise UnreadableError(Trouble.TOO_LARGE)


def _unpacked(packed: memoryview | bytes, depth: int = _NESTED) -> int:
    """Return the size of a stream at the start of `packed`; 0 when it is not packed."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(packed), _CHUNK):
            data = packed[start : start + _CHUNK]
            parts.append(unpacker.decompress(data, LARGEST_STREAM + 1 - size))
            size += len(parts[-1])
            if size > LARGEST_STREAM:
                raise UnreadableError(Trouble.TOO_LARGE)
            if unpacker.eof:
                break
    except zlib.error:
        pass  # not packed this way, or damaged: as far as it goes
    if depth > 1 and size and parts[0][:1] == _ZLIB_MARK:
        return size + _unpacked(b"".join(parts), depth - 1)
    return size
