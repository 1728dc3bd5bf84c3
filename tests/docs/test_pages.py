"""What the documents promise is so."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from ecqs_agent.cli.main import app
from tools.settings_doc import TARGET, settings_page

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
)


def test_the_settings_page_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == settings_page()


def commands() -> set[str]:
    found = set()
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined] # a click group
        children = getattr(command, "commands", {})
        found |= {f"{name} {child}" for child in children} or {name}
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"\becqs ((?:[a-z]+)(?: [a-z]+)?)", text))
    known = commands() | {command.split()[0] for command in commands()}
    assert not {name for name in named if name not in known and name.split()[0] not in known}


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", sorted(commands() - {"mock serve"}))
def test_every_command_has_help(command: str) -> None:
    answer = ask(*command.split(), "--help")
    assert answer.exit_code == 0
    assert len(answer.output) > 80


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    path = ROOT / document
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)", text)
    assert not [link for link in links if "://" not in link and not (path.parent / link).exists()]
