"""`ecqs doctor`: what a support person needs to know of this machine, and what it lacks."""

from itertools import chain

import typer

from ecqs_agent.checkup import Section, machine_sections, portal_sections
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, Portal, console, settings_of, typer_state
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import CHECKUPS
from ecqs_agent.settings import log_file


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Check browser, fonts, journal and portal; say what to do."))(doctor)


def doctor(portal: Portal = None, as_json: Json = False) -> int:
    """Check this machine; with --portal also whether that address answers."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal)
    given = {"portal": portal, "data": typer_state().data}
    chosen = {name: value for name, value in given.items() if value is not None}
    machine = machine_sections(settings, given=chosen, log=log_file(), t=t)
    sections = tuple(chain(machine, portal_sections(settings, t) if portal is not None else ()))
    for section in sections:
        _show(voice, section)
    voice.json({section.name: section.for_scripts() for section in sections})
    return ExitCode.OK if all(section.good for section in sections) else ExitCode.PERSON


def _show(voice: Console, section: Section) -> None:
    mark = "OK" if section.good else "!!"
    voice.result(f"{mark}  {t(CHECKUPS[section.name])}: {section.text}")
    for line in section.more:
        voice.result(f"      {line}")
