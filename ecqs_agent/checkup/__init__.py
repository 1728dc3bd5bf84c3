"""What a support person needs to know of this machine, in sections: `ecqs doctor` prints them.

A section is made by one small module, knows nothing of the others, and never raises for what it
is there to find. To add one: write a function that returns a `Section`, give its name a label in
`ecqs_agent.labels.CHECKUPS`, and put it into the list of `ecqs_agent.checkup.machine_sections` or
`portal_sections`. No section holds a password, a token, a ticket, or a person's words.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ecqs_agent.checkup.browsers import browser_sections
from ecqs_agent.checkup.folder import folder_section, journal_section, password_section
from ecqs_agent.checkup.in_force import settings_section
from ecqs_agent.checkup.machine import program_section, system_section
from ecqs_agent.checkup.network import proxy_section
from ecqs_agent.checkup.past_errors import errors_section
from ecqs_agent.checkup.probe import portal_section
from ecqs_agent.checkup.section import Section
from ecqs_agent.settings import Settings
from ecqs_agent.texts import Translate

__all__ = ["Section", "machine_sections", "portal_sections"]


def machine_sections(
    settings: Settings, *, given: Mapping[str, Any], log: Path, t: Translate
) -> Iterator[Section]:
    """Yield what is to be known of this machine; `given` are the options of the command."""
    yield program_section()
    yield system_section()
    yield from browser_sections(settings, t)
    yield folder_section(settings, t)
    yield journal_section(settings, t)
    yield password_section(settings, t)
    yield settings_section(settings, given, t)
    yield proxy_section(t)
    yield errors_section(log, t)


def portal_sections(
    settings: Settings, t: Translate, *more: Callable[[Settings], Section]
) -> Iterator[Section]:
    """Yield what is to be known of the portal; `more` look closer, where it answers at all."""
    first = portal_section(settings, t)
    yield first
    if first.good:
        yield from (look(settings) for look in more)
