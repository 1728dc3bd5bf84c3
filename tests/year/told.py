"""What the chat group of a firm was told, as kinds of news with the pieces they are about."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ecqs_agent.notices.news import HEADINGS
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from tests.unit.agent.receivers import Received

T: Final = translator(Language.ZH)
_LOG_IN: Final = T("Log in yourself: `ecqs login --account {account}`").partition("ecqs")[0]
_KINDS: Final[Mapping[str, str]] = {
    **{T(heading): step.value for step, heading in HEADINGS.items()},
    _LOG_IN: "log-in",
}
_TITLE: Final = re.compile(r"【强检】(?P<account>[a-z]+)：(?P<words>.*?)(?: \(\d+/\d+\))?")
_PIECE: Final = re.compile(r"· (?P<name>\S+) (?P<serial>.+?)（")


class Told(NamedTuple):
    """One kind of news of one message: what is to be done, with which pieces, by serial number."""

    account: str
    kind: str
    pieces: tuple[str, ...] = ()


def told(received: Iterable[Received]) -> list[Told]:
    """Return everything a group was told, in order; a message in several parts is one message."""
    news: list[Told] = []
    for request in received:
        lines = request.json["text"]["content"].splitlines()
        account = _match(_TITLE, lines[0])["account"]
        for line in lines[1:]:
            if line.startswith("■"):
                _begin(news, account, line)
            elif line.startswith("·"):
                _add(news, line)
            else:
                raise AssertionError(f"a line of an unknown kind: {line}")
    return [one._replace(pieces=tuple(sorted(one.pieces))) for one in news]


def _begin(news: list[Told], account: str, line: str) -> None:
    kind = next(kind for words, kind in _KINDS.items() if line.startswith(f"■ {words}"))
    if not news or (news[-1].account, news[-1].kind) != (account, kind):
        news.append(Told(account, kind))


def _add(news: list[Told], line: str) -> None:
    last = news[-1]
    if last.kind != "log-in":
        serial = _match(_PIECE, line)["serial"]
        news[-1] = last._replace(pieces=(*last.pieces, serial))


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.match(text)
    assert found is not None, text
    return found
