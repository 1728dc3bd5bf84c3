"""A file to certificates: find first pages, read their fields, name every doubt."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from ledgers.certificates.certificate import (
    Certificate,
    Document,
    Doubt,
    DoubtCode,
    Trouble,
    Unread,
)
from ledgers.certificates.dates import dates_in
from ledgers.certificates.fields import DATES, fields_of
from ledgers.certificates.labels import (
    FAILED,
    FAILURE_TITLE,
    INSTITUTE,
    PASS_TITLE,
    TITLE,
)
from ledgers.certificates.lines import Line, lines_of
from ledgers.certificates.pdf import UNKNOWN, Page, UnreadableError, read_pages
from ledgers.instrument import comparable

_TEXTS: Final = (
    "certificate_number", "name", "serial_number", "model", "manufacturer", "client",
    "institute", "conclusion",
)  # fmt: skip
_MUST: Final = ("certificate_number", "name", "serial_number")  # what a record is matched by
_NARROW: Final = str.maketrans("（）：", "():")
_MOSTLY: Final = 0.2  # share of characters not spelled out from which a page counts as a picture

Fields = Mapping[str, tuple[str, ...]]


def read_certificates(path: Path, *, shown_as: str = "") -> tuple[Certificate | Unread, ...]:
    """Return the certificates of one file in order; what could not be read comes as `Unread`.

    Only the first page of a certificate is read: later ones name the standards' own numbers and
    dates (seed: every field from the first page). `shown_as` is the file's name for people.
    """
    name = shown_as or path.name
    try:
        pages = read_pages(path)
    except UnreadableError as error:
        return (Unread(file=name, trouble=error.trouble),)
    if not any(_is_text(page) for page in pages):
        return (Unread(file=name, trouble=Trouble.NO_TEXT),)
    found: list[Certificate | Unread] = []
    number = ""
    for page in pages:
        if not _is_text(page):
            if page.has_pictures or page.glyphs:
                found.append(Unread(file=name, trouble=Trouble.NO_TEXT, page=page.number))
            continue
        lines = lines_of(page.glyphs)
        fields = fields_of(lines)
        title = _title(lines)
        own = comparable(next(iter(fields.get("certificate_number", ())), ""))
        is_first = bool(title) and ("name" in fields or "serial_number" in fields)
        if is_first and not (own and own == number):
            found.append(_certificate(name, page.number, title, lines, fields))
            number = own
    if not found:
        return (Unread(file=name, trouble=Trouble.NO_CERTIFICATE),)
    return tuple(found)


def _is_text(page: Page) -> bool:
    unknown = sum(glyph.text == UNKNOWN for glyph in page.glyphs)
    return bool(page.glyphs) and unknown < _MOSTLY * len(page.glyphs)


def _title(lines: Sequence[Line]) -> str:
    """Return the document's title; a failure notice wins, because it must never give a date."""
    titles = [
        match["title"]
        for line in lines
        if (match := TITLE.fullmatch(line.text.translate(_NARROW)))
        and not re.search(r"[:。,，]", match["before"])
    ]
    if FAILURE_TITLE in titles:
        return FAILURE_TITLE
    return titles[0] if titles else ""


def _certificate(
    file: str, page: int, title: str, lines: Sequence[Line], fields: Fields
) -> Certificate:
    doubts: list[Doubt] = []
    texts = {field: _only(field, _values(field, fields), doubts) for field in _TEXTS}
    document = _document(title, texts["conclusion"])
    days = {field: _day(field, fields, doubts) for field in sorted(DATES)}
    if document is not Document.CERTIFICATE:
        days["valid_until"] = None
    wanted = _MUST if document is not Document.CERTIFICATE else (*_MUST, *sorted(DATES))
    named = {doubt.field for doubt in doubts}
    doubts += [
        Doubt(code=DoubtCode.MISSING, field=field)
        for field in wanted
        if field not in named and not (texts.get(field) or days.get(field))
    ]
    return Certificate(
        file=file,
        page=page,
        document=document,
        **{**texts, "institute": texts["institute"] or _institute(lines)},
        verified_on=days["verified_on"],
        valid_until=days["valid_until"],
        doubts=tuple(doubts),
    )


def _document(title: str, conclusion: str) -> Document:
    if title == FAILURE_TITLE or FAILED.search(conclusion):
        return Document.FAILURE_NOTICE
    return Document.CERTIFICATE if title == PASS_TITLE else Document.OTHER


def _values(field: str, fields: Fields) -> tuple[str, ...]:
    """Return a field's values; a plain 编号 is the serial number only where nothing else is."""
    values = fields.get(field, ())
    if field == "serial_number" and not values:
        return fields.get("plain_number", ())
    return values


def _only(field: str, values: tuple[str, ...], doubts: list[Doubt]) -> str:
    """Return the one value there is; two different ones are a doubt, except in 型号 and 规格."""
    different = tuple({comparable(value): value for value in reversed(values)}.values())[::-1]
    if not different:
        return ""
    joined = " ".join(different)
    if UNKNOWN in joined:
        doubts.append(Doubt(code=DoubtCode.BROKEN_TEXT, field=field, seen=joined))
    elif len(different) > 1 and field in _MUST:
        doubts.append(Doubt(code=DoubtCode.SEVERAL, field=field, seen=" / ".join(different)))
    return joined if field == "model" else different[0]


def _day(field: str, fields: Fields, doubts: list[Doubt]) -> date | None:
    values = fields.get(field, ())
    if field == "valid_until" and not values:
        values = fields.get("validity_period", ())
    stated = [value for value in values if comparable(value).strip("-/")]
    days = {day for value in stated for day in dates_in(value)}
    seen = " / ".join(dict.fromkeys(stated))
    if len(days) > 1:
        doubts.append(Doubt(code=DoubtCode.SEVERAL, field=field, seen=seen))
    elif stated and (not days or not all(dates_in(value) for value in stated)):
        doubts.append(Doubt(code=DoubtCode.NO_DATE, field=field, seen=seen))
    elif days:
        return days.pop()
    return None


def _institute(lines: Sequence[Line]) -> str:
    """Return the institute's name where it stands by itself, as at the head of the page."""
    for line in lines:
        if match := INSTITUTE.fullmatch(line.text.translate(_NARROW)):
            return match[0]
    return ""
