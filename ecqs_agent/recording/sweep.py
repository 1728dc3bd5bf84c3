"""The last look into a recording: nothing that was known to be somebody's may be in it.

What a recording keeps is decided by what is allowed. This search is only there to notice a mistake
in that, and to refuse the whole recording then.
"""

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus

from ecqs_agent.errors import RecordingLeakError

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_CHINESE: Final = 4  # characters from which a Chinese value is nobody's ordinary word
_DIGITS: Final = 9  # digits from which other digits are not the same by chance
_MIXED: Final = 8
_SECRET: Final = 3  # a shorter secret would be found in any file
_PURE_NAME: Final = re.compile(r"[A-Za-z_.:/-]*")


def search(
    files: Mapping[str, bytes],
    *,
    secrets: Iterable[str],
    values: Iterable[str],
    kept: Iterable[str],
) -> None:
    """Make sure that no file holds a secret in any usual encoding, nor a value that was met.

    Raises:
        RecordingLeakError: one does; the file is named, the value is not.
    """
    words = "\n".join(kept)
    wanted = [one for one in values if _tells(one) and one not in words]
    needles = {
        *(form for secret in secrets if len(secret) >= _SECRET for form in forms_of(secret)),
        *(form for value in wanted for form in plain_forms_of(value)),
    }
    for name, content in files.items():
        where = name.encode() + b"\n" + content
        if any(needle in where for needle in needles):
            raise RecordingLeakError(
                "A value that belongs to somebody would be in {file} of the recording. Nothing "
                "was saved. Report this message to those who look after this program.",
                file=name,
            )


def forms_of(text: str) -> Iterator[bytes]:
    """Yield a text in the encodings in which it might slip through."""
    yield from plain_forms_of(text)
    raw = text.encode()
    for encoding in ("utf-16-le", "utf-16-be", "gb18030"):
        yield text.encode(encoding)
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield text[::-1].encode()
    yield from _base64_forms(raw)


def plain_forms_of(text: str) -> Collection[bytes]:
    """Return a text as it stands in HTML, JSON and addresses."""
    points = [ord(one) for one in text]
    return {
        text.encode(),
        escape(text).encode(),
        quote(text, safe="").encode(),
        quote_plus(text).encode(),
        text.encode("ascii", "backslashreplace"),
        "".join(f"&#{point};" for point in points).encode(),
        "".join(f"&#x{point:x};" for point in points).encode(),
    }


def _base64_forms(raw: bytes) -> Iterator[bytes]:
    """Yield what base64 of anything that holds these bytes must hold."""
    for lead in range(3):
        coded = base64.b64encode(b"\0" * lead + raw)
        start, end = (0, 2, 3)[lead], -4 if (len(raw) + lead) % 3 else None
        core = coded[start:end]
        if len(core) >= _CHINESE:
            yield core
            yield core.replace(b"+", b"-").replace(b"/", b"_")


def _tells(value: str) -> bool:
    """Return whether a value is so particular that finding it is no chance."""
    if _PURE_NAME.fullmatch(value):
        return False
    if len(_HAN.findall(value)) >= _CHINESE:
        return True
    digits = sum(one.isdigit() for one in value)
    return digits >= _DIGITS or (len(value) >= _MIXED and digits < len(value) and digits > 0)
