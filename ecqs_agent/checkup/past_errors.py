"""The errors that commands ended with lately: codes and times alone, no words of the log."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ecqs_agent.checkup.section import Section
from ecqs_agent.texts import Translate

MOST: Final = 10
INTERNAL: Final = "INTERNAL"
_TIME: Final = r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d)\S*"
_ENDED: Final = re.compile(rf"{_TIME} INFO \S+ ended by (?P<code>[A-Z]+-\d{{3}})\s*$")
_BROKEN: Final = re.compile(rf"{_TIME} ERROR \S+ internal error\s*$")


def errors_section(log: Path, t: Translate) -> Section:
    """Return the last codes of the log and of the one before it, newest first."""
    found: list[dict[str, str]] = []
    for path in (log.with_name(f"{log.name}.1"), log):
        try:
            found += _codes(path.read_text(encoding="utf-8", errors="replace").splitlines())
        except OSError:  # none yet, or not ours to read
            continue
    newest = found[::-1][:MOST]
    return Section(
        name="errors",
        text=t("{count} in {path}", count=len(found), path=log),
        more=tuple(f"{one['at']}  {one['code']}" for one in newest),
        facts={"log": str(log), "last": newest},
    )


def _codes(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    for line in lines:
        if ended := _ENDED.match(line):
            yield {"at": ended["when"], "code": ended["code"]}
        elif broken := _BROKEN.match(line):
            yield {"at": broken["when"], "code": INTERNAL}
