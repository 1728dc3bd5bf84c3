"""pytest plugin: the page objects, the mock portal and scenarios in a QA team's own tests.

Every run of pytest on a machine with this program loads this module, so it imports nothing but
pytest; whatever else is needed is imported when a test asks for it.
"""

import pytest

from ecqs_agent.pytest_plugin import collecting, fixtures, hooks
from ecqs_agent.pytest_plugin.marks import VARIANT, WRITES


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options, all of which begin with --ecqs."""
    group = parser.getgroup("ecqs", "e-CQS portal")
    add = group.addoption
    add(
        "--ecqs-portal",
        metavar="URL",
        default="",
        help="Test this portal, not a mock of our own; a mock proves itself by ECQS_MOCK_TOKEN",
    )
    add("--ecqs-engine", choices=("lite", "easyui"), help="Widget engine of the mock")
    add(
        "--ecqs-variant",
        metavar="K=V",
        action="append",
        default=[],
        help="Variant of the mock in all tests; may be repeated",
    )
    add(
        "--ecqs-fresh",
        action="store_true",
        help="Put a given mock back to its first state before each test",
    )
    add(
        "--ecqs-allow-writing",
        action="store_true",
        help=f"Let tests marked {WRITES} write to a portal that is not a mock",
    )
    add("--ecqs-account", metavar="NAME", default="demo", help="Account that is logged in")
    add(
        "--ecqs-browser",
        metavar="NAME",
        default="",
        help="edge, chrome, headless-shell, chromium, playwright or a path; without it "
        "Playwright's own Chromium, else the first browser that is found",
    )
    parser.addini(
        "ecqs_scenarios", type="paths", help="Folders in which every YAML file is a scenario"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make our marks known, and have our fixtures come after pytest-playwright's."""
    config.addinivalue_line(
        "markers", f"{VARIANT}(K=V, ...): needs a mock portal that is like this"
    )
    config.addinivalue_line(
        "markers", f"{WRITES}: files, changes or deletes something on the portal"
    )
    for module in (collecting, fixtures, hooks):
        config.pluginmanager.register(module)
