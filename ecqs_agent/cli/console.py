"""What people and scripts see: results on stdout, the narrative on stderr, codes in both."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, Final

from pydantic import BaseModel
from rich.console import Console as RichConsole
from rich.table import Table
from rich.text import Text

from ecqs_agent.cli.language import t
from ecqs_agent.cli.progress import ProgressBar, is_due, sentence
from ecqs_agent.events import Event, Kind


class Loudness(IntEnum):
    """How much of the narrative is told."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


# Words of a portal, a receipt or a workbook may carry commands to the terminal (C0, DEL, C1) and
# marks that turn the direction of writing; a question mark shows that something was there.
_COMMANDS: Final = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "?"
) | {ord("\n"): "\n", ord("\t"): " ", ord("\r"): ""}

# What a normal run tells; the rest only with -v.
_DETAILS = frozenset({Kind.PICTURE_TAKEN})


class Console:
    """One command's voice. With `as_json`, stdout carries JSON alone."""

    def __init__(
        self,
        *,
        as_json: bool = False,
        loudness: Loudness = Loudness.NORMAL,
        err: RichConsole | None = None,
    ) -> None:
        self.as_json = as_json
        self._loudness = loudness
        self._out = RichConsole(highlight=False, soft_wrap=True)
        self._err = err or RichConsole(stderr=True, highlight=False, soft_wrap=True)
        self._bar: ProgressBar | None = None

    def say(self, template: str, /, **facts: object) -> None:
        """Tell the narrative, on stderr."""
        if self._loudness > Loudness.QUIET:
            self._err.print(_shown(t(template, **facts)))

    def complain(self, text: str) -> None:
        """Say what is wrong, on stderr, whatever the loudness."""
        self._err.print(_shown(text, style="red" if self._err.is_terminal else ""))

    def result(self, text: str) -> None:
        """Print a result for people, on stdout; with JSON nothing."""
        if not self.as_json:
            self._out.print(_shown(text))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print a table on stdout, wrapped to the terminal; with JSON nothing."""
        if self.as_json:
            return
        table = Table(*headers, box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
        for row in rows:
            table.add_row(*(_shown(str(cell)) for cell in row))
        self._out.print(table, soft_wrap=False)

    def json(self, value: Any) -> None:  # noqa: ANN401 - anything JSON can say
        """Print one JSON object on stdout; without --json nothing."""
        if self.as_json:
            sys.stdout.write(f"{to_json(value)}\n")
            sys.stdout.flush()

    def hear(self, event: Event) -> None:
        """Tell an event: a line for people, or one JSON object per line."""
        if event.kind is Kind.PROGRESS:
            self._hear_progress(event)
        elif self.as_json:
            self.json(event.model_dump(mode="json", exclude={"template"}))
        elif event.kind not in _DETAILS or self._loudness is Loudness.VERBOSE:
            self.say(event.template, **event.facts)

    def _hear_progress(self, event: Event) -> None:
        if self.as_json:
            self.json(event.model_dump(mode="json", exclude={"template"}))
        elif self._bar is not None:
            self._bar.show(event.template, event.facts)
        elif self._loudness > Loudness.QUIET and is_due(event.facts):
            self._err.print(_shown(sentence(event.template, event.facts)))

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Show progress as a bar while the block runs, where there is a terminal to draw on."""
        drawable = self._err.is_terminal and not self._err.is_dumb_terminal
        if drawable and not self.as_json and self._loudness > Loudness.QUIET:
            self._bar = ProgressBar(self._err)
        try:
            yield
        finally:
            if self._bar is not None:
                self._bar.end()
            self._bar = None


def _shown(text: str, *, style: str = "") -> Text:
    """Return a text as a terminal may show it: its characters, and nothing that it would obey."""
    return Text(text.translate(_COMMANDS), style=style, overflow="fold")


def to_json(value: Any) -> str:  # noqa: ANN401 - anything JSON can say
    """Return one line of JSON that every console can show, Chinese as escapes where it must be."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    text = json.dumps(plain, ensure_ascii=False, default=str)
    encoding = sys.stdout.encoding or "utf-8"
    if encoding.lower().replace("-", "") in {"utf8", "gbk", "gb18030", "cp936", "gb2312"}:
        return text
    return json.dumps(plain, ensure_ascii=True, default=str)
