"""Scenario files as tests: `*.ecqs.yaml`, and every YAML file in the folders of `ecqs_scenarios`.

A cassette (`*.cassette/cassette.json`) is a test for each of its fields. Nobody else's YAML and
JSON files are touched.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ecqs_agent.pytest_plugin.marks import WRITES

if TYPE_CHECKING:
    from ecqs_agent.replay.loading import ScenarioFile

ENDING: Final = ".ecqs.yaml"
YAML: Final = (".yaml", ".yml")
CASSETTE: Final = (".cassette", "cassette.json")  # a folder's ending, and the file in it


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Take a scenario file for a test, and a cassette for one test per field."""
    if file_path.parent.suffix == CASSETTE[0]:
        if file_path.name != CASSETTE[1]:
            return None
        from ecqs_agent.pytest_plugin.fields import Fields

        fields: Fields = Fields.from_parent(parent, path=file_path)
        return fields
    if file_path.name.endswith(ENDING) or _is_in_a_folder_of_ours(file_path, parent.config):
        made: Scenarios = Scenarios.from_parent(parent, path=file_path)
        return made
    return None


def _is_in_a_folder_of_ours(path: Path, config: pytest.Config) -> bool:
    if path.suffix not in YAML:
        return False
    return any(path.is_relative_to(folder) for folder in config.getini("ecqs_scenarios"))


class Scenarios(pytest.File):
    """A scenario file."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read it; what is wrong is told with its line and field, and nothing is played."""
        from ecqs_agent.errors import ScenarioError
        from ecqs_agent.pytest_plugin.telling import told
        from ecqs_agent.replay.loading import read_scenario

        try:
            file = read_scenario(self.path)
        except ScenarioError as error:
            raise self.CollectError(told(error)) from None
        yield ScenarioItem.of(self, file)


class ScenarioItem(pytest.Function):
    """A scenario, played like a test that asks for a browser."""

    file: "ScenarioFile"

    @classmethod
    def of(cls, parent: Scenarios, file: "ScenarioFile") -> "ScenarioItem":
        """Return the test of a scenario; its tags can be chosen by -k."""
        name = parent.path.name.partition(".")[0]
        item: ScenarioItem = cls.from_parent(parent, name=name, callobj=_play)
        item.file = file
        item.extra_keyword_matches.update(file.scenario.tags)
        if file.scenario.writes:
            item.add_marker(WRITES)
        return item

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the scenario stands."""
        return self.path, 0, self.name


def _play(request: pytest.FixtureRequest, browser: Any, output_path: str) -> None:  # noqa: ANN401 - of Playwright, which is not imported here
    from ecqs_agent.pytest_plugin.playing import play_here

    play_here(request.node.file, request.config, browser, Path(output_path))
