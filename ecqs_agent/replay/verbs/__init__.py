"""The steps a scenario can take, in the portal's own verbs; one class per verb.

A step is written `verb: arguments`, beside it what it shall show (`expect`), what of it is kept
under a name (`bind`), and for which rows of a table it is repeated (`each`).
"""

from collections.abc import Mapping
from typing import Any, Final

from ecqs_agent.replay.verbs import behind, bookings, doors, ledger, raw
from ecqs_agent.replay.verbs.steps import AnyStep

MODULES: Final = (doors, ledger, bookings, behind, raw)


def verb_of(value: Any) -> str:  # noqa: ANN401 - what a file holds
    """Return the verb of a step as written, "" when there is none or more than one."""
    if isinstance(value, AnyStep):
        return value.verb
    found = [name for name in VERBS if isinstance(value, Mapping) and name in value]
    return found[0] if len(found) == 1 else ""


VERBS: Final = tuple(
    kind.verb
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, AnyStep) and kind.verb
)
