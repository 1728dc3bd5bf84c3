"""`ecqs doctor`: what a support person needs to know of this machine, and what it lacks."""

from itertools import chain
from typing import Annotated

import typer

from ecqs_agent.checkup import Section, machine_sections, portal_sections
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Yes,
    console,
    settings_of,
    typer_state,
)
from ecqs_agent.cli.screens import check_front, check_screens
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import CHECKUPS
from ecqs_agent.settings import log_file

WhoLooks = Annotated[
    str | None,
    typer.Option("--account", help=t("Look at the portal's screens as this account, read-only")),
]
Approve = Annotated[
    bool, typer.Option("--approve", help=t("With --account: approve the screens as they are"))
]
AdoptWords = Annotated[
    bool, typer.Option("--adopt-words", help=t("With --account: take over proposed words"))
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Check browser, fonts, journal and portal; say what to do."))(doctor)


def doctor(
    portal: Portal = None,
    account: WhoLooks = None,
    approve: Approve = False,
    adopt_words: AdoptWords = False,
    yes: Yes = False,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Check this machine; with --portal or --account also that portal's screens, read-only."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    if account is not None:
        return check_screens(
            voice, settings, account, approve=approve, adopt_words=adopt_words, yes=yes
        )
    given = {"portal": portal, "data": typer_state().data}
    chosen = {name: value for name, value in given.items() if value is not None}
    machine = machine_sections(settings, given=chosen, log=log_file(), t=t)
    sections = tuple(chain(machine, portal_sections(settings, t) if portal is not None else ()))
    for section in sections:
        _show(voice, section)
    told: dict[str, object] = {section.name: section.for_scripts() for section in sections}
    if not all(section.good for section in sections):
        voice.json(told)
        return ExitCode.PERSON
    code = check_front(voice, settings, told) if portal is not None else ExitCode.OK
    voice.json(told)
    return code


def _show(voice: Console, section: Section) -> None:
    mark = "OK" if section.good else "!!"
    voice.result(f"{mark}  {t(CHECKUPS[section.name])}: {section.text}")
    for line in section.more:
        voice.result(f"      {line}")
