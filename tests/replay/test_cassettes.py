"""Cassettes: kept from a run, played without a portal, field by field; accepted; refused."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ecqs_agent.mock_client import DEMO_PASSWORD, MockPortal, serving
from ecqs_agent.replay.cassette.own import own_file
from ecqs_agent.replay.loading import shipped
from tests.cli.command import Ended, ecqs
from tests.replay.qa_run import qa_run

pytestmark = pytest.mark.browser

ONE = "booking-answered-next-day"  # adds, books, lets a day pass, reads the receipt twice
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "qa" / "cassettes" / "booking-three.cassette"

Edit = Callable[[dict[str, Any]], None]


def offline(*arguments: str | Path, data: Path, **environment: str) -> Ended:
    return ecqs("replay", "offline", *(str(one) for one in arguments), data=data, **environment)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one cassette, made of a run on a mock that is gone when this returns."""
    data = tmp_path_factory.mktemp("kept")
    folder = data / "cassettes"
    ended = ecqs(
        "replay", "run", str(shipped() / f"{ONE}.yaml"), "--keep", str(folder), "--json", data=data
    )
    assert (ended.code, ended.is_clean()) == (0, True), ended.out + ended.err
    assert ended.json["scenarios"][0]["cassette"] == str(folder / f"{ONE}.cassette")
    return folder


