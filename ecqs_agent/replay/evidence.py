"""What a failed step leaves behind, for people: picture, markup, trace; without anybody's secrets.

A trace is begun after the login, so that no typed password is in it. The browser writes cookies
and tickets of a session into it all the same: they are blanked before the file is kept.
"""

import re
import zipfile
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.replay.verdict import Evidence
from ecqs_agent.secrecy import MASK, SECRETS
from page_objects.errors import PortalError
from page_objects.patience import Patience
from page_objects.tab import LOGIN_PATH
from page_objects.widgets.script import Spot
from page_objects.widgets.shown import excerpt

SHORTEST: Final = 8  # characters; a shorter cookie would blank ordinary words
_TICKETS: Final = re.compile(rb"\b(?:ST|TGT)-[A-Za-z0-9_.-]{8,}")
_HEADERS: Final = re.compile(
    rb'("name"\s*:\s*"(?:set-cookie|cookie|authorization|proxy-authorization)"\s*,\s*"value"\s*:\s*")'
    rb'(?:[^"\\]|\\.)*"',
    re.IGNORECASE,
)
_IN_ADDRESSES: Final = re.compile(rb'(;jsessionid=)[^"\\?#&;\s]+', re.IGNORECASE)
_COOKIES: Final = re.compile(rb'"cookies"\s*:\s*\[(?:\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}\s*,?\s*)+\]')
_VALUE: Final = re.compile(rb'("value"\s*:\s*")(?:[^"\\]|\\.)*"')


class Kept(StrEnum):
    """What of a scenario that fails is kept."""

    ALL = "all"
    PICTURES = "pictures"  # and markup, but no trace: a traced play takes half as long again
    TRACE = "trace"  # alone, of a play that repeats one whose pictures are there


def gather(session: PortalSession, folder: Path, name: str, *, patience: Patience) -> Evidence:
    """Keep a picture of the screen in front and its markup; of a login page nothing."""
    page = next((one for one in reversed(session.context.pages) if not one.is_closed()), None)
    if page is None or LOGIN_PATH in page.url:
        return Evidence()
    return Evidence(picture=_picture(page, folder, name), excerpt=_excerpt(page, patience))


def _picture(page: Page, folder: Path, name: str) -> Path | None:
    with suppress(PlaywrightError, OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.jpg"
        path.write_bytes(page.screenshot(type="jpeg", quality=60, animations="disabled"))
        return path
    return None


def _excerpt(page: Page, patience: Patience) -> str:
    with suppress(PlaywrightError, PortalError):
        frame = next((one for one in page.frames if one.parent_frame), page.main_frame)
        return SECRETS.blank(excerpt(Spot(frame), patience=patience))
    return ""


class Tracer:
    """A trace of one context: begun after a login, kept only when something failed."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._is_on = False

    def begin(self) -> None:
        """Trace from now on."""
        if not self._is_on:
            self._context.tracing.start(screenshots=True, snapshots=True)
            self._is_on = True

    def drop(self) -> None:
        """Throw away what was traced, as before another login."""
        if self._is_on:
            self._is_on = False
            with suppress(PlaywrightError):  # the browser may be gone
                self._context.tracing.stop()

    def keep(self, path: Path) -> Path | None:
        """Write the trace without secrets; None when nothing was traced or it cannot be written."""
        if not self._is_on:
            return None
        self._is_on = False
        with suppress(PlaywrightError, OSError, zipfile.BadZipFile):
            cookies = [str(one.get("value", "")) for one in self._context.cookies()]
            raw = path.with_suffix(".raw")
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._context.tracing.stop(path=raw)
                blank_archive(raw, path, cookies)
            finally:
                raw.unlink(missing_ok=True)
            return path
        return None


def blank_archive(raw: Path, clean: Path, secrets: list[str]) -> None:
    """Copy a trace with cookies, tickets and these secrets blanked in every text of it."""
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            out.writestr(entry.filename, _blank(entry.filename, source.read(entry), secrets))


def _blank(name: str, content: bytes, secrets: list[str]) -> bytes:
    if name.endswith((".jpeg", ".jpg", ".png", ".gif")):
        return content
    mask = MASK.encode()
    content = _HEADERS.sub(rb"\g<1>" + mask + b'"', content)
    content = _COOKIES.sub(lambda them: _VALUE.sub(rb"\g<1>" + mask + b'"', them[0]), content)
    content = _TICKETS.sub(mask, _IN_ADDRESSES.sub(rb"\g<1>" + mask, content))
    for secret in secrets:
        if len(secret) >= SHORTEST:
            content = content.replace(secret.encode(), mask)
    return content
