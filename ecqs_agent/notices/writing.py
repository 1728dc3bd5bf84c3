"""How news become messages that a channel takes: grouped, split, and shortened. Pure functions."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.texts import Translate

MARK: Final = "【强检】"  # robots that want a keyword: 强检 is in every message
PARTS: Final = 3  # messages one piece of news may be split into on one channel
LONGEST: Final = 160  # characters of one line
_MORE_ROOM: Final = 100  # bytes kept free for “… more”


class News(BaseModel):
    """One thing people should know: under which heading, in one line.

    `key` names it for good: the same key is the same news, whenever it is read again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    heading: str
    line: str


class Message(BaseModel):
    """News with a title, grouped by heading in the order they came."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    title: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    digest: str


def message(account: str, title: str, news: Sequence[News]) -> Message:
    """Return an account's news as one message."""
    groups: dict[str, list[str]] = {}
    for item in news:
        groups.setdefault(item.heading, []).append(shortened(item.line))
    return Message(
        account=account,
        title=f"{MARK}{title}",
        groups=tuple((heading, tuple(lines)) for heading, lines in groups.items()),
        digest=digest_of((account, *(item.key for item in news))),
    )


def digest_of(keys: Iterable[str]) -> str:
    """Return one name for all these keys, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(keys)).encode()).hexdigest()


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def texts(written: Message, *, limit: int, t: Translate, parts: int = PARTS) -> tuple[str, ...]:
    """Return the message as at most `parts` texts of at most `limit` bytes each.

    Lines are never cut in two. What does not fit is counted in the last line.
    """
    room = limit - size(written.title) - _MORE_ROOM
    pages: list[list[str]] = [[]]
    left = 0
    for heading, lines in written.groups:
        head = t("■ {heading} ({count})", heading=heading, count=len(lines))
        for position, line in enumerate(lines):
            fresh = [f"· {line}"] if position else [head, f"· {line}"]
            if left or not _fits(pages[-1], fresh, room):
                if left or len(pages) == parts:
                    left += 1
                    continue
                pages.append([])
                fresh = [head, f"· {line}"]
            pages[-1] += fresh
    if left:
        pages[-1].append(t("… {count} more: see `ecqs receipts list`", count=left))
    return tuple(
        "\n".join((_title(written.title, number, len(pages)), *page))
        for number, page in enumerate(pages, start=1)
    )


def _title(title: str, number: int, count: int) -> str:
    return title if count == 1 else f"{title} ({number}/{count})"


def _fits(page: list[str], fresh: list[str], room: int) -> bool:
    return not page or size("\n".join((*page, *fresh))) <= room


def size(text: str) -> int:
    """Return how many bytes the text takes in a request, line ends and quotes as JSON has them."""
    return len(json.dumps(text, ensure_ascii=False).encode())
