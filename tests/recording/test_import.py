"""The tests made of a recording pass on it, and fail when the recorded portal says other words."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from ecqs_agent.recording.importing import import_recording
from ecqs_agent.recording.reading import read_archive
from ecqs_agent.recording.replay import BASE, Replay
from page_objects.contract.seen import Place
from tests.recording.conftest import Field

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


def run(folder: Path, *more: str) -> tuple[int, str]:
    """Run the tests that were written, as a developer would."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        [*command, "-c", os.devnull, *more, "test_recording.py"],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )
    return ended.returncode, ended.stdout + ended.stderr


def changed(path: Path, target: Path, place: str, change: Callable[[Any], None]) -> Path:
    """Return a copy of an archive in which the recorded portal was another one."""
    with zipfile.ZipFile(path) as source:
        files = {name: source.read(name) for name in source.namelist()}
    name = f"{place}/screen.json"
    told = json.loads(files[name])
    change(told["seen"])
    files[name] = json.dumps(told, ensure_ascii=False).encode()
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        one["sha256"] = hashlib.sha256(files[one["name"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return target


def test_the_written_tests_pass(either: Field, tmp_path: Path) -> None:
    imported = import_recording(read_archive(either.path), tmp_path / "out")
    assert imported.left_out == {}
    code, told = run(imported.folder)
    assert code == 0, told
    passed = re.search(r"(\d+) passed", told)
    assert passed is not None
    assert int(passed[1]) == imported.tests > 100


def test_they_fail_where_the_recorded_portal_differs(field: Field, tmp_path: Path) -> None:
    def other(seen: Any) -> None:
        labels = {one["label"]: one for one in seen["fields"]}
        labels["准确度等级"]["label"] = "精度等级"
        labels["器具产地"]["control"] = "textbox"
        seen["buttons"] = [one for one in seen["buttons"] if one["text"] != "关闭"]

    path = changed(field.path, tmp_path / "other.zip", "instrument", other)
    imported = import_recording(read_archive(path), tmp_path / "out")
    code, told = run(imported.folder, "-k", "instrument")
    assert code == 1, told
    failed = set(re.findall(r"^FAILED test_recording.py::(.*?)(?: - .*)?$", told, re.MULTILINE))
    names = {one.encode().decode("unicode_escape") for one in failed}
    assert names >= {
        "test_instrument",
        "test_instrument_field[精度等级]",
        "test_instrument_field[准确度等级]",
        "test_instrument_field[器具产地]",
        "test_instrument_button[关闭]",
    }
    assert "test_instrument_field[器具名称]" not in names
    assert "words.toml" in told


def test_an_unknown_request_is_refused_by_name(
    field: Field, context: BrowserContext, tmp_path: Path
) -> None:
    folder = import_recording(read_archive(field.path), tmp_path / "out").folder
    page = folder / "screens/home.html"
    tracker = '<img src="https://elsewhere.example/t.png"><img src="/other">'
    page.write_text(page.read_text("utf-8").replace("</body>", f"{tracker}</body>"), "utf-8")
    replay = Replay(context, folder)
    with pytest.raises(AssertionError, match=r"elsewhere\.example"):
        replay.must_be_as_recorded(Place.HOME)
    assert replay.refused == ["GET https://elsewhere.example/t.png", f"GET {BASE}/other"]
