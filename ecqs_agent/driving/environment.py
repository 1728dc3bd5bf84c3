"""What other programs inherit of this process's environment: nothing that is ours.

`ECQS_PASSWORD`, the mock's token, the addresses of notices and of the journal may stand in `ECQS_…`
variables. A browser, its driver, a picture viewer or the system's scheduler need none of them, and
whoever may look at those programs could read them there.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

PREFIX: Final = "ECQS_"
OF_THE_JOURNAL: Final = frozenset({"PGPASSWORD"})  # libpq's own variable


def for_others(environment: Mapping[str, str], *needed: str) -> dict[str, str]:
    """Return the environment without what is ours, except the `needed` variables."""
    return {
        name: value
        for name, value in environment.items()
        if name in needed or not _is_ours(name.upper())
    }


@contextmanager
def others_see(**more: str) -> Iterator[None]:
    """Start programs within the block: they inherit nothing of ours, and these variables more."""
    before = dict(os.environ)
    _become({**for_others(before), **more})
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) or name in OF_THE_JOURNAL