@pytest.fixture
def cassette(kept: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    copied: Path = shutil.copytree(kept / f"{ONE}.cassette", tmp_path / f"{ONE}.cassette")
    return copied


@pytest.fixture
def own_mock() -> Iterator[MockPortal]:
    """A mock in its first state, in a process of its own."""
    with serving() as mock:
        yield mock


def edited(cassette: Path, edit: Edit) -> None:
    path = cassette / "cassette.json"
    track = json.loads(path.read_text("utf-8"))
    edit(track)
    path.write_text(json.dumps(track, ensure_ascii=False), encoding="utf-8")


def calls(track: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Yield the exchanges that call this method of the services."""
    for one in track["entries"]:
        if name in json.dumps(one.get("asked", {})):
            yield one


def test_page_objects_see_without_a_portal_what_they_saw_on_it(
    cassette: Path, tmp_path: Path
) -> None:
    junit = tmp_path / "fields.xml"
    ended = offline(cassette, "--junit", junit, "--json", data=tmp_path)
    assert (ended.code, ended.is_clean()) == (0, True), ended.out
    (found,) = ended.json["cassettes"]
    assert found["verdict"] == "same"
    assert found["hindered"] == {}
    places = {(one["step"], one["place"]): one["came"] for one in found["fields"]}
    assert places["2 add", "form.serial_number"] == "938579"
    assert places["3 book", "pieces.0.name"] == "电子计价秤"
    assert any(step.endswith("read_receipt") and place == "lines.0" for step, place in places)
    (suite,) = ET.parse(junit).getroot()
    assert suite.get("tests") == str(len(places))
    assert {(one.get("classname"), one.get("name")) for one in suite} >= {
        (f"{ONE}.2 add", "form.serial_number")
    }


def test_a_field_that_is_read_otherwise_is_told_and_accepted_when_somebody_says_so(
    cassette: Path, tmp_path: Path
) -> None:
    expected = cassette / "expected.yaml"
    good = expected.read_text("utf-8")
    old = good.replace("  form.model: ACS-30\n", "  form.model: ACS-31\n", 1)
    old = old.replace("  form.quantity: '1'\n", "", 1)
    assert old != good
    expected.write_text(old, encoding="utf-8")

    junit = tmp_path / "fields.xml"
    told = offline(cassette, "--junit", junit, data=tmp_path, ECQS_LANG="en")
    assert told.code == 4
    assert "2 add, form.model\n    expected: ACS-31\n    came: ACS-30" in told.out
    assert "2 add, form.quantity\n    expected: ∅\n    came: 1" in told.out
    assert expected.read_text("utf-8") == old
    (suite,) = ET.parse(junit).getroot()
    assert suite.get("failures") == "2"

    accepted = offline(cassette, "--accept", data=tmp_path, ECQS_LANG="en")
    assert accepted.code == 0
    assert f"2 fields accepted; look through them: {expected}" in accepted.out
    assert expected.read_text("utf-8") == good
    assert offline(cassette, data=tmp_path).code == 0


def test_a_page_object_that_misses_a_column_is_caught(cassette: Path, tmp_path: Path) -> None:
    named = "own/assets/receipt.js"  # a file of the mock's is named in a cassette, not copied
    text = own_file(named).read_text("utf-8")
    assert "流程状态" in text
    other = "0123456789abcdef.js"  # as if our words were not the portal's
    changed = text.replace("流程状态", "处理状态")
    (cassette / "bodies" / other).write_text(changed, encoding="utf-8")

    def with_other(track: dict[str, Any]) -> None:
        for one in track["entries"]:
            if one.get("answer", {}).get("body") == named:
                one["answer"]["body"] = other

    edited(cassette, with_other)
    ended = offline(cassette, data=tmp_path, ECQS_LANG="en")
    assert ended.code == 6
    assert "PORTAL-3" in ended.out
    assert "流程状态" in ended.out


def test_a_request_that_is_not_in_the_cassette_is_refused_by_its_name(
    cassette: Path, tmp_path: Path
) -> None:
    def without_kinds(track: dict[str, Any]) -> None:
        gone = list(calls(track, "getClassList"))
        assert gone
        track["entries"] = [one for one in track["entries"] if one not in gone]

    edited(cassette, without_kinds)
    ended = offline(cassette, "--accept", "--json", data=tmp_path, ECQS_LANG="en")
    assert (ended.code, ended.is_clean()) == (6, True)
    (found,) = ended.json["cassettes"]
    (told,) = found["hindered"].values()
    assert "getClassList): the recording never saw it." in told[0]
    assert {one["verdict"] for one in found["fields"] if one["step"] == "2 add"} == {"blocked"}
    lines = (cassette / "expected.yaml").read_text("utf-8")
    assert "form.model: ACS-30" in lines  # what was not looked at is never accepted


def test_another_value_on_the_way_out_is_refused_and_the_field_is_named(
    cassette: Path, tmp_path: Path
) -> None:
    scenario = cassette / "scenario.yaml"
    text = scenario.read_text("utf-8")
    scenario.write_text(text.replace("model: ACS-30", "model: ACS-31"), encoding="utf-8")
    ended = offline(cassette, data=tmp_path, ECQS_LANG="en")
    assert ended.code == 6
    assert re.search(r"\(saveLedger\): .*modelSpec: “ACS-30” -> “ACS-31”", ended.out), ended.out


def test_the_order_of_saves_and_steps_on_the_mock_is_kept(cassette: Path, tmp_path: Path) -> None:
    scenario = cassette / "scenario.yaml"
    text = scenario.read_text("utf-8")
    assert "  - clock:" in text
    moved = text.replace("  - clock:", "  - leave: {}\n  - clock:", 1)
    scenario.write_text(moved, encoding="utf-8")
    ended = offline(cassette, data=tmp_path, ECQS_LANG="en")
    assert ended.code == 6
    assert "REPLAY-204" in ended.out


def test_nothing_secret_is_in_any_file(kept: Path) -> None:
    """The mock's receipts tell a phone, its addresses tickets, its login page a token."""
    whole = {
        str(path.relative_to(kept)): path.read_bytes() for path in kept.rglob("*") if path.is_file()
    }
    secrets = (DEMO_PASSWORD, "ST-1-", "CASTGC", "0471-3337100", "04713337100", "127.0.0.1")
    for name, content in whole.items():
        for secret in secrets:
            assert secret.encode() not in content, (name, secret)
    assert not [name for name in whole if name.endswith((".jpg", ".png"))]
    track = whole[f"{ONE}.cassette/cassette.json"].decode()
    (login,) = [
        one for one in json.loads(track)["entries"]
        if one.get("kind") == "write" and one["asked"]["path"].endswith("/login")
    ]  # fmt: skip
    assert {value for _, value in login["asked"]["body"]} == {"typed"}
    pages = [text.decode() for name, text in whole.items() if name.endswith(".html")]
    tokens = [found for page in pages for found in re.findall(r'name="execution"[^>]*', page)]
    assert tokens
    assert all('value=""' in token for token in tokens), tokens


def test_a_cassette_is_never_overwritten_and_nothing_is_played_before_that_is_clear(
    kept: Path, tmp_path: Path
) -> None:
    ended = ecqs(
        "replay", "run", str(shipped() / f"{ONE}.yaml"), "--keep", str(kept),
        data=tmp_path, ECQS_LANG="en",
    )  # fmt: skip
    assert (ended.code, ended.is_clean()) == (2, True)
    assert f"REPLAY-112 {kept / ONE}.cassette is there already" in ended.err
    assert ended.out == ""


def test_what_is_not_the_same_is_not_kept(tmp_path: Path) -> None:
    text = (shipped() / "door-wrong-password.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("outcome: rejected", "outcome: logged_in"), encoding="utf-8")
    assert "outcome: logged_in" in wrong.read_text("utf-8")
    ended = ecqs("replay", "run", str(wrong), "--keep", str(tmp_path / "kept"), data=tmp_path)
    assert ended.code != 0
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("cassette.json", "{", "cassette.json"),
        ("cassette.json", '{"format": 2, "today": "2026-01-01"}', "format"),
        ("expected.yaml", "a: [", "--accept"),
        ("scenario.yaml", "version: 1\n", "scenario.yaml, line 1"),
    ],
)
def test_a_damaged_cassette_is_told_by_its_file(
    cassette: Path, tmp_path: Path, name: str, content: str, told: str
) -> None:
    (cassette / name).write_text(content, encoding="utf-8")
    ended = offline(cassette, data=tmp_path, ECQS_LANG="en")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert told in ended.err


def test_a_missing_answer_is_told_by_its_file(cassette: Path, tmp_path: Path) -> None:
    first = min((cassette / "bodies").iterdir())
    first.unlink()
    ended = offline(cassette, data=tmp_path, ECQS_LANG="en")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert first.name in ended.err


def test_each_field_is_a_test_of_pytest(cassette: Path, tmp_path: Path) -> None:
    expected = cassette / "expected.yaml"
    text = expected.read_text("utf-8")
    text = text.replace("  form.model: ACS-30\n", "  form.model: ACS-31\n", 1)
    expected.write_text(text.replace("  form.quantity: '1'\n", "", 1), encoding="utf-8")
    ended = qa_run(tmp_path)
    failed = {name for name, outcome in ended.outcomes.items() if outcome != "passed"}
    assert failed == {f"{ONE}: 2 add, form.model", f"{ONE}: everything else"}, ended.out
    assert ended.outcomes[f"{ONE}: 2 add, form.serial_number"] == "passed"
    assert "expected: ACS-31" in ended.out
    assert "2 add, form.quantity: 1" in ended.out


def test_the_example_of_the_repository_plays(tmp_path: Path) -> None:
    """Our page objects of today on screens that were saved once."""
    ended = offline(EXAMPLE, "--json", data=tmp_path)
    assert ended.code == 0, ended.out
    assert len(ended.json["cassettes"][0]["fields"]) > 250


class TestRunsOfTheAgent:
    """`ecqs replay record -- apply …`: whatever the agent did is a scenario and a cassette."""

    def test_filing_booking_and_polling_are_kept_and_play(
        self, own_mock: MockPortal, tmp_path: Path
    ) -> None:
        workbook = str(ROOT / "examples" / "instruments.xlsx")
        where = {"ECQS_PORTAL": own_mock.url, "ECQS_MOCK_TOKEN": own_mock.token}
        told = {**where, "ECQS_PASSWORD": DEMO_PASSWORD, "ECQS_PAUSE": "0", "ECQS_LANG": "en"}
        on_it = ("--account", "demo", "--captcha", "mock")
        runs: dict[str, tuple[str, ...]] = {
            "filed": ("apply", workbook, "--yes", "--limit", "2", *on_it),
            "booked": ("book", workbook, "--yes", *on_it),
            "answered": ("receipts", "poll", *on_it),
        }
        for name, command in runs.items():
            if name == "answered":
                own_mock.tell("institute", {"do": "answer"})
            ended = ecqs(
                "replay", "record", "--out", str(tmp_path / name), "--", *command,
                data=tmp_path, **told,
            )  # fmt: skip
            # some rows of the example workbook are wrong on purpose: 3, as without recording
            codes = (0,) if name == "answered" else (0, 3)
            assert ended.code in codes, ended.out + ended.err
            assert ended.is_clean()
            assert f"Kept: {tmp_path / name}.cassette" in ended.out
        folders = [tmp_path / f"{name}.cassette" for name in runs]
        ended = offline(*folders, "--json", data=tmp_path)
        assert ended.code == 0, ended.out
        steps = {
            one["name"]: dict.fromkeys(field["step"].split()[1] for field in one["fields"])
            for one in ended.json["cassettes"]
        }
        assert list(steps["filed"]) == ["log_in", "query", "add"]
        assert list(steps["booked"]) == ["log_in", "draft", "edit_draft"]
        assert list(steps["answered"]) == ["log_in", "read_receipt"]
        for folder in folders:
            text = (folder / "scenario.yaml").read_text("utf-8")
            assert DEMO_PASSWORD not in text
        # the scenario of the filing is one like any other: it plays on a fresh mock
        replayed = ecqs(
            "replay", "run", str(folders[0] / "scenario.yaml"), "--json", data=tmp_path / "fresh"
        )
        assert replayed.code == 0, replayed.out

    def test_a_command_without_a_browser_keeps_nothing(self, tmp_path: Path) -> None:
        workbook = str(ROOT / "examples" / "instruments.xlsx")
        ended = ecqs(
            "replay", "record", "--out", str(tmp_path / "none"), "--", "check", workbook,
            data=tmp_path, ECQS_LANG="en",
        )  # fmt: skip
        assert (ended.code, ended.is_clean()) == (2, True)
        assert "check opened no browser: nothing was kept." in ended.err
        assert not list(tmp_path.glob("*.cassette"))

    def test_a_replay_within_a_recording_is_refused(self, tmp_path: Path) -> None:
        ended = ecqs("replay", "record", "--", "replay", "list", data=tmp_path, ECQS_LANG="en")
        assert (ended.code, ended.is_clean()) == (2, True)
        assert "replay cannot be recorded." in ended.err
