"""A command's module is imported when the command is used, and every command is listed."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.main import get_command, get_group

from ecqs_agent.cli.commands import MODULES
from ecqs_agent.cli.main import app


def registered(module: str) -> Iterator[str]:
    group = typer.Typer(rich_markup_mode=None)
    import_module(f"ecqs_agent.cli.{module}").register(group)
    yield from get_group(group).commands


@pytest.mark.parametrize("module", sorted(set(MODULES.values())))
def test_every_command_of_a_module_is_listed_under_it(module: str) -> None:
    listed = {name for name, where in MODULES.items() if where == module}
    assert set(registered(module)) == listed


def test_every_module_with_commands_is_listed() -> None:
    (place,) = import_module("ecqs_agent.cli").__path__
    found = {
        path.stem for path in Path(place).glob("*.py") if "def register(" in path.read_text("utf-8")
    }
    assert found == set(MODULES.values())


def test_the_commands_are_found_by_name() -> None:
    group = get_command(app)
    assert list(group.commands) == list(MODULES)  # type: ignore[attr-defined] # a group
    for name in MODULES:
        assert group.commands[name].name == name  # type: ignore[attr-defined] # a group


def imported_by(*arguments: str) -> set[str]:
    program = (
        "import sys; from ecqs_agent.cli.main import run; run(sys.argv[1:]);"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True
    )
    return {name for name in ended.stderr.split() if name.startswith("ecqs_agent.cli.")}


def test_a_command_imports_its_own_module_and_no_other_commands() -> None:
    commands = {f"ecqs_agent.cli.{module}" for module in MODULES.values()}
    assert imported_by("--version") & commands == set()
    used = imported_by("captcha", "--help") & commands
    assert used == {"ecqs_agent.cli.captcha"}
