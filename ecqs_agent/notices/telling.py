"""Put news up for delivery: on every channel once, and on the record."""

from collections.abc import Iterable
from datetime import datetime

from ecqs_agent.journal.notices import CONSOLE, NewNotice, NoticeBoard
from ecqs_agent.notices.channels import BYTES, Channel
from ecqs_agent.notices.writing import Message, digest_of, texts
from ecqs_agent.texts import Translate

WHOLE = 1_000_000  # bytes: the record keeps a message in one piece


def put_up(
    board: NoticeBoard,
    written: Message,
    channels: Iterable[Channel],
    *,
    t: Translate,
    until: datetime | None = None,
) -> bool:
    """Keep the message for each channel, split as the channel wants it; false if all knew it."""
    (whole,) = texts(written, limit=WHOLE, t=t)
    told = _notice(written, CONSOLE, whole, "")
    notices = [
        _notice(written, channel.name, text, f"{number}")
        for channel in channels
        for number, text in enumerate(texts(written, limit=BYTES[channel.service], t=t), start=1)
    ]
    return board.put_up(notices, told=told, until=until)


def _notice(written: Message, channel: str, text: str, part: str) -> NewNotice:
    digest = digest_of((written.digest, part)) if part else written.digest
    return NewNotice(
        account=written.account, channel=channel, digest=digest, title=written.title, text=text
    )
