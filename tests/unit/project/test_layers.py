"""Who may import whom (docs/architecture.md, section 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OURS = ("catalog", "ledgers", "page_objects", "ecqs_agent")

MAY_IMPORT = {
    "catalog": {"catalog"},
    "ledgers": {"ledgers", "catalog"},
    "page_objects": {"page_objects"},
    "ecqs_agent": {"ecqs_agent", "ledgers", "catalog", "page_objects"},
    "ecqs_agent/mock_portal": {"ecqs_agent/mock_portal"},
}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "ecqs_agent/mock_portal" if parts[:2] == ("ecqs_agent", "mock_portal") else parts[0]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            module = node.module or ""
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def room_imported(module: str) -> str:
    if module.startswith("ecqs_agent.mock_portal"):
        return "ecqs_agent/mock_portal"
    return module.partition(".")[0]


def trespasses(path: Path, text: str) -> list[str]:
    allowed = MAY_IMPORT[room_of(path)]
    found = []
    for line, module in imported(ast.parse(text)):
        room = room_imported(module)
        if room.partition("/")[0] in OURS and room not in allowed and not is_the_door(path, room):
            found.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    return found


def is_the_door(path: Path, room: str) -> bool:
    """The command `ecqs mock serve` hands over to the mock, and nothing else does."""
    door = path.relative_to(ROOT).as_posix() == "ecqs_agent/cli/mock.py"
    return door and room == "ecqs_agent/mock_portal"


@pytest.mark.parametrize("package", OURS)
def test_imports_flow_one_way(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))
    assert paths
    wrong = [line for path in paths for line in trespasses(path, path.read_text("utf-8"))]
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("catalog/x.py", "import ledgers.workbook"),
        ("page_objects/x.py", "from ledgers import instrument"),
        ("ledgers/x.py", "from ecqs_agent.settings import Settings"),
        ("ecqs_agent/x.py", "from ecqs_agent.mock_portal import words"),
        ("ecqs_agent/mock_portal/x.py", "from page_objects.words import WORDS"),
        ("ecqs_agent/mock_portal/x.py", "from ecqs_agent import settings"),
    ],
)
def test_a_trespass_is_seen(path: str, line: str) -> None:
    assert trespasses(ROOT / path, line)


def test_sql_lives_in_the_journal_alone() -> None:
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            if "journal" in path.parts or "mock_portal" in path.parts:
                continue
            modules = [module for _, module in imported(ast.parse(path.read_text("utf-8")))]
            assert not [m for m in modules if m.startswith(("sqlalchemy", "sqlite3"))], path


def test_kit_class_names_stay_inside_the_widgets() -> None:
    kit = ("textbox-", "combo-", "datagrid-", "messager-", "l-btn", "window-mask", "tree-node")
    for path in (ROOT / "page_objects").rglob("*.py"):
        if "widgets" in path.parts:
            continue
        text = path.read_text("utf-8")
        assert not [word for word in kit if word in text], path
