"""Look at a file before a spreadsheet library does: what it is, and whether it fits into memory.

The library allocates one dense block per sheet and aborts the whole process when that fails, so a
single stray cell in XFD1048576 must be found before it is called.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from ledgers.errors import DamagedWorkbookError, NotAWorkbookError, OversizedWorkbookError

LARGEST_UNPACKED: Final = 600 * 2**20  # bytes; 100,000 rows of 20 columns unpack to about 120 MB
LARGEST_AREA: Final = 10_000_000  # cells of the dense block, 32 bytes each; what has no far
# cell (below row 200,000 and left of column BA) is not larger either
LARGEST_FILE: Final = 200 * 2**20  # bytes on disk
_CHUNK: Final = 2**20
_UNREADABLE: Final = (EOFError, RuntimeError, OSError, ValueError)  # RuntimeError: encrypted
_OVERLAP: Final = 256  # no cell tag we look for is longer


class Format(StrEnum):
    """What a file is by its content, whatever its name says."""

    ZIPPED = "zipped"  # .xlsx, .xlsm, .xlsb, .ods
    BINARY = "binary"  # .xls
    TEXT = "text"  # .csv


_ZIP_MARK: Final = b"PK\x03\x04"
_OLE_MARK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_BARE_BIFF: Final = (
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
)
_FOREIGN: Final = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"{\\rtf", "a Word document"),
    (b"MZ", "a program"),
)
_HTML: Final = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|meta|table|body|style)\b", re.IGNORECASE
)
_TEXT_SUFFIXES: Final = {".csv", ".txt", ".tsv"}

_CELL: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_FAR: Final = re.compile(
    rb"""\sr\s*=\s*["'](?:[B-Z][A-Z]\d|[A-Z]{3}\d|[A-Z]{0,2}(?:[2-9]\d{5}|\d{7}))\d*["'][^>]*(?<!/)>"""
)
_UNPLACED_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*\sr\s*=)[^>]*(?<!/)>")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,7})["']""")
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def format_of(path: Path) -> Format:
    """Return what a file is by its first bytes.

    Raises:
        NotAWorkbookError: it is HTML, a picture, or text under the name of a workbook.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_ZIP_MARK):
        return Format.ZIPPED
    if head.startswith((_OLE_MARK, *_BARE_BIFF)):
        return Format.BINARY
    for mark, content in _FOREIGN:
        if head.startswith(mark):
            raise NotAWorkbookError(path=str(path), content=content)
    if _HTML.search(head):
        raise NotAWorkbookError(path=str(path), content="a web page (HTML) with another name")
    if head.lstrip().startswith(b"<?xml"):
        raise NotAWorkbookError(path=str(path), content="XML")
    if path.suffix.casefold() in _TEXT_SUFFIXES:
        return Format.TEXT
    raise NotAWorkbookError(path=str(path), content=_describe(head))


def refuse_large(path: Path) -> None:
    """Check a file's size before it is read into memory.

    Raises:
        OversizedWorkbookError: no ledger is that large.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise OversizedWorkbookError(
            path=str(path), reason="the file is very large", figures=_megabytes(size)
        )


def refuse_bombs(path: Path) -> None:
    """Check a zipped workbook's sizes without unpacking it into memory.

    Raises:
        OversizedWorkbookError: it unpacks to too much, or a cell stands absurdly far away.
        DamagedWorkbookError: the archive cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_size(path, sum(member.file_size for member in members))
            for member in members:
                _refuse_entities(path, archive, member)
                if _is_sheet(member.filename):
                    _refuse_area(path, archive, member)
                elif member.filename == "content.xml":
                    _refuse_open_document(path, archive, member)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, *_UNREADABLE) as exc:
        raise DamagedWorkbookError(path=str(path), reason=str(exc)) from exc


def is_workbook_archive(path: Path) -> bool:
    """Return whether a zip archive holds a spreadsheet rather than anything else."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as exc:
        raise DamagedWorkbookError(path=str(path), reason=str(exc)) from exc
    if "xl/workbook.bin" in names:  # its sheets cannot be looked through beforehand
        raise NotAWorkbookError(path=str(path), content="a binary Excel workbook (.xlsb)")
    return any(name.startswith("xl/") for name in names) or "content.xml" in names


def _describe(head: bytes) -> str:
    if not head.strip(b"\x00 \r\n\t"):
        return "empty"
    if b"\x00" in head:
        return "unknown binary data"
    return "plain text; if it is a CSV file, give it the ending .csv"


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _refuse_size(path: Path, unpacked: int) -> None:
    if unpacked > LARGEST_UNPACKED:
        raise OversizedWorkbookError(
            path=str(path), reason="its content unpacks to too much", figures=_megabytes(unpacked)
        )


def _refuse_entities(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a document type declaration: no spreadsheet program writes one, XML bombs need one."""
    if not member.filename.endswith((".xml", ".rels")):
        return
    with archive.open(member) as stream:
        head = stream.read(4096)
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"\x00" in head:
        reason = "its XML is in an unusual encoding"  # in which nothing would be found
        raise DamagedWorkbookError(path=str(path), reason=reason)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise DamagedWorkbookError(path=str(path), reason="it declares entities, as XML bombs do")


def _windows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes in overlapping pieces, so that no tag is cut in two unseen."""
    tail = b""
    total = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > LARGEST_UNPACKED:  # the sizes in an archive's directory may lie
                raise OversizedWorkbookError(
                    path=str(archive.filename),
                    reason="its content unpacks to too much",
                    figures=_megabytes(total),
                )
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _refuse_area(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose used area would not fit; look closely only when a far cell exists."""
    if not any(_FAR.search(window) for window in _windows(archive, member)):
        return
    rows = columns = last_row = 0
    is_unplaced = False
    for window in _windows(archive, member):
        for letters, number in _CELL.findall(window):
            rows = max(rows, int(number))
            columns = max(columns, _column_number(letters))
        if last := _ROW.search(window, max(window.rfind(b"<row "), 0)):
            last_row = int(last.group(1))  # rows go upwards, so the last one is the largest
        is_unplaced = is_unplaced or bool(_UNPLACED_CELL.search(window))
    # a cell may leave out its address: then it stands in its row, wherever that is
    _refuse_product(path, last_row if is_unplaced else rows, max(columns, 1))


def _refuse_open_document(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse an OpenDocument sheet that repeats its values over too large an area."""
    above = rows = columns = 0
    with archive.open(member) as stream:
        # no entities: a file that declares any is refused before
        for _, element in ET.iterparse(stream, events=("end",)):  # noqa: S314
            if element.tag == f"{_TABLE}table-row":
                above += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if width := _filled_width(element):
                    rows, columns = above, max(columns, width)
                element.clear()
            elif element.tag == f"{_TABLE}table":
                _refuse_product(path, rows, columns)
                above = rows = columns = 0
                element.clear()


def _filled_width(row: ET.Element) -> int:
    """Return the column of a row's last cell with a value, 0 when there is none."""
    at = width = 0
    for cell in row:
        at += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_OFFICE}value-type") is not None or cell.get(f"{_TABLE}formula") is not None:
            width = at
    return width


def _refuse_product(path: Path, rows: int, columns: int) -> None:
    if rows * columns > LARGEST_AREA:
        raise OversizedWorkbookError(
            path=str(path),
            reason="cells are filled that lie too far away",
            figures=f"{rows} × {columns}",
        )


def _megabytes(size: int) -> str:
    return f"{size // 2**20} MB"


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
