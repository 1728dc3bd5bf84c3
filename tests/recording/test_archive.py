"""What an archive holds: everything of the portal, nothing of anybody's."""

import base64
import io
import json
import zipfile
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from ecqs_agent.driving.walking import EVERYWHERE
from ecqs_agent.errors import RecordingLeakError
from ecqs_agent.recording.archive import Facts, archived
from ecqs_agent.recording.model import ScreenRecorded
from ecqs_agent.recording.recorder import Recorder
from ecqs_agent.recording.sweep import forms_of, search
from page_objects.contract.compare import differences
from page_objects.contract.difference import Grade
from tests.recording.conftest import (
    ACCOUNT,
    COMPANY,
    MOBILE,
    PASSWORD,
    PIECE,
    PLANTED,
    PLANTED_IN_PIECES,
    Field,
)

pytestmark = pytest.mark.browser
GREY = (0x8C, 0x8C, 0x8C)


def screen(field: Field, place: str) -> Any:
    return json.loads(field.archive.files[f"{place}/screen.json"])


def test_no_file_holds_a_planted_secret(either: Field) -> None:
    assert len(either.secrets) > len(PLANTED)
    needles = {form for one in either.secrets for form in forms_of(one)}
    with zipfile.ZipFile(either.path) as archive:
        entries = {one.filename: archive.read(one) for one in archive.infolist()}
        assert not any(one.comment or one.extra for one in archive.infolist())
    assert set(entries) == set(either.archive.files)
    for name, content in entries.items():
        found = [one for one in needles if one in name.encode() + content]
        assert found == [], name


def test_pieces_of_secrets_are_not_left_either(field: Field) -> None:
    everything = b"".join(field.archive.files.values()).decode("utf-8", errors="replace")
    for secret in (COMPANY, *PLANTED[6:8]):
        for left, right in pairwise(secret):  # two characters of a name are a hint already
            if left + right not in "".join(field.archive.manifest.kept):
                assert left + right not in everything, left + right
    assert MOBILE[3:] not in everything


def test_every_screen_is_there_with_all_its_parts(field: Field) -> None:
    manifest = field.archive.manifest
    assert set(manifest.screens) == EVERYWHERE
    assert manifest.missed == {}
    for place in manifest.screens:
        told = screen(field, place.value)
        assert told["picture_trouble"] == ""
        assert told["places_covered"] > 0, place
        for document in told["documents"]:
            assert document["html"] in field.archive.files
            assert document["tree"] in field.archive.files
    assert (manifest.kit, manifest.browser[:8]) == ("1.5.1", "chromium")
    assert manifest.jquery.count(".") == 2


def test_what_was_recorded_is_what_we_know(either: Field) -> None:
    archive = either.archive
    for place in archive.manifest.screens:
        seen = ScreenRecorded.model_validate_json(archive.files[f"{place.value}/screen.json"]).seen
        told = [one for one in differences(seen) if one.grade is Grade.BREAKS]
        assert told == [], place


def test_structure_and_words_stay(field: Field) -> None:
    markup = field.archive.files["instrument/0.html"].decode()
    for word in ("器具名称", "一级目录", "出厂编号", "确定", "datagrid-view", "l-btn", "textbox"):
        assert word in markup, word
    assert 'field="serialNum"' in markup
    assert "贸易结算" in json.dumps(screen(field, "instrument"), ensure_ascii=False)
    tree = field.archive.files["ledger/0.tree.txt"].decode()
    assert "器具编码" in tree


def test_scripts_comments_and_values_are_gone(field: Field) -> None:
    for name, content in field.archive.files.items():
        if name.endswith(".html") and name != "index.html":
            text = content.decode()
            assert "<!--" not in text
            assert "PORTAL" not in text
            assert "onclick" not in text
            assert "://" not in text


