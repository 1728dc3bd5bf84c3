"""Pictures of what was filled: kept once, named by their hash, never replaced."""

import hashlib
from pathlib import Path

import pytest

from ecqs_agent.errors import JournalUnavailableError
from ecqs_agent.runs.evidence import EvidenceFolder
from ecqs_agent.workbooks.mapping import to_form
from tests.unit.agent.samples import SCALE


def test_values_and_picture_are_kept_with_their_hashes(tmp_path: Path) -> None:
    kept = EvidenceFolder(tmp_path / "new").keep("k", to_form(SCALE), b"JPEG")
    picture = (tmp_path / "new" / str(kept["picture"])).read_bytes()
    assert picture == b"JPEG"
    assert kept["picture_sha256"] == hashlib.sha256(picture).hexdigest()
    assert kept["filled"] == to_form(SCALE).model_dump(mode="json")


def test_another_try_does_not_replace_the_first_picture(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path)
    names = [folder.keep("k", to_form(SCALE), picture)["picture"] for picture in (b"1", b"2", b"3")]
    assert names == ["k.jpg", "k-2.jpg", "k-3.jpg"]
    assert (tmp_path / "k.jpg").read_bytes() == b"1"


def test_without_room_for_proof_nothing_may_be_filed(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    with pytest.raises(JournalUnavailableError, match="evidence"):
        EvidenceFolder(in_the_way).keep("k", to_form(SCALE), b"JPEG")
