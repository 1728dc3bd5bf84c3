"""Tell which rows of an .xlsx sheet are hidden, by a filter for instance. Calamine does not say."""

import posixpath
import re
import zipfile
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from ledgers.errors import DamagedWorkbookError

_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_NUMBER: Final = re.compile(rb"""\br=["'](\d+)["']""")
_HIDDEN: Final = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_CHUNK: Final = 2**20
_OVERLAP: Final = 512
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_rows(path: Path, sheet: str) -> frozenset[int]:
    """Return the numbers of a sheet's hidden rows; none for formats other than .xlsx and .xlsm.

    The file has been looked at by `guards` before: it is a sound archive of bearable size.

    Raises:
        DamagedWorkbookError: the list of sheets is no XML.
    """
    if not zipfile.is_zipfile(path):
        return frozenset()
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member_of(archive, sheet)
            return frozenset(_scan(archive, member)) if member else frozenset()
    except ET.ParseError as exc:  # calamine forgives more than Excel does
        raise DamagedWorkbookError(path=str(path), reason=str(exc)) from exc


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the archive's member that holds a sheet."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    # no entities: guards refuses a file that declares any
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    wanted = next(
        (
            entry.get(_RELATION_ID)
            for entry in book.iter(f"{_MAIN}sheet")
            if entry.get("name") == sheet
        ),
        None,
    )
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    for relation in relations:
        if relation.get("Id") == wanted and wanted is not None:
            target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
            return target.lstrip("/") if target.lstrip("/") in names else None
    return None


def _scan(archive: zipfile.ZipFile, member: str) -> set[int]:
    found: set[int] = set()
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if b"hidden=" in window:
                found.update(_hidden_in(window))
            tail = window[-_OVERLAP:]
    return found


def _hidden_in(window: bytes) -> set[int]:
    rows = (match.group(1) for match in _ROW.finditer(window))
    numbers = (_NUMBER.search(row) for row in rows if _HIDDEN.search(row))
    return {int(number.group(1)) for number in numbers if number}
