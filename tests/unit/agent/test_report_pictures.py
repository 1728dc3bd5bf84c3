"""Pictures in a report: only what the journal's hash vouches for, as far as there is room."""

from pathlib import Path

import pytest

from ecqs_agent.report.enclose import enclose
from ecqs_agent.report.model import Picture, ReportData
from ecqs_agent.report.wording import TROUBLES, Trouble
from tests.unit.agent.report_world import World, busy_world, jpeg


def pictures(data: ReportData) -> list[Picture]:
    return [picture for piece in data.pieces for picture in piece.pictures]


def trouble_of(data: ReportData) -> str:
    (picture,) = pictures(data)
    assert picture.data == ""
    assert picture.trouble is not None
    return picture.trouble.template


def one_piece() -> World:
    world = World()
    world.filed("938579", pictured=True)
    return world


def test_a_picture_comes_with_its_size(tmp_path: Path) -> None:
    world = one_piece()
    (picture,) = pictures(enclose(world.data(), world.keep_pictures(tmp_path)))
    assert (picture.width, picture.height, picture.trouble) == (400, 300, None)
    assert picture.data


def test_a_picture_that_was_altered_is_named_and_not_shown(tmp_path: Path) -> None:
    world = one_piece()
    world.keep_pictures(tmp_path)
    (tmp_path / "a1.jpg").write_bytes(jpeg() + b"x")
    assert trouble_of(enclose(world.data(), tmp_path)) == TROUBLES[Trouble.ALTERED]


def test_a_picture_that_is_gone_is_named(tmp_path: Path) -> None:
    assert trouble_of(enclose(one_piece().data(), tmp_path)) == TROUBLES[Trouble.MISSING]


def test_what_is_no_jpeg_is_not_shown(tmp_path: Path) -> None:
    world = World()
    world.filed("938579", pictured=True, picture=b"<svg onload=alert(1)>")
    folder = world.keep_pictures(tmp_path)
    assert trouble_of(enclose(world.data(), folder)) == TROUBLES[Trouble.NO_PICTURE]


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/hostname", "a/b.jpg"])
def test_a_name_leads_out_of_the_folder_never(tmp_path: Path, name: str) -> None:
    world = one_piece()
    folder = world.keep_pictures(tmp_path / "evidence")
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    data = world.data()
    (piece,) = data.pieces
    elsewhere = piece.pictures[0].model_copy(update={"name": name})
    moved = piece.model_copy(update={"pictures": (elsewhere,)})
    data = data.model_copy(update={"pieces": (moved,)})
    assert trouble_of(enclose(data, folder)) == TROUBLES[Trouble.MISSING]


def test_the_newest_picture_of_every_piece_gets_room_first(tmp_path: Path) -> None:
    world = World()
    for serial in ("938579", "938580"):
        world.changed(world.filed(serial, pictured=True), serial, pictured=True, model="ACS-15")
    size = len(jpeg())
    data = enclose(world.data(), world.keep_pictures(tmp_path), room=3 * size)
    shown = {picture.name: bool(picture.data) for picture in pictures(data)}
    assert shown == {"a1.jpg": True, "c2.jpg": True, "a3.jpg": False, "c4.jpg": True}
    (left_out,) = [picture for picture in pictures(data) if not picture.data]
    assert left_out.trouble is not None
    assert left_out.trouble.template == TROUBLES[Trouble.NO_ROOM]


def test_only_pieces_of_the_period_are_pictured(tmp_path: Path) -> None:
    world = busy_world(3, pictured=True)
    since = world.wait(days=1)
    world.filed("1", pictured=True)
    data = enclose(world.data(since=since), world.keep_pictures(tmp_path))
    assert [bool(piece.pictures[0].data) for piece in data.pieces] == [False, False, False, True]
