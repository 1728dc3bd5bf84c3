"""An archive that somebody else made is refused at the first doubt, in words."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.errors import ArchiveRefusedError
from ecqs_agent.recording.importing import import_recording
from ecqs_agent.recording.reading import read_archive
from tests.cli.command import ecqs

SEEN = {"place": "ledger", "title": "台账", "fields": [{"label": "器具名称", "control": "textbox"}]}


def good() -> dict[str, bytes]:
    screen = {"seen": SEEN, "documents": []}
    return {"ledger/screen.json": json.dumps(screen).encode(), "ledger/0.html": b"<p>x</p>"}


def packed(path: Path, content_of: dict[str, bytes], **manifest: Any) -> Path:
    listed = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in content_of.items()
    ]
    told = {
        "format": 1, "agent": "1", "browser": "", "kit": "", "jquery": "", "recorded_on": "",
        "from_the_mock": True, "screens": ["ledger"], "missed": {}, "replaced": {}, "kept": [],
        "unfamiliar": [], "files": listed, **manifest,
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(told))
        for name, content in content_of.items():
            archive.writestr(name, content)
    return path


def test_a_good_one_is_read(tmp_path: Path) -> None:
    assert read_archive(packed(tmp_path / "a.zip", good())).screens


def with_seen(**more: Any) -> dict[str, bytes]:
    screen = {"seen": {**SEEN, **more}, "documents": []}
    return {**good(), "ledger/screen.json": json.dumps(screen).encode()}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"../../evil.txt": b"x"}, "named"),
        ({"/etc/passwd.txt": b"x"}, "named"),
        ({"ledger\\evil.txt": b"x"}, "named"),
        ({"conftest.py": b"import os"}, "named"),
        ({"ledger/1.html": b"<script>alert(1)</script>"}, "script"),
        ({"ledger/1.html": b"<p onclick='x()'>"}, "onclick"),
        ({"ledger/1.html": b"<a href='JavaScript:x()'>"}, "runs"),
        ({"ledger/1.html": b"<iframe srcdoc='<script>'>"}, "srcdoc"),
        ({"ledger/1.html": b"<meta http-equiv=refresh content='0;url=//x'>"}, "http-equiv"),
        ({"ledger/picture.png": b"GIF89a"}, "picture"),
        ({"ledger/1.html": b"\xff\xfe"}, "text"),
        (with_seen(title="x" * 500), "text"),
        (with_seen(title="\u202etxt"), "text"),
        (with_seen(place="home"), "another screen"),
        (with_seen(strange=1), "strange"),
    ],
)
def test_refused(tmp_path: Path, files: dict[str, bytes], why: str) -> None:
    path = packed(tmp_path / "a.zip", {**good(), **files})
    with pytest.raises(ArchiveRefusedError) as caught:
        read_archive(path)
    assert why in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no archive"),
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.unlink(),
        lambda path: packed(path, good(), format=2),
        lambda path: packed(path, good(), files=[]),
        lambda path: packed(path, good(), screens=["ledger", "home"]),
        lambda path: packed(path, good(), kept=3),
        lambda path: packed(path, good(), recorded_on='"""\nx()\n"'),
    ],
    ids=["text", "cut", "gone", "format", "unlisted", "missing", "types", "code"],
)
def test_damaged(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    path = packed(tmp_path / "a.zip", good())
    spoil(path)
    with pytest.raises(ArchiveRefusedError):
        read_archive(path)


def test_a_link_and_an_encrypted_file_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", good())
    entry = path.read_bytes().index(b"PK\x01\x02")
    encrypted = bytearray(path.read_bytes())
    encrypted[entry + 8] |= 1  # the flags in the list of files
    path.write_bytes(encrypted)
    with pytest.raises(ArchiveRefusedError, match="encrypted or a link"):
        read_archive(path)
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ledger/1.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveRefusedError, match="encrypted or a link"):
        read_archive(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 40_000_000)
    with pytest.raises(ArchiveRefusedError, match="too large"):
        read_archive(path)
    many = {f"ledger/{at}.txt": b"x" for at in range(400)}
    with pytest.raises(ArchiveRefusedError, match="files"):
        read_archive(packed(path, many))


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", good())
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(
                name,
                content.replace("器具名称".encode(), "器具名字".encode()).replace(b"<p>", b"<b>"),
            )
    with pytest.raises(ArchiveRefusedError, match="changed"):
        read_archive(path)


def test_a_text_cannot_become_code(tmp_path: Path) -> None:
    """Labels of a recording are data in the tests and in the pages that are made of it."""
    nasty = '"])\nimport os\n"""</script><script>alert(1)</script>{{ 1 }}\'\\'.replace("\n", " ")
    files = with_seen(
        title=nasty,
        fields=[
            {"label": nasty, "control": "combobox", "options": [nasty], "wire": nasty},
            {"label": "x", "control": nasty},
        ],
        grids=[[{"title": nasty, "wire": nasty}]],
        buttons=[{"text": nasty}],
    )
    recorded = read_archive(packed(tmp_path / "a.zip", files))
    folder = import_recording(recorded, tmp_path / "out").folder
    page = (folder / "screens/ledger.html").read_text("utf-8")
    assert "<script>alert" not in page
    import ast

    tree = ast.parse((folder / "test_recording.py").read_text("utf-8"))
    names = [
        alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names
    ]
    assert names == ["pytest"]


def test_the_command_says_it_in_words(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {**good(), "../evil.txt": b"x"})
    ended = ecqs("mock", "import", str(path), "--out", str(tmp_path / "out"), data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "AGENT-911" in ended.err
    assert not (tmp_path / "out").exists()
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("x")
    fine = packed(tmp_path / "b.zip", good())
    ended = ecqs("mock", "import", str(fine), "--out", str(full), data=tmp_path)
    assert (ended.code, sorted(one.name for one in full.iterdir())) == (2, ["mine.txt"])
