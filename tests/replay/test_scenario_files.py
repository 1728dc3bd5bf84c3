"""Scenario files: what is wrong is told with its line and field; what ships is whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from ecqs_agent.cli.replay import schema_text
from ecqs_agent.errors import ScenarioError
from ecqs_agent.mock_portal import institute_rules, words
from ecqs_agent.mock_portal.faults import Kind
from ecqs_agent.mock_portal.variants import Variants
from ecqs_agent.replay.loading import read_scenario, scenarios_at, shipped
from ecqs_agent.replay.parts import Fields
from ecqs_agent.replay.verbs import VERBS
from ecqs_agent.replay.verbs.behind import Fault

ROOT = Path(__file__).parents[2]
HEAD = "version: 1\ntitle: {zh: 试, en: try}\n"
SHIPPED = scenarios_at(())


def problem(tmp_path: Path, text: str) -> tuple[int, str, str]:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    facts = caught.value.facts
    assert facts["file"] == str(path)
    return int(str(facts["line"])), str(facts.get("field", "")), str(facts["why"])


@pytest.mark.parametrize(
    ("body", "line", "field", "why"),
    [
        ("steps:\n  - log_in: {acount: demo}\n", 4, "steps.1.log_in.acount", "not known"),
        ("steps:\n  - log_in: {}\n  - press: {}\n", 5, "steps.2", "exactly one verb"),
        ("steps:\n  - {log_in: {}, query: {}}\n", 4, "steps.1", "exactly one verb"),
        ("steps: []\n", 3, "steps", "at least 1"),
        (
            "steps:\n  - query: {}\n    expect: {total: {matches: '('}}\n",
            5,
            "steps.1.expect.total",
            "regular expression",
        ),
        (
            "steps:\n  - query: {}\n    expect: {total: {shape: egg}}\n",
            5,
            "steps.1.expect.total",
            "shape 'egg'",
        ),
        (
            "steps:\n  - query: {}\n    expect: {total: {count: 1, name: x}}\n",
            5,
            "steps.1.expect.total",
            "do not mix",
        ),
        ("steps:\n  - add: {of: scale}\n", 4, "steps.1.add.of", "no single instrument 'scale'"),
        ("steps:\n  - add: {of: x}\n    each: many\n", 5, "steps.1.each", "no table 'many'"),
        (
            "data:\n  a: {like: b}\nsteps:\n  - query: {}\n",
            4,
            "data.a",
            "no single instrument 'b'",
        ),
        ("data:\n  a: {serial: 1}\nsteps:\n  - query: {}\n", 4, "data.a.serial", "not known"),
        ("steps:\n  - query: {}\n  - query: {}\n    note: a\n    note: b\n", 7, "", "twice"),
        ("steps:\n  - query: {}\n bad\n", 5, "", ""),
    ],
)
def test_an_error_names_line_and_field(
    tmp_path: Path, body: str, line: int, field: str, why: str
) -> None:
    told = problem(tmp_path, HEAD + body)
    assert told[0] == line
    assert field in told[1]
    assert why in told[2]


def test_another_version_is_refused(tmp_path: Path) -> None:
    line, field, _ = problem(tmp_path, HEAD.replace("1", "2", 1) + "steps:\n  - query: {}\n")
    assert (line, field) == (1, "version")


def test_both_titles_are_needed(tmp_path: Path) -> None:
    text = "version: 1\ntitle: {zh: 试}\nsteps:\n  - query: {}\n"
    assert problem(tmp_path, text) == (2, "title.en", "this field is missing")


def test_numbers_and_dates_are_what_a_person_types(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    fields = "serial_number: 007, quantity: 1, accuracy_class: 1.60, purchase_date: 2018-11-22"
    data = f"data:\n  scale: {{{fields}}}\n"
    path.write_text(HEAD + data + "steps:\n  - query: {}\n", encoding="utf-8")
    scale = read_scenario(path).scenario.data["scale"]
    assert isinstance(scale, Fields)
    assert scale.model_dump(exclude_none=True) == {
        "like": "",
        "serial_number": "007",
        "accuracy_class": "1.60",
        "quantity": "1",
        "purchase_date": "2018-11-22",
    }


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="There is no scenario"):
        scenarios_at([tmp_path / "none.yaml"])
    with pytest.raises(ScenarioError, match="holds no scenario"):
        scenarios_at([tmp_path])


def test_the_published_schema_is_current() -> None:
    published = ROOT / "ecqs_agent" / "replay" / "scenario.schema.json"
    assert published.read_text("utf-8") == schema_text(), "run `ecqs replay schema --out`"


# ---- what ships ---------------------------------------------------------------------------------


def test_the_library_is_large_and_bilingual() -> None:
    assert len(SHIPPED) >= 25
    titles = [file.scenario.title for file in SHIPPED]
    assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(titles)


def test_every_verb_is_used_by_what_ships() -> None:
    used = {step.verb for file in SHIPPED for step in file.scenario.steps}
    assert set(VERBS) - used <= {"leave", "clear_faults", "variant", "raw"}


def test_every_variant_of_the_mock_has_a_scenario() -> None:
    used = {pair for file in SHIPPED for pair in file.scenario.needs.variants.items()}
    others = {
        (name, value)
        for name, field in Variants.model_fields.items()
        for value in get_args(field.annotation)
        if value != field.default
    }
    assert others - used == set()


def test_every_fault_of_the_mock_has_a_scenario() -> None:
    steps = [step for file in SHIPPED for step in file.scenario.steps]
    used = {step.fault.kind for step in steps if isinstance(step, Fault)}
    assert set(get_args(Kind)) - used == set()


@pytest.mark.parametrize(
    "refusal",
    [
        institute_rules.BAD_RANGE,
        institute_rules.BAD_UNIT,
        institute_rules.BAD_WAVE,
        institute_rules.BAD_QUANTITY,
        institute_rules.NO_MODEL,
        institute_rules.OUT_OF_USE,
        words.WRONG_CAPTCHA,
        words.WRONG_PASSWORD,
        words.LOCKED,
        "该器具已在预约单中，不可修改！",
        "该器具已在预约单中，不可删除！",
        "已提交的预约单不可删除！",
        "已提交的预约单不可修改！",
        "已在预约单中，请勿重复预约！",
        "的器具已存在，请勿重复录入！",
        "请选择器具！",
    ],
)
def test_every_refusal_is_expected_somewhere(refusal: str) -> None:
    expected = [
        text for file in SHIPPED for step in file.scenario.steps for text in texts(step.expect)
    ]
    assert any(refusal in text for text in expected)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_the_library_is_part_of_the_package() -> None:
    assert shipped().is_relative_to(ROOT / "ecqs_agent")


def test_what_takes_longest_counts_most_not_what_has_most_lines() -> None:
    lengths = {file.name: file.scenario.length for file in SHIPPED}
    steps = {file.name: len(file.scenario.steps) for file in SHIPPED}
    assert steps["screen-lists"] < steps["door-locked"]
    assert lengths["screen-lists"] > lengths["door-locked"]  # it opens every list there is
    assert lengths["booking-three"] == 3 * 3 + 3 + 7  # three rows are filed, seven steps look
