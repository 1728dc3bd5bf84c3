"""What happens around each test: consent before it, and our errors in plain words after it."""

import sys
from collections.abc import Generator

import pytest

from ecqs_agent.pytest_plugin.marks import WRITES

ERRORS = ("ecqs_agent.errors", "page_objects.errors")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a test that writes, before anything is opened, where nobody has consented."""
    if item.get_closest_marker(WRITES) is None or not item.config.getoption("--ecqs-portal"):
        return
    from ecqs_agent.pytest_plugin.venue import venue_of

    venue_of(item.config).must_be_let_write()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say an error of ours in words: instead of a traceback before the test, below it within."""
    del item
    report = yield
    if call.excinfo is None or not any(one in sys.modules for one in ERRORS):
        return report
    from ecqs_agent.pytest_plugin.telling import told_if_ours

    words = told_if_ours(call.excinfo.value)
    if words and report.when == "setup":
        report.longrepr = words
    elif words:
        report.sections.append(("e-CQS", words))
    return report
