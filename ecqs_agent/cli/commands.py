"""Which module holds which command; a command's module is imported when the command is used.

All modules together take over a second to import, which every command would wait for.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

Command = TyperCommand | TyperGroup

MODULES: Final[Mapping[str, str]] = {  # in the order in which the help shows them
    "demo": "demo",
    "template": "checking",
    "check": "checking",
    "catalog": "catalogue",
    "login": "sessions",
    "captcha": "captcha",
    "logout": "sessions",
    "accounts": "accounts",
    "status": "sessions",
    "pull": "filing",
    "plan": "filing",
    "apply": "filing",
    "reconcile": "filing",
    "book": "booking",
    "drafts": "drafts",
    "receipts": "receipts",
    "validity": "validity",
    "due": "due",
    "correct": "correct",
    "rules": "rules",
    "report": "report",
    "notices": "notices",
    "schedule": "schedule",
    "replay": "replay",
    "doctor": "doctor",
    "record": "record",
    "mock": "mock",
}


class _Commands(Mapping[str, Command]):
    """The commands by name; one is built when it is looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._built:
            group = typer.Typer(rich_markup_mode=None)
            import_module(f"ecqs_agent.cli.{MODULES[name]}").register(group)
            self._built.update(get_group(group).commands)  # type: ignore[arg-type] # Typer makes no others
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


class CommandsWhenUsed(TyperGroup):
    """The program's own group of commands."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Typer's, handed on
        super().__init__(**options)
        self.commands = _Commands()  # type: ignore[assignment] # nobody adds a command to it