def test_the_same_value_has_the_same_stand_in(field: Field) -> None:
    """A record's serial number, in the grid's answer and in its cell, can still be matched."""
    wire = json.dumps(json.loads(field.archive.files["wire.json"]), ensure_ascii=False)
    serial = str(PIECE["serialNum"])
    like = next(
        text
        for text in wire.split('"')
        if text.startswith("XX") and text[2:10].isdigit() and text.endswith("-某某")
    )
    assert like != serial
    assert like in field.archive.files["ledger/0.html"].decode()


def test_the_wire_is_told_by_shapes(field: Field) -> None:
    wire = json.loads(field.archive.files["wire.json"])
    calls = [one for one in wire if one["path"].endswith("jsonClient.action")]
    methods = {one["query"]["jsonValue"]["of"]["methodName"] for one in calls}
    assert {"getLedgerList", "getCompanyAppointmentList"} <= methods
    ledger = next(
        one for one in calls if one["query"]["jsonValue"]["of"]["methodName"] == "getLedgerList"
    )
    assert ledger["status"] == 200
    assert ledger["content_type"] == "application/json"
    assert "cookie" not in json.dumps(ledger).replace('"set-cookie"', "").replace('"cookie"', "")
    rows = ledger["answer"]["returnValue"]["value"]
    assert rows["list"] == 3
    assert rows["of"]["serialNum"]["type"] == "string"
    assert not [one for one in wire if one["method"] == "POST" and not one["query"]]


def test_pictures_are_bare_and_covered(either: Field) -> None:
    archive = either.archive
    for place in archive.manifest.screens:
        raw = archive.files[f"{place.value}/picture.png"]
        with Image.open(io.BytesIO(raw)) as image:
            assert image.info == {}
            image.load()
            colours = {colour: count for count, colour in image.getcolors(1 << 24) or ()}
        chunks = {raw[at : at + 4] for at in chunk_names(raw)}
        assert chunks == {b"IHDR", b"IDAT", b"IEND"}
        assert colours[GREY] > 500, place


def chunk_names(raw: bytes) -> list[int]:
    at, found = 8, []
    while at < len(raw):
        found.append(at + 4)
        at += 12 + int.from_bytes(raw[at : at + 4], "big")
    return found


def test_the_account_and_the_cookies_are_searched_for(field: Field) -> None:
    session = [one for one in field.secrets if one not in (*PLANTED, *PLANTED_IN_PIECES)]
    cookies = [one for one in session if one in field.searched]
    assert {ACCOUNT, PASSWORD} <= set(field.searched)
    assert cookies != []


@pytest.mark.parametrize("leaked", [PASSWORD, COMPANY, MOBILE])
def test_a_recorder_that_kept_a_value_makes_no_archive(leaked: str) -> None:
    facts = Facts(agent="1", browser="", recorded_on="", from_the_mock=True, missed={})
    recorder = Recorder(portal="https://psp.example")
    recorder.values.update((COMPANY, MOBILE))
    assert archived(recorder, facts, secrets=(PASSWORD,)).files
    recorder.files["ledger/0.html"] = f"<p>{leaked}</p>".encode()
    with pytest.raises(RecordingLeakError, match=r"ledger/0\.html"):
        archived(recorder, facts, secrets=(PASSWORD,))


def test_a_leak_refuses_the_recording() -> None:
    raw = PASSWORD.encode()
    coded = (
        raw,
        b"Quiet%2BHarbour88",
        "".join(f"&#{ord(one)};" for one in PASSWORD).encode(),
        raw[::-1],
        raw.hex().encode(),
        PASSWORD.encode("utf-16-le"),
        *(base64.b64encode(b"-" * lead + raw + b"-") for lead in range(3)),
    )
    for form in coded:
        with pytest.raises(RecordingLeakError) as caught:
            search({"a.html": b"<p>" + form}, secrets=[PASSWORD], values=(), kept=())
        assert "Harbour" not in str(caught.value)
    search({"a.html": b"<p>nothing"}, secrets=["Quiet+Harbour88"], values=[COMPANY], kept=())
    with pytest.raises(RecordingLeakError):
        search({"a.html": COMPANY.encode()}, secrets=(), values=[COMPANY], kept=())
